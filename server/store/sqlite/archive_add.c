/*
 * archive_add: appends events to the existing ones, then, if needed, renumbers all events so that
 * they are ordered by time and, within a millisecond, by id. Where a clock was set back, an event
 * counts as if it were as late as the events before it, so that the order within each source is
 * kept.
 */
#include <string.h>

#include "server/store/sqlite/archive_impl.h"
#include "server/store/sqlite/parts.h"
#include "server/store/sqlite/row.h"

static int
find_number(struct archive *a, const char *sql, int64_t *n, char **cause)
{
	sqlite3_stmt *stmt = db_stmt(a->db, sql);

	*n = 0;
	if (db_number(stmt, n) >= 0)
		return 0;
	return archive_failed(a, sqlite3_errcode(db_handle(a->db)), cause);
}

int
archive_begin(struct archive *a, char **cause)
{
	int rc = db_exec(a->db, "BEGIN IMMEDIATE");

	if (rc != SQLITE_OK)
		return archive_failed(a, rc, cause);
	a->between = 0;
	if (find_number(a, "SELECT max(seq) FROM events", &a->had_seq, cause) !=
		0 ||
	    find_number(
		a, "SELECT max(time) FROM events", &a->had_time, cause) != 0)
		return -1;
	a->seq = a->had_seq;
	return 0;
}

/*
 * For an event that exists: returns whether it is in all these rooms, and its text is deleted if it
 * should be.
 */
static int
place(struct archive *a, int64_t seq, const struct archive_record *record)
{
	struct view rest = record->rooms, room;
	int rc = SQLITE_OK;

	while (rc == SQLITE_OK && view_cut(&rest, ',', &room))
		rc = row_place(a->db, seq, room, record->event);
	if (rc == SQLITE_OK && record->event->redacted)
		rc = row_redact(a->db, seq);
	return rc;
}

int
archive_add(
    struct archive *a, const struct archive_record *record, char **cause)
{
	struct chat_event *e;
	int64_t seq = 0;
	int found = row_find_id(a->db, &record->event->id, &seq);
	int rc;

	if (found < 0)
		return archive_failed(
		    a, sqlite3_errcode(db_handle(a->db)), cause);
	if (found == 0) {
		e = chat_event_copy(record->event);
		e->seq = (uint64_t)(seq = ++a->seq);
		a->between |= e->time <= a->had_time;
		rc = row_add(a->db, e);
		chat_event_unref(e);
		if (rc != SQLITE_OK)
			return archive_failed(a, rc, cause);
	}
	rc = place(a, seq, record);
	return rc == SQLITE_OK ? !found : archive_failed(a, rc, cause);
}

/* Renumber in two steps with negative numbers, because no number may occur twice. */
static int
put_in_order(struct archive *a)
{
	static const char *const steps[] = {
		"CREATE TEMP TABLE moved (old INTEGER PRIMARY KEY,"
		" new INTEGER NOT NULL)",
		"INSERT INTO moved SELECT seq, row_number() OVER (ORDER BY"
		" late, id, seq) FROM (SELECT seq, max(time) OVER side AS late,"
		" max(msgid) OVER side AS id FROM events WINDOW side AS"
		" (PARTITION BY seq > (SELECT n FROM had) ORDER BY seq))",
		"UPDATE events SET seq = -(SELECT new FROM moved WHERE"
		" old = seq)",
		"UPDATE events SET seq = -seq",
		"DELETE FROM placed WHERE seq NOT IN (SELECT old FROM moved)",
		"UPDATE placed SET seq = -(SELECT new FROM moved WHERE"
		" old = seq)",
		"UPDATE placed SET seq = -seq",
		"UPDATE marks SET n = 0 WHERE name = 'indexed'",
		"DROP TABLE moved",
		"DROP TABLE had",
	};
	static const char make[] = "CREATE TEMP TABLE had AS SELECT ?1 AS n";
	sqlite3_stmt *stmt = db_stmt(a->db, make);
	size_t i, n = sizeof(steps) / sizeof(steps[0]);
	int rc;

	sqlite3_bind_int64(stmt, 1, a->had_seq);
	rc = db_run(stmt);
	for (i = 0; i < n && rc == SQLITE_OK; i++)
		rc = db_exec(a->db, steps[i]);
	return rc == SQLITE_OK ? parts_clear(a->db) : rc;
}

int
archive_commit(struct archive *a, char **cause)
{
	int rc = a->between ? put_in_order(a) : SQLITE_OK;

	if (rc == SQLITE_OK)
		rc = db_exec(a->db, "COMMIT");
	return archive_check(a, rc, cause);
}
