/*
 * archive_forget: deletes the messages of one nick or account. Deleted rows are overwritten
 * (secure_delete), the search table is merged until it holds nothing of them, and the -wal file is
 * emptied. A server that uses the database gets its turn between the steps.
 */
#include <time.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/archive_impl.h"
#include "server/store/sqlite/index.h"
#include "server/store/sqlite/row.h"

enum {
	STEP_EVENTS = 200,
	PAUSE_MS = 2,	 /* pause between two steps */
	EMPTY_MS = 20000 /* time to wait for readers of the -wal file */
};

static void
pause_ms(int ms)
{
	struct timespec t = { 0, ms * 1000000L };

	nanosleep(&t, NULL);
}

static int
is_named(sqlite3_stmt *stmt, int column, const char *nick)
{
	const char *name = (const char *)sqlite3_column_text(stmt, column);

	return name_equal(view_of(name), view_of(nick));
}

/* Collects, in a temporary table, the ids of all people with that nick or account. */
static int
find_people(struct db *db, const char *nick)
{
	static const char add[] = "INSERT INTO temp.whose (id) VALUES (?1)";
	sqlite3_stmt *stmt, *adding;
	int rc, added = SQLITE_OK;

	rc = db_exec(db, "CREATE TEMP TABLE IF NOT EXISTS whose"
			 " (id INTEGER PRIMARY KEY); DELETE FROM whose");
	if (rc != SQLITE_OK)
		return rc;
	stmt = db_stmt(db, "SELECT id, nick, account FROM people");
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW && added == SQLITE_OK) {
		if (!is_named(stmt, 1, nick) && !is_named(stmt, 2, nick))
			continue;
		adding = db_stmt(db, add);
		sqlite3_bind_int64(adding, 1, sqlite3_column_int64(stmt, 0));
		added = db_run(adding);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? added : added == SQLITE_OK ? rc : added;
}

/* Deletes the text of their next events after *seq; *n is set to how many. */
static int
delete_text(struct db *db, int64_t *seq, size_t *n)
{
	static const char find[] =
	    "SELECT seq FROM events WHERE seq > ?1 AND"
	    " who IN (SELECT id FROM temp.whose) AND"
	    " (coalesce(text, '') <> '' OR tags IS NOT NULL)"
	    " ORDER BY seq LIMIT ?2";
	int64_t seqs[STEP_EVENTS];
	sqlite3_stmt *stmt = db_stmt(db, find);
	size_t i;
	int rc;

	sqlite3_bind_int64(stmt, 1, *seq);
	sqlite3_bind_int(stmt, 2, STEP_EVENTS);
	for (*n = 0; (rc = sqlite3_step(stmt)) == SQLITE_ROW; ++*n)
		seqs[*n] = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	rc = rc == SQLITE_DONE ? SQLITE_OK : rc;
	for (i = 0; i < *n && rc == SQLITE_OK; i++)
		rc = row_redact(db, *seq = seqs[i]);
	return rc;
}

/* Runs one step in its own transaction. The step reports in *more whether it is done. */
static int
in_transaction(struct db *db, int (*step)(struct db *, void *ctx), void *ctx)
{
	int rc = db_exec(db, "BEGIN IMMEDIATE");

	if (rc == SQLITE_OK)
		rc = step(db, ctx);
	if (rc == SQLITE_OK)
		rc = db_exec(db, "COMMIT");
	return rc;
}

struct words {
	int64_t seq;
	size_t n;
	size_t all;
};

static int
words_step(struct db *db, void *ctx)
{
	struct words *w = ctx;

	return delete_text(db, &w->seq, &w->n);
}

static int
squeeze_step(struct db *db, void *ctx)
{
	return index_purge(db, ctx);
}

/* The -wal file cannot be emptied while anyone reads it. */
static int
empty_log(struct archive *a, char **cause)
{
	int64_t deadline = clock_mono_ms() + EMPTY_MS;
	int rc;

	do {
		rc = sqlite3_wal_checkpoint_v2(db_handle(a->db), NULL,
		    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
		if ((rc & 0xff) != SQLITE_BUSY)
			return archive_check(a, rc, cause);
		pause_ms(PAUSE_MS);
	} while (clock_mono_ms() < deadline);
	return cause_set(cause,
	    "deleted text may still be in %s-wal, because another program "
	    "reads it. Run the command again later",
	    a->file);
}

int
archive_forget(struct archive *a, const char *nick, size_t *n, char **cause)
{
	struct words w = { 0 };
	struct index_purge_state s = { 0 };
	int rc;

	rc = find_people(a->db, nick);
	do {
		if (rc == SQLITE_OK)
			rc = in_transaction(a->db, words_step, &w);
		if (rc == SQLITE_OK)
			w.all += w.n;
		pause_ms(PAUSE_MS);
	} while (rc == SQLITE_OK && w.n > 0);
	do {
		if (rc == SQLITE_OK)
			rc = in_transaction(a->db, squeeze_step, &s);
		pause_ms(PAUSE_MS);
	} while (rc == SQLITE_OK && s.more);
	*n = w.all;
	if (rc != SQLITE_OK)
		return archive_failed(a, rc, cause);
	return empty_log(a, cause);
}

int
archive_has_account(struct archive *a, const char *name, char **cause)
{
	static const char find[] = "SELECT id FROM accounts WHERE folded = ?1";
	sqlite3_stmt *stmt = db_stmt(a->db, find);
	char folded[NAME_FOLDED];
	int64_t id;
	int found;

	if (name_fold(folded, sizeof(folded), view_of(name)) <= 0)
		return 0;
	db_bind_view(stmt, 1, view_of(folded));
	found = db_number(stmt, &id);
	return found >= 0 ? found : archive_failed(a, SQLITE_ERROR, cause);
}
