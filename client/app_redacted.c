/*
 * app_redacted: messages that were taken back (IRCv3 draft/message-redaction).
 */
#include "client/app_state.h"
#include "client/model/results.h"

static struct line *
find_line(struct app *app, const struct irc_event *ev, struct buffer **where)
{
	struct line *line;
	struct buffer *b;

	TAILQ_FOREACH (b, &app->model->buffers, link) {
		line = buffer_find_msgid(b, ev->object);
		if (line != NULL) {
			*where = b;
			return line;
		}
	}
	return NULL;
}

/* What is found is not shown as it was either. */
static void
redact_results(struct app *app, const struct irc_event *ev)
{
	struct results *r = app->model->results;
	size_t i;

	for (i = 0; r != NULL && i < r->n; i++)
		if (view_equal(view_of(r->v[i].line.msgid), ev->object))
			line_redact(&r->v[i].line, ev->who, ev->text);
}

void
app_on_redacted(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;
	struct line *line = find_line(app, ev, &b);

	if (line != NULL)
		buffer_redact(b, line, ev->who, ev->text);
	redact_results(app, ev);
	app->model->dirty |= DIRTY_MESSAGES | DIRTY_ROOMS | DIRTY_STATUS;
}
