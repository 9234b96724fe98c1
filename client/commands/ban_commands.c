/*
 * ban_commands: bans, mutes and ranks.
 */
#include "client/commands/ban_commands.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/commands/table.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "common/duration.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

#define TEN_YEARS (10 * 365 * 86400LL) /* seconds */

enum { MASKS_MAX = 3 };

/* A ban to set or remove as soon as the server has said who the user is. */
struct pending_ban {
	int adds;  /* set it, or remove it */
	int mutes; /* a mute, not a ban */
	char *room;
	char *who;	 /* a nick, or a mask */
	char *time;	 /* NULL: for good */
	char *reason;	 /* NULL: do not kick */
	uint64_t origin; /* the buffer in which the user typed the command */
	STAILQ_ENTRY(pending_ban) next;
};

static void
ban_free(struct pending_ban *ban)
{
	free(ban->room);
	free(ban->who);
	free(ban->time);
	free(ban->reason);
	free(ban);
}

static void
drop_first(struct command_context *x)
{
	struct pending_ban *ban = STAILQ_FIRST(&x->bans);

	STAILQ_REMOVE_HEAD(&x->bans, next);
	ban_free(ban);
}

void
bans_clear(struct command_context *x)
{
	while (!STAILQ_EMPTY(&x->bans))
		drop_first(x);
}

int
bans_are_pending(const struct command_context *x, uint64_t origin)
{
	const struct pending_ban *ban;

	STAILQ_FOREACH (ban, &x->bans, next)
		if (ban->origin == origin)
			return 1;
	return 0;
}

/* Parse "10m too loud": a time, if the first word is one, then the reason. */
static void
parse_time_and_reason(struct pending_ban *ban, struct view rest)
{
	struct view after = rest, word;
	long long seconds;

	if (view_cut(&after, ' ', &word) && word.len > 0 &&
	    isdigit((unsigned char)*word.p) &&
	    duration_parse(word, TEN_YEARS, &seconds) == 0) {
		ban->time = xviewdup(word);
		rest = after;
	}
	while (rest.len > 0 && *rest.p == ' ') {
		rest.p++;
		rest.len--;
	}
	if (rest.len > 0)
		ban->reason = xviewdup(rest);
}

/* True for our own host and for the server's machine: a ban on these would hit other users. */
static int
is_shared(struct command_context *x, struct view host)
{
	const char *mine = irc_session_my_host(command_session(x));

	return (mine != NULL && view_equal_nocase(host, view_of(mine))) ||
	       view_equal(host, VIEW("localhost")) ||
	       view_equal(host, VIEW("::1")) ||
	       view_has_prefix(host, VIEW("127."));
}

static void
add_by_account(
    struct command_context *x, char *masks[], size_t *n, struct view account)
{
	const char *begin = irc_session_extban(command_session(x), 'a');

	if (begin != NULL && account.len > 0)
		xasprintf(&masks[(*n)++], "%s%.*s", begin, VIEW_ARG(account));
}

static void
add_by_host(
    struct command_context *x, char *masks[], size_t *n, struct view userhost)
{
	struct view host = userhost, user;

	if (userhost.len > 0 && view_cut(&host, '@', &user) && host.len > 0 &&
	    !is_shared(x, host))
		xasprintf(&masks[(*n)++], "*!*@%.*s", VIEW_ARG(host));
}

/*
 * Find the masks that mean the user, the most precise first: by account, by host, by nick. Anything
 * that is not a nick is a mask itself.
 */
static size_t
find_masks(struct command_context *x, const struct pending_ban *ban,
    const struct irc_event *person, char *masks[MASKS_MAX])
{
	size_t n = 0;

	if (!nick_valid(view_of(ban->who))) {
		masks[n++] = xstrdup(ban->who);
		return n;
	}
	if (person != NULL) {
		add_by_account(x, masks, &n, person->text);
		add_by_host(x, masks, &n, person->userhost);
	}
	xasprintf(&masks[n++], "%s!*@*", ban->who);
	return n;
}

/* Remove all masks that may have been set for the user. */
static void
remove_masks(struct command_context *x, const struct pending_ban *ban,
    char *masks[], size_t n)
{
	struct view params[2 + MASKS_MAX] = { view_of(ban->room) };
	char letters[] = "-bbb";
	size_t i;

	letters[1 + n] = '\0';
	params[1] = view_of(letters);
	for (i = 0; i < n; i++)
		params[2 + i] = view_of(masks[i]);
	command_send(x, "MODE", params, 2 + n);
}

/* True if the user is in the room, or may be: then the server decides. Line mode does not know the members. */
static int
is_in_room(const struct command_context *x, const struct pending_ban *ban)
{
	const struct buffer *b =
	    x->network == NULL ? NULL
			       : model_find(x->network, view_of(ban->room));

	return b == NULL || !b->joined || b->names_pending ||
	       roster_find(&b->roster, view_of(ban->who)) != NULL;
}

static void
set_mask(
    struct command_context *x, const struct pending_ban *ban, const char *mask)
{
	struct view params[3] = { view_of(ban->room), VIEW("+b"),
		view_of(mask) };
	struct view kick[3] = { view_of(ban->room), view_of(ban->who) };

	if (ban->time != NULL)
		params[1] = view_of(ban->time);
	command_send(x, ban->time != NULL ? "TBAN" : "MODE", params, 3);
	if (ban->reason == NULL || ban->mutes ||
	    !nick_valid(view_of(ban->who)) || !is_in_room(x, ban))
		return;
	kick[2] = view_of(ban->reason);
	command_send(x, "KICK", kick, 3);
}

static void
make_mute(struct command_context *x, char **mask)
{
	char *mute;

	xasprintf(
	    &mute, "%s%s", irc_session_extban(command_session(x), 'm'), *mask);
	free(*mask);
	*mask = mute;
}

/* person: who the user is, or NULL if the server cannot say. */
static void
carry_out(struct command_context *x, const struct pending_ban *ban,
    const struct irc_event *person)
{
	struct irc_session *s = command_session(x);
	uint64_t before = irc_session_origin(s, ban->origin);
	char *masks[MASKS_MAX];
	size_t n = find_masks(x, ban, person, masks), i;

	for (i = 0; i < n; i++)
		if (ban->mutes)
			make_mute(x, &masks[i]);
	if (ban->adds)
		set_mask(x, ban, masks[0]);
	else
		remove_masks(x, ban, masks, n);
	for (i = 0; i < n; i++)
		free(masks[i]);
	irc_session_origin(s, before);
}

/* Ask the server about the first user. Carry out those bans for which it cannot be asked. */
static void
ask_next(struct command_context *x)
{
	struct pending_ban *ban;

	while ((ban = STAILQ_FIRST(&x->bans)) != NULL &&
	       irc_session_whox(command_session(x), view_of(ban->who)) != 0) {
		carry_out(x, ban, NULL);
		drop_first(x);
	}
}

void
bans_on_whox(struct command_context *x, const struct irc_event *ev)
{
	struct pending_ban *ban = STAILQ_FIRST(&x->bans);

	if (ban == NULL || !name_equal(ev->object, view_of(ban->who)))
		return;
	carry_out(x, ban, ev);
	drop_first(x);
	ask_next(x);
}

static void
add(struct command_context *x, struct pending_ban *ban)
{
	int is_first = STAILQ_EMPTY(&x->bans);

	STAILQ_INSERT_TAIL(&x->bans, ban, next);
	if (is_first)
		ask_next(x);
}

/* Return the place where the answers of the command that is running are shown. */
static uint64_t
current_origin(struct irc_session *s)
{
	uint64_t origin = irc_session_origin(s, 0);

	irc_session_origin(s, origin);
	return origin;
}

/* The row's word is +b or -b for a ban, +m or -m for a mute. */
static int
run_ban(struct command_context *x, const struct command *c)
{
	struct irc_session *s = command_session(x);
	struct view room = command_room(x, c);
	int mutes = c->row->word[1] == 'm';
	struct pending_ban *ban;

	if (room.len == 0)
		return -1;
	if (mutes && irc_session_extban(s, 'm') == NULL)
		return command_fail(
		    x, _("This server does not support mutes."));
	ban = xcalloc(1, sizeof(*ban));
	ban->adds = c->row->word[0] == '+';
	ban->mutes = mutes;
	ban->origin = current_origin(s);
	ban->room = xviewdup(room);
	ban->who = xviewdup(c->args[0]);
	if (c->nargs > 1)
		parse_time_and_reason(ban, c->args[1]);
	if (ban->time == NULL || irc_session_has_timed_bans(s)) {
		add(x, ban);
		return 0;
	}
	ban_free(ban);
	return command_fail(x,
	    _("This server does not support bans with a time. Leave the time "
	      "out."));
}

/* Send a MODE for each nick, because not every server accepts several at once. */
static int
run_rank(struct command_context *x, const struct command *c)
{
	struct view params[3] = { command_room(x, c), view_of(c->row->word) },
		    rest = c->args[0];

	if (params[0].len == 0)
		return -1;
	while (view_cut(&rest, ' ', &params[2]))
		if (params[2].len > 0)
			command_send(x, "MODE", params, 3);
	return 0;
}

/* clang-format off */
const struct command_row ban_commands[] = {
	{ "ban", run_ban, "+b", 1, 2, { ARG_NICK, ARG_TEXT },
	    "[ROOM] NICK|MASK [TIME] [REASON]",
	    N_("ban a user from the room, for good or for a time like 30s, 10m, "
	    "2h, 7d; with a reason, kick them too"),
	    COMMAND_ROOM, 0 },
	{ "deop", run_rank, "-o", 1, 1, { ARG_NICK },
	    "[ROOM] NICK...", N_("remove operator status"),
	    COMMAND_ROOM, 0 },
	{ "devoice", run_rank, "-v", 1, 1, { ARG_NICK },
	    "[ROOM] NICK...", N_("remove voice"),
	    COMMAND_ROOM, 0 },
	{ "mute", run_ban, "+m", 1, 2, { ARG_NICK, ARG_TEXT },
	    "[ROOM] NICK|MASK [TIME]",
	    N_("stop a user from speaking in the room, for good or for a time"),
	    COMMAND_ROOM, 0 },
	{ "op", run_rank, "+o", 1, 1, { ARG_NICK },
	    "[ROOM] NICK...", N_("make a user an operator of the room"),
	    COMMAND_ROOM, 0 },
	{ "unban", run_ban, "-b", 1, 1, { ARG_NICK },
	    "[ROOM] NICK|MASK", N_("remove a ban"),
	    COMMAND_ROOM, 0 },
	{ "unmute", run_ban, "-m", 1, 1, { ARG_NICK },
	    "[ROOM] NICK|MASK", N_("remove a mute"),
	    COMMAND_ROOM, 0 },
	{ "voice", run_rank, "+v", 1, 1, { ARG_NICK },
	    "[ROOM] NICK...",
	    N_("give a user voice, to speak in a moderated room"),
	    COMMAND_ROOM, 0 },
	{ .name = NULL }
};
/* clang-format on */
