/*
 * memory_read: queries and searches the rings.
 */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/store/memory.h"
#include "server/store/retention.h"

enum {
	SEARCH_MS = 50,	       /* time limit of a search */
	EVENTS_PER_CHECK = 256 /* events between checks of the clock */
};

static int
is_set(const struct store_point *at)
{
	return at->seq != 0 || at->id.s[0] != '\0' || at->time != 0;
}

/* Returns -1 if the event is before the point, 0 if at it, 1 if after it. */
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
is_readable(const struct chat_event *e, uint64_t closed_from)
{
	return !e->closed || e->redacted || e->seq >= closed_from;
}

static int
is_known(
    const struct ring *r, const struct store_point *at, uint64_t closed_from)
{
	size_t i;

	if (at->seq != 0 || at->id.s[0] == '\0')
		return 1;
	for (i = 0; i < r->n; i++) {
		if (strcmp(ring_at(r, i)->id.s, at->id.s) == 0)
			return is_readable(ring_at(r, i), closed_from);
	}
	return 0;
}

/* Returns the exclusive seq at which reading after a point starts. */
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

/* Returns the exclusive seq at which reading before a point ends. */
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

/* Counts and collects the events between two seqs. */
static size_t
find_between(const struct ring *r, uint64_t after, uint64_t before,
    const struct store_range *range, struct chat_event **found)
{
	struct chat_event *e;
	size_t i, n = 0;

	for (i = 0; i < r->n; i++) {
		e = ring_at(r, i);
		if (e->seq > after && e->seq < before && !e->redacted &&
		    is_readable(e, range->closed_from) &&
		    (!range->messages_only || retention_is_message(e)))
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

	n = find_between(r, 0, UINT64_MAX, range, found);
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
	n = find_between(r, after, before, range, found);
	give(found, n, range->limit, latest, fn, ctx);
}

void
memory_query(struct store *s, const char *target,
    const struct store_range *range, store_events_fn *fn, void *ctx)
{
	struct ring *r = memory_find_ring((struct store_memory *)s, target);
	struct chat_event **found;

	if (r == NULL) {
		fn(STORE_OK, NULL, 0, ctx);
		return;
	}
	if (!is_known(r, &range->after, range->closed_from) ||
	    !is_known(r, &range->before, range->closed_from) ||
	    !is_known(r, &range->around, range->closed_from)) {
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

/* Returns the last message, or NULL. */
static const struct chat_event *
last_message(const struct ring *r, uint64_t closed_from)
{
	const struct chat_event *e;
	size_t i;

	for (i = r->n; i > 0; i--) {
		e = ring_at(r, i - 1);
		if (retention_is_message(e) && !e->redacted &&
		    is_readable(e, closed_from))
			return e;
	}
	return NULL;
}

/* Returns the other user's nick at the time of the event. */
static const char *
other_nick(const struct chat_event *e, const char *party)
{
	char from[CONVERSATION_PARTY];

	if (conversation_party(from, e->account, view_of(e->nick)) != 0 ||
	    strcmp(from, party) == 0)
		return e->target;
	return e->nick;
}

struct targets {
	const struct store_span *span;
	struct store_target *found;
	size_t n;
};

static void
add_target(struct targets *t, const struct ring *r, uint64_t closed_from,
    const char *party)
{
	const struct chat_event *e = last_message(r, closed_from);

	if (e == NULL || e->time <= t->span->after ||
	    (t->span->before != 0 && e->time >= t->span->before))
		return;
	t->found[t->n++] = (struct store_target){ r->target, e->time,
		party == NULL ? NULL : other_nick(e, party) };
}

/* Adds all rings, or if party is not NULL, those of its direct messages. */
static void
add_rings(struct targets *t, const struct store_memory *m, const char *party)
{
	struct ring *r, *next;

	HASH_ITER (hh, m->rings, r, next) {
		if (party == NULL ||
		    conversation_includes(view_of(r->target), party))
			add_target(t, r, 0, party);
	}
}

static int
by_time(const void *va, const void *vb)
{
	const struct store_target *a = va, *b = vb;

	return a->time < b->time ? -1 : a->time > b->time;
}

void
memory_targets(struct store *s, const struct store_span *span,
    store_targets_fn *fn, void *ctx)
{
	struct store_memory *m = (struct store_memory *)s;
	struct targets t = { .span = span };
	size_t i, nrings = HASH_COUNT(m->rings);
	struct ring *r;

	t.found = xcalloc(nrings + span->n + 1, sizeof(*t.found));
	for (i = 0; span->among != NULL && i < span->n; i++) {
		r = memory_find_ring(m, span->among[i]);
		if (r != NULL)
			add_target(&t, r,
			    span->closed_from == NULL ? 0
						      : span->closed_from[i],
			    NULL);
	}
	if (span->among == NULL || span->party != NULL)
		add_rings(&t, m, span->among == NULL ? NULL : span->party);
	qsort(t.found, t.n, sizeof(*t.found), by_time);
	fn(STORE_OK, t.found, t.n < span->limit ? t.n : span->limit, ctx);
	free(t.found);
}

/* The matches, in order. The loop waits meanwhile, so the time is limited. */
struct found {
	struct chat_event **events;
	size_t n;
	size_t size;
	size_t checked; /* number of events checked */
	int64_t deadline;
	int is_late;
};

static void
add_found(struct found *f, struct chat_event *e)
{
	if (f->n == f->size) {
		f->size = f->size == 0 ? 64 : 2 * f->size;
		f->events = xreallocarray(
		    f->events, f->size, sizeof(struct chat_event *));
	}
	f->events[f->n++] = e;
}

/*
 * True if each word occurs anywhere in the text. In scripts without spaces between words, any part
 * of a text is a word.
 */
static int
has_words(const char *text, const char *words)
{
	struct view rest = view_of(words), word;
	char *copy;
	int has = 1;

	while (has && rest.p != NULL && view_cut(&rest, ' ', &word)) {
		copy = xviewdup(word);
		has = strcasestr(text, copy) != NULL;
		free(copy);
	}
	return has;
}

static int
fits(const struct chat_event *e, const struct store_search *s)
{
	if (!retention_is_message(e) || e->redacted ||
	    (s->after != 0 && e->time <= s->after) ||
	    (s->before != 0 && e->time >= s->before))
		return 0;
	if (s->from != NULL && !name_equal(view_of(s->from), view_of(e->nick)))
		return 0;
	return s->text == NULL || has_words(e->text, s->text);
}

static int
is_late(struct found *f)
{
	if (++f->checked % EVENTS_PER_CHECK == 0 &&
	    clock_mono_ms() >= f->deadline)
		f->is_late = 1;
	return f->is_late;
}

static int
by_seq(const void *va, const void *vb)
{
	const struct chat_event *const *a = va, *const *b = vb;

	return (*a)->seq < (*b)->seq ? -1 : (*a)->seq > (*b)->seq;
}

static void
find_in(struct found *f, const struct ring *r, const struct store_search *s,
    uint64_t closed_from)
{
	struct chat_event *e;
	size_t i;

	for (i = 0; i < r->n && !is_late(f); i++) {
		e = ring_at(r, i);
		if (is_readable(e, closed_from) && fits(e, s))
			add_found(f, e);
	}
}

static int
is_simple(const struct store_search *s)
{
	struct view rest, word;
	size_t n = 0;

	if (s->text == NULL)
		return 1;
	for (rest = view_of(s->text); view_cut(&rest, ' ', &word);)
		n += word.len > 0;
	return n <= STORE_WORDS_MAX;
}

static void
find_all(
    struct found *f, const struct store_memory *m, const struct store_search *s)
{
	struct ring *r, *next;
	size_t i;

	for (i = 0; i < s->n; i++) {
		r = memory_find_ring(m, s->in[i]);
		if (r != NULL)
			find_in(f, r, s,
			    s->closed_from == NULL ? 0 : s->closed_from[i]);
	}
	if (s->party != NULL)
		HASH_ITER (hh, m->rings, r, next) {
			if (conversation_includes(view_of(r->target), s->party))
				find_in(f, r, s, 0);
		}
}

void
memory_search(struct store *store, const struct store_search *s,
    store_events_fn *fn, void *ctx)
{
	struct found f = { .deadline = clock_mono_ms() + SEARCH_MS };

	if (!is_simple(s)) {
		fn(STORE_TOO_COMPLEX, NULL, 0, ctx);
		return;
	}
	find_all(&f, (struct store_memory *)store, s);
	if (f.is_late) {
		fn(STORE_TOO_LONG, NULL, 0, ctx);
		free(f.events);
		return;
	}
	if (f.n > 0)
		qsort(f.events, f.n, sizeof(struct chat_event *), by_seq);
	give(f.events, f.n, s->limit, !s->forward, fn, ctx);
	free(f.events);
}
