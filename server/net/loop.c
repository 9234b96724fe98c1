/*
 * loop: one event of the lowest priority, activated on request.
 */
#include "server/net/loop.h"

#include <stdint.h>
#include <stdlib.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/xmalloc.h"

/* long enough to gather a burst, too short to notice */
enum { OVERDUE_MS = 10 };

struct deferred {
	void (*fn)(void *);
	void *ctx;
};

struct loop {
	struct event *event;
	void (*end)(void *);
	void *ctx;
	int wanted;
	int running;
	int64_t since; /* when it was requested */
	struct deferred *deferred;
	size_t ndeferred;
	size_t size;
};

/* Functions deferred meanwhile wait for the next turn. */
static void
run_deferred(struct loop *t)
{
	struct deferred *list = t->deferred;
	size_t i, n = t->ndeferred;

	t->deferred = NULL;
	t->ndeferred = t->size = 0;
	for (i = 0; i < n; i++)
		list[i].fn(list[i].ctx);
	free(list);
}

static void
run(struct loop *t)
{
	t->wanted = 0;
	t->running = 1;
	t->end(t->ctx);
	run_deferred(t);
	t->running = 0;
}

static void
event_cb(evutil_socket_t fd, short what, void *ctx)
{
	struct loop *t = ctx;

	(void)fd;
	(void)what;
	if (t->wanted)
		run(t);
}

struct loop *
loop_new(struct event_base *base, void (*end)(void *), void *ctx)
{
	struct loop *t = xcalloc(1, sizeof(*t));

	t->end = end;
	t->ctx = ctx;
	t->event = event_new(base, -1, 0, event_cb, t);
	if (t->event == NULL) {
		free(t);
		return NULL;
	}
	event_priority_set(t->event, event_base_get_npriorities(base) - 1);
	return t;
}

void
loop_free(struct loop *t)
{
	while (t->ndeferred > 0)
		run_deferred(t);
	event_free(t->event);
	free(t);
}

/*
 * If an event's callback activates the event, libevent runs it again before reading anything. A
 * request made during the end of a turn therefore uses a timer that expires at once.
 */
void
loop_request_end(struct loop *t)
{
	const struct timeval at_once = { 0, 0 };

	if (t->wanted)
		return;
	t->wanted = 1;
	t->since = clock_mono_ms();
	if (!t->running || event_add(t->event, &at_once) != 0)
		event_active(t->event, EV_TIMEOUT, 0);
}

void
loop_defer(struct loop *t, void (*fn)(void *), void *ctx)
{
	if (t->ndeferred == t->size) {
		t->size = t->size == 0 ? 8 : 2 * t->size;
		t->deferred =
		    xreallocarray(t->deferred, t->size, sizeof(*t->deferred));
	}
	t->deferred[t->ndeferred++] = (struct deferred){ fn, ctx };
	loop_request_end(t);
}

void
loop_check(struct loop *t)
{
	if (t->wanted && !t->running &&
	    clock_mono_ms() - t->since >= OVERDUE_MS)
		run(t);
}
