/*
 * target_rows: a row for each target, and one for each account of a conversation.
 */
#include "server/store/sqlite/target_rows.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/store/conversation.h"
#include "server/store/sqlite/db.h"

int
target_rows_find(struct db *db, const char *folded, int64_t *id)
{
	static const char find[] = "SELECT id FROM targets WHERE folded = ?1";
	sqlite3_stmt *stmt = db_stmt(db, find);

	db_bind_view(stmt, 1, view_of(folded));
	return db_number(stmt, id);
}

static int
add_party(struct db *db, struct view party, int64_t target)
{
	static const char add[] =
	    "INSERT OR IGNORE INTO pairs (party, target) VALUES (?1, ?2)";
	sqlite3_stmt *stmt;

	if (*party.p == CONVERSATION_GUEST)
		return SQLITE_OK;
	stmt = db_stmt(db, add);
	db_bind_view(stmt, 1, party);
	sqlite3_bind_int64(stmt, 2, target);
	return db_run(stmt);
}

/* Adds rows for a new target; does nothing if it is no conversation. Returns an SQLite result. */
static int
add_parties(struct db *db, const char *folded, int64_t target)
{
	struct view a, b;
	int rc;

	if (conversation_split(view_of(folded), &a, &b) != 0)
		return SQLITE_OK;
	rc = add_party(db, a, target);
	return rc == SQLITE_OK ? add_party(db, b, target) : rc;
}

int
target_rows_get(struct db *db, const char *folded, int64_t *id)
{
	static const char add[] = "INSERT INTO targets (folded) VALUES (?1)";
	sqlite3_stmt *stmt;
	int rc;

	if (target_rows_find(db, folded, id) == 1)
		return SQLITE_OK;
	stmt = db_stmt(db, add);
	db_bind_view(stmt, 1, view_of(folded));
	rc = db_run(stmt);
	*id = sqlite3_last_insert_rowid(db_handle(db));
	return rc == SQLITE_OK ? add_parties(db, folded, *id) : rc;
}

static int
rename_target(struct db *db, int64_t target, const char *folded)
{
	static const char rename[] =
	    "UPDATE targets SET folded = ?2 WHERE id = ?1";
	sqlite3_stmt *stmt = db_stmt(db, rename);

	sqlite3_bind_int64(stmt, 1, target);
	db_bind_view(stmt, 2, view_of(folded));
	return db_run(stmt);
}

static int
drop_rows(struct db *db, int64_t target)
{
	static const char drop[] = "DELETE FROM pairs WHERE target = ?1";
	sqlite3_stmt *stmt = db_stmt(db, drop);

	sqlite3_bind_int64(stmt, 1, target);
	return db_run(stmt);
}

/* No real name begins with a space. */
static int
hide_target(struct db *db, int64_t target)
{
	char name[32];
	int rc = drop_rows(db, target);

	snprintf(name, sizeof(name), " %lld", (long long)target);
	return rc == SQLITE_OK ? rename_target(db, target, name) : rc;
}

static int
forget_one(struct db *db, const char *folded, int64_t target,
    const char *account, int *is_gone)
{
	char key[CONVERSATION_KEY];
	int64_t there;
	int rc;

	*is_gone = !conversation_after_deletion(key, folded, account) ||
		   target_rows_find(db, key, &there) != 0;
	if (*is_gone)
		return hide_target(db, target);
	rc = drop_rows(db, target);
	if (rc == SQLITE_OK)
		rc = rename_target(db, target, key);
	return rc == SQLITE_OK ? add_parties(db, key, target) : rc;
}

/* Finds the account's next conversation. Returns 1, 0 or -1; the caller frees the name. */
static int
next_conversation(
    struct db *db, const char *account, int64_t *target, char **folded)
{
	static const char find[] =
	    "SELECT t.id, t.folded FROM pairs p CROSS JOIN targets t"
	    " ON t.id = p.target WHERE p.party = ?1 LIMIT 1";
	sqlite3_stmt *stmt = db_stmt(db, find);
	int rc;

	db_bind_view(stmt, 1, view_of(account));
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		*target = sqlite3_column_int64(stmt, 0);
		*folded = xstrdup((const char *)sqlite3_column_text(stmt, 1));
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : -1;
}

int
target_rows_delete_account(struct db *db, const char *account,
    void (*gone)(int64_t target, void *ctx), void *ctx)
{
	int64_t target;
	char *folded;
	int rc = SQLITE_OK, found, is_gone;

	while (rc == SQLITE_OK && (found = next_conversation(
				       db, account, &target, &folded)) != 0) {
		if (found < 0)
			return SQLITE_ERROR;
		rc = forget_one(db, folded, target, account, &is_gone);
		if (rc == SQLITE_OK && is_gone)
			gone(target, ctx);
		free(folded);
	}
	return rc;
}

int
target_rows_is_hidden(struct db *db, int64_t target)
{
	static const char find[] =
	    "SELECT id FROM targets WHERE id = ?1 AND folded < '!'";
	sqlite3_stmt *stmt = db_stmt(db, find);
	int64_t found;

	sqlite3_bind_int64(stmt, 1, target);
	return db_number(stmt, &found) == 1;
}
