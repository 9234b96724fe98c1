/*
 * range_table: a hash table whose key is the prefix with its length, and how many ranges
 * there are of each length.
 */
#include <stdlib.h>

#include <uthash.h>

#include "common/xmalloc.h"
#include "server/net/range.h"

struct entry {
	struct range range; /* key */
	void *value;
	UT_hash_handle hh;
};

struct range_table {
	struct entry *entries;
	size_t lengths[RANGE_BITS + 1];
};

_Static_assert(
    sizeof(struct range) == RANGE_BYTES + 1, "a key has no holes in it");

struct range_table *
range_table_new(void)
{
	return xcalloc(1, sizeof(struct range_table));
}

static void
drop(struct range_table *t, struct entry *e)
{
	t->lengths[e->range.bits]--;
	HASH_DEL(t->entries, e);
	free(e);
}

void
range_table_free(struct range_table *t)
{
	struct entry *e, *next;

	if (t == NULL)
		return;
	HASH_ITER (hh, t->entries, e, next) {
		drop(t, e);
	}
	free(t);
}

static struct entry *
find(const struct range_table *t, const struct range *r)
{
	struct entry *e;

	HASH_FIND(hh, t->entries, r, sizeof(*r), e);
	return e;
}

void *
range_table_put(struct range_table *t, const struct range *r, void *value)
{
	struct entry *e = find(t, r);
	void *old = NULL;

	if (e != NULL) {
		old = e->value;
	} else {
		e = xcalloc(1, sizeof(*e));
		e->range = *r;
		HASH_ADD(hh, t->entries, range, sizeof(e->range), e);
		t->lengths[r->bits]++;
	}
	e->value = value;
	return old;
}

void *
range_table_take(struct range_table *t, const struct range *r)
{
	struct entry *e = find(t, r);
	void *value = e == NULL ? NULL : e->value;

	if (e != NULL)
		drop(t, e);
	return value;
}

void *
range_table_find(const struct range_table *t, const struct range *r)
{
	const struct entry *e;
	struct range wide;
	unsigned bits;

	for (bits = 0; bits <= r->bits; bits++) {
		if (t->lengths[bits] == 0)
			continue;
		wide = *r;
		range_widen(&wide, bits);
		e = find(t, &wide);
		if (e != NULL)
			return e->value;
	}
	return NULL;
}

size_t
range_table_count(const struct range_table *t)
{
	return HASH_COUNT(t->entries);
}

void
range_table_each(struct range_table *t,
    void (*fn)(const struct range *, void *value, void *ctx), void *ctx)
{
	struct entry *e, *next;

	HASH_ITER (hh, t->entries, e, next) {
		fn(&e->range, e->value, ctx);
	}
}
