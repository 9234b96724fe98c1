/*
 * history_commands: commands about messages that were sent earlier.
 */
#include "client/commands/context.h"
#include "client/commands/table.h"
#include "client/irc/message.h"
#include "client/model/model.h"
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
run_unread(struct command_context *x, const struct command *c)
{
	(void)c;
	if (x->ops->scroll_to_unread(x->ctx) != 0)
		command_print(x, "%s", _("No unread messages here."));
	return 0;
}

/* Return our nth message from the end that can be deleted, or NULL. */
static const struct line *
own_line(const struct buffer *b, long long nth)
{
	const struct line *line;
	size_t i = b->n;

	while (i > 0) {
		line = buffer_line(b, --i);
		if (line->self && line_is_message(line) &&
		    line->msgid != NULL && --nth == 0)
			return line;
	}
	return NULL;
}

/* Return the line that /redact's first argument selects, or NULL after showing an error. */
static const struct line *
find_line(struct command_context *x, const struct command *c)
{
	const struct buffer *b = x->model->active;
	struct view which = c->nargs > 0 ? c->args[0] : VIEW("last");
	const struct line *line;
	long long nth = 1;

	if (view_equal_nocase(which, VIEW("hit"))) {
		line = b->highlight;
		if (line != NULL && line_is_message(line))
			return line;
		command_fail(x, _("You opened no search result here."));
		return NULL;
	}
	if (!view_equal_nocase(which, VIEW("last")) &&
	    view_to_int(which, 1, NUMBER_MAX, &nth) != 0) {
		command_fail(
		    x, _("Which message? Type /redact last, /redact 2 or "
			 "/redact hit, then the reason."));
		return NULL;
	}
	line = own_line(b, nth);
	if (line == NULL)
		command_fail(x, _("You have no such message here."));
	return line;
}

static int
run_redact(struct command_context *x, const struct command *c)
{
	const struct line *line = find_line(x, c);

	if (line == NULL)
		return -1;
	irc_session_redact(command_session(x), view_of(x->model->active->name),
	    view_of(line->msgid), c->args[1]);
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
	{ "last", run_last, NULL, 0, 1, { ARG_TEXT },
	    "[LINES]",
	    N_("scroll back this many lines (100), fetching missing history"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "redact", run_redact, NULL, 0, 2, { ARG_TEXT, ARG_TEXT },
	    "[N|last|hit] [REASON]",
	    N_("delete your last message here, your Nth last, or the search "
	    "result that you opened"), COMMAND_SCREEN, 0 },
	{ "search", run_search, NULL, 1, 1, { ARG_TEXT },
	    "WORDS", N_("search the history; also from:NICK in:ROOM "
	    "after:2026-01-31 before:2026-02-28"), COMMAND_SCREEN, 0 },
	{ "unread", run_unread, NULL, 0, 0, { ARG_NONE },
	    "", N_("go to the first unread message"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "url", run_url, NULL, 0, 0, { ARG_NONE },
	    "", N_("list the links here, to open or copy one"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ .name = NULL }
};
/* clang-format on */
