/*
 * prune: by age over all events, and by number within a room. A row of placed whose event is gone
 * is found when its room is next checked; until then reads skip it.
 */
#include "server/store/sqlite/prune.h"

#include <sys/queue.h>

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/clock_watch.h"
#include "common/file.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/index.h"
#include "server/store/sqlite/row.h"
#include "server/store/sqlite/target_rows.h"

/*
 * The state of the clock watch (clock_watch.h) is saved, so that a restart does not start its 24 hours again: a server
 * that is restarted every night would never delete old history. The saved state is valid only within one boot of the
 * machine, because CLOCK_BOOTTIME says nothing about earlier boots.
 */
#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

enum { BOOT_ID_BYTES = 128 };

/* Returns a number that identifies this boot of the machine; 0: unknown. */
static int64_t
boot_number(void)
{
	struct buf text = { 0 };
	uint64_t number = 0;
	size_t i;

	if (file_load(BOOT_ID_FILE, BOOT_ID_BYTES, &text, NULL) == 0)
		for (i = 0; i < text.len; i++)
			if (isxdigit((unsigned char)text.p[i]))
				number = number * 31 + (unsigned char)text.p[i];
	buf_clear(&text);
	return (int64_t)(number >> 1);
}

static int
read_mark(struct db *db, const char *name, int64_t *n)
{
	sqlite3_stmt *stmt = db_stmt(db, "SELECT n FROM marks WHERE name = ?1");

	db_bind_view(stmt, 1, view_of(name));
	return db_number(stmt, n);
}

static int
write_mark(struct db *db, const char *name, int64_t n)
{
	sqlite3_stmt *stmt =
	    db_stmt(db, "INSERT OR REPLACE INTO marks VALUES (?1, ?2)");

	db_bind_view(stmt, 1, view_of(name));
	sqlite3_bind_int64(stmt, 2, n);
	return db_run(stmt);
}

/* Restores *w if it was saved in this boot; else leaves it unchanged. */
static void
read_clock(struct db *db, struct clock_watch *w)
{
	int64_t boot = 0, offset = 0, since = 0;

	if (read_mark(db, "clock boot", &boot) != 1 || boot == 0 ||
	    boot != boot_number() ||
	    read_mark(db, "clock offset", &offset) != 1 ||
	    read_mark(db, "clock since", &since) != 1)
		return;
	*w = (struct clock_watch){
		.begun = 1, .offset = offset, .since = since
	};
}

/* Saves *w in the open transaction. Returns an SQLite result. */
static int
write_clock(struct db *db, const struct clock_watch *w)
{
	int rc = write_mark(db, "clock boot", boot_number());

	if (rc == SQLITE_OK)
		rc = write_mark(db, "clock offset", w->offset);
	return rc == SQLITE_OK ? write_mark(db, "clock since", w->since) : rc;
}

enum {
	STEP_EVENTS = 50,     /* events deleted in one step */
	STEP_COUNTED = 10000, /* events counted in one step */
	STEP_TARGETS = 100,   /* targets checked in one step */
	PASS_EVENTS =
	    10000, /* events whose age is checked per pass over all targets */
	SLACK_PART = 16,     /* a room may exceed its limit by 1/16 */
	TARGETS_MAX = 100000 /* targets counted */
};

/*
 * The number of events added to a target since it was last checked; and during a check, how many of
 * its last messages were counted, and the seq of the oldest of them.
 */
struct target {
	int64_t id;
	size_t fresh;
	int busy;
	size_t counted;
	int64_t reached;
	UT_hash_handle hh;
};

/* A target's events to delete: the closed ones up to seq, or all. */
struct forgotten {
	int64_t target;
	int64_t seq;
	int all;
	STAILQ_ENTRY(forgotten) link;
};

struct prune {
	size_t lines;
	int64_t age;
	struct target *targets; /* used only if there is a limit of lines */
	int64_t reached;	/* by age: the last target checked; 0: none */
	int64_t
	    old_seq; /* by age: this pass deletes everything up to this seq */
	/* by age: requested by the operator, whether the clock is trusted or not */
	int requested;
	size_t requested_gone; /* deleted for this request */
	struct clock_watch clock;
	struct clock_watch saved; /* as last saved */
	int hold_logged;	  /* logged that old history is kept for now */
	size_t gone;		  /* deleted by age, not logged yet */
	int64_t last_report; /* clock_boot_ms of the last log line; 0: none */
	STAILQ_HEAD(, forgotten) forgotten;
};

#define DAY_MS	  86400000LL
#define MINUTE_MS 60000LL
#define REPORT_MS (60 * MINUTE_MS)

struct prune *
prune_new(size_t lines, int64_t age)
{
	struct prune *p = xcalloc(1, sizeof(*p));

	p->lines = lines;
	p->age = age;
	STAILQ_INIT(&p->forgotten);
	return p;
}

static void
drop_target(struct prune *p, struct target *t)
{
	HASH_DEL(p->targets, t);
	free(t);
}

void
prune_free(struct prune *p)
{
	struct target *t, *next;
	struct forgotten *f;

	HASH_ITER (hh, p->targets, t, next) {
		drop_target(p, t);
	}
	while ((f = STAILQ_FIRST(&p->forgotten)) != NULL) {
		STAILQ_REMOVE_HEAD(&p->forgotten, link);
		free(f);
	}
	free(p);
}

/* After a start the size of a target is unknown: its first event makes it due for a check. */
void
prune_note(struct prune *p, int64_t target)
{
	struct target *t;

	if (p->lines == 0)
		return;
	HASH_FIND(hh, p->targets, &target, sizeof(target), t);
	if (t == NULL) {
		if (HASH_COUNT(p->targets) >= TARGETS_MAX)
			drop_target(p, p->targets);
		t = xcalloc(1, sizeof(*t));
		t->id = target;
		t->fresh = p->lines;
		HASH_ADD(hh, p->targets, id, sizeof(t->id), t);
	}
	t->fresh++;
}

/*
 * Continues to count back from the end. Returns 1 if the limit is reached, 0 if the target has no
 * more than its limit, -1 on error.
 */
static int
count_back(struct prune *p, struct db *db, struct target *t)
{
	static const char find[] =
	    "SELECT seq FROM placed WHERE target = ?1 AND what = 0 AND"
	    " seq < ?2 UNION ALL"
	    " SELECT seq FROM placed WHERE target = ?1 AND what = 2 AND"
	    " seq < ?2 ORDER BY seq DESC LIMIT 1 OFFSET ?3";
	sqlite3_stmt *stmt = db_stmt(db, find);
	size_t n = p->lines - t->counted;
	int found;

	n = n < STEP_COUNTED ? n : STEP_COUNTED;
	sqlite3_bind_int64(stmt, 1, t->id);
	sqlite3_bind_int64(stmt, 2, t->reached);
	sqlite3_bind_int64(stmt, 3, (int64_t)n - 1);
	found = db_number(stmt, &t->reached);
	if (found > 0)
		t->counted += n;
	return found;
}

/* A message is in only one place. */
static int
delete_message(struct db *db, int64_t seq)
{
	static const char places[] =
	    "SELECT seq FROM events WHERE seq = ?1 AND places <= 0";
	sqlite3_stmt *stmt = db_stmt(db, places);
	int64_t found;

	sqlite3_bind_int64(stmt, 1, seq);
	return db_number(stmt, &found) == 1 ? index_delete(db, seq) : SQLITE_OK;
}

/* Delete the event together with its last place. */
static int
delete_place(struct db *db, int64_t target, int what, int64_t seq)
{
	static const char unplace[] =
	    "DELETE FROM placed WHERE target = ?1 AND what = ?2 AND seq = ?3";
	static const char less[] =
	    "UPDATE events SET places = places - 1 WHERE seq = ?1";
	static const char gone[] =
	    "DELETE FROM events WHERE seq = ?1 AND places <= 0";
	sqlite3_stmt *stmt = db_stmt(db, unplace);
	int rc;

	sqlite3_bind_int64(stmt, 1, target);
	sqlite3_bind_int(stmt, 2, what);
	sqlite3_bind_int64(stmt, 3, seq);
	rc = db_run(stmt);
	if (rc == SQLITE_OK) {
		stmt = db_stmt(db, less);
		sqlite3_bind_int64(stmt, 1, seq);
		rc = db_run(stmt);
	}
	if (rc == SQLITE_OK)
		rc = delete_message(db, seq);
	if (rc == SQLITE_OK) {
		stmt = db_stmt(db, gone);
		sqlite3_bind_int64(stmt, 1, seq);
		rc = db_run(stmt);
	}
	return rc;
}

/*
 * Deletes the oldest places of a target up to that seq, all or only the closed ones; *n is set to
 * how many.
 */
static int
trim(struct db *db, int64_t target, int64_t seq, int closed, int *n)
{
	static const char find[] =
	    "SELECT what, seq FROM placed WHERE target = ?1 AND what = ?2"
	    " AND seq <= ?3 ORDER BY seq LIMIT ?4";
	int64_t seqs[STEP_EVENTS];
	int what, i, rc = SQLITE_OK;
	sqlite3_stmt *stmt;

	*n = 0;
	for (what = 0; what < ROW_WHATS && rc == SQLITE_OK; what++) {
		int found = 0;

		if (closed && what != ROW_MESSAGE + ROW_CLOSED &&
		    what != ROW_EVENT + ROW_CLOSED)
			continue;
		stmt = db_stmt(db, find);
		sqlite3_bind_int64(stmt, 1, target);
		sqlite3_bind_int(stmt, 2, what);
		sqlite3_bind_int64(stmt, 3, seq);
		sqlite3_bind_int(stmt, 4, STEP_EVENTS - *n);
		while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
			seqs[found++] = sqlite3_column_int64(stmt, 1);
		rc = rc == SQLITE_DONE ? SQLITE_OK : rc;
		sqlite3_reset(stmt);
		for (i = 0; i < found && rc == SQLITE_OK; i++)
			rc = delete_place(db, target, what, seqs[i]);
		*n += found;
	}
	return rc;
}

/* Returns the first target that grew by more than the slack since its last check. */
static struct target *
find_due(struct prune *p)
{
	struct target *t, *next;

	HASH_ITER (hh, p->targets, t, next) {
		if (t->busy || t->fresh > p->lines / SLACK_PART)
			return t;
	}
	return NULL;
}

static void
begin_target(struct target *t)
{
	t->busy = 1;
	t->fresh = 0;
	t->counted = 0;
	t->reached = INT64_MAX;
}

/* Counts first, some in each step, then deletes everything before. */
static int
prune_lines(struct prune *p, struct db *db, int *more)
{
	struct target *t = find_due(p);
	int n = 0, found = 1, rc = SQLITE_OK;

	if (t == NULL)
		return SQLITE_OK;
	if (!t->busy)
		begin_target(t);
	if (t->counted < p->lines) {
		found = count_back(p, db, t);
		rc = found < 0 ? SQLITE_ERROR : SQLITE_OK;
		t->busy = found != 0;
	} else {
		rc = trim(db, t->id, t->reached - 1, 0, &n);
		t->busy = rc != SQLITE_OK || n == STEP_EVENTS;
	}
	*more = rc == SQLITE_OK && find_due(p) != NULL;
	return rc;
}

/*
 * Finds the seq up to which everything is too old; 0 if there is none. The order is by seq, not by
 * time: one event stored while the clock was wrong must not delete everything before it. Events
 * with a future time were stored by a wrong clock too; they are deleted with the next event that is
 * too old.
 */
static int
find_old_seq(struct prune *p, struct db *db)
{
	static const char find[] =
	    "SELECT seq, time FROM events ORDER BY seq LIMIT ?1";
	int64_t now = p->requested ? clock_ms() : clock_watch_ms(&p->clock);
	sqlite3_stmt *stmt = db_stmt(db, find);
	int rc;

	p->old_seq = 0;
	sqlite3_bind_int(stmt, 1, PASS_EVENTS);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		int64_t time = sqlite3_column_int64(stmt, 1);

		if (time < now - p->age)
			p->old_seq = sqlite3_column_int64(stmt, 0);
		else if (time <= now)
			break;
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
next_target(struct prune *p, struct db *db)
{
	static const char find[] =
	    "SELECT id FROM targets WHERE id > ?1 ORDER BY id LIMIT 1";
	sqlite3_stmt *stmt = db_stmt(db, find);

	sqlite3_bind_int64(stmt, 1, p->reached);
	return db_number(stmt, &p->reached);
}

/* Goes target by target. A target with many deletions continues in the next step. */
static int
prune_targets(struct prune *p, struct db *db, int *more)
{
	int i, n = 0, rc = SQLITE_OK, found = 1;

	for (i = 0; i < STEP_TARGETS; i++) {
		int64_t before = p->reached;

		found = next_target(p, db);
		if (found <= 0)
			break;
		rc = trim(db, p->reached, p->old_seq, 0, &n);
		p->gone += (size_t)n;
		p->requested_gone += (size_t)n;
		if (rc != SQLITE_OK || n > 0) {
			p->reached = before;
			break;
		}
	}
	if (found < 0)
		rc = SQLITE_ERROR;
	if (found == 0)
		p->reached = 0;
	*more = rc == SQLITE_OK;
	return rc;
}

static long long
days(const struct prune *p)
{
	return (long long)(p->age / DAY_MS);
}

/* Log once an hour and after a request, not for each deleted message. */
static void
report(struct prune *p)
{
	int64_t boot = clock_boot_ms();

	if (p->gone > 0 && (p->requested || p->last_report == 0 ||
			       boot - p->last_report >= REPORT_MS)) {
		log_info("store", 0,
		    "deleted history older than %lld days events=%zu", days(p),
		    p->gone);
		p->last_report = boot;
		p->gone = 0;
	}
}

static void
report_held(struct prune *p)
{
	if (p->old_seq == 0 || p->hold_logged)
		return;
	p->hold_logged = 1;
	log_info("store", 0,
	    "history older than %lld days is kept for now: the clock may be "
	    "wrong until it has been consistent for 24 hours (so far: %lld "
	    "minutes); "
	    "\"tchat-server prune\" deletes it at once",
	    days(p),
	    (long long)(clock_watch_consistent(&p->clock) / MINUTE_MS));
}

/* Returns whether old history may be deleted. Logs clock jumps. */
static int
check_clock(struct prune *p)
{
	switch (clock_watch_look(&p->clock)) {
	case CLOCK_WATCH_JUMPED:
		log_warn("store", 0,
		    "the clock jumped by more than an hour: no history is "
		    "deleted by age until it is consistent for 24 hours");
		p->hold_logged = 0;
		break;
	case CLOCK_WATCH_RETURNED:
		log_info("store", 0, "the clock is as it was before it jumped");
		break;
	default:
		break;
	}
	return p->requested || clock_watch_may_delete(&p->clock);
}

static int
save_clock(struct prune *p, struct db *db)
{
	int rc = SQLITE_OK;

	if (p->saved.offset != p->clock.offset ||
	    p->saved.since != p->clock.since)
		rc = write_clock(db, &p->clock);
	if (rc == SQLITE_OK)
		p->saved = p->clock;
	return rc;
}

static int
prune_age(struct prune *p, struct db *db, int *more)
{
	int may, rc;

	if (!p->clock.begun)
		read_clock(db, &p->clock);
	may = check_clock(p);
	rc = save_clock(p, db);
	if (rc != SQLITE_OK || (!may && p->hold_logged))
		return rc;
	if (p->reached == 0)
		rc = find_old_seq(p, db);
	if (rc != SQLITE_OK)
		return rc;
	if (!may) {
		report_held(p);
		p->reached = 0;
	} else if (p->old_seq != 0) {
		return prune_targets(p, db, more);
	} else {
		report(p);
		p->requested = 0;
	}
	return SQLITE_OK;
}

void
prune_request(struct prune *p)
{
	p->reached = 0;
	p->requested_gone = 0;
	p->requested = p->age > 0;
}

void
prune_cancel_request(struct prune *p)
{
	p->requested = 0;
}

int
prune_is_requested(const struct prune *p, size_t *deleted)
{
	*deleted = p->requested_gone;
	return p->requested;
}

static void
forget_in(struct prune *p, int64_t target, int64_t seq, int all)
{
	struct forgotten *f = xcalloc(1, sizeof(*f));

	f->target = target;
	f->seq = seq;
	f->all = all;
	STAILQ_INSERT_TAIL(&p->forgotten, f, link);
}

void
prune_closed(struct prune *p, int64_t target, uint64_t seq)
{
	forget_in(p, target, (int64_t)seq, 0);
}

void
prune_hidden_target(struct prune *p, int64_t target)
{
	forget_in(p, target, INT64_MAX, 1);
}

static int
prune_forgotten(struct prune *p, struct db *db, int *more)
{
	struct forgotten *f = STAILQ_FIRST(&p->forgotten);
	int n = 0, rc = SQLITE_OK;

	if (f == NULL)
		return SQLITE_OK;
	if (!f->all || target_rows_is_hidden(db, f->target))
		rc = trim(db, f->target, f->seq, !f->all, &n);
	if (rc == SQLITE_OK && n < STEP_EVENTS) {
		STAILQ_REMOVE_HEAD(&p->forgotten, link);
		free(f);
	}
	*more = rc == SQLITE_OK;
	return rc;
}

int
prune_step(struct prune *p, struct db *db, int *more)
{
	int rc = SQLITE_OK;

	*more = 0;
	rc = prune_forgotten(p, db, more);
	if (rc == SQLITE_OK && p->lines > 0 && !*more)
		rc = prune_lines(p, db, more);
	if (rc == SQLITE_OK && p->age > 0 && !*more)
		rc = prune_age(p, db, more);
	return rc;
}
