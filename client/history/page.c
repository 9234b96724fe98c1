/*
 * page: what was fetched, brought into its buffer; and what is to be fetched next for
 * it.
 */
#include <stdlib.h>
#include <string.h>

#include "client/app_state.h"
#include "client/history/fetch.h"
#include "client/model/event_line.h"
#include "common/xmalloc.h"

enum {
	MISSED_MAX =
	    1000 /* lines after a break or before a start; further ones when asked for */
};

/* What others said that is new here. */
static void
count_missed(struct fetch *f)
{
	const struct line *line;
	size_t i;

	for (i = 0; i < f->n; i++) {
		line = &f->lines[i];
		if (line->self || !line_is_talk(line) ||
		    buffer_find_msgid(f->b, view_of(line->msgid)) != NULL)
			continue;
		f->talk++;
		if (f->first == NULL)
			f->first = xstrdup(line->msgid);
	}
}

/* The gap that a fetch of what was missed is filling; n: it is closed. */
static size_t
gap_of(const struct fetch *f)
{
	const struct line *edge = buffer_find_msgid(f->b, view_of(f->edge));

	if (edge == NULL)
		return f->b->n;
	return past_gap_from(f->b, buffer_place(f->b, edge));
}

static void
mark_missed(struct fetch *f)
{
	struct line mark = { .kind = LINE_INFO }, *first;
	struct buffer *b = f->b;
	int more;

	buffer_make_room(b, 1, buffer_reader(b));
	first = buffer_find_msgid(b, view_of(f->first));
	if (first == NULL)
		return;
	more = past_gap_from(b, buffer_place(b, first)) < b->n;
	xasprintf(&mark.text, "%s%zu message%s while you were away",
	    more ? "more than " : "", f->talk, f->talk == 1 ? "" : "s");
	mark.time = first->time;
	buffer_insert(b, &mark, buffer_place(b, first));
	free(mark.text);
}

/* A reader on the gap would be carried away with it. */
static void
step_off_gap(struct buffer *b)
{
	size_t i = buffer_reader(b);

	if (b->following || b->n == 0 || i == 0 ||
	    buffer_line(b, i)->kind != LINE_GAP)
		return;
	b->at_seq = buffer_line(b, i - 1)->seq;
	b->at_row = 0;
}

static void
settle_gaps(struct buffer *b)
{
	size_t i;

	for (i = past_gap_from(b, 0); i < b->n; i = past_gap_from(b, i + 1))
		buffer_line(b, i)->state = LINE_DONE;
	if (b->past == PAST_LOADING)
		b->past = PAST_MORE;
}

static void
put_page(struct fetch *f, int whole)
{
	struct past_page page = { f->lines, f->n, whole };
	struct buffer *b = f->b;

	switch (f->kind) {
	case FETCH_LATEST:
		past_add_older(b, VIEW(""), &page);
		break;
	case FETCH_OLDER:
		past_add_older(b, view_of(f->edge), &page);
		break;
	case FETCH_NEWER:
	case FETCH_MISSED:
		step_off_gap(b);
		past_add_newer(b, view_of(f->edge), &page);
		break;
	case FETCH_AROUND:
		past_add_around(b, &page);
		break;
	}
	settle_gaps(b);
	buffer_find_mark(b);
}

/* What is unread is known when the newest lines are there. */
static void
count_unread(struct app *app, struct fetch *f)
{
	struct buffer *b = f->b;

	if (f->kind != FETCH_LATEST && f->kind != FETCH_MISSED && !f->counting)
		return;
	buffer_recount(b, f->kind != FETCH_MISSED && !f->missed);
	if (model_watches(app->model, b))
		buffer_seen(b);
}

/* 1 when more was asked for. */
static int
go_on_missing(struct app *app, struct fetch *f, size_t fetched)
{
	size_t gap = gap_of(f);
	const struct line *edge;

	if (f->kind != FETCH_MISSED || gap == f->b->n)
		return 0;
	f->told += fetched;
	edge = past_known_before(f->b, gap);
	if (edge != NULL && f->told < MISSED_MAX &&
	    strcmp(edge->msgid, f->edge) != 0) {
		buffer_line(f->b, gap)->state = LINE_PENDING;
		fetch_ask(app, f, IRC_AFTER, edge);
		return 1;
	}
	f->kind = FETCH_LATEST;
	fetch_ask(app, f, IRC_LATEST, NULL);
	return 1;
}

/*
 * Right after a start: how much is unread is known when what was read is reached. 1 when more was
 * asked for.
 */
static int
go_on_counting(struct app *app, struct fetch *f)
{
	struct buffer *b = f->b;
	struct line *oldest = past_known_from(b, 0);

	if (!f->counting || b->unread == 0 || b->past != PAST_MORE ||
	    oldest == NULL || oldest->time <= b->read_time)
		return 0;
	if (f->n == 0 || b->n >= MISSED_MAX || b->n > b->max / 2) {
		b->unread_more = 1;
		return 0;
	}
	f->kind = FETCH_OLDER;
	b->past = PAST_LOADING;
	fetch_ask(app, f, IRC_BEFORE, oldest);
	return 1;
}

static int
go_on_back(struct app *app, struct fetch *f)
{
	struct buffer *b = f->b;

	if (f->back == 0 || f->back <= b->n || b->past != PAST_MORE ||
	    f->n == 0)
		return 0;
	f->kind = FETCH_OLDER;
	b->past = PAST_LOADING;
	fetch_ask(app, f, IRC_BEFORE, past_known_from(b, 0));
	return 1;
}

void
app_past_scroll(
    struct app *app, struct buffer *b, struct line *line, enum view_at at)
{
	if (line == NULL || b != app->model->active)
		return;
	view_scroll_to(app->model, &app->view, buffer_place(b, line), at);
}

/* Where the user wanted to be. */
static void
arrive(struct app *app, struct fetch *f)
{
	struct buffer *b = f->b;
	struct line *line = buffer_find_msgid(b, view_of(f->wanted));

	if (line != NULL)
		buffer_set_hit(b, line);
	app_past_scroll(app, b, line, VIEW_MIDDLE);
	if (f->wanted != NULL && line == NULL)
		model_error(app->model, b, "That message no longer exists");
	if (f->to_first && f->n > 0)
		app_past_scroll(app, b,
		    buffer_find_msgid(b, view_of(f->lines[0].msgid)), VIEW_TOP);
	if (f->back > 0)
		app_past_scroll(app, b,
		    buffer_line(b, f->back < b->n ? b->n - f->back : 0),
		    VIEW_TOP);
}

static void
failed(struct app *app, struct fetch *f, struct view why)
{
	settle_gaps(f->b);
	if (irc_session_registered(app_session(app)))
		model_error(app->model, f->b, "Cannot fetch the history: %.*s",
		    VIEW_ARG(why));
}

static void
came(struct app *app, struct fetch *f, const struct irc_event *ev)
{
	struct buffer *b = f->b;

	if (f->missed)
		count_missed(f);
	put_page(f, ev->fetched < f->limit);
	model_trim(app->model, b);
	count_unread(app, f);
	if (go_on_missing(app, f, ev->fetched) || go_on_counting(app, f) ||
	    go_on_back(app, f))
		return;
	if (f->missed)
		mark_missed(f);
	arrive(app, f);
	if (f->kind == FETCH_MISSED || f->kind == FETCH_LATEST)
		irc_session_caught_up(app_session(app), view_of(b->name));
	fetch_end(app, f);
}

int
app_past_fetched(struct app *app, const struct irc_event *ev)
{
	struct fetch *f = fetch_find(app, ev->asked);
	struct buffer *b;

	if (f == NULL)
		return 0;
	b = f->b;
	if (b != NULL && ev->text.len == 0) {
		came(app, f, ev);
	} else {
		if (b != NULL)
			failed(app, f, ev->text);
		fetch_end(app, f);
	}
	if (b != NULL)
		app_past_changed(app, b);
	return 1;
}

/* Taken back in the same answer, or since. */
static void
redact_past(struct app *app, struct fetch *f, const struct irc_event *ev)
{
	struct line *line;
	size_t i;

	for (i = 0; i < f->n; i++) {
		line = &f->lines[i];
		if (line->msgid == NULL ||
		    !view_equal(view_of(line->msgid), ev->object))
			continue;
		line_redact(line, ev->who, ev->text);
		return;
	}
	app_on_redacted(app, ev);
}

/* Told again unasked, on joining a server that cannot be asked. */
static void
replayed(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = app_message_buffer(app, ev);
	struct event_line el;

	if (b != NULL && event_line_make(&el, ev)) {
		past_add_one(b, &el.line);
		app_past_changed(app, b);
		event_line_clear(&el);
	}
}

/* Add a line to a page. Say once if the server sends far more than was asked for. */
static void
add_line(struct app *app, struct fetch *f, const struct line *line)
{
	if (fetch_add(f, line) == 0 || f->cut)
		return;
	f->cut = 1;
	model_error(app->model, f->b,
	    "The server sent more history than was asked for. The rest is "
	    "not shown.");
}

void
app_past_line(struct app *app, const struct irc_event *ev)
{
	struct fetch *f = fetch_find(app, ev->asked);
	struct event_line el;

	if (ev->asked == IRC_REPLAYED) {
		if (ev->type == IRC_EV_REDACTED)
			app_on_redacted(app, ev);
		else
			replayed(app, ev);
		return;
	}
	if (f == NULL || f->b == NULL) {
		app_search_line(app, ev);
		return;
	}
	if (ev->type == IRC_EV_REDACTED) {
		redact_past(app, f, ev);
		return;
	}
	if (event_line_make(&el, ev)) {
		el.line.mention = app_is_mention(app, ev);
		add_line(app, f, &el.line);
		event_line_clear(&el);
	}
}

/* One of ours was found in an answer: it takes its place with the rest of that. */
int
app_past_found(struct app *app, const struct irc_event *ev, struct buffer *b,
    struct line *line)
{
	struct fetch *f = ev->asked == 0 ? NULL : fetch_find(app, ev->asked);
	struct line copy = *line;
	char *msgid;

	if (f == NULL || f->b != b || ev->msgid.len == 0)
		return 0;
	msgid = xviewdup(ev->msgid);
	copy.state = LINE_DONE;
	copy.token = 0;
	copy.time = ev->time;
	copy.msgid = msgid;
	fetch_add(f, &copy);
	free(msgid);
	buffer_remove(b, line);
	return 1;
}
