/*
 * fuzz_server_words: every search becomes an expression that SQLite accepts, and each word of a
 * message finds it.
 * Input: a text.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "common/buf.h"
#include "server/store/sqlite/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static sqlite3 *db;
static sqlite3_stmt *add, *forget, *find;

static void
require(int truth)
{
	if (!truth) {
		fprintf(stderr, "%s\n", sqlite3_errmsg(db));
		abort();
	}
}

static sqlite3_stmt *
prepare(const char *sql)
{
	sqlite3_stmt *stmt;

	require(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK);
	return stmt;
}

static void
open_table(void)
{
	require(sqlite3_open(":memory:", &db) == SQLITE_OK);
	require(sqlite3_exec(db,
		    "CREATE VIRTUAL TABLE t USING fts5 (text,"
		    " tokenize = '" WORDS_TOKENIZER "')",
		    NULL, NULL, NULL) == SQLITE_OK);
	add = prepare("INSERT INTO t (rowid, text) VALUES (1, ?1)");
	forget = prepare("DELETE FROM t");
	find = prepare("SELECT rowid FROM t WHERE t MATCH ?1");
}

static int
run(sqlite3_stmt *stmt, const struct buf *text)
{
	int rc;

	if (text != NULL)
		sqlite3_bind_text(
		    stmt, 1, text->p, (int)text->len, SQLITE_STATIC);
	rc = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf spread = { 0 }, query = { 0 }, whole = { 0 };
	struct view text = { (const char *)data, size };
	int rc;

	if (db == NULL)
		open_table();
	words_separate(&spread, text);
	buf_add_char(&spread, ' ');
	require(run(add, &spread) == SQLITE_DONE);
	if (size > 0 && words_query(&query, text) > 0) {
		buf_printf(&whole, "text : (%s)", buf_str(&query));
		rc = run(find, &whole);
		require(rc == SQLITE_ROW ||
			(rc == SQLITE_DONE && data[0] == '\001'));
	}
	require(run(forget, NULL) == SQLITE_DONE);
	buf_clear(&spread);
	buf_clear(&query);
	buf_clear(&whole);
	return 0;
}
