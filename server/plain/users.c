/*
 * users: /nick, /whois and /away.
 */
#include "server/plain/users.h"

#include <string.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/plain/parse.h"
#include "server/plain/reply.h"
#include "server/session/session.h"

enum { WIDTH = 50 }; /* columns of a line of room names */

void
plain_nick(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	struct view name = plain_cut_word(&args);
	enum refusal no;

	if (name.len == 0) {
		plain_reply(s, _("You are %s. To change your nick: /nick NICK"),
		    s->user->nick);
		return;
	}
	no = chat_nick(s->server->world, &from, name);
	if (no == CHAT_ALREADY)
		plain_reply(s, _("Your nick is already %s."), s->user->nick);
	else if (no != CHAT_OK)
		plain_reply_refusal(s, no, name);
}

/* Append the time since then in words: "3 minutes". */
static void
add_age(struct buf *b, int64_t since)
{
	const long long age = clock_seconds_since(since);
	unsigned long n;

	if (age >= 86400) {
		n = (unsigned long)(age / 86400);
		buf_printf(b, ngettext("%lu day", "%lu days", n), n);
	} else if (age >= 3600) {
		n = (unsigned long)(age / 3600);
		buf_printf(b, ngettext("%lu hour", "%lu hours", n), n);
	} else if (age >= 60) {
		n = (unsigned long)(age / 60);
		buf_printf(b, ngettext("%lu minute", "%lu minutes", n), n);
	} else {
		n = (unsigned long)age;
		buf_printf(b, ngettext("%lu second", "%lu seconds", n), n);
	}
}

/* Send "ana is in #tea #coffee", in several lines if needed. */
static void
tell_rooms_of(struct session *s, const struct user *u)
{
	const struct member *m;
	struct buf names = { 0 };

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		if (!room_shows_member(m, s->user))
			continue;
		if (names.len > 0 &&
		    names.len + strlen(m->room->name) > WIDTH) {
			plain_reply(
			    s, _("%s is in %s"), u->nick, buf_str(&names));
			buf_reset(&names);
		}
		if (names.len > 0)
			buf_add_char(&names, ' ');
		buf_add_str(&names, m->room->name);
	}
	if (names.len > 0)
		plain_reply(s, _("%s is in %s"), u->nick, buf_str(&names));
	buf_clear(&names);
}

static void
tell_times(struct session *s, struct user *u)
{
	struct buf connected = { 0 }, active = { 0 };

	add_age(&connected, u->since);
	add_age(&active, u->last_spoke);
	plain_reply(s,
	    session_is_encrypted(u)
		? _("%s connected with %s (encrypted) %s ago and was last "
		    "active %s ago.")
		: _("%s connected with %s %s ago and was last active %s ago."),
	    u->nick, session_connection_type(u), buf_str(&connected),
	    buf_str(&active));
	buf_clear(&connected);
	buf_clear(&active);
}

static void
tell_away(struct session *s, const struct user *u)
{
	if (u->away != NULL)
		plain_reply(s, _("%s is away: %s"), u->nick, u->away);
}

static void
tell_user(struct session *s, struct user *u)
{
	plain_reply(s, _("%s is %s (%s@%s)"), u->nick, u->realname, u->username,
	    u->host);
	if (u->account != NULL)
		plain_reply(
		    s, _("%s is logged in as %s."), u->nick, u->account);
	if (u->modes & USER_OPERATOR)
		plain_reply(s, _("%s is an operator of this server."), u->nick);
	if (u->modes & USER_BOT)
		plain_reply(s, _("%s is a bot."), u->nick);
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
		plain_reply(s, _("Nick missing. Usage: /whois NICK"));
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
		plain_reply(s,
		    _("You are not away. To mark yourself away: /away REASON"));
	else if (no != CHAT_OK)
		plain_reply_refusal(s, no, VIEW(""));
}
