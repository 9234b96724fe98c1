/*
 * scrollback: the scrollback that goes on into the server's history: what is to be fetched.
 * What becomes of it: page.c.
 */
#include "client/app_state.h"
#include "client/history/fetch.h"
#include "common/xmalloc.h"

void
app_past_changed(struct app *app, const struct buffer *b)
{
	app->model->dirty |= DIRTY_ROOMS | DIRTY_STATUS;
	if (b == app->model->active)
		app->model->dirty |= DIRTY_MESSAGES;
}

static void
fetch_latest(struct app *app, struct buffer *b)
{
	struct fetch *f = fetch_new(app, b, FETCH_LATEST);

	if (b->past == PAST_UNKNOWN || b->n == 0)
		b->past = PAST_LOADING;
	f->counting = 1;
	fetch_ask(app, f, IRC_LATEST, NULL);
	app_past_changed(app, b);
}

/* The newest line of the server's. */
static const struct line *
newest_known(const struct buffer *b)
{
	size_t i = b->n;

	while (i > 0)
		if (buffer_line(b, --i)->msgid != NULL)
			return buffer_line(b, i);
	return NULL;
}

void
app_past_resume(struct app *app, struct buffer *b)
{
	const struct line *known = newest_known(b);
	struct fetch *f;

	if (!fetch_able(app) || fetch_of(app, b) != NULL)
		return;
	if (known == NULL) {
		fetch_latest(app, b);
		return;
	}
	if (b->past == PAST_UNKNOWN)
		b->past = PAST_MORE;
	past_open_gap(b)->state = LINE_PENDING;
	f = fetch_new(app, b, FETCH_MISSED);
	f->missed = 1;
	fetch_ask(app, f, IRC_AFTER, known);
	app_past_changed(app, b);
}

static void
fetch_older(struct app *app, struct buffer *b, struct line *edge)
{
	struct fetch *f = fetch_new(app, b, FETCH_OLDER);

	fetch_ask(app, f, edge == NULL ? IRC_LATEST : IRC_BEFORE, edge);
	app_past_changed(app, b);
}

/* Who comes from below reads what stands right above, and the other way round. */
static void
fetch_gap(struct app *app, struct buffer *b, size_t gap, int down)
{
	struct line *above = past_known_before(b, gap);
	struct line *below = past_known_from(b, gap + 1);

	buffer_line(b, gap)->state = LINE_PENDING;
	if (above == NULL || (!down && below != NULL) ||
	    (below == NULL && past_gap_from(b, gap + 1) == b->n))
		fetch_older(app, b, below);
	else
		fetch_ask(
		    app, fetch_new(app, b, FETCH_NEWER), IRC_AFTER, above);
	app_past_changed(app, b);
}

/*
 * A page ahead, so that it is there when it is scrolled to. A gap is fetched where it is
 * seen.
 */
void
app_past_look(struct app *app, int down)
{
	struct buffer *b = app->model->active;
	size_t first, last, gap;

	if (b->kind == BUFFER_SERVER || !fetch_able(app) ||
	    fetch_of(app, b) != NULL)
		return;
	if (!view_range(app->model, &app->view, &first, &last)) {
		if (b->past == PAST_MORE)
			fetch_latest(app, b);
		return;
	}
	gap = past_gap_from(b, first);
	if (gap <= last) {
		fetch_gap(app, b, gap, down);
	} else if (b->past == PAST_MORE && !down &&
		   first < (size_t)view_page(&app->view)) {
		b->past = PAST_LOADING;
		fetch_older(app, b, past_known_from(b, 0));
	}
}

void
app_past_forget(struct app *app, const struct buffer *b)
{
	struct fetch *f = fetch_of(app, b);

	if (f != NULL)
		f->b = NULL;
}

static int
may_go(struct app *app, struct buffer *b)
{
	if (fetch_of(app, b) == NULL && fetch_able(app))
		return 1;
	model_error(app->model, b,
	    fetch_able(app) ? "Wait until the history is loaded"
			    : "The history cannot be fetched now");
	return 0;
}

void
app_past_go(struct app *app, struct buffer *b, const struct line *to)
{
	struct line *line = buffer_find_msgid(b, view_of(to->msgid));
	struct fetch *f;

	if (line != NULL) {
		buffer_set_hit(b, line);
		app_past_scroll(app, b, line, VIEW_MIDDLE);
		return;
	}
	if (!may_go(app, b))
		return;
	f = fetch_new(app, b, FETCH_AROUND);
	f->wanted = xstrdup(to->msgid);
	fetch_ask(app, f, IRC_AROUND, to);
}

void
app_past_back(struct app *app, size_t lines)
{
	struct buffer *b = app->model->active;
	size_t most = b->max - b->max / 4;
	struct line *edge = past_known_from(b, 0);
	struct fetch *f;

	lines = lines < most ? lines : most;
	if (lines <= b->n || b->past != PAST_MORE) {
		app_past_scroll(app, b,
		    buffer_line(b, lines < b->n ? b->n - lines : 0), VIEW_TOP);
		return;
	}
	if (!may_go(app, b))
		return;
	b->past = PAST_LOADING;
	f = fetch_new(app, b, FETCH_OLDER);
	f->back = lines;
	fetch_ask(app, f, edge == NULL ? IRC_LATEST : IRC_BEFORE, edge);
	app_past_changed(app, b);
}

int
app_past_first_unread(struct app *app)
{
	struct buffer *b = app->model->active;
	size_t i = buffer_first_unread(b);
	struct line mark = { .time = b->mark_time };
	struct fetch *f;

	if (i > 0 && i < b->n) {
		app_past_scroll(app, b, buffer_line(b, i), VIEW_TOP);
		return 0;
	}
	if (i > 0 || b->mark_time == 0)
		return -1;
	if (b->past != PAST_MORE) {
		app_past_scroll(app, b, buffer_line(b, 0), VIEW_TOP);
		return 0;
	}
	if (!may_go(app, b))
		return 0;
	f = fetch_new(app, b, FETCH_AROUND);
	f->to_first = 1;
	fetch_ask(app, f, IRC_AFTER, &mark);
	return 0;
}
