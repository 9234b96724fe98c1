/*
 * marker_notes: a hash table by account and target. A note to delete all markers of an account has
 * no target and is written first.
 */
#include "server/store/sqlite/marker_notes.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"

struct marker_note {
	char *key; /* "account target" */
	char *account;
	char *target; /* "": all targets */
	int64_t ms;
	UT_hash_handle hh;
};

static void
drop(struct marker_note **all, struct marker_note *note)
{
	HASH_DEL(*all, note);
	free(note->key);
	free(note->account);
	free(note->target);
	free(note);
}

static struct marker_note *
find(struct marker_note *all, const char *account, const char *target)
{
	struct marker_note *note;
	char *key;

	xasprintf(&key, "%s %s", account, target);
	HASH_FIND_STR(all, key, note);
	free(key);
	return note;
}

static void
drop_account(struct marker_note **all, const char *account)
{
	struct marker_note *note, *next;

	HASH_ITER (hh, *all, note, next) {
		if (strcmp(note->account, account) == 0)
			drop(all, note);
	}
}

static void
add(struct marker_note **all, struct marker_note *note)
{
	HASH_ADD_KEYPTR(hh, *all, note->key, (unsigned)strlen(note->key), note);
}

void
marker_notes_put(struct marker_note **all, const char *account,
    const char *target, int64_t ms)
{
	struct marker_note *note;

	if (target == NULL) {
		drop_account(all, account);
		target = "";
	}
	note = find(*all, account, target);
	if (note == NULL) {
		note = xcalloc(1, sizeof(*note));
		xasprintf(&note->key, "%s %s", account, target);
		note->account = xstrdup(account);
		note->target = xstrdup(target);
		add(all, note);
	}
	note->ms = ms;
}

void
marker_notes_add_older(struct marker_note **all, struct marker_note *older)
{
	struct marker_note *note, *next;

	HASH_ITER (hh, older, note, next) {
		if (find(*all, note->account, note->target) != NULL ||
		    find(*all, note->account, "") != NULL) {
			drop(&older, note);
			continue;
		}
		HASH_DEL(older, note);
		add(all, note);
	}
}

void
marker_notes_free(struct marker_note *all)
{
	struct marker_note *note, *next;

	HASH_ITER (hh, all, note, next) {
		drop(&all, note);
	}
}

int
marker_notes_forget(struct db *db, const char *account)
{
	static const char forget[] = "DELETE FROM markers WHERE account = ?1";
	sqlite3_stmt *stmt = db_stmt(db, forget);

	db_bind_view(stmt, 1, view_of(account));
	return db_run(stmt);
}

static int
write_one(struct db *db, const struct marker_note *note)
{
	static const char put[] =
	    "INSERT OR REPLACE INTO markers (account, target, time)"
	    " VALUES (?1, ?2, ?3)";
	static const char forget[] =
	    "DELETE FROM markers WHERE account = ?1 AND target = ?2";
	sqlite3_stmt *stmt = db_stmt(db, note->ms == 0 ? forget : put);

	db_bind_view(stmt, 1, view_of(note->account));
	db_bind_view(stmt, 2, view_of(note->target));
	if (note->ms != 0)
		sqlite3_bind_int64(stmt, 3, note->ms);
	return db_run(stmt);
}

int
marker_notes_write(struct db *db, struct marker_note *all)
{
	struct marker_note *note, *next;
	int rc = SQLITE_OK;

	HASH_ITER (hh, all, note, next) {
		if (rc == SQLITE_OK && note->target[0] == '\0')
			rc = marker_notes_forget(db, note->account);
	}
	HASH_ITER (hh, all, note, next) {
		if (rc == SQLITE_OK && note->target[0] != '\0')
			rc = write_one(db, note);
	}
	return rc;
}

int
marker_notes_read(struct db *db, struct marker_note **all)
{
	static const char get[] =
	    "SELECT account, target, time FROM markers ORDER BY account, time";
	sqlite3_stmt *stmt = db_stmt(db, get);
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		marker_notes_put(all,
		    (const char *)sqlite3_column_text(stmt, 0),
		    (const char *)sqlite3_column_text(stmt, 1),
		    sqlite3_column_int64(stmt, 2));
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void
marker_notes_each(struct marker_note *all, store_marker_fn *fn, void *ctx)
{
	struct marker_note *note, *next;

	HASH_ITER (hh, all, note, next) {
		fn(note->account, note->target, note->ms, ctx);
	}
}
