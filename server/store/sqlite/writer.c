/*
 * writer: the lists, commits and chores of the writer thread.
 */
#include "server/store/sqlite/writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/worker.h"
#include "common/xmalloc.h"
#include "server/store/account_copy.h"
#include "server/store/retention.h"
#include "server/store/sqlite/account_rows.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/index.h"
#include "server/store/sqlite/marker_rows.h"
#include "server/store/sqlite/prune.h"
#include "server/store/sqlite/row.h"
#include "server/store/sqlite/target_rows.h"

enum {
	BATCH_MAX = 4096, /* appends per commit */
	IDLE_MS = 30,	  /* idle time before chores */
	OVERDUE_MS = 250, /* do chores after this time even if never idle */
	CHORES_MS = 10, /* length of a round of chores, if nothing is waiting */
	CHORES_LEAST_MS = 5,  /* length of a round when chores are overdue */
	NEXT_CHORES_MS = 10,  /* between two rounds */
	LOOK_AGAIN_MS = 60000 /* interval of checks for old history */
};

struct writer {
	struct worker *worker;
	/* Under the worker's lock. */
	struct appends waiting;
	struct appends finished;
	struct appends orders; /* requests to prune */
	struct pending *writes;
	struct writer_settings settings;
	/* Used only by the thread. */
	struct db *db;
	struct prune *prune;
	struct pending *unwritten; /* to be written with the next commit */
	struct appends pruning;	   /* requests in progress */
	int failing;		   /* the failure was logged */
	int64_t chores_due;	   /* clock_mono_ms */
	int64_t last_chores;
};

static void
count_placed(int64_t target, void *ctx)
{
	prune_note(ctx, target);
}

static int
delete_room(struct writer *w, const struct chat_event *e)
{
	char folded[NAME_FOLDED];
	int64_t target;
	int found = 0;

	if (name_fold(folded, sizeof(folded), view_of(e->target)) > 0)
		found = target_rows_find(w->db, folded, &target);
	if (found == 1)
		prune_closed(w->prune, target, e->seq);
	return found < 0 ? SQLITE_ERROR : SQLITE_OK;
}

static void
delete_hidden(int64_t target, void *ctx)
{
	prune_hidden_target(((struct writer *)ctx)->prune, target);
}

static int
put_account(struct writer *w, const struct account_copy *copy)
{
	int rc = account_rows_write(w->db, copy);

	if (rc == SQLITE_OK && copy->is_deletion)
		rc = target_rows_delete_account(
		    w->db, copy->folded, delete_hidden, w);
	if (rc == SQLITE_OK && copy->is_deletion)
		rc = marker_rows_delete_account(w->db, copy->folded);
	return rc;
}

static int
put(struct writer *w, const struct append *a)
{
	if (a->write != NULL)
		return pending_write(w->db, a->write);
	if (a->event == NULL)
		return put_account(w, a->account);
	switch (retention_of(a->event)) {
	case RETENTION_NONE:
		return SQLITE_OK;
	case RETENTION_ORDER:
		return delete_room(w, a->event);
	default:
		return row_write(w->db, a->event, count_placed, w->prune);
	}
}

static int
put_all(struct writer *w, struct appends *batch)
{
	struct append *a;
	int rc = db_exec(w->db, "BEGIN IMMEDIATE");

	STAILQ_FOREACH (a, batch, link) {
		if (rc != SQLITE_OK)
			return rc;
		rc = put(w, a);
	}
	if (rc == SQLITE_OK)
		rc = pending_write(w->db, w->unwritten);
	return rc == SQLITE_OK ? db_exec(w->db, "COMMIT") : rc;
}

/* Log once when the failure starts and once when it ends, not for each message. */
static void
log_change(struct writer *w, enum store_result result, const char *why)
{
	if (result != STORE_OK && !w->failing)
		log_error("store", 0,
		    "cannot store messages, so they are refused: %s%s",
		    result == STORE_FULL ? "no space: " : "", why);
	else if (result == STORE_OK && w->failing)
		log_info("store", 0, "messages are stored again");
	w->failing = result != STORE_OK;
}

static void
roll_back(struct writer *w)
{
	if (!sqlite3_get_autocommit(db_handle(w->db)))
		db_exec(w->db, "ROLLBACK");
}

static int
is_stored(const struct append *a)
{
	return a->event == NULL || retention_of(a->event) != RETENTION_NONE;
}

static int
any_is_stored(const struct appends *batch)
{
	const struct append *a;

	STAILQ_FOREACH (a, batch, link) {
		if (is_stored(a))
			return 1;
	}
	return 0;
}

/* An event that is not stored cannot fail. */
static void
commit(struct writer *w, struct appends *batch)
{
	enum store_result result = STORE_OK;
	struct append *a;
	int rc;

	if (w->unwritten != NULL || any_is_stored(batch)) {
		rc = put_all(w, batch);
		result = db_result(w->db, rc);
		if (result == STORE_TOO_LONG)
			result = STORE_FAILED;
		log_change(w, result, db_error(w->db));
		roll_back(w);
	}
	if (result == STORE_OK)
		pending_clear(&w->unwritten);
	STAILQ_FOREACH (a, batch, link)
		a->result = is_stored(a) ? result : STORE_OK;
}

static int
is_awaited(struct writer *w)
{
	int awaited;

	worker_lock(w->worker);
	awaited = !STAILQ_EMPTY(&w->waiting) || worker_is_stopping(w->worker);
	worker_unlock(w->worker);
	return awaited;
}

/*
 * Alternate the two kinds of steps; otherwise one that is far behind would leave the other no time.
 */
static int
take_steps(struct writer *w, int least_ms, int *more)
{
	int64_t began = clock_mono_ms(), took;
	int index = 1, prune = 1, rc = SQLITE_OK;

	do {
		if (index)
			rc = index_step(w->db, &index);
		if (rc == SQLITE_OK && prune)
			rc = prune_step(w->prune, w->db, &prune);
		*more = index || prune;
		took = clock_mono_ms() - began;
	} while (rc == SQLITE_OK && *more && took < CHORES_MS &&
		 (took < least_ms || !is_awaited(w)));
	return rc;
}

/*
 * Does several steps in one transaction, which costs much less than one each. A message that
 * arrives meanwhile waits for one step and the commit. Returns an SQLite result.
 */
static int
do_chores(struct writer *w, int least_ms)
{
	int more = 0, rc = db_exec(w->db, "BEGIN IMMEDIATE");

	if (rc == SQLITE_OK)
		rc = take_steps(w, least_ms, &more);
	if (rc == SQLITE_OK)
		rc = db_exec(w->db, "COMMIT");
	if (rc != SQLITE_OK) {
		log_debug("store", 0, "a chore failed: %s", db_error(w->db));
		more = 0;
	}
	roll_back(w);
	w->last_chores = clock_mono_ms();
	w->chores_due =
	    w->last_chores + (more ? NEXT_CHORES_MS : LOOK_AGAIN_MS);
	return rc;
}

/*
 * Waits for work and takes at most one batch of it. Returns 1; 0 if it is time for chores; -1 at
 * the end.
 */
static int
next_batch(struct writer *w, struct appends *batch)
{
	struct pending *writes;
	struct append *a;
	int n = 0, rc = 0, is_time = 0;

	worker_lock(w->worker);
	while (STAILQ_EMPTY(&w->waiting) && w->writes == NULL &&
	       STAILQ_EMPTY(&w->orders) && !worker_is_stopping(w->worker) &&
	       !is_time)
		is_time = worker_wait(w->worker, w->chores_due);
	while (n < BATCH_MAX && (a = STAILQ_FIRST(&w->waiting)) != NULL) {
		STAILQ_REMOVE_HEAD(&w->waiting, link);
		STAILQ_INSERT_TAIL(batch, a, link);
		n++;
	}
	if (!STAILQ_EMPTY(&w->orders))
		prune_request(w->prune);
	STAILQ_CONCAT(&w->pruning, &w->orders);
	writes = w->writes;
	w->writes = NULL;
	if (n > 0 || writes != NULL)
		rc = 1;
	else
		rc = worker_is_stopping(w->worker) ? -1 : 0;
	worker_unlock(w->worker);
	pending_put_all(&w->unwritten, &writes);
	return rc;
}

static void
hand_back(struct writer *w, struct appends *batch)
{
	worker_lock(w->worker);
	STAILQ_CONCAT(&w->finished, batch);
	worker_report(w->worker);
	worker_unlock(w->worker);
}

/* Finishes all requests: nothing is too old any more, or deleting failed. */
static void
finish_pruning(struct writer *w, int rc)
{
	enum store_result result = db_result(w->db, rc);
	struct append *a;
	size_t n;

	if (STAILQ_EMPTY(&w->pruning) ||
	    (prune_is_requested(w->prune, &n) && result == STORE_OK))
		return;
	STAILQ_FOREACH (a, &w->pruning, link) {
		a->result = result;
		a->npruned = n;
	}
	prune_cancel_request(w->prune);
	hand_back(w, &w->pruning);
}

static void
run(void *ctx)
{
	struct writer *w = ctx;
	struct appends batch = STAILQ_HEAD_INITIALIZER(batch);
	int got;

	while ((got = next_batch(w, &batch)) != -1) {
		if (got == 0) {
			commit(w, &batch);
			finish_pruning(w, do_chores(w, 0));
			continue;
		}
		commit(w, &batch);
		hand_back(w, &batch);
		w->chores_due = clock_mono_ms() + IDLE_MS;
		if (clock_mono_ms() - w->last_chores >= OVERDUE_MS)
			finish_pruning(w, do_chores(w, CHORES_LEAST_MS));
	}
	finish_pruning(w, SQLITE_ERROR);
}

struct writer *
writer_new(struct db *db, const struct writer_settings *settings, char **cause)
{
	struct writer *w = xcalloc(1, sizeof(*w));
	int rc;

	STAILQ_INIT(&w->waiting);
	STAILQ_INIT(&w->finished);
	STAILQ_INIT(&w->orders);
	STAILQ_INIT(&w->pruning);
	w->settings = *settings;
	w->db = db;
	w->prune = prune_new(settings->lines, settings->age);
	w->last_chores = clock_mono_ms();
	w->chores_due = w->last_chores + IDLE_MS;
	w->worker = worker_new(run, w, settings->wake, settings->wake_ctx);
	rc = worker_start(w->worker);
	if (rc == 0)
		return w;
	cause_set(cause, _("cannot start a thread: %s"), strerror(rc));
	writer_free(w);
	return NULL;
}

void
writer_push(struct writer *w, struct appends *appends, struct pending **writes)
{
	if (STAILQ_EMPTY(appends) && *writes == NULL)
		return;
	worker_lock(w->worker);
	STAILQ_CONCAT(&w->waiting, appends);
	pending_put_all(&w->writes, writes);
	worker_notify(w->worker);
	worker_unlock(w->worker);
}

void
writer_prune(struct writer *w, struct append *order)
{
	worker_lock(w->worker);
	STAILQ_INSERT_TAIL(&w->orders, order, link);
	worker_notify(w->worker);
	worker_unlock(w->worker);
}

void
writer_take(struct writer *w, struct appends *finished)
{
	worker_lock(w->worker);
	STAILQ_CONCAT(finished, &w->finished);
	worker_collected(w->worker);
	worker_unlock(w->worker);
}

void
writer_stop(struct writer *w)
{
	worker_stop(w->worker);
}

void
writer_free(struct writer *w)
{
	assert(STAILQ_EMPTY(&w->waiting) && STAILQ_EMPTY(&w->finished));
	worker_free(w->worker);
	pending_clear(&w->writes);
	pending_clear(&w->unwritten);
	prune_free(w->prune);
	db_close(w->db);
	free(w);
}
