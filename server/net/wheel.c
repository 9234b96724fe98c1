/*
 * wheel: a ring of lists, one per second. A timer is in the list of its tick modulo the ring's size
 * and is skipped until it is due.
 */
#include "server/net/wheel.h"

#include <assert.h>
#include <stdlib.h>

#include "common/xmalloc.h"

enum { SLOTS = 512 };

LIST_HEAD(timer_list, wheel_timer);

struct wheel {
	uint64_t
	    now; /* current tick; starts at 1, because due == 0 means not set */
	struct timer_list slots[SLOTS];
};

struct wheel *
wheel_new(void)
{
	struct wheel *w = xcalloc(1, sizeof(*w));

	w->now = 1;
	return w;
}

void
wheel_free(struct wheel *w)
{
	free(w);
}

void
wheel_set(struct wheel *w, struct wheel_timer *t, unsigned seconds,
    void (*fn)(struct wheel_timer *, void *), void *ctx)
{
	wheel_cancel(w, t);
	t->due = w->now + (seconds > 0 ? seconds : 1);
	t->fn = fn;
	t->ctx = ctx;
	LIST_INSERT_HEAD(&w->slots[t->due % SLOTS], t, link);
}

void
wheel_cancel(struct wheel *w, struct wheel_timer *t)
{
	(void)w;
	if (t->due == 0)
		return;
	LIST_REMOVE(t, link);
	t->due = 0;
}

/*
 * Due timers move to a list of their own first, so that fn can set or cancel any timer, including
 * its own.
 */
void
wheel_tick(struct wheel *w)
{
	struct timer_list due = LIST_HEAD_INITIALIZER(due);
	struct wheel_timer *t, *next;

	w->now++;
	for (t = LIST_FIRST(&w->slots[w->now % SLOTS]); t != NULL; t = next) {
		next = LIST_NEXT(t, link);
		if (t->due > w->now)
			continue;
		LIST_REMOVE(t, link);
		LIST_INSERT_HEAD(&due, t, link);
	}
	while ((t = LIST_FIRST(&due)) != NULL) {
		LIST_REMOVE(t, link);
		t->due = 0;
		t->fn(t, t->ctx);
	}
}
