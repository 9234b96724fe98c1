/*
 * parts: one row per part in the table `parts`. A row in `marks` says how many messages fill a
 * part.
 */
#include "server/store/sqlite/parts.h"

#include <stdio.h>

#include "server/store/sqlite/db.h"
#include "server/store/sqlite/words.h"

enum { NAME_SIZE = 32 };

static void
put_name(char name[NAME_SIZE], const struct part *p)
{
	if (p->n == 0)
		snprintf(name, NAME_SIZE, "search");
	else
		snprintf(name, NAME_SIZE, "search_%lld", (long long)p->n);
}

/* Reads a row of n, first, and resets the statement. */
static int
read_part(sqlite3_stmt *stmt, struct part *p)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW) {
		p->n = sqlite3_column_int64(stmt, 0);
		p->first = sqlite3_column_int64(stmt, 1);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : -1;
}

int
parts_of(struct db *db, int64_t seq, struct part *p)
{
	static const char find[] =
	    "SELECT n, first FROM parts WHERE first <= ?1"
	    " ORDER BY n DESC LIMIT 1";
	sqlite3_stmt *stmt = db_stmt(db, find);

	sqlite3_bind_int64(stmt, 1, seq);
	return read_part(stmt, p) == 1 ? 1 : -1;
}

int
parts_last(struct db *db, struct part *p)
{
	return parts_of(db, INT64_MAX, p);
}

int
parts_next(struct db *db, int back, struct part *p)
{
	static const char find[] = "SELECT n, first FROM parts WHERE n = ?1";
	sqlite3_stmt *stmt = db_stmt(db, find);

	sqlite3_bind_int64(stmt, 1, back ? p->n - 1 : p->n + 1);
	return read_part(stmt, p);
}

sqlite3_stmt *
parts_prepare(struct db *db, const char *sql, const struct part *p)
{
	char name[NAME_SIZE], *text;
	sqlite3_stmt *stmt = NULL;

	put_name(name, p);
	/* The format is always one of our constants. */
	text = sqlite3_mprintf(sql, name, name, name, name);
	if (text != NULL)
		sqlite3_prepare_v2(db_handle(db), text, -1, &stmt, NULL);
	sqlite3_free(text);
	return stmt;
}

static int
run(struct db *db, const char *sql, const struct part *p)
{
	sqlite3_stmt *stmt = parts_prepare(db, sql, p);
	int rc = db_run(stmt);

	sqlite3_finalize(stmt);
	return rc;
}

/* Like the first part (schema.c). */
static int
make_table(struct db *db, const struct part *p)
{
	int rc = run(db,
	    "CREATE VIRTUAL TABLE %s USING fts5 (text, place, nick,"
	    " content = '', tokenize = '" WORDS_TOKENIZER "')",
	    p);

	if (rc == SQLITE_OK)
		rc = run(db,
		    "INSERT INTO %s (%s, rank) VALUES ('automerge', 16)", p);
	if (rc == SQLITE_OK)
		rc = run(db,
		    "INSERT INTO %s (%s, rank) VALUES ('crisismerge', 64)", p);
	return rc;
}

static int
add(struct db *db, int64_t first, struct part *p)
{
	static const char put[] =
	    "INSERT INTO parts (n, first, size) VALUES (?1, ?2, 0)";
	sqlite3_stmt *stmt = db_stmt(db, put);

	p->n++;
	p->first = first;
	sqlite3_bind_int64(stmt, 1, p->n);
	sqlite3_bind_int64(stmt, 2, p->first);
	return db_run(stmt) == SQLITE_OK ? make_table(db, p) : SQLITE_ERROR;
}

int
parts_for_append(struct db *db, int64_t seq, struct part *p)
{
	static const char is_full[] =
	    "SELECT n FROM parts WHERE n = ?1 AND size >="
	    " (SELECT n FROM marks WHERE name = 'part')";
	sqlite3_stmt *stmt;
	int64_t n;

	if (parts_last(db, p) != 1)
		return SQLITE_ERROR;
	stmt = db_stmt(db, is_full);
	sqlite3_bind_int64(stmt, 1, p->n);
	switch (db_number(stmt, &n)) {
	case 1:
		return add(db, seq, p);
	case 0:
		return SQLITE_OK;
	default:
		return SQLITE_ERROR;
	}
}

int
parts_add_size(struct db *db, const struct part *p, int64_t by)
{
	static const char grow[] =
	    "UPDATE parts SET size = size + ?2 WHERE n = ?1";
	sqlite3_stmt *stmt = db_stmt(db, grow);

	sqlite3_bind_int64(stmt, 1, p->n);
	sqlite3_bind_int64(stmt, 2, by);
	return db_run(stmt);
}

int
parts_clear(struct db *db)
{
	struct part p;
	int rc = SQLITE_OK, found = parts_last(db, &p);

	while (found == 1 && rc == SQLITE_OK && p.n > 0) {
		rc = run(db, "DROP TABLE %s", &p);
		found = parts_next(db, 1, &p);
	}
	if (found != 1)
		rc = SQLITE_ERROR;
	if (rc == SQLITE_OK)
		rc = run(db, "INSERT INTO %s (%s) VALUES ('delete-all')", &p);
	if (rc == SQLITE_OK)
		rc = db_exec(db, "DELETE FROM parts WHERE n > 0;"
				 "UPDATE parts SET size = 0");
	return rc;
}
