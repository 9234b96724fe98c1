/*
 * throttle: a hash table of buckets, least recently used first.
 */
#include "server/net/throttle.h"

#include <stdlib.h>

#include <uthash.h>

#include "common/xmalloc.h"

enum { KEYS_MAX = 4096, MINUTE_MS = 60000 };

struct entry {
	struct bucket bucket;
	UT_hash_handle hh; /* in `entries`, least recently used first */
	char key[];	   /* NUL-terminated */
};

struct throttle {
	long long per_key;
	long long in_all;
	struct bucket all;
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
		t->all = (struct bucket){ (double)in_all, 0 };
	t->in_all = in_all;
}

static void
refill(struct bucket *b, long long rate, int64_t now)
{
	if (now > b->since)
		b->left += (double)(now - b->since) * (double)rate / MINUTE_MS;
	if (b->left > (double)rate)
		b->left = (double)rate;
	b->since = now;
}

void
bucket_fill(struct bucket *b, long long rate, int64_t now)
{
	*b = (struct bucket){ (double)rate, now };
}

int
bucket_take(struct bucket *b, long long rate, int64_t now)
{
	refill(b, rate, now);
	if (b->left < 1)
		return 0;
	b->left--;
	return 1;
}

static void
drop_oldest(struct throttle *t)
{
	struct entry *e = t->entries;

	HASH_DEL(t->entries, e);
	free(e);
}

static struct entry *
new_entry(const struct throttle *t, const char *key, int64_t now)
{
	size_t len = strlen(key);
	struct entry *e = xcalloc(1, sizeof(*e) + len + 1);

	memcpy(e->key, key, len + 1);
	e->bucket = (struct bucket){ (double)t->per_key, now };
	return e;
}

/* Returns the entry of a key and marks it as most recently used. */
static struct entry *
get_entry(struct throttle *t, const char *key, int64_t now)
{
	struct entry *e;

	HASH_FIND_STR(t->entries, key, e);
	if (e != NULL)
		HASH_DEL(t->entries, e);
	else if (HASH_COUNT(t->entries) >= KEYS_MAX)
		drop_oldest(t);
	if (e == NULL)
		e = new_entry(t, key, now);
	HASH_ADD_STR(t->entries, key, e);
	return e;
}

int
throttle_take(struct throttle *t, const char *key, int64_t now)
{
	struct entry *e = NULL;

	if (t->per_key > 0) {
		e = get_entry(t, key, now);
		refill(&e->bucket, t->per_key, now);
		if (e->bucket.left < 1)
			return 0;
	}
	if (t->in_all > 0) {
		refill(&t->all, t->in_all, now);
		if (t->all.left < 1)
			return 0;
		t->all.left--;
	}
	if (e != NULL)
		e->bucket.left--;
	return 1;
}

size_t
throttle_keys(const struct throttle *t)
{
	return HASH_COUNT(t->entries);
}
