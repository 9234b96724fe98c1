/*
 * ban: the commands /ban, /mute and their opposites. A logged-in user is banned by account.
 */
#include "server/plain/ban.h"

#include <ctype.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/duration.h"
#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/chat/mask.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/plain/parse.h"
#include "server/plain/reply.h"
#include "server/session/session.h"

#define YEARS_MAX (10 * 365 * 86400LL) /* in seconds */

/* The arguments of a command: "ana bo 10m for shouting". */
struct ban {
	char *room;
	const char *kind;  /* "" or MASK_MUTE */
	struct view names; /* nicks or masks, as typed */
	int64_t until;	   /* in ms; 0: forever */
	struct view reason;
};

/* "Banned from #tea: bo!*@* (by ana, 10m left)", or "Muted in #tea: ..." without the prefix of a mute. */
static void
tell_ban(struct session *s, const struct room *r, const struct room_mask *entry)
{
	char left[DURATION_SIZE];
	const char *mask = entry->mask;
	int is_mute = view_has_prefix(view_of(mask), VIEW(MASK_MUTE));

	if (is_mute)
		mask += sizeof(MASK_MUTE) - 1;
	if (entry->until == 0) {
		plain_reply(s,
		    is_mute ? _("Muted in %s: %s (by %s)")
			    : _("Banned from %s: %s (by %s)"),
		    r->name, mask, entry->by);
		return;
	}
	duration_text(left, (entry->until - clock_ms() + 999) / 1000);
	plain_reply(s,
	    is_mute ? _("Muted in %s: %s (by %s, %s left)")
		    : _("Banned from %s: %s (by %s, %s left)"),
	    r->name, mask, entry->by, left);
}

static void
tell_bans(struct session *s, const char *room)
{
	const struct room *r = plain_find_room(s, room);
	const struct room_mask *entry;

	if (r == NULL) {
		plain_reply_refusal(s, CHAT_NO_ROOM, view_of(room));
		return;
	}
	if (TAILQ_EMPTY(&r->lists[ROOM_BANS]))
		plain_reply(s, _("Nobody is banned or muted in %s."), r->name);
	TAILQ_FOREACH (entry, &r->lists[ROOM_BANS], link)
		tell_ban(s, r, entry);
}

/* True for a duration such as 10m. It cannot be a nick, which never begins with a digit, nor an address. */
static int
is_duration(struct view word, long long *seconds)
{
	return word.len > 0 && isdigit((unsigned char)*word.p) &&
	       duration_parse(word, YEARS_MAX, seconds) == 0;
}

/* Find the first duration in ban->names: the names end there, and the reason follows. */
static void
find_duration(struct ban *ban)
{
	struct view rest = ban->names, word;
	long long seconds;

	while (rest.len > 0) {
		word = plain_cut_word(&rest);
		if (!is_duration(word, &seconds))
			continue;
		ban->names.len = (size_t)(word.p - ban->names.p);
		ban->until = clock_ms() + 1000 * seconds;
		ban->reason = rest;
		return;
	}
}

/* Return the mask for a name: the account of a logged-in user, so that a change of nick does not help. The caller frees it. */
static char *
mask_for(struct session *s, const struct ban *ban, struct view name)
{
	const struct user *u = world_find_user(s->server->world, name);
	char *mask;

	if (u != NULL && u->account != NULL)
		xasprintf(&mask, "%s" MASK_ACCOUNT "%s", ban->kind, u->account);
	else
		xasprintf(&mask, "%s%.*s", ban->kind, VIEW_ARG(name));
	return mask;
}

static void
ban_one(struct session *s, const struct ban *ban, struct view name)
{
	struct chat_from from = session_from(s, 0);
	struct world *w = s->server->world;
	char *mask = mask_for(s, ban, name);
	enum refusal no;

	no = chat_ban_until(
	    w, &from, view_of(ban->room), view_of(mask), ban->until);
	if (no == CHAT_NO_ROOM || no == CHAT_NOT_OP || no == CHAT_NOT_MEMBER)
		plain_reply_refusal(s, no, view_of(ban->room));
	else if (no != CHAT_OK)
		plain_reply_refusal(s, no, name);
	else if (ban->reason.len > 0 && ban->kind[0] == '\0')
		chat_kick(w, &from, view_of(ban->room), name, ban->reason);
	free(mask);
}

static void
run(struct session *s, struct view args, const char *kind)
{
	struct ban ban = { .kind = kind, .reason = VIEW("") };

	ban.room = plain_cut_hash_room(s, &args);
	ban.names = args;
	find_duration(&ban);
	if (ban.room != NULL && args.len == 0)
		tell_bans(s, ban.room);
	else if (ban.room != NULL && ban.names.len == 0)
		plain_reply(s,
		    kind[0] == '\0'
			? _("Nick missing. Usage: /ban NICK... [TIME [REASON]]")
			: _("Nick missing. Usage: /mute NICK... [TIME]"));
	while (ban.room != NULL && ban.names.len > 0)
		ban_one(s, &ban, plain_cut_word(&ban.names));
	free(ban.room);
}

void
plain_ban(struct session *s, struct view args)
{
	run(s, args, "");
}

void
plain_mute(struct session *s, struct view args)
{
	run(s, args, MASK_MUTE);
}

static enum refusal
remove_ban(struct session *s, const char *room, const char *mask)
{
	struct mode_change ch = { .letter = 'b', .arg = view_of(mask) };
	struct chat_from from = session_from(s, 0);
	enum refusal no;

	no = chat_modes(s->server->world, &from, view_of(room), &ch, 1);
	return no != CHAT_OK ? no : ch.no;
}

/* Remove bans by nick mask and by account: the account of the user with that nick, or else of that name. */
static void
unban_one(
    struct session *s, const char *room, const char *kind, struct view name)
{
	const struct user *u = world_find_user(s->server->world, name);
	struct view account = name;
	enum refusal by_name, by_account;
	char *mask;

	xasprintf(&mask, "%s%.*s", kind, VIEW_ARG(name));
	by_name = remove_ban(s, room, mask);
	free(mask);
	if (u != NULL && u->account != NULL)
		account = view_of(u->account);
	xasprintf(&mask, "%s" MASK_ACCOUNT "%.*s", kind, VIEW_ARG(account));
	by_account = remove_ban(s, room, mask);
	free(mask);
	if (by_name == CHAT_NO_ROOM || by_name == CHAT_NOT_OP ||
	    by_name == CHAT_NOT_MEMBER)
		plain_reply_refusal(s, by_name, view_of(room));
	else if (by_name != CHAT_OK && by_account != CHAT_OK)
		plain_reply_refusal(s, by_name, name);
}

static void
run_unban(struct session *s, struct view args, const char *kind)
{
	char *room = plain_cut_hash_room(s, &args);

	if (room != NULL && args.len == 0)
		plain_reply(s, kind[0] == '\0'
				   ? _("Nick missing. Usage: /unban NICK...")
				   : _("Nick missing. Usage: /unmute NICK..."));
	while (room != NULL && args.len > 0)
		unban_one(s, room, kind, plain_cut_word(&args));
	free(room);
}

void
plain_unban(struct session *s, struct view args)
{
	run_unban(s, args, "");
}

void
plain_unmute(struct session *s, struct view args)
{
	run_unban(s, args, MASK_MUTE);
}
