/*
 * reader: the queue of reads, and their time limits.
 */
#include "server/store/sqlite/reader.h"

#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "common/clock.h"
#include "common/thread.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"

enum {
	STEPS_PER_CHECK =
	    1000, /* SQLite virtual machine steps between checks of the clock */
	US_PER_MS = 1000,
	BACKGROUND_NICE = 10
};

struct reader {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wanted;
	struct fair_queue *queue; /* under the lock */
	struct reads waiting;	  /* under the lock: the reads in the queue */
	struct reads finished;	  /* under the lock */
	struct read *
	    running; /* under the lock; the thread may read it without the lock */
	int woken; /* under the lock: the loop was woken and has not taken the reads yet */
	atomic_int stopping;
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

	return atomic_load(&r->stopping) ||
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

	pthread_mutex_lock(&r->lock);
	while (fair_queue_waiting(r->queue) == 0 && !atomic_load(&r->stopping))
		pthread_cond_wait(&r->wanted, &r->lock);
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
	pthread_mutex_unlock(&r->lock);
	return read;
}

/* Returns 1 if the loop must be woken. The caller holds the lock. */
static int
add_finished(struct reader *r, struct read *read)
{
	int wake = !r->woken;

	TAILQ_INSERT_TAIL(&r->finished, read, link);
	r->woken = 1;
	return wake;
}

/* Returns the final result of a read that may have been interrupted. */
static enum store_result
result_of(const struct reader *r, const struct read *read)
{
	if (read->result != STORE_TOO_LONG)
		return read->result;
	if (atomic_load(&read->cancelled))
		return STORE_CANCELLED;
	if (atomic_load(&r->stopping))
		return STORE_FAILED;
	return r->is_short ? STORE_BUSY : STORE_TOO_LONG;
}

/* Charges the requester, and moves the read to the next reader or finishes it. */
static void
finish_or_move(struct reader *r, struct read *read, int64_t took)
{
	int moves, wake = 0;

	read->result = result_of(r, read);
	moves = read->result == STORE_TOO_LONG && r->settings.next != NULL;
	pthread_mutex_lock(&r->lock);
	r->running = NULL;
	fair_queue_done(r->queue, &read->job, took, clock_mono_ms());
	if (!moves)
		wake = add_finished(r, read);
	pthread_mutex_unlock(&r->lock);
	if (moves) {
		read->restart(read);
		reader_push(r->settings.next, read);
	}
	if (wake)
		r->settings.wake(r->settings.wake_ctx);
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
static void *
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
	return NULL;
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
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->wanted, NULL);
	rc = thread_start(&r->thread, run, r);
	if (rc == 0)
		return r;
	cause_set(cause, "cannot start a thread: %s", strerror(rc));
	reader_free(r);
	return NULL;
}

void
reader_push(struct reader *r, struct read *read)
{
	int wake = 0;

	pthread_mutex_lock(&r->lock);
	if (fair_queue_add(r->queue, read->key, &read->job, clock_mono_ms()) ==
	    FAIR_OK) {
		TAILQ_INSERT_TAIL(&r->waiting, read, link);
		pthread_cond_signal(&r->wanted);
	} else {
		read->result = STORE_BUSY;
		wake = add_finished(r, read);
	}
	pthread_mutex_unlock(&r->lock);
	if (wake)
		r->settings.wake(r->settings.wake_ctx);
}

void
reader_cancel(struct reader *r, uint64_t session)
{
	struct read *read, *next;
	int wake = 0;

	pthread_mutex_lock(&r->lock);
	if (r->running != NULL && r->running->session == session)
		atomic_store(&r->running->cancelled, 1);
	for (read = TAILQ_FIRST(&r->waiting); read != NULL; read = next) {
		next = TAILQ_NEXT(read, link);
		if (read->session != session)
			continue;
		fair_queue_remove(r->queue, &read->job);
		TAILQ_REMOVE(&r->waiting, read, link);
		read->result = STORE_CANCELLED;
		wake |= add_finished(r, read);
	}
	pthread_mutex_unlock(&r->lock);
	if (wake)
		r->settings.wake(r->settings.wake_ctx);
}

void
reader_take(struct reader *r, struct reads *finished)
{
	pthread_mutex_lock(&r->lock);
	TAILQ_CONCAT(finished, &r->finished, link);
	r->woken = 0;
	pthread_mutex_unlock(&r->lock);
}

void
reader_stop(struct reader *r)
{
	pthread_mutex_lock(&r->lock);
	atomic_store(&r->stopping, 1);
	pthread_cond_signal(&r->wanted);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
}

void
reader_free(struct reader *r)
{
	assert(TAILQ_EMPTY(&r->waiting) && TAILQ_EMPTY(&r->finished));
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->wanted);
	fair_queue_free(r->queue);
	db_close(r->db);
	free(r);
}
