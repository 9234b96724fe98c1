/*
 * app_marks: finds the places in the text of the message.
 */
#include "client/app_marks.h"

#include "client/app_state.h"
#include "client/commands/parse.h"
#include "common/xmalloc.h"

enum {
	CHECK_MAX = 16 * 1024, /* bytes; keys stay fast in a longer text */
	MARKS_MAX = 1000
};

int
app_typed_message(
    const struct app *app, struct view line, struct typed_message *m)
{
	const struct buffer *b = app->model->active;
	struct command c = { 0 };

	*m = (struct typed_message){ .kind = IRC_PRIVMSG };
	if (b->kind != BUFFER_SERVER)
		m->target = view_of(b->name);
	if (command_parse(line, &c, NULL) != 0)
		return 0;
	if (c.row == NULL) {
		m->text = c.text;
	} else if ((c.row->flags & COMMAND_LINES) && c.nargs == c.row->max) {
		m->text = c.args[c.nargs - 1];
		if (c.nargs > 1)
			m->target = c.args[0];
		else
			m->kind = IRC_ACTION; /* /me */
	}
	return m->text.len > 0;
}

static void
add_mark(struct app *app, size_t from, size_t to, enum input_mark_kind kind)
{
	if (app->nmarks == MARKS_MAX)
		return;
	app->marks =
	    xreallocarray(app->marks, app->nmarks + 1, sizeof(*app->marks));
	app->marks[app->nmarks++] = (struct input_mark){ from, to, kind };
}

/* A line break that is a split anyway needs no mark. */
static void
mark_splits(struct app *app, size_t begin, const struct typed_message *m)
{
	const struct irc_session *s = app_network_active(app)->session;
	size_t at = 0, next;
	int is_batch;

	for (;; at = next) {
		next = irc_session_split(
		    s, m->kind, m->target, m->text, at, &is_batch);
		if (next >= m->text.len)
			break;
		if (is_batch || m->text.p[next - 1] != '\n')
			add_mark(app, begin + next, begin + next, MARK_SPLIT);
	}
}

void
app_marks_set(struct app *app, struct input_state *in)
{
	struct typed_message m;

	app->nmarks = 0;
	if (in->text.len == 0 || in->text.len > CHECK_MAX ||
	    !app_typed_message(app, in->text, &m))
		return;
	if (m.target.len > 0)
		mark_splits(app, (size_t)(m.text.p - in->text.p), &m);
	in->marks = app->marks;
	in->nmarks = app->nmarks;
}
