/*
 * throttle: a hash table of buckets, least recently used first.
 */
#include "server/net/throttle.h"

#include <stdlib.h>

#include <uthash.h>

#include "common/rate.h"
#include "common/xmalloc.h"

enum { KEYS_MAX = 4096 };

struct entry {
	struct rate_bucket bucket;
	UT_hash_handle hh; /* in `entries`, least recently used first */
	char key[];	   /* NUL-terminated */
};

struct throttle {
	long long per_key;
	long long in_all;
	struct rate_bucket all;
	struct entry *entries;
};

struct throttle *
throttle_new(void)
{
	return xcalloc(1, sizeof(struct throttle));
}

void
throttle_free(struct throttle *t)
{
	struct entry *e, *next;

	HASH_ITER (hh, t->entries, e, next) {
		HASH_DEL(t->entries, e);
		free(e);
	}
	free(t);
}

void
throttle_set(struct throttle *t, long long per_key, long long in_all)
{
	t->per_key = per_key;
	if (t->in_all != in_all)
		t->all = (struct rate_bucket){ 0 };
	t->in_all = in_all;
}

static void
drop_oldest(struct throttle *t)
{
	struct entry *e = t->entries;

	HASH_DEL(t->entries, e);
	free(e);
}

static struct entry *
new_entry(const char *key)
{
	size_t len = strlen(key);
	struct entry *e = xcalloc(1, sizeof(*e) + len + 1);

	memcpy(e->key, key, len + 1);
	return e;
}

/* Returns the entry of a key and marks it as most recently used. */
static struct entry *
get_entry(struct throttle *t, const char *key)
{
	struct entry *e;

	HASH_FIND_STR(t->entries, key, e);
	if (e != NULL)
		HASH_DEL(t->entries, e);
	else if (HASH_COUNT(t->entries) >= KEYS_MAX)
		drop_oldest(t);
	if (e == NULL)
		e = new_entry(key);
	HASH_ADD_STR(t->entries, key, e);
	return e;
}

int
throttle_take(struct throttle *t, const char *key, int64_t now)
{
	struct rate per_key = rate_per_minute(t->per_key);
	struct entry *e = t->per_key > 0 ? get_entry(t, key) : NULL;

	if (e != NULL && !rate_has(&e->bucket, per_key, 1, now))
		return 0;
	if (!rate_take(&t->all, rate_per_minute(t->in_all), 1, now))
		return 0;
	return e == NULL || rate_take(&e->bucket, per_key, 1, now);
}

size_t
throttle_keys(const struct throttle *t)
{
	return HASH_COUNT(t->entries);
}
