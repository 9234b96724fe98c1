/*
 * loop: one event of the lowest priority, made active when it is wanted.
 */
#include "server/net/loop.h"

#include <stdint.h>
#include <stdlib.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/xmalloc.h"

/* Long enough to gather a burst, too short to be felt. */
enum { OVERDUE_MS = 10 };

struct deferred {
	void (*fn)(void *);
	void *ctx;
};

struct turn {
	struct event *event;
	void (*end)(void *);
	void *ctx;
	int wanted;
	int running;
	int64_t since; /* wanted */
	struct deferred *deferred;
	size_t ndeferred;
	size_t size;
};

/* Those that are deferred meanwhile wait for the next turn. */
static void
run_deferred(struct turn *t)
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
run(struct turn *t)
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
	struct turn *t = ctx;

	(void)fd;
	(void)what;
	if (t->wanted)
		run(t);
}

struct turn *
loop_new(struct event_base *base, void (*end)(void *), void *ctx)
{
	struct turn *t = xcalloc(1, sizeof(*t));

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
loop_free(struct turn *t)
{
	while (t->ndeferred > 0)
		run_deferred(t);
	event_free(t->event);
	free(t);
}

/*
 * An event that its own callback makes active runs again before anything is read, so
 * what comes of a turn's end waits for a timer that is due at once.
 */
void
loop_want(struct turn *t)
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
loop_defer(struct turn *t, void (*fn)(void *), void *ctx)
{
	if (t->ndeferred == t->size) {
		t->size = t->size == 0 ? 8 : 2 * t->size;
		t->deferred =
		    xreallocarray(t->deferred, t->size, sizeof(*t->deferred));
	}
	t->deferred[t->ndeferred++] = (struct deferred){ fn, ctx };
	loop_want(t);
}

void
loop_check(struct turn *t)
{
	if (t->wanted && !t->running &&
	    clock_mono_ms() - t->since >= OVERDUE_MS)
		run(t);
}
