/*
 * reader: the queue of reads, and their time limits.
 */
#include "server/store/sqlite/reader.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/worker.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"

enum {
	STEPS_PER_CHECK =
	    1000, /* SQLite virtual machine steps between checks of the clock */
	US_PER_MS = 1000,
	BACKGROUND_NICE = 10
};

struct reader {
	struct worker *worker;
	/* Under the worker's lock. */
	struct fair_queue *queue;
	struct reads waiting; /* the reads in the queue */
	struct reads finished;
	struct read *running; /* the thread may read it without the lock */
	struct reader_settings settings;
	/* Used only by the thread. */
	struct db *db;
	int64_t deadline;
	int is_short; /* the deadline is the end of the requester's budget */
};

/* SQLite calls this during a read; returning 1 interrupts the read. */
static int
is_over(void *ctx)
{
	struct reader *r = ctx;

	return worker_is_stopping(r->worker) ||
	       (r->running != NULL && atomic_load(&r->running->cancelled)) ||
	       clock_mono_ms() >= r->deadline;
}

static struct read *
read_of(struct fair_job *job)
{
	return job == NULL
		   ? NULL
		   : (struct read *)(void *)((char *)job -
					     offsetof(struct read, job));
}

/* Waits for the next read and sets its deadline. Returns NULL when the reader stops. */
static struct read *
next_read(struct reader *r)
{
	struct read *read = NULL;
	int64_t now, left;

	worker_lock(r->worker);
	while (
	    fair_queue_waiting(r->queue) == 0 && !worker_is_stopping(r->worker))
		worker_wait(r->worker, WORKER_FOREVER);
	now = clock_mono_ms();
	read = read_of(fair_queue_take(r->queue, now));
	if (read != NULL) {
		TAILQ_REMOVE(&r->waiting, read, link);
		left = fair_queue_left(r->queue, &read->job, now) / US_PER_MS;
		r->is_short = left < r->settings.run_ms;
		r->deadline =
		    now + (r->is_short ? left + 1 : r->settings.run_ms);
	}
	r->running = read;
	worker_unlock(r->worker);
	return read;
}

/* The caller holds the lock. */
static void
add_finished(struct reader *r, struct read *read)
{
	TAILQ_INSERT_TAIL(&r->finished, read, link);
	worker_report(r->worker);
}

/* Returns the final result of a read that may have been interrupted. */
static enum store_result
result_of(const struct reader *r, const struct read *read)
{
	if (read->result != STORE_TOO_LONG)
		return read->result;
	if (atomic_load(&read->cancelled))
		return STORE_CANCELLED;
	if (worker_is_stopping(r->worker))
		return STORE_FAILED;
	return r->is_short ? STORE_BUSY : STORE_TOO_LONG;
}

/* Charges the requester, and moves the read to the next reader or finishes it. */
static void
finish_or_move(struct reader *r, struct read *read, int64_t took)
{
	int moves;

	read->result = result_of(r, read);
	moves = read->result == STORE_TOO_LONG && r->settings.next != NULL;
	worker_lock(r->worker);
	r->running = NULL;
	fair_queue_done(r->queue, &read->job, took, clock_mono_ms());
	if (!moves)
		add_finished(r, read);
	worker_unlock(r->worker);
	if (moves) {
		read->restart(read);
		reader_push(r->settings.next, read);
	}
}

static void
lower_priority(void)
{
#ifdef __linux__
	/* On Linux, 0 means the calling thread. */
	setpriority(PRIO_PROCESS, 0, BACKGROUND_NICE);
#endif
}

/* Reads that still wait when the reader stops are not started. */
static void
run(void *ctx)
{
	struct reader *r = ctx;
	struct read *read;
	int64_t began;

	if (r->settings.in_background)
		lower_priority();
	while ((read = next_read(r)) != NULL) {
		began = clock_thread_us();
		read->result = STORE_TOO_LONG;
		if (!is_over(r))
			read->result = read->run(read, r->db);
		finish_or_move(r, read, clock_thread_us() - began);
	}
}

struct reader *
reader_new(struct db *db, const struct reader_settings *settings, char **cause)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	int rc;

	TAILQ_INIT(&r->waiting);
	TAILQ_INIT(&r->finished);
	r->settings = *settings;
	r->queue = fair_queue_new(&settings->limits);
	r->db = db;
	sqlite3_progress_handler(db_handle(db), STEPS_PER_CHECK, is_over, r);
	r->worker = worker_new(run, r, settings->wake, settings->wake_ctx);
	rc = worker_start(r->worker);
	if (rc == 0)
		return r;
	cause_set(cause, _("cannot start a thread: %s"), strerror(rc));
	reader_free(r);
	return NULL;
}

void
reader_push(struct reader *r, struct read *read)
{
	worker_lock(r->worker);
	if (fair_queue_add(r->queue, read->key, &read->job, clock_mono_ms()) ==
	    FAIR_OK) {
		TAILQ_INSERT_TAIL(&r->waiting, read, link);
		worker_notify(r->worker);
	} else {
		read->result = STORE_BUSY;
		add_finished(r, read);
	}
	worker_unlock(r->worker);
}

void
reader_cancel(struct reader *r, uint64_t session)
{
	struct read *read, *next;

	worker_lock(r->worker);
	if (r->running != NULL && r->running->session == session)
		atomic_store(&r->running->cancelled, 1);
	for (read = TAILQ_FIRST(&r->waiting); read != NULL; read = next) {
		next = TAILQ_NEXT(read, link);
		if (read->session != session)
			continue;
		fair_queue_remove(r->queue, &read->job);
		TAILQ_REMOVE(&r->waiting, read, link);
		read->result = STORE_CANCELLED;
		add_finished(r, read);
	}
	worker_unlock(r->worker);
}

void
reader_take(struct reader *r, struct reads *finished)
{
	worker_lock(r->worker);
	TAILQ_CONCAT(finished, &r->finished, link);
	worker_collected(r->worker);
	worker_unlock(r->worker);
}

void
reader_stop(struct reader *r)
{
	worker_stop(r->worker);
}

void
reader_free(struct reader *r)
{
	assert(TAILQ_EMPTY(&r->waiting) && TAILQ_EMPTY(&r->finished));
	db_close(r->db); /* before the worker: is_over may look at it */
	worker_free(r->worker);
	fair_queue_free(r->queue);
	free(r);
}
