/*
 * read_markers: keeps what the user has read the same in all clients of the user.
 */
#include "client/history/read_markers.h"

#include <stdlib.h>

#include <event2/event.h>

#include "client/irc/history.h"
#include "client/irc/message.h"
#include "client/model/unread.h"
#include "common/clock.h"
#include "common/xmalloc.h"

enum {
	SETTLE_MS =
	    1000, /* passing through a buffer does not count as reading */
	IDLE_MS = 5 * 60 * 1000 /* without a key for so long, nobody is there */
};

struct read_markers {
	struct network *network;
	struct model *model; /* the network's */
	struct irc_session *session;
	struct event *timer;
	const struct buffer
	    *timer_buffer;  /* what the timer runs for; never dereferenced */
	int focus_reported; /* the terminal reports its focus */
	int64_t last_key;   /* mono ms */
};

static int
somebody_is_looking(const struct read_markers *rm)
{
	if (rm->model->unfocused || rm->model->overlay.kind != OVERLAY_NONE)
		return 0;
	return rm->focus_reported || clock_mono_ms() - rm->last_key < IDLE_MS;
}

/* Return the time up to which the active buffer can be marked as read; 0: there is nothing new. */
static int64_t
time_to_mark(const struct read_markers *rm)
{
	const struct buffer *b = rm->model->active;
	int64_t newest;

	if (b->kind == BUFFER_SERVER || !b->following ||
	    !somebody_is_looking(rm) || rm->network->state != LINK_ONLINE ||
	    !irc_session_supports(rm->session, IRC_FEATURE_READ_MARKER))
		return 0;
	newest = buffer_newest_time(b);
	return newest > b->reported_time ? newest : 0;
}

static void
timer_cb(evutil_socket_t fd, short what, void *arg)
{
	struct read_markers *rm = arg;
	struct buffer *b = rm->model->active;
	int64_t time = time_to_mark(rm);

	(void)fd, (void)what;
	if (time == 0)
		return;
	b->reported_time = time;
	if (time > b->read_time)
		b->read_time = time;
	irc_session_mark_read(rm->session, view_of(b->name), time);
}

struct read_markers *
read_markers_new(struct event_base *base, struct network *network,
    struct irc_session *session)
{
	struct read_markers *rm = xcalloc(1, sizeof(*rm));

	rm->network = network;
	rm->model = network->model;
	rm->session = session;
	rm->timer = event_new(base, -1, 0, timer_cb, rm);
	rm->last_key = clock_mono_ms();
	return rm;
}

void
read_markers_free(struct read_markers *rm)
{
	if (rm == NULL)
		return;
	event_free(rm->timer);
	free(rm);
}

void
read_markers_update(struct read_markers *rm)
{
	struct timeval tv = { SETTLE_MS / 1000, SETTLE_MS % 1000 * 1000 };

	if (rm->timer_buffer != rm->model->active)
		event_del(rm->timer);
	else if (evtimer_pending(rm->timer, NULL))
		return;
	rm->timer_buffer = rm->model->active;
	if (time_to_mark(rm) != 0)
		event_add(rm->timer, &tv);
}

void
read_markers_on_read(
    struct read_markers *rm, struct buffer *b, const struct irc_event *ev)
{
	if (ev->time > b->reported_time)
		b->reported_time = ev->time;
	if (ev->time <= b->read_time)
		return;
	b->read_time = ev->time;
	if (!model_is_viewed(rm->model, b))
		unread_recount(b, 1);
	rm->model->dirty |= DIRTY_ROOMS | DIRTY_STATUS;
}

void
read_markers_focus(struct read_markers *rm, int focused)
{
	rm->focus_reported = 1;
	model_set_focus(rm->model, focused);
}

void
read_markers_key_pressed(struct read_markers *rm)
{
	rm->last_key = clock_mono_ms();
}
