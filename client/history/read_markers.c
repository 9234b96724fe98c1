/*
 * read_markers: read markers (IRCv3 draft/read-marker): what this client has shown to somebody is
 * read in all clients of theirs, and the other way round.
 */
#include <event2/event.h>

#include "client/app_state.h"
#include "client/irc/history.h"
#include "common/clock.h"

enum {
	SETTLE_MS = 1000,	/* who only passes through has not read */
	IDLE_MS = 5 * 60 * 1000 /* no key for so long: nobody is there */
};

/* Terminals that tell of their focus know; of others the last key is a sign. */
static int
somebody_looks(const struct app *app)
{
	if (!app->editing || app->model->unwatched ||
	    app->model->results != NULL)
		return 0;
	return app->focus_told || clock_mono_ms() - app->last_key < IDLE_MS;
}

/* The time up to which the active buffer is to be marked; 0: nothing is new. */
static int64_t
time_to_mark(const struct app *app)
{
	const struct buffer *b = app->model->active;
	int64_t newest;

	if (b->kind == BUFFER_SERVER || !b->following || !somebody_looks(app) ||
	    app->model->state != LINK_ONLINE ||
	    !irc_session_able(
		connection_session(app->online), IRC_ABLE_READ_MARKER))
		return 0;
	newest = buffer_newest(b);
	return newest > b->marked ? newest : 0;
}

void
app_marks_settle(struct app *app)
{
	struct timeval tv = { SETTLE_MS / 1000, SETTLE_MS % 1000 * 1000 };

	if (app->marking != app->model->active)
		event_del(app->mark);
	else if (evtimer_pending(app->mark, NULL))
		return;
	app->marking = app->model->active;
	if (time_to_mark(app) != 0)
		event_add(app->mark, &tv);
}

void
app_mark_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	struct buffer *b = app->model->active;
	int64_t time = time_to_mark(app);

	(void)fd, (void)what;
	if (time == 0)
		return;
	b->marked = time;
	if (time > b->read_time)
		b->read_time = time;
	irc_session_mark_read(app_session(app), view_of(b->name), time);
}

void
app_on_read(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = app_buffer(app, ev->target);

	if (b == NULL) {
		app_targets_read(app, ev);
		return;
	}
	if (ev->time > b->marked)
		b->marked = ev->time;
	if (ev->time <= b->read_time)
		return;
	b->read_time = ev->time;
	if (!model_watches(app->model, b))
		buffer_recount(b, 1);
	app->model->dirty |= DIRTY_ROOMS | DIRTY_STATUS;
}

/* Where nothing is known of what was read, what was said before is no news. */
void
app_marks_begin(struct buffer *b, int64_t now)
{
	if (b->read_time == 0)
		b->read_time = now;
}

/* The terminal tells that it has the user's eyes, or has lost them. */
void
app_focus(struct app *app, int focused)
{
	app->focus_told = 1;
	model_watch(app->model, focused);
	app_schedule(app);
}
