/*
 * reader: the lists, and the limit of time.
 */
#include "server/store/sqlite/reader.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/thread.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"

enum {
	READ_MS = 5000, /* that one read may take */
	LOOK_EVERY =
	    10000, /* steps of SQLite's machine between looks at the clock */
	WAITING_MAX = 4096
};

struct reader {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wanted;
	struct reads waiting;  /* under the lock */
	struct reads finished; /* under the lock */
	size_t nwaiting;       /* under the lock */
	int told;	       /* under the lock: woken, not yet taken */
	atomic_int stopping;
	void (*wake)(void *ctx);
	void *wake_ctx;
	/* The thread's own. */
	struct db *db;
	int64_t deadline;
};

/* From within SQLite: break off? */
static int
is_over(void *ctx)
{
	struct reader *r = ctx;

	return atomic_load(&r->stopping) || clock_mono_ms() >= r->deadline;
}

static struct read *
next_read(struct reader *r)
{
	struct read *job;

	pthread_mutex_lock(&r->lock);
	while (STAILQ_EMPTY(&r->waiting) && !atomic_load(&r->stopping))
		pthread_cond_wait(&r->wanted, &r->lock);
	job = STAILQ_FIRST(&r->waiting);
	if (job != NULL) {
		STAILQ_REMOVE_HEAD(&r->waiting, link);
		r->nwaiting--;
	}
	pthread_mutex_unlock(&r->lock);
	return job;
}

static void
hand_back(struct reader *r, struct read *job)
{
	int tell;

	pthread_mutex_lock(&r->lock);
	STAILQ_INSERT_TAIL(&r->finished, job, link);
	tell = !r->told;
	r->told = 1;
	pthread_mutex_unlock(&r->lock);
	if (tell)
		r->wake(r->wake_ctx);
}

/* What waits for its turn when the end comes is broken off at its first look. */
static void *
run(void *ctx)
{
	struct reader *r = ctx;
	struct read *job;

	while ((job = next_read(r)) != NULL) {
		r->deadline = clock_mono_ms() + READ_MS;
		if (job->result == STORE_OK && atomic_load(&r->stopping))
			job->result = STORE_FAILED;
		if (job->result == STORE_OK)
			job->result = job->run(job, r->db);
		hand_back(r, job);
	}
	return NULL;
}

struct reader *
reader_new(struct db *db, void (*wake)(void *ctx), void *wake_ctx, char **cause)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	int rc;

	STAILQ_INIT(&r->waiting);
	STAILQ_INIT(&r->finished);
	r->wake = wake;
	r->wake_ctx = wake_ctx;
	r->db = db;
	sqlite3_progress_handler(db_handle(db), LOOK_EVERY, is_over, r);
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
reader_push(struct reader *r, struct read *job)
{
	pthread_mutex_lock(&r->lock);
	job->result = r->nwaiting < WAITING_MAX ? STORE_OK : STORE_TOO_LONG;
	STAILQ_INSERT_TAIL(&r->waiting, job, link);
	r->nwaiting++;
	pthread_cond_signal(&r->wanted);
	pthread_mutex_unlock(&r->lock);
}

void
reader_take(struct reader *r, struct reads *finished)
{
	pthread_mutex_lock(&r->lock);
	STAILQ_CONCAT(finished, &r->finished);
	r->told = 0;
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
	assert(STAILQ_EMPTY(&r->waiting) && STAILQ_EMPTY(&r->finished));
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->wanted);
	db_close(r->db);
	free(r);
}
