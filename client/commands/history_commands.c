/*
 * history_commands: commands about messages that were sent earlier.
 */
#include "client/commands/context.h"
#include "client/commands/table.h"
#include "client/input/local_time.h"
#include "client/irc/message.h"
#include "client/model/model.h"
#include "common/clock.h"
#include "common/i18n.h"

enum { LAST_LINES = 100, NUMBER_MAX = 1000000 };

static int
run_search(struct command_context *x, const struct command *c)
{
	char *cause = NULL;

	if (x->ops->search(c->args[0], &cause, x->ctx) == 0)
		return 0;
	return command_fail_cause(x, cause);
}

static int
run_last(struct command_context *x, const struct command *c)
{
	long long n = LAST_LINES;

	if (c->nargs > 0 && view_to_int(c->args[0], 1, NUMBER_MAX, &n) != 0)
		return command_fail(x, _("\"%.*s\" is not a number of lines."),
		    VIEW_ARG(c->args[0]));
	x->ops->scroll_back((size_t)n, x->ctx);
	return 0;
}

static int
run_goto(struct command_context *x, const struct command *c)
{
	int64_t now = clock_ms(), ms;

	if (local_time_parse_near(c->args[0], now, &ms) != 0)
		return command_fail(x,
		    _("\"%.*s\" is not a time. Type /goto 2026-11-20 14:00, "
		      "/goto 2026-11-20, /goto 14:00, or /goto yesterday."),
		    VIEW_ARG(c->args[0]));
	if (ms > now)
		return command_fail(
		    x, _("%.*s is in the future."), VIEW_ARG(c->args[0]));
	x->ops->go_to_time(ms, x->ctx);
	return 0;
}

static int
run_mentions(struct command_context *x, const struct command *c)
{
	(void)c;
	x->ops->mentions(x->ctx);
	return 0;
}

static int
run_split(struct command_context *x, const struct command *c)
{
	(void)c;
	x->ops->toggle_split(x->ctx);
	return 0;
}

static int
run_unread(struct command_context *x, const struct command *c)
{
	(void)c;
	if (x->ops->scroll_to_unread(x->ctx) != 0)
		command_print(x, "%s", _("No unread messages here."));
	return 0;
}

/* Return the msgid of the search result that the user opened; empty: none. */
static struct view
opened_result(const struct command_context *x)
{
	const struct line *line =
	    x->network != NULL ? model_active_of(x->network)->highlight : NULL;

	return line != NULL && line_is_message(line) ? view_of(line->msgid)
						     : VIEW("");
}

/* Return the msgid of the message that /redact's first argument selects, or an empty view after showing an error. */
static struct view
find_message(struct command_context *x, const struct command *c)
{
	struct view which = c->nargs > 0 ? c->args[0] : VIEW("last"), msgid;
	long long nth = 1;

	if (view_equal_nocase(which, VIEW("hit"))) {
		msgid = opened_result(x);
		if (msgid.len == 0)
			command_fail(
			    x, _("You have opened no search result here."));
		return msgid;
	}
	if (!view_equal_nocase(which, VIEW("last")) &&
	    view_to_int(which, 1, NUMBER_MAX, &nth) != 0) {
		command_fail(
		    x, _("Which message? Type /redact last, /redact 2 or "
			 "/redact hit, then the reason."));
		return VIEW("");
	}
	msgid = x->ops->own_message(nth, x->ctx);
	if (msgid.len == 0)
		command_fail(x, _("You have no such message here."));
	return msgid;
}

static int
run_redact(struct command_context *x, const struct command *c)
{
	struct view msgid = find_message(x, c);

	if (msgid.len == 0)
		return -1;
	irc_session_redact(
	    command_session(x), x->ops->target(x->ctx), msgid, c->args[1]);
	return 0;
}

static int
run_url(struct command_context *x, const struct command *c)
{
	(void)c;
	x->ops->choose_link(x->ctx);
	return 0;
}

static int
run_copy(struct command_context *x, const struct command *c)
{
	long long nth = 0;

	if (c->nargs > 0 && view_equal_nocase(c->args[0], VIEW("last")))
		nth = 1;
	else if (c->nargs > 0 &&
		 view_to_int(c->args[0], 1, NUMBER_MAX, &nth) != 0)
		return command_fail(
		    x, _("Which message? Type /copy last or /copy 2, or "
			 "/copy to choose."));
	if (x->ops->copy((size_t)nth, x->ctx) != 0)
		return command_fail(x, _("There is no such message here."));
	return 0;
}

/* clang-format off */
const struct command_row history_commands[] = {
	{ "copy", run_copy, NULL, 0, 1, { ARG_NONE },
	    "[N|last]",
	    N_("copy the Nth last message here to the terminal's clipboard, or "
	    "choose one"), COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "goto", run_goto, NULL, 1, 1, { ARG_TEXT },
	    "TIME",
	    N_("go to the first message of a time: 2026-11-20 14:00, "
	    "2026-11-20, 14:00, yesterday"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "last", run_last, NULL, 0, 1, { ARG_TEXT },
	    "[LINES]",
	    N_("show this many lines of the history (100)"),
	    COMMAND_OFFLINE, 0 },
	{ "mentions", run_mentions, NULL, 0, 0, { ARG_NONE },
	    "", N_("list the messages that mention you, in all rooms"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "redact", run_redact, NULL, 0, 2, { ARG_TEXT, ARG_TEXT },
	    "[N|last|hit] [REASON]",
	    N_("delete your last message here, your Nth last, or the search "
	    "result that you opened"), 0, 0 },
	{ "search", run_search, NULL, 1, 1, { ARG_SEARCH },
	    "WORDS", N_("search the history; also from:NICK in:ROOM "
	    "after:2026-01-31 before:2026-02-28"), 0, 0 },
	{ "split", run_split, NULL, 0, 0, { ARG_NONE },
	    "", N_("keep the newest lines visible while you scroll, or not"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "unread", run_unread, NULL, 0, 0, { ARG_NONE },
	    "", N_("go to the first unread message"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "url", run_url, NULL, 0, 0, { ARG_NONE },
	    "", N_("list the links here, to open or copy one"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ .name = NULL }
};
/* clang-format on */
