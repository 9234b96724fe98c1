/*
 * store_memory: the last events of each room and each person in memory, each
 * in a ring. Settles at once, keeps nothing over a restart. Bounded twice: lines
 * per target, and targets, of which the one not written to for longest goes.
 */
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/store/store.h"

enum { TARGETS_MAX = 4096, RING_FIRST = 16 };

struct ring {
	char *target; /* folded */
	struct chat_event **events;
	size_t size; /* allocated */
	size_t first;
	size_t n;
	UT_hash_handle hh; /* oldest written first */
};

struct store_memory {
	struct store store;
	size_t lines;
	struct ring *rings;
};

static struct chat_event *
ring_at(const struct ring *r, size_t i)
{
	return r->events[(r->first + i) % r->size];
}

static void
ring_free(struct ring *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		chat_event_unref(ring_at(r, i));
	free(r->events);
	free(r->target);
	free(r);
}

/* Twice the place, at most `lines`, the first event in front again. */
static void
ring_grow(struct ring *r, size_t lines)
{
	size_t size = r->size == 0 ? RING_FIRST : 2 * r->size, i;
	struct chat_event **events;

	if (size > lines)
		size = lines;
	events = xcalloc(size, sizeof(struct chat_event *));
	for (i = 0; i < r->n; i++)
		events[i] = ring_at(r, i);
	free(r->events);
	r->events = events;
	r->size = size;
	r->first = 0;
}

static void
ring_add(struct ring *r, size_t lines, struct chat_event *e)
{
	if (r->n == r->size && r->size < lines)
		ring_grow(r, lines);
	if (r->n == r->size) {
		chat_event_unref(r->events[r->first]);
		r->first = (r->first + 1) % r->size;
		r->n--;
	}
	r->events[(r->first + r->n++) % r->size] = chat_event_ref(e);
}

static struct ring *
find_ring(struct store_memory *m, const char *target)
{
	struct ring *r;

	HASH_FIND_STR(m->rings, target, r);
	return r;
}

static void
drop_ring(struct store_memory *m, struct ring *r)
{
	HASH_DEL(m->rings, r);
	ring_free(r);
}

/* The ring of a target, made if need be, as the one written to last. */
static struct ring *
touch_ring(struct store_memory *m, const char *target)
{
	struct ring *r = find_ring(m, target);

	if (r != NULL) {
		HASH_DEL(m->rings, r);
	} else {
		if (HASH_COUNT(m->rings) >= TARGETS_MAX)
			drop_ring(m, m->rings);
		r = xcalloc(1, sizeof(*r));
		r->target = xstrdup(target);
	}
	HASH_ADD_KEYPTR(hh, m->rings, r->target, strlen(r->target), r);
	return r;
}

static void
memory_append(
    struct store *s, struct chat_event *e, store_done_fn *done, void *ctx)
{
	struct store_memory *m = (struct store_memory *)s;
	char target[NAME_FOLDED];

	if (m->lines > 0 && e->target != NULL &&
	    name_fold(target, sizeof(target), view_of(e->target)) > 0)
		ring_add(touch_ring(m, target), m->lines, e);
	done(STORE_OK, ctx);
}

static int
in_range(const struct chat_event *e, const struct store_range *range)
{
	return e->seq > range->after &&
	       (range->before == 0 || e->seq < range->before);
}

static void
memory_query(struct store *s, const char *target,
    const struct store_range *range, store_events_fn *fn, void *ctx)
{
	struct store_memory *m = (struct store_memory *)s;
	struct ring *r = find_ring(m, target);
	struct chat_event **found;
	size_t i, n = 0, from = 0;

	found = xcalloc(r == NULL ? 1 : r->n + 1, sizeof(struct chat_event *));
	for (i = 0; r != NULL && i < r->n; i++) {
		if (in_range(ring_at(r, i), range))
			found[n++] = ring_at(r, i);
	}
	if (n > range->limit) {
		if (range->latest)
			from = n - range->limit;
		n = range->limit;
	}
	fn(STORE_OK, found + from, n, ctx);
	free(found);
}

static void
memory_free(struct store *s)
{
	struct store_memory *m = (struct store_memory *)s;

	struct ring *r, *next;

	HASH_ITER (hh, m->rings, r, next) {
		drop_ring(m, r);
	}
	free(m);
}

struct store *
store_memory_new(size_t lines)
{
	static const struct store_ops ops = {
		.append = memory_append,
		.query = memory_query,
		.free = memory_free,
	};
	struct store_memory *m;

	m = xcalloc(1, sizeof(*m));
	m->store.ops = &ops;
	m->lines = lines;
	return &m->store;
}
