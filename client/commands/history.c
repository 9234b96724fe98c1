/*
 * history: the commands about what was said.
 */
#include <stdlib.h>

#include "client/app_commands.h"
#include "client/app_state.h"
#include "client/commands/parse.h"
#include "client/irc/history.h"
#include "client/irc/markers.h"

enum { LAST_USUAL = 100, LAST_MAX = 1000000 };

int
app_run_search(struct app *app, const struct command *c)
{
	char *cause = NULL;

	if (message_search_start(app->search, c->args[0], &cause) == 0)
		return 0;
	app_fail(app, "%s", cause);
	free(cause);
	return -1;
}

int
app_run_last(struct app *app, const struct command *c)
{
	long long n = LAST_USUAL;

	if (c->nargs > 0 && view_to_int(c->args[0], 1, LAST_MAX, &n) != 0)
		return app_fail(app, "\"%.*s\" is not a number of lines",
		    VIEW_ARG(c->args[0]));
	scrollback_go_back(app->scrollback, (size_t)n);
	return 0;
}

int
app_run_unread(struct app *app, const struct command *c)
{
	(void)c;
	if (scrollback_go_to_unread(app->scrollback) != 0)
		model_info(
		    app->model, app->model->active, "No unread messages here");
	return 0;
}

/* The nth own message from below that can be taken back. */
static const struct line *
own_line(const struct buffer *b, long long nth)
{
	const struct line *line;
	size_t i = b->n;

	while (i > 0) {
		line = buffer_line(b, --i);
		if (line->self && line_is_talk(line) && line->msgid != NULL &&
		    --nth == 0)
			return line;
	}
	return NULL;
}

static const struct line *
line_meant(struct app *app, const struct command *c)
{
	const struct buffer *b = app->model->active;
	struct view which = c->nargs > 0 ? c->args[0] : VIEW("last");
	long long nth = 1;
	const struct line *line;

	if (view_equal_nocase(which, VIEW("hit"))) {
		line = b->hit;
		if (line == NULL || !line_is_talk(line))
			app_fail(app, "You opened no search result here");
		return line != NULL && line_is_talk(line) ? line : NULL;
	}
	if (!view_equal_nocase(which, VIEW("last")) &&
	    view_to_int(which, 1, LAST_MAX, &nth) != 0) {
		app_fail(app, "Which message? /redact last, /redact 2 or "
			      "/redact hit, then the reason");
		return NULL;
	}
	line = own_line(b, nth);
	if (line == NULL)
		app_fail(app, "You have no such message here");
	return line;
}

int
app_run_redact(struct app *app, const struct command *c)
{
	const struct line *line = line_meant(app, c);

	if (line == NULL)
		return -1;
	irc_session_redact(app_session(app), view_of(app->model->active->name),
	    view_of(line->msgid), c->args[1]);
	return 0;
}
