/*
 * users: /nick, /whois and /away.
 */
#include "server/plain/users.h"

#include "common/clock.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/plain/parse.h"
#include "server/plain/reply.h"
#include "server/session/session.h"

void
plain_nick(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	struct view name = plain_cut_word(&args);
	enum refusal no;

	if (name.len == 0) {
		plain_reply(s,
		    "You are %s. To change your name, type /nick NAME.",
		    s->user->nick);
		return;
	}
	no = chat_nick(s->server->world, &from, name);
	if (no == CHAT_ALREADY)
		plain_reply(s, "You are %s already.", s->user->nick);
	else if (no != CHAT_OK)
		plain_reply_refusal(s, no, name);
}

/* Append the time since then in words: "3 minutes". */
static void
add_age(struct buf *b, int64_t since)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = { { "day", 86400 }, { "hour", 3600 }, { "minute", 60 },
		{ "second", 1 } };
	int64_t age = clock_seconds_since(since);
	size_t i = 0;

	while (units[i].seconds > 1 && age < units[i].seconds)
		i++;
	age /= units[i].seconds;
	buf_printf(
	    b, "%lld %s%s", (long long)age, units[i].name, age == 1 ? "" : "s");
}

static void
tell_rooms_of(struct session *s, const struct user *u)
{
	const struct member *m;
	struct buf line = { 0 };

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		if (!room_shows_member(m, s->user))
			continue;
		if (line.len > 0 && line.len + strlen(m->room->name) > 60) {
			plain_reply(s, "%s", buf_str(&line));
			buf_reset(&line);
		}
		if (line.len == 0)
			buf_printf(&line, "%s is in", u->nick);
		buf_printf(&line, " %s", m->room->name);
	}
	if (line.len > 0)
		plain_reply(s, "%s", buf_str(&line));
	buf_clear(&line);
}

static void
tell_times(struct session *s, struct user *u)
{
	struct buf line = { 0 };

	buf_printf(&line, "%s connected with %s%s ", u->nick,
	    session_connection_type(u),
	    session_is_encrypted(u) ? " (encrypted)" : "");
	add_age(&line, u->since);
	buf_add_str(&line, " ago and was last active ");
	add_age(&line, u->last_spoke);
	plain_reply(s, "%s ago.", buf_str(&line));
	buf_clear(&line);
}

static void
tell_away(struct session *s, const struct user *u)
{
	if (u->away != NULL)
		plain_reply(s, "%s is away: %s", u->nick, u->away);
}

static void
tell_user(struct session *s, struct user *u)
{
	plain_reply(
	    s, "%s is %s (%s@%s)", u->nick, u->realname, u->username, u->host);
	if (u->account != NULL)
		plain_reply(s, "%s is logged in as %s.", u->nick, u->account);
	if (u->modes & USER_OPERATOR)
		plain_reply(s, "%s is an operator of this server.", u->nick);
	if (u->modes & USER_BOT)
		plain_reply(s, "%s is a bot.", u->nick);
	tell_rooms_of(s, u);
	tell_away(s, u);
	tell_times(s, u);
}

void
plain_whois(struct session *s, struct view args)
{
	struct view name = VIEW("");
	struct user *u;

	if (args.len == 0 || !view_cut(&args, ' ', &name)) {
		plain_reply(s, "Name missing. Usage: /whois NAME");
		return;
	}
	u = world_find_user(s->server->world, name);
	if (u == NULL)
		plain_reply_refusal(s, CHAT_NO_NICK, name);
	else
		tell_user(s, u);
}

void
plain_away(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);

	enum refusal no = chat_away(s->server->world, &from, args);

	if (no == CHAT_ALREADY)
		plain_reply(
		    s, "You are not away. To mark yourself away: /away REASON");
	else if (no != CHAT_OK)
		plain_reply_refusal(s, no, VIEW(""));
}
