/*
 * roster: the members of a room, by name in a hash and by rank in a list. Only the front of the list is sorted;
 * new members are appended, and merged in when the order is needed, so that a crowd joining costs one merge per
 * frame.
 */
#include "client/model/roster.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "common/names.h"
#include "common/xmalloc.h"

static const char ranks[] = "~&@%+"; /* highest first */

struct entry {
	struct roster_member
	    m; /* must be first: a member is cast to its entry */
	UT_hash_handle hh;
};

static void
fold(char out[NAME_FOLDED], struct view nick)
{
	size_t len;

	if (name_fold(out, NAME_FOLDED, nick) >= 0)
		return;
	len = nick.len < NAME_FOLDED - 1 ? nick.len : NAME_FOLDED - 1;
	memcpy(out, nick.p, len);
	out[len] = '\0';
}

static struct entry *
find(const struct roster *r, struct view nick)
{
	struct entry *hash = r->by_name, *e;
	char folded[NAME_FOLDED];

	if (hash == NULL)
		return NULL;
	fold(folded, nick);
	HASH_FIND_STR(hash, folded, e);
	return e;
}

struct roster_member *
roster_find(const struct roster *r, struct view nick)
{
	struct entry *e = find(r, nick);

	return e == NULL ? NULL : &e->m;
}

static void
hash_add(struct roster *r, struct entry *e)
{
	struct entry *hash = r->by_name;

	HASH_ADD_KEYPTR(hh, hash, e->m.folded, strlen(e->m.folded), e);
	r->by_name = hash;
}

/* True if there is room for another member with that nick. */
static int
has_room(const struct roster *r, struct view nick)
{
	return nick.len <= ROSTER_NICK_MAX && r->n < ROSTER_MAX &&
	       (r->pool == NULL || r->pool->n < ROSTER_POOL_MAX);
}

static void
count(struct roster *r, int by)
{
	if (r->pool != NULL)
		r->pool->n += (size_t)by;
}

static void
hash_delete(struct roster *r, struct entry *e)
{
	struct entry *hash = r->by_name;

	HASH_DEL(hash, e);
	r->by_name = hash;
}

static void
list_add(struct roster *r, struct roster_member *m)
{
	if (r->n == r->size) {
		r->size = r->size == 0 ? 16 : 2 * r->size;
		r->v = xreallocarray(
		    r->v, r->size, sizeof(struct roster_member *));
	}
	r->v[r->n++] = m;
}

static void
list_remove(struct roster *r, const struct roster_member *m)
{
	size_t i = 0;

	while (r->v[i] != m)
		i++;
	if (i < r->sorted)
		r->sorted--;
	r->n--;
	memmove(r->v + i, r->v + i + 1,
	    (r->n - i) * sizeof(struct roster_member *));
}

static void
entry_free(struct entry *e)
{
	free(e->m.nick);
	free(e->m.folded);
	free(e);
}

void
roster_clear(struct roster *r)
{
	struct entry *hash = r->by_name, *e, *next;
	struct roster_pool *pool = r->pool;

	count(r, -(int)r->n);
	HASH_ITER (hh, hash, e, next) {
		HASH_DEL(hash, e);
		entry_free(e);
	}
	free(r->v);
	*r = (struct roster){ .pool = pool };
}

int
roster_set(struct roster *r, struct view nick, const char *prefix)
{
	struct entry *e = find(r, nick);
	char folded[NAME_FOLDED];

	if (e == NULL && !has_room(r, nick)) {
		r->full = 1;
		return -1;
	}
	if (e == NULL) {
		count(r, 1);
		e = xcalloc(1, sizeof(*e));
		fold(folded, nick);
		e->m.nick = xviewdup(nick);
		e->m.folded = xstrdup(folded);
		hash_add(r, e);
	} else if (strcmp(e->m.prefix, prefix) == 0) {
		return 0;
	} else {
		list_remove(r, &e->m);
	}
	memset(e->m.prefix, 0, sizeof(e->m.prefix));
	memcpy(e->m.prefix, prefix, strnlen(prefix, sizeof(e->m.prefix) - 1));
	list_add(r, &e->m);
	return 0;
}

int
roster_remove(struct roster *r, struct view nick)
{
	struct entry *e = find(r, nick);

	if (e == NULL)
		return 0;
	count(r, -1);
	hash_delete(r, e);
	list_remove(r, &e->m);
	entry_free(e);
	return 1;
}

/* If another member has the new nick, it has left: two members never share a nick. */
int
roster_rename(struct roster *r, struct view from, struct view to)
{
	struct entry *e = find(r, from), *other = find(r, to);
	char folded[NAME_FOLDED], *nick;

	if (e == NULL)
		return 0;
	if (to.len > ROSTER_NICK_MAX) {
		r->full = 1;
		return roster_remove(r, from);
	}
	nick = xviewdup(to);
	fold(folded, view_of(nick));
	if (other != NULL && other != e)
		roster_remove(r, view_of(nick));
	hash_delete(r, e);
	list_remove(r, &e->m);
	free(e->m.nick);
	e->m.nick = nick;
	xreplace(&e->m.folded, folded);
	hash_add(r, e);
	list_add(r, &e->m);
	return 1;
}

void
roster_set_away(struct roster *r, struct view nick, int away)
{
	struct entry *e = find(r, nick);

	if (e != NULL)
		e->m.away = away;
}

void
roster_spoke(struct roster *r, struct view nick, int64_t ms)
{
	struct entry *e = find(r, nick);

	if (e != NULL)
		e->m.spoke = ms;
}

/* Return 0 for the highest rank; members without one come last. */
static int
rank(const struct roster_member *m)
{
	const char *at;

	at = m->prefix[0] == '\0' ? NULL : strchr(ranks, m->prefix[0]);
	return at == NULL ? (int)sizeof(ranks) : (int)(at - ranks);
}

static int
compare(const struct roster_member *a, const struct roster_member *b)
{
	int by_rank = rank(a) - rank(b);

	return by_rank != 0 ? by_rank : strcmp(a->folded, b->folded);
}

static int
compare_cb(const void *a, const void *b)
{
	return compare(*(struct roster_member *const *)a,
	    *(struct roster_member *const *)b);
}

/* Sort the members after the front, then merge from the end into the freed space. */
static void
sort(struct roster *r)
{
	size_t i = r->sorted, j = r->n - r->sorted, at = r->n;
	struct roster_member **tail;

	qsort(r->v + i, j, sizeof(struct roster_member *), compare_cb);
	r->sorted = r->n;
	if (i == 0)
		return;
	tail = xreallocarray(NULL, j, sizeof(struct roster_member *));
	memcpy(tail, r->v + i, j * sizeof(struct roster_member *));
	while (j > 0) {
		if (i > 0 && compare(r->v[i - 1], tail[j - 1]) > 0)
			r->v[--at] = r->v[--i];
		else
			r->v[--at] = tail[--j];
	}
	free(tail);
}

const struct roster_member *
roster_at(struct roster *r, size_t i)
{
	if (i >= r->n)
		return NULL;
	if (r->sorted < r->n)
		sort(r);
	return r->v[i];
}
