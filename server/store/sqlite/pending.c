/*
 * pending: a hash table by key, which keeps the order of insertion.
 */
#include "server/store/sqlite/pending.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "server/store/sqlite/db.h"

static void
drop(struct pending **map, struct pending *p)
{
	HASH_DEL(*map, p);
	free(p->key);
	p->kind->free(p);
}

struct pending *
pending_find(struct pending *map, const char *key)
{
	struct pending *p;

	HASH_FIND_STR(map, key, p);
	return p;
}

static void
drop_covered(struct pending **map, const struct pending *by)
{
	struct pending *p, *next;

	HASH_ITER (hh, *map, p, next) {
		if (by->covers(by, p))
			drop(map, p);
	}
}

void
pending_put(struct pending **map, struct pending *p)
{
	struct pending *earlier = pending_find(*map, p->key);

	if (earlier != NULL)
		drop(map, earlier);
	if (p->covers != NULL)
		drop_covered(map, p);
	HASH_ADD_KEYPTR(hh, *map, p->key, (unsigned)strlen(p->key), p);
}

void
pending_put_all(struct pending **map, struct pending **newer)
{
	struct pending *p, *next;

	if (*map == NULL) {
		*map = *newer;
		*newer = NULL;
		return;
	}
	HASH_ITER (hh, *newer, p, next) {
		HASH_DEL(*newer, p);
		pending_put(map, p);
	}
}

void
pending_clear(struct pending **map)
{
	struct pending *p, *next;

	HASH_ITER (hh, *map, p, next) {
		drop(map, p);
	}
}

int
pending_write(struct db *db, const struct pending *map)
{
	const struct pending *p;
	int rc = SQLITE_OK;

	for (p = map; p != NULL && rc == SQLITE_OK; p = p->hh.next)
		rc = p->kind->write(db, p);
	return rc;
}
