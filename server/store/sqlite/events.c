/*
 * events: collects rows into a list of events.
 */
#include "server/store/sqlite/events.h"

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/row.h"

void
events_add(struct events *l, struct chat_event *e)
{
	if (l->n == l->size) {
		l->size = l->size == 0 ? 64 : 2 * l->size;
		l->v =
		    xreallocarray(l->v, l->size, sizeof(struct chat_event *));
	}
	l->v[l->n++] = e;
}

void
events_reverse(struct events *l, size_t from)
{
	size_t to = l->n;

	while (from + 1 < to) {
		struct chat_event *e = l->v[from];

		l->v[from++] = l->v[--to];
		l->v[to] = e;
	}
}

enum store_result
events_read(struct events *l, struct db *db, sqlite3_stmt *stmt, int backwards)
{
	struct chat_event *e;
	size_t from = l->n;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		e = row_get(stmt);
		if (e != NULL)
			events_add(l, e);
	}
	sqlite3_reset(stmt);
	if (backwards)
		events_reverse(l, from);
	return db_result(db, rc);
}

void
events_clear(struct events *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		chat_event_unref(l->v[i]);
	free(l->v);
	*l = (struct events){ 0 };
}
