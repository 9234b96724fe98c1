/*
 * ban_rows: a row for each ban.
 */
#include "server/store/sqlite/ban_rows.h"

#include <stdlib.h>

#include "common/string_list.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/pending.h"

struct ban_write {
	struct pending
	    pending; /* first: a pending write of this kind is one of these */
	struct string_list texts; /* the key, and the texts of the ban */
	int is_deletion;
	struct store_ban ban; /* its texts are in `texts` */
};

static const char *
copy(struct ban_write *b, const char *text)
{
	string_list_add(&b->texts, text);
	return b->texts.v[b->texts.n - 1];
}

static void
free_write(struct pending *p)
{
	struct ban_write *b = (struct ban_write *)p;

	string_list_clear(&b->texts);
	free(b);
}

static int
write_one(struct db *db, const struct pending *p)
{
	static const char put[] =
	    "INSERT OR REPLACE INTO bans (key, kind, mask, who, reason, time,"
	    " until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	static const char delete[] = "DELETE FROM bans WHERE key = ?1";
	const struct ban_write *write = (const struct ban_write *)p;
	const struct store_ban *b = &write->ban;
	sqlite3_stmt *stmt = db_stmt(db, write->is_deletion ? delete : put);

	db_bind_view(stmt, 1, view_of(b->key));
	if (!write->is_deletion) {
		db_bind_view(stmt, 2, (struct view){ &b->kind, 1 });
		db_bind_view(stmt, 3, view_of(b->mask));
		db_bind_view(stmt, 4, view_of(b->by));
		db_bind_view(stmt, 5, view_of(b->reason));
		sqlite3_bind_int64(stmt, 6, b->time);
		sqlite3_bind_int64(stmt, 7, b->until);
	}
	return db_run(stmt);
}

static const struct pending_kind kind = { write_one, free_write };

void
ban_rows_put(struct pending **map, const char *key, const struct store_ban *ban)
{
	struct ban_write *b = xcalloc(1, sizeof(*b));

	b->is_deletion = ban == NULL;
	if (ban != NULL) {
		b->ban = *ban;
		b->ban.mask = copy(b, ban->mask);
		b->ban.by = copy(b, ban->by);
		b->ban.reason = copy(b, ban->reason);
	}
	b->ban.key = copy(b, key);
	b->pending.kind = &kind;
	xasprintf(&b->pending.key, "ban %s", key);
	pending_put(map, &b->pending);
}

static const char *
word(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

int
ban_rows_read(struct db *db, struct pending **map)
{
	static const char get[] =
	    "SELECT key, kind, mask, who, reason, time, until FROM bans"
	    " ORDER BY time, key";
	sqlite3_stmt *stmt = db_stmt(db, get);
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct store_ban ban = {
			.kind = word(stmt, 1)[0],
			.mask = word(stmt, 2),
			.by = word(stmt, 3),
			.reason = word(stmt, 4),
			.time = sqlite3_column_int64(stmt, 5),
			.until = sqlite3_column_int64(stmt, 6),
		};

		ban_rows_put(map, word(stmt, 0), &ban);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void
ban_rows_each(const struct pending *map, store_ban_fn *fn, void *ctx)
{
	const struct pending *p;

	for (p = map; p != NULL; p = p->hh.next)
		fn(&((const struct ban_write *)p)->ban, ctx);
}
