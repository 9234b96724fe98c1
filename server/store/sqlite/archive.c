/*
 * archive: works on the database as a file: copies it, and reads, adds and deletes events.
 *
 * The query that reads events returns one row per room of an event; the rows of one event are
 * adjacent.
 *
 * New events are appended to the existing ones; then, if needed, all events are renumbered so that
 * they are ordered by time and, within a millisecond, by id. Where a clock was set back, an event
 * counts as if it were as late as the events before it, so that the order within each source is
 * kept.
 *
 * Deleted rows are overwritten (secure_delete), the search table is merged until it holds nothing
 * of them, and the -wal file is emptied. A server that uses the database gets its turn between the
 * steps.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/store/archive.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/index.h"
#include "server/store/sqlite/parts.h"
#include "server/store/sqlite/row.h"
#include "server/store/sqlite/schema.h"
#include "server/store/sqlite/stop_marker.h"

struct archive {
	struct db *db;
	char *file;
	enum stop_state stop; /* state before it was opened */
	/* Used between archive_begin and archive_commit. */
	int64_t had_seq;  /* last seq before */
	int64_t had_time; /* latest time before; ms */
	int64_t seq;	  /* last seq added */
	int between;	  /* some added events belong among the existing ones */
};

enum { BUSY_MS = 20000 }; /* time to wait for a server's lock */

static struct db *
open_db(const char *file, enum archive_mode mode, char **cause)
{
	if (mode != ARCHIVE_MAKE && access(file, F_OK) != 0) {
		cause_set(cause,
		    _("cannot open the database %s: %s. Check the "
		      "folder (-D)"),
		    file, strerror(errno));
		return NULL;
	}
	return mode == ARCHIVE_READ ? db_open_to_read(file, BUSY_MS, cause)
				    : db_open_to_write(file, BUSY_MS, cause);
}

struct archive *
archive_open(const char *file, enum archive_mode mode, char **cause)
{
	enum stop_state stop = stop_marker_read(file);
	struct db *db = open_db(file, mode, cause);
	struct archive *a;
	int rc;

	if (db == NULL)
		return NULL;
	if (mode == ARCHIVE_MAKE)
		rc =
		    schema_update(db, schema_steps, schema_nsteps, file, cause);
	else
		rc = schema_check(db, schema_nsteps, file, cause);
	if (rc != 0) {
		db_close(db);
		return NULL;
	}
	a = xcalloc(1, sizeof(*a));
	a->db = db;
	a->file = xstrdup(file);
	a->stop = stop;
	return a;
}

void
archive_close(struct archive *a)
{
	if (a == NULL)
		return;
	db_close(a->db);
	stop_marker_closed(a->file, a->stop);
	free(a->file);
	free(a);
}

/* Sets *cause to the last call's error. Returns -1. */
static int
failed(struct archive *a, int rc, char **cause)
{
	enum store_result result = db_result(a->db, rc);

	if (result == STORE_FULL)
		return cause_set(cause, _("%s: no space is left (%s)"), a->file,
		    db_error(a->db));
	return cause_set(cause, "%s: %s", a->file, db_error(a->db));
}

/* Returns 0 if rc is no error, else -1 and *cause. */
static int
check(struct archive *a, int rc, char **cause)
{
	return rc == SQLITE_OK ? 0 : failed(a, rc, cause);
}

/*
 * Copy in one step: SQLite starts again if someone writes between two steps. Writers need not wait
 * for it.
 */
static int
copy_pages(struct archive *a, const char *to, char **cause)
{
	sqlite3 *out = NULL;
	sqlite3_backup *backup;
	int rc;

	rc = sqlite3_open_v2(
	    to, &out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	/* Nobody else uses this file; it is synced as a whole at the end. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(out,
		    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL,
		    NULL, NULL);
	if (rc == SQLITE_OK) {
		backup =
		    sqlite3_backup_init(out, "main", db_handle(a->db), "main");
		if (backup != NULL)
			sqlite3_backup_step(backup, -1);
		rc = sqlite3_backup_finish(backup);
	}
	if (rc != SQLITE_OK)
		cause_set(cause, _("cannot copy %s: %s"), a->file,
		    out == NULL ? sqlite3_errstr(rc) : sqlite3_errmsg(out));
	if (sqlite3_close(out) != SQLITE_OK && rc == SQLITE_OK)
		return cause_set(cause, _("cannot close %s"), to);
	return rc == SQLITE_OK ? 0 : -1;
}

static int
sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC), rc;

	if (fd == -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

static int
sync_folder_of(const char *path)
{
	char *copy = xstrdup(path);
	int rc = sync_path(dirname(copy), O_RDONLY | O_DIRECTORY);

	free(copy);
	return rc;
}

/* Do not replace a file that appeared meanwhile. */
static int
rename_new(const char *from, const char *to, char **cause)
{
	int rc = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);

	if (rc != 0 && errno == EINVAL && access(to, F_OK) != 0)
		rc = rename(from, to);
	if (rc == 0)
		rc = sync_folder_of(to);
	return rc == 0 ? 0 : cause_set(cause, "%s: %s", to, strerror(errno));
}

int
archive_copy(struct archive *a, const char *to, char **cause)
{
	char *part;
	int fd, rc;

	if (access(to, F_OK) == 0)
		return cause_set(cause, _("%s already exists"), to);
	xasprintf(&part, "%s.XXXXXX", to);
	fd = mkostemp(part, O_CLOEXEC); /* mode 0600 */
	if (fd == -1) {
		rc = cause_set(cause, "%s: %s", to, strerror(errno));
		free(part);
		return rc;
	}
	close(fd);
	rc = copy_pages(a, part, cause);
	if (rc == 0 && sync_path(part, O_RDONLY) != 0)
		rc = cause_set(cause, "%s: %s", part, strerror(errno));
	if (rc == 0)
		rc = rename_new(part, to, cause);
	if (rc != 0)
		unlink(part);
	free(part);
	return rc;
}

/* columns after those of ROW_COLUMNS */
enum { AT_WHAT = ROW_NCOLUMNS, AT_ROOM };

/* Skip hidden targets (target_rows.h). */
#define THERE "t.folded > '!'"

/* Sort only seqs, so that little is sorted. */
#define ALL(where)                                        \
	"SELECT " ROW_COLUMNS ", p.what, p.folded FROM"   \
	" (SELECT s.seq, s.what, t.folded FROM placed s"  \
	" CROSS JOIN targets t ON t.id = s.target " where \
	" ORDER BY s.seq, t.folded LIMIT -1) p"           \
	" CROSS JOIN events e ON e.seq = p.seq"           \
	" CROSS JOIN people w ON w.id = e.who"            \
	" WHERE e.time >= ?1 AND e.time < ?2"

static const char find_all[] = ALL("WHERE " THERE);
static const char find_room[] =
    ALL("WHERE s.target = (SELECT id FROM targets WHERE folded = ?3)");

/* The event whose rows are being read. */
struct reading {
	struct chat_event *event; /* NULL: none */
	struct buf rooms;
	archive_fn *fn;
	void *ctx;
};

static int
finish_event(struct reading *r)
{
	struct archive_record record = { r->event, buf_view(&r->rooms) };
	int rc;

	if (r->event == NULL)
		return 0;
	rc = r->fn(&record, r->ctx);
	chat_event_unref(r->event);
	r->event = NULL;
	buf_reset(&r->rooms);
	return rc;
}

static int
take_row(struct reading *r, sqlite3_stmt *stmt)
{
	uint64_t seq = (uint64_t)sqlite3_column_int64(stmt, 0);
	int rc = 0;

	if (r->event == NULL || r->event->seq != seq) {
		rc = finish_event(r);
		r->event = row_get(stmt);
	}
	if (r->event == NULL)
		return rc;
	r->event->redacted = sqlite3_column_int(stmt, AT_WHAT) == ROW_REDACTED;
	if (r->rooms.len > 0)
		buf_add_char(&r->rooms, ',');
	buf_add_str(
	    &r->rooms, (const char *)sqlite3_column_text(stmt, AT_ROOM));
	return rc;
}

int
archive_each(struct archive *a, const struct archive_filter *filter,
    archive_fn *fn, void *ctx, char **cause)
{
	struct reading r = { .fn = fn, .ctx = ctx };
	sqlite3_stmt *stmt =
	    db_stmt(a->db, filter->room == NULL ? find_all : find_room);
	int rc = SQLITE_ROW, ended = 0;

	sqlite3_bind_int64(stmt, 1, filter->after);
	sqlite3_bind_int64(stmt, 2, filter->before);
	if (filter->room != NULL)
		db_bind_view(stmt, 3, view_of(filter->room));
	while (ended == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		ended = take_row(&r, stmt);
	if (rc == SQLITE_DONE)
		ended = finish_event(&r);
	else if (rc != SQLITE_ROW)
		ended = failed(a, rc, cause);
	sqlite3_reset(stmt);
	if (r.event != NULL)
		chat_event_unref(r.event);
	buf_clear(&r.rooms);
	return ended;
}

static int
find_number(struct archive *a, const char *sql, int64_t *n, char **cause)
{
	sqlite3_stmt *stmt = db_stmt(a->db, sql);

	*n = 0;
	if (db_number(stmt, n) >= 0)
		return 0;
	return failed(a, sqlite3_errcode(db_handle(a->db)), cause);
}

int
archive_begin(struct archive *a, char **cause)
{
	int rc = db_exec(a->db, "BEGIN IMMEDIATE");

	if (rc != SQLITE_OK)
		return failed(a, rc, cause);
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
		return failed(a, sqlite3_errcode(db_handle(a->db)), cause);
	if (found == 0) {
		e = chat_event_copy(record->event);
		e->seq = (uint64_t)(seq = ++a->seq);
		a->between |= e->time <= a->had_time;
		rc = row_add(a->db, e);
		chat_event_unref(e);
		if (rc != SQLITE_OK)
			return failed(a, rc, cause);
	}
	rc = place(a, seq, record);
	return rc == SQLITE_OK ? !found : failed(a, rc, cause);
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
	return check(a, rc, cause);
}

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
			return check(a, rc, cause);
		pause_ms(PAUSE_MS);
	} while (clock_mono_ms() < deadline);
	return cause_set(cause,
	    _("deleted text may still be in %s-wal, because another program "
	      "reads it. Run the command again later"),
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
		return failed(a, rc, cause);
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
	return found >= 0 ? found : failed(a, SQLITE_ERROR, cause);
}
