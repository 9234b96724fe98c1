/*
 * account_rows: writing an account replaces all its rows.
 */
#include "server/store/sqlite/account_rows.h"

#include <string.h>

#include "server/store/account_copy.h"
#include "server/store/sqlite/db.h"

static int
run_on(struct db *db, const char *sql, const char *folded)
{
	sqlite3_stmt *stmt = db_stmt(db, sql);

	db_bind_view(stmt, 1, view_of(folded));
	return db_run(stmt);
}

int
account_rows_delete(struct db *db, const char *folded)
{
	int rc =
	    run_on(db, "DELETE FROM account_keys WHERE account = ?1", folded);

	if (rc == SQLITE_OK)
		rc = run_on(
		    db, "DELETE FROM accounts WHERE folded = ?1", folded);
	return rc;
}

static void
bind_bytes(sqlite3_stmt *stmt, int column, struct view v)
{
	sqlite3_bind_blob(
	    stmt, column, v.len == 0 ? "" : v.p, (int)v.len, SQLITE_STATIC);
}

static void
bind_word(sqlite3_stmt *stmt, int column, const char *s)
{
	if (s != NULL)
		db_bind_view(stmt, column, view_of(s));
}

static int
write_account(struct db *db, const struct store_account *a)
{
	static const char put[] =
	    "INSERT INTO accounts (folded, name, iterations, salt, stored_key,"
	    " server_key, suspended, created, seen)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
	sqlite3_stmt *stmt = db_stmt(db, put);

	bind_word(stmt, 1, a->folded);
	bind_word(stmt, 2, a->name);
	sqlite3_bind_int64(stmt, 3, a->iterations);
	bind_bytes(stmt, 4, a->salt);
	bind_bytes(stmt, 5, a->stored_key);
	bind_bytes(stmt, 6, a->server_key);
	bind_word(stmt, 7, a->suspended);
	sqlite3_bind_int64(stmt, 8, a->created);
	sqlite3_bind_int64(stmt, 9, a->seen);
	return db_run(stmt);
}

static int
write_keys(struct db *db, const struct store_account *a)
{
	static const char put[] =
	    "INSERT OR REPLACE INTO account_keys (account, digest, added,"
	    " pending, expires) VALUES (?1, ?2, ?3, ?4, ?5)";
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < a->nkeys && rc == SQLITE_OK; i++) {
		sqlite3_stmt *stmt = db_stmt(db, put);

		bind_word(stmt, 1, a->folded);
		bind_word(stmt, 2, a->keys[i].digest);
		sqlite3_bind_int64(stmt, 3, a->keys[i].added);
		sqlite3_bind_int(stmt, 4, a->keys[i].is_pending);
		sqlite3_bind_int64(stmt, 5, a->keys[i].expires);
		rc = db_run(stmt);
	}
	return rc;
}

int
account_rows_write(struct db *db, const struct account_copy *copy)
{
	int rc = account_rows_delete(db, copy->folded);

	if (rc == SQLITE_OK && !copy->is_deletion)
		rc = write_account(db, &copy->account);
	if (rc == SQLITE_OK && !copy->is_deletion)
		rc = write_keys(db, &copy->account);
	return rc;
}

static const char *
word(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

static struct view
bytes(sqlite3_stmt *stmt, int column)
{
	const void *p = sqlite3_column_blob(stmt, column);

	return (struct view){ p == NULL ? "" : p,
		(size_t)sqlite3_column_bytes(stmt, column) };
}

static int
read_accounts(struct db *db, struct account_copies *all)
{
	static const char get[] =
	    "SELECT folded, name, iterations, salt, stored_key, server_key,"
	    " suspended, created, seen FROM accounts ORDER BY folded";
	sqlite3_stmt *stmt = db_stmt(db, get);
	struct account_copy *copy;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const struct store_account a = {
			.folded = word(stmt, 0),
			.name = word(stmt, 1),
			.iterations = (unsigned)sqlite3_column_int64(stmt, 2),
			.salt = bytes(stmt, 3),
			.stored_key = bytes(stmt, 4),
			.server_key = bytes(stmt, 5),
			.suspended = word(stmt, 6),
			.created = sqlite3_column_int64(stmt, 7),
			.seen = sqlite3_column_int64(stmt, 8),
		};

		copy = account_copy_new(&a);
		STAILQ_INSERT_TAIL(all, copy, link);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Both queries are ordered by folded name, so they are read in parallel. */
int
account_rows_read(struct db *db, struct account_copies *all)
{
	static const char get[] =
	    "SELECT account, digest, added, pending, expires FROM account_keys"
	    " ORDER BY account, added";
	int rc = read_accounts(db, all);
	struct account_copy *copy = STAILQ_FIRST(all);
	sqlite3_stmt *stmt;

	if (rc != SQLITE_OK)
		return rc;
	stmt = db_stmt(db, get);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *folded = word(stmt, 0);
		const struct store_key key = { .digest = word(stmt, 1),
			.added = sqlite3_column_int64(stmt, 2),
			.is_pending = sqlite3_column_int(stmt, 3) != 0,
			.expires = sqlite3_column_int64(stmt, 4) };

		while (copy != NULL && strcmp(copy->folded, folded) < 0)
			copy = STAILQ_NEXT(copy, link);
		if (copy != NULL && strcmp(copy->folded, folded) == 0)
			account_copy_add_key(copy, &key);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
