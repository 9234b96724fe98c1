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
#include "server/store/kept.h"
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

/* The ring goes along with its room. */
static void
rename_ring(struct store_memory *m, const struct chat_event *e)
{
	char from[NAME_FOLDED], to[NAME_FOLDED];
	struct ring *r;

	if (name_fold(from, sizeof(from), view_of(e->target)) <= 0 ||
	    name_fold(to, sizeof(to), view_of(e->object)) <= 0 ||
	    find_ring(m, to) != NULL)
		return;
	r = find_ring(m, from);
	if (r == NULL)
		return;
	HASH_DEL(m->rings, r);
	xreplace(&r->target, to);
	HASH_ADD_KEYPTR(hh, m->rings, r->target, strlen(r->target), r);
}

static void
memory_append(
    struct store *s, struct chat_event *e, store_done_fn *done, void *ctx)
{
	struct store_memory *m = (struct store_memory *)s;
	char target[NAME_FOLDED];
	struct view rest, room;

	if (m->lines > 0 && kept_as(e) != KEPT_NOT) {
		if (e->type == CHAT_RENAME)
			rename_ring(m, e);
		rest = kept_rooms(e);
		while (view_cut(&rest, ',', &room))
			if (name_fold(target, sizeof(target), room) > 0)
				ring_add(touch_ring(m, target), m->lines, e);
	}
	done(STORE_OK, ctx);
}

static int
is_set(const struct store_point *at)
{
	return at->seq != 0 || at->id.s[0] != '\0' || at->time != 0;
}

/* Is the event before (-1), at (0) or behind (1) the point? */
static int
compare(const struct chat_event *e, const struct store_point *at)
{
	if (at->seq != 0)
		return (e->seq > at->seq) - (e->seq < at->seq);
	if (at->id.s[0] != '\0')
		return strcmp(e->id.s, at->id.s);
	return (e->time > at->time) - (e->time < at->time);
}

static int
is_known(const struct ring *r, const struct store_point *at)
{
	size_t i;

	if (at->seq != 0 || at->id.s[0] == '\0')
		return 1;
	for (i = 0; i < r->n; i++) {
		if (strcmp(ring_at(r, i)->id.s, at->id.s) == 0)
			return 1;
	}
	return 0;
}

/* Where reading after a point begins, as a seq, exclusive. */
static uint64_t
seq_after(const struct ring *r, const struct store_point *at)
{
	size_t i = r->n;

	if (!is_set(at) || at->seq != 0)
		return at->seq;
	while (i > 0 && compare(ring_at(r, i - 1), at) > 0)
		i--;
	return i == 0 ? 0 : ring_at(r, i - 1)->seq;
}

/* And where reading before it ends. */
static uint64_t
seq_before(const struct ring *r, const struct store_point *at)
{
	size_t i = 0;

	if (at->seq != 0)
		return at->seq;
	while (is_set(at) && i < r->n && compare(ring_at(r, i), at) < 0)
		i++;
	return !is_set(at) || i == r->n ? UINT64_MAX : ring_at(r, i)->seq;
}

/* All between two seqs; how many. */
static size_t
find_between(const struct ring *r, uint64_t after, uint64_t before,
    int said_only, struct chat_event **found)
{
	struct chat_event *e;
	size_t i, n = 0;

	for (i = 0; i < r->n; i++) {
		e = ring_at(r, i);
		if (e->seq > after && e->seq < before &&
		    (!said_only || kept_as(e) == KEPT_SAID))
			found[n++] = e;
	}
	return n;
}

static void
give(struct chat_event *const *found, size_t n, size_t limit, int latest,
    store_events_fn *fn, void *ctx)
{
	size_t skip = latest && n > limit ? n - limit : 0;

	fn(STORE_OK, found + skip, n < limit ? n : limit, ctx);
}

static void
give_around(const struct ring *r, const struct store_range *range,
    struct chat_event **found, store_events_fn *fn, void *ctx)
{
	uint64_t middle = seq_before(r, &range->around);
	size_t n, skip, half = range->limit / 2;

	n = find_between(r, 0, UINT64_MAX, range->said_only, found);
	for (skip = 0; skip < n && found[skip]->seq < middle; skip++)
		;
	half = skip < half ? skip : half;
	n -= skip;
	if (n > range->limit - range->limit / 2)
		n = range->limit - range->limit / 2;
	fn(STORE_OK, found + skip - half, n + half, ctx);
}

static void
give_between(const struct ring *r, const struct store_range *range,
    struct chat_event **found, store_events_fn *fn, void *ctx)
{
	uint64_t after = seq_after(r, &range->after);
	uint64_t before = seq_before(r, &range->before);
	int latest = range->latest;
	size_t n;

	if (after > before) {
		after = seq_after(r, &range->before);
		before = seq_before(r, &range->after);
		latest = !latest;
	}
	n = find_between(r, after, before, range->said_only, found);
	give(found, n, range->limit, latest, fn, ctx);
}

static void
memory_query(struct store *s, const char *target,
    const struct store_range *range, store_events_fn *fn, void *ctx)
{
	struct ring *r = find_ring((struct store_memory *)s, target);
	struct chat_event **found;

	if (r == NULL) {
		fn(STORE_OK, NULL, 0, ctx);
		return;
	}
	if (!is_known(r, &range->after) || !is_known(r, &range->before) ||
	    !is_known(r, &range->around)) {
		fn(STORE_UNKNOWN, NULL, 0, ctx);
		return;
	}
	found = xcalloc(r->n + 1, sizeof(struct chat_event *));
	if (is_set(&range->around))
		give_around(r, range, found, fn, ctx);
	else
		give_between(r, range, found, fn, ctx);
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
