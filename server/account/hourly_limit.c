/*
 * hourly_limit: a hash table by address. Its entries are ordered by the time they were last counted.
 */
#include "server/account/hourly_limit.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/xmalloc.h"

enum { HOUR_MS = 3600 * 1000 };

struct entry {
	struct range range; /* key */
	int64_t *times;	    /* oldest first */
	size_t n;
	size_t size;
	UT_hash_handle
	    hh; /* in entries; the one counted longest ago is first */
};

struct hourly_limit {
	struct entry *entries;
	size_t max;
};

struct hourly_limit *
hourly_limit_new(size_t addresses_max)
{
	struct hourly_limit *l = xcalloc(1, sizeof(*l));

	l->max = addresses_max;
	return l;
}

static void
drop(struct hourly_limit *l, struct entry *e)
{
	HASH_DEL(l->entries, e);
	free(e->times);
	free(e);
}

void
hourly_limit_free(struct hourly_limit *l)
{
	if (l == NULL)
		return;
	while (l->entries != NULL)
		drop(l, l->entries);
	free(l);
}

/* Drop expired entries. Each was added by an earlier call, so the cost per call is constant on average. */
static void
drop_old_entries(struct hourly_limit *l, int64_t now)
{
	struct entry *e;

	while ((e = l->entries) != NULL &&
	       (e->n == 0 || now - e->times[e->n - 1] >= HOUR_MS))
		drop(l, e);
}

static void
drop_old_times(struct entry *e, int64_t now)
{
	size_t old = 0;

	while (old < e->n && now - e->times[old] >= HOUR_MS)
		old++;
	if (old == 0)
		return;
	e->n -= old;
	memmove(e->times, e->times + old, e->n * sizeof(*e->times));
}

static struct entry *
add_entry(struct hourly_limit *l, const struct range *range)
{
	struct entry *e;

	if (HASH_COUNT(l->entries) >= l->max)
		drop(l, l->entries);
	e = xcalloc(1, sizeof(*e));
	e->range = *range;
	HASH_ADD(hh, l->entries, range, sizeof(e->range), e);
	return e;
}

static void
count(struct hourly_limit *l, struct entry *e, int64_t now)
{
	if (e->n == e->size) {
		e->size = e->size == 0 ? 4 : 2 * e->size;
		e->times = xreallocarray(e->times, e->size, sizeof(*e->times));
	}
	e->times[e->n++] = now;
	/* Move the entry to the end. */
	HASH_DEL(l->entries, e);
	HASH_ADD(hh, l->entries, range, sizeof(e->range), e);
}

int
hourly_limit_take(struct hourly_limit *l, const struct range *address,
    size_t most, int64_t now)
{
	struct range range = *address;
	struct entry *e;

	range_widen_to_site(&range);
	drop_old_entries(l, now);
	HASH_FIND(hh, l->entries, &range, sizeof(range), e);
	if (e != NULL)
		drop_old_times(e, now);
	if (most == 0 || (e != NULL && e->n >= most))
		return 0;
	if (e == NULL)
		e = add_entry(l, &range);
	count(l, e, now);
	return 1;
}

size_t
hourly_limit_addresses(const struct hourly_limit *l)
{
	return HASH_COUNT(l->entries);
}
