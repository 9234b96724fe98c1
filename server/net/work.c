/*
 * work: one thread with two queues: what is waiting, and what is done; the loop is woken up
 * for the second.
 */
#include "server/net/work.h"

#include <sys/queue.h>

#include <pthread.h>
#include <stdlib.h>

#include "common/thread.h"
#include "common/xmalloc.h"
#include "server/net/wakeup.h"

enum { DEFAULT_LIMIT = 64 };

struct job {
	STAILQ_ENTRY(job) link;
	const struct work_ops *ops;
	void *ctx;
};

STAILQ_HEAD(job_queue, job);

struct work {
	/* The loop's alone. */
	size_t jobs;
	size_t limit;
	pthread_t thread;
	int has_thread;
	/* Set before the thread is there. */
	struct wakeup *wakeup;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	/* Behind the lock. */
	struct job_queue waiting;
	struct job_queue done;
	int stop;
};

static struct job *
take(struct job_queue *queue)
{
	struct job *job = STAILQ_FIRST(queue);

	if (job != NULL)
		STAILQ_REMOVE_HEAD(queue, link);
	return job;
}

static void *
run_jobs(void *ctx)
{
	struct work *w = ctx;
	struct job *job;

	pthread_mutex_lock(&w->lock);
	while (!w->stop) {
		job = take(&w->waiting);
		if (job == NULL) {
			pthread_cond_wait(&w->wake, &w->lock);
			continue;
		}
		pthread_mutex_unlock(&w->lock);
		job->ops->run(job->ctx);
		pthread_mutex_lock(&w->lock);
		STAILQ_INSERT_TAIL(&w->done, job, link);
		wakeup_ring(w->wakeup);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static void
on_done(void *ctx)
{
	struct work *w = ctx;
	struct job_queue done = STAILQ_HEAD_INITIALIZER(done);
	struct job *job;

	pthread_mutex_lock(&w->lock);
	STAILQ_CONCAT(&done, &w->done);
	pthread_mutex_unlock(&w->lock);
	while ((job = take(&done)) != NULL) {
		w->jobs--;
		job->ops->done(job->ctx);
		free(job);
	}
}

struct work *
work_new(struct event_base *base)
{
	struct work *w = xcalloc(1, sizeof(*w));

	w->wakeup = wakeup_new(base, on_done, w);
	if (w->wakeup == NULL) {
		free(w);
		return NULL;
	}
	w->limit = DEFAULT_LIMIT;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	STAILQ_INIT(&w->waiting);
	STAILQ_INIT(&w->done);
	return w;
}

static void
stop_thread(struct work *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = 1;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
}

static void
drop_all(struct job_queue *queue)
{
	struct job *job;

	while ((job = take(queue)) != NULL) {
		job->ops->drop(job->ctx);
		free(job);
	}
}

void
work_free(struct work *w)
{
	if (w == NULL)
		return;
	if (w->has_thread)
		stop_thread(w);
	drop_all(&w->done);
	drop_all(&w->waiting);
	wakeup_free(w->wakeup);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

void
work_set_limit(struct work *w, size_t max)
{
	w->limit = max;
}

size_t
work_jobs(const struct work *w)
{
	return w->jobs;
}

static int
start_thread(struct work *w)
{
	w->has_thread = thread_start(&w->thread, run_jobs, w) == 0;
	return w->has_thread ? 0 : -1;
}

int
work_give(struct work *w, const struct work_ops *ops, void *ctx)
{
	struct job *job;

	if (w->jobs >= w->limit || (!w->has_thread && start_thread(w) != 0))
		return -1;
	w->jobs++;
	job = xmalloc(sizeof(*job));
	job->ops = ops;
	job->ctx = ctx;
	pthread_mutex_lock(&w->lock);
	STAILQ_INSERT_TAIL(&w->waiting, job, link);
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	return 0;
}
