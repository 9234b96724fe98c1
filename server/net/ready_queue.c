/*
 * ready_queue: a list, and an event that walks it.
 */
#include "server/net/ready_queue.h"

#include <sys/time.h>

#include <stdint.h>
#include <stdlib.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/net/loop.h"

enum {
	ROUND_MS = 5
}; /* how long the loop hands up lines before it polls again */

TAILQ_HEAD(ready_list, ready_entry);

struct ready_queue {
	struct event_base *base;
	struct loop *loop;
	struct event *event; /* processes the entries */
	int (*process)(struct ready_entry *);
	struct ready_list list;
	int is_running;	       /* inside on_event */
	struct timeval polled; /* libevent's cached time of this round */
	int64_t round_began;   /* clock_mono_ms at its start */
};

int
ready_queue_is_late(struct ready_queue *q)
{
	struct timeval polled;

	event_base_gettimeofday_cached(q->base, &polled);
	if (polled.tv_sec != q->polled.tv_sec ||
	    polled.tv_usec != q->polled.tv_usec) {
		q->polled = polled;
		q->round_began = clock_mono_ms();
	}
	return clock_mono_ms() - q->round_began >= ROUND_MS;
}

/* Uses a timer that expires at once: an active event would run before anything is read. */
static void
run_again(struct ready_queue *q)
{
	static const struct timeval at_once = { 0, 0 };

	if (event_add(q->event, &at_once) != 0)
		event_active(q->event, EV_TIMEOUT, 0);
}

/*
 * Processes each entry in turn, until the time is over. Entries added meanwhile wait for the next
 * round of the loop, behind the remaining ones.
 */
static void
on_event(evutil_socket_t fd, short what, void *ctx)
{
	struct ready_queue *q = ctx;
	struct ready_list list = TAILQ_HEAD_INITIALIZER(list);
	const int64_t began = clock_mono_ms();
	struct ready_entry *e;

	(void)fd;
	(void)what;
	q->is_running = 1;
	TAILQ_CONCAT(&list, &q->list, link);
	while ((e = TAILQ_FIRST(&list)) != NULL) {
		TAILQ_REMOVE(&list, e, link);
		e->is_queued = 0;
		if (q->process(e) && !e->is_queued) {
			e->is_queued = 1;
			TAILQ_INSERT_TAIL(&list, e, link);
		}
		if (clock_mono_ms() - began >= ROUND_MS)
			break;
	}
	TAILQ_CONCAT(&list, &q->list, link);
	TAILQ_CONCAT(&q->list, &list, link);
	q->is_running = 0;
	if (!TAILQ_EMPTY(&q->list))
		run_again(q);
	loop_check(q->loop);
}

struct ready_queue *
ready_queue_new(struct event_base *base, struct loop *loop,
    int (*process)(struct ready_entry *))
{
	struct ready_queue *q = xcalloc(1, sizeof(*q));

	q->base = base;
	q->loop = loop;
	q->process = process;
	TAILQ_INIT(&q->list);
	q->event = event_new(base, -1, 0, on_event, q);
	if (q->event != NULL)
		return q;
	free(q);
	return NULL;
}

void
ready_queue_free(struct ready_queue *q)
{
	if (q == NULL)
		return;
	event_free(q->event);
	free(q);
}

void
ready_queue_add(struct ready_queue *q, struct ready_entry *e)
{
	if (e->is_queued)
		return;
	e->is_queued = 1;
	TAILQ_INSERT_TAIL(&q->list, e, link);
	if (!q->is_running)
		event_active(q->event, EV_TIMEOUT, 0);
}

void
ready_queue_remove(struct ready_queue *q, struct ready_entry *e)
{
	if (!e->is_queued)
		return;
	TAILQ_REMOVE(&q->list, e, link);
	e->is_queued = 0;
}
