/*
 * work: one thread with two queues: waiting jobs and finished jobs. The second one wakes the loop.
 */
#include "server/net/work.h"

#include <sys/queue.h>

#include <pthread.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/fair_queue.h"
#include "common/thread.h"
#include "common/xmalloc.h"
#include "server/net/wakeup.h"

enum { DEFAULT_LIMIT = 64, PARTS = 4, HALF_LIFE_MS = 60000 };

struct job {
	struct fair_job fair; /* first: a fair_job is its job */
	STAILQ_ENTRY(job) link;
	const struct work_ops *ops;
	void *ctx;
};

STAILQ_HEAD(job_queue, job);

struct work {
	/* Used only by the loop's thread. */
	size_t jobs;
	pthread_t thread;
	int has_thread;
	/* Set before the thread starts. */
	struct wakeup *wakeup;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	/* Protected by the lock. */
	struct fair_queue *waiting;
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

static struct job *
take_waiting(struct work *w)
{
	return (struct job *)fair_queue_take(w->waiting, clock_mono_ms());
}

static void *
run_jobs(void *ctx)
{
	struct work *w = ctx;
	struct job *job;
	int64_t began;

	pthread_mutex_lock(&w->lock);
	while (!w->stop) {
		job = take_waiting(w);
		if (job == NULL) {
			pthread_cond_wait(&w->wake, &w->lock);
			continue;
		}
		pthread_mutex_unlock(&w->lock);
		began = clock_mono_us();
		job->ops->run(job->ctx);
		pthread_mutex_lock(&w->lock);
		fair_queue_done(w->waiting, &job->fair, clock_mono_us() - began,
		    clock_mono_ms());
		STAILQ_INSERT_TAIL(&w->done, job, link);
		wakeup_signal(w->wakeup);
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
	w->waiting = fair_queue_new(&(struct fair_limits){ 0 });
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	STAILQ_INIT(&w->done);
	work_set_limit(w, DEFAULT_LIMIT);
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
drop(struct job *job)
{
	job->ops->drop(job->ctx);
	free(job);
}

void
work_free(struct work *w)
{
	struct job *job;

	if (w == NULL)
		return;
	if (w->has_thread)
		stop_thread(w);
	while ((job = take(&w->done)) != NULL)
		drop(job);
	while ((job = take_waiting(w)) != NULL)
		drop(job);
	fair_queue_free(w->waiting);
	wakeup_free(w->wakeup);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

void
work_set_limit(struct work *w, size_t max)
{
	const struct fair_limits limits = { .per_requester =
						(max + PARTS - 1) / PARTS,
		.total = max,
		.half_life = HALF_LIFE_MS };

	pthread_mutex_lock(&w->lock);
	fair_queue_set_limits(w->waiting, &limits);
	pthread_mutex_unlock(&w->lock);
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
work_submit(
    struct work *w, const char *key, const struct work_ops *ops, void *ctx)
{
	struct job *job;
	enum fair_result result;

	if (!w->has_thread && start_thread(w) != 0)
		return -1;
	job = xcalloc(1, sizeof(*job));
	job->ops = ops;
	job->ctx = ctx;
	pthread_mutex_lock(&w->lock);
	result = fair_queue_add(w->waiting, key, &job->fair, clock_mono_ms());
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	if (result != FAIR_OK) {
		free(job);
		return -1;
	}
	w->jobs++;
	return 0;
}
