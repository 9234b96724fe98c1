/*
 * worker: a thread, a lock and a condition.
 */
#include "common/worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "common/thread.h"
#include "common/xmalloc.h"

struct worker {
	void (*run)(void *);
	void *ctx;
	void (*wake)(void *);
	void *wake_ctx;
	pthread_t thread;
	int has_thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	atomic_int stopping;
	/* Under the lock. */
	int must_wake; /* wake the loop when the lock is released */
	int woken;     /* the loop was woken and has not collected yet */
};

struct worker *
worker_new(void (*run)(void *ctx), void *ctx, void (*wake)(void *wake_ctx),
    void *wake_ctx)
{
	struct worker *w = xcalloc(1, sizeof(*w));
	pthread_condattr_t attr;

	w->run = run;
	w->ctx = ctx;
	w->wake = wake;
	w->wake_ctx = wake_ctx;
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&w->work, &attr);
	pthread_condattr_destroy(&attr);
	return w;
}

static void *
run_thread(void *ctx)
{
	struct worker *w = ctx;

	w->run(w->ctx);
	return NULL;
}

int
worker_start(struct worker *w)
{
	int rc = thread_start(&w->thread, run_thread, w);

	w->has_thread = rc == 0;
	return rc;
}

void
worker_stop(struct worker *w)
{
	if (!w->has_thread)
		return;
	worker_lock(w);
	atomic_store(&w->stopping, 1);
	worker_notify(w);
	worker_unlock(w);
	pthread_join(w->thread, NULL);
	w->has_thread = 0;
}

void
worker_free(struct worker *w)
{
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	free(w);
}

void
worker_lock(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
}

void
worker_unlock(struct worker *w)
{
	int wake = w->must_wake;

	w->must_wake = 0;
	pthread_mutex_unlock(&w->lock);
	if (wake)
		w->wake(w->wake_ctx);
}

void
worker_notify(struct worker *w)
{
	pthread_cond_signal(&w->work);
}

int
worker_wait(struct worker *w, int64_t until)
{
	struct timespec ts;

	if (w->must_wake) {
		worker_unlock(w);
		worker_lock(w);
		return 0;
	}
	if (worker_is_stopping(w))
		return 0;
	if (until == WORKER_FOREVER) {
		pthread_cond_wait(&w->work, &w->lock);
		return 0;
	}
	ts = (struct timespec){ until / 1000, (long)(until % 1000) * 1000000 };
	return pthread_cond_timedwait(&w->work, &w->lock, &ts) == ETIMEDOUT;
}

void
worker_report(struct worker *w)
{
	if (!w->woken)
		w->must_wake = 1;
	w->woken = 1;
}

void
worker_collected(struct worker *w)
{
	w->woken = 0;
}

int
worker_is_stopping(struct worker *w)
{
	return atomic_load(&w->stopping);
}
