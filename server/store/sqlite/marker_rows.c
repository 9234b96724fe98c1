/*
 * marker_rows: a row for each account and target.
 */
#include "server/store/sqlite/marker_rows.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/pending.h"

struct marker_write {
	struct pending
	    pending; /* first: a pending write of this kind is one of these */
	char *account;
	char *target; /* "": all targets */
	int64_t ms;   /* 0: delete */
};

static void
free_write(struct pending *p)
{
	struct marker_write *m = (struct marker_write *)p;

	free(m->account);
	free(m->target);
	free(m);
}

int
marker_rows_delete_account(struct db *db, const char *account)
{
	static const char delete[] = "DELETE FROM markers WHERE account = ?1";
	sqlite3_stmt *stmt = db_stmt(db, delete);

	db_bind_view(stmt, 1, view_of(account));
	return db_run(stmt);
}

static int
write_one(struct db *db, const struct pending *p)
{
	static const char put[] =
	    "INSERT OR REPLACE INTO markers (account, target, time)"
	    " VALUES (?1, ?2, ?3)";
	static const char delete[] =
	    "DELETE FROM markers WHERE account = ?1 AND target = ?2";
	const struct marker_write *m = (const struct marker_write *)p;
	sqlite3_stmt *stmt;

	if (m->target[0] == '\0')
		return marker_rows_delete_account(db, m->account);
	stmt = db_stmt(db, m->ms == 0 ? delete : put);
	db_bind_view(stmt, 1, view_of(m->account));
	db_bind_view(stmt, 2, view_of(m->target));
	if (m->ms != 0)
		sqlite3_bind_int64(stmt, 3, m->ms);
	return db_run(stmt);
}

static const struct pending_kind kind = { write_one, free_write };

/* Deleting all markers of an account covers the earlier writes of each. */
static int
covers(const struct pending *p, const struct pending *earlier)
{
	return earlier->kind == &kind &&
	       strcmp(((const struct marker_write *)p)->account,
		   ((const struct marker_write *)earlier)->account) == 0;
}

void
marker_rows_put(
    struct pending **map, const char *account, const char *target, int64_t ms)
{
	struct marker_write *m = xcalloc(1, sizeof(*m));

	m->account = xstrdup(account);
	m->target = xstrdup(target == NULL ? "" : target);
	m->ms = ms;
	m->pending.kind = &kind;
	m->pending.covers = target == NULL ? covers : NULL;
	xasprintf(&m->pending.key, "marker %s %s", m->account, m->target);
	pending_put(map, &m->pending);
}

int
marker_rows_read(struct db *db, struct pending **map)
{
	static const char get[] =
	    "SELECT account, target, time FROM markers ORDER BY account, time";
	sqlite3_stmt *stmt = db_stmt(db, get);
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		marker_rows_put(map, (const char *)sqlite3_column_text(stmt, 0),
		    (const char *)sqlite3_column_text(stmt, 1),
		    sqlite3_column_int64(stmt, 2));
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void
marker_rows_each(const struct pending *map, store_marker_fn *fn, void *ctx)
{
	const struct pending *p;
	const struct marker_write *m;

	for (p = map; p != NULL; p = p->hh.next) {
		m = (const struct marker_write *)p;
		fn(m->account, m->target, m->ms, ctx);
	}
}
