/*
 * ban_notes: a hash table by key. Each ban is one row in the database.
 */
#include "server/store/sqlite/ban_notes.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"

struct ban_note {
	char *key;
	int forget;
	struct store_ban ban; /* owned, except the key */
	UT_hash_handle hh;
};

static char *
own(const char *s)
{
	return (char *)(uintptr_t)s;
}

static void
drop(struct ban_note **all, struct ban_note *note)
{
	HASH_DEL(*all, note);
	free(own(note->ban.mask));
	free(own(note->ban.by));
	free(own(note->ban.reason));
	free(note->key);
	free(note);
}

static void
add(struct ban_note **all, struct ban_note *note)
{
	HASH_ADD_KEYPTR(hh, *all, note->key, (unsigned)strlen(note->key), note);
}

static struct ban_note *
find(struct ban_note *all, const char *key)
{
	struct ban_note *note;

	HASH_FIND_STR(all, key, note);
	return note;
}

void
ban_notes_put(
    struct ban_note **all, const char *key, const struct store_ban *ban)
{
	struct ban_note *note = find(*all, key);

	if (note != NULL)
		drop(all, note);
	note = xcalloc(1, sizeof(*note));
	note->key = xstrdup(key);
	note->forget = ban == NULL;
	if (ban != NULL) {
		note->ban = *ban;
		note->ban.key = note->key;
		note->ban.mask = xstrdup(ban->mask);
		note->ban.by = xstrdup(ban->by);
		note->ban.reason = xstrdup(ban->reason);
	}
	add(all, note);
}

void
ban_notes_free(struct ban_note *all)
{
	struct ban_note *note, *next;

	HASH_ITER (hh, all, note, next) {
		drop(&all, note);
	}
}

static int
write_one(struct db *db, const struct ban_note *note)
{
	static const char put[] =
	    "INSERT OR REPLACE INTO bans (key, kind, mask, who, reason, time,"
	    " until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	static const char forget[] = "DELETE FROM bans WHERE key = ?1";
	const struct store_ban *b = &note->ban;
	sqlite3_stmt *stmt = db_stmt(db, note->forget ? forget : put);

	db_bind_view(stmt, 1, view_of(note->key));
	if (!note->forget) {
		db_bind_view(stmt, 2, (struct view){ &b->kind, 1 });
		db_bind_view(stmt, 3, view_of(b->mask));
		db_bind_view(stmt, 4, view_of(b->by));
		db_bind_view(stmt, 5, view_of(b->reason));
		sqlite3_bind_int64(stmt, 6, b->time);
		sqlite3_bind_int64(stmt, 7, b->until);
	}
	return db_run(stmt);
}

int
ban_notes_write(struct db *db, struct ban_note *all)
{
	struct ban_note *note, *next;
	int rc = SQLITE_OK;

	HASH_ITER (hh, all, note, next) {
		if (rc == SQLITE_OK)
			rc = write_one(db, note);
	}
	return rc;
}

static const char *
word(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

int
ban_notes_read(struct db *db, struct ban_note **all)
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

		ban_notes_put(all, word(stmt, 0), &ban);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void
ban_notes_each(struct ban_note *all, store_ban_fn *fn, void *ctx)
{
	struct ban_note *note, *next;

	HASH_ITER (hh, all, note, next) {
		fn(&note->ban, ctx);
	}
}
