/*
 * app_marks: finds the places in the text of the message.
 */
#include "client/app_marks.h"

#include <stdlib.h>

#include "client/app_spelling.h"
#include "client/app_state.h"
#include "client/app_typed.h"
#include "common/xmalloc.h"

enum {
	CHECK_MAX = 16 * 1024, /* bytes; keys stay fast in a longer text */
	MARKS_MAX = 1000
};

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

struct word_marker {
	struct app *app;
	const char *line;
};

static void
mark_word(struct view word, void *arg)
{
	const struct word_marker *w = arg;
	size_t from = (size_t)(word.p - w->line);

	add_mark(w->app, from, from + word.len, MARK_MISSPELT);
}

/* In the order of the text; a split precedes the word that begins there. */
static int
compare(const void *a, const void *b)
{
	const struct input_mark *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

void
app_marks_set(struct app *app, struct input_state *in)
{
	struct word_marker words = { app, in->text.p };
	struct typed_message m;

	app->nmarks = 0;
	if (in->text.len == 0 || in->text.len > CHECK_MAX ||
	    !app_typed_message(app, in->text, &m))
		return;
	if (m.target.len > 0)
		mark_splits(app, (size_t)(m.text.p - in->text.p), &m);
	app_spelling_each(
	    app, m.text, in->text.p + in->point, mark_word, &words);
	if (app->nmarks > 1)
		qsort(app->marks, app->nmarks, sizeof(*app->marks), compare);
	in->marks = app->marks;
	in->nmarks = app->nmarks;
}
