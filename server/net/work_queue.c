/*
 * work_queue: a worker (common/worker.h) with two queues: waiting jobs and finished jobs.
 */
#include "server/net/work_queue.h"

#include <sys/queue.h>

#include <stdlib.h>

#include "common/clock.h"
#include "common/fair_queue.h"
#include "common/worker.h"
#include "common/xmalloc.h"
#include "server/net/wakeup.h"

enum { DEFAULT_LIMIT = 64, PARTS = 4, HALF_LIFE_MS = 60000 };

struct job {
	struct fair_job fair; /* first: a fair_job is its job */
	STAILQ_ENTRY(job) link;
	const struct work_queue_ops *ops;
	void *ctx;
};

STAILQ_HEAD(job_queue, job);

struct work_queue {
	size_t jobs; /* used only by the loop's thread */
	int is_started;
	struct wakeup *wakeup;
	struct worker *worker;
	/* Under the worker's lock. */
	struct fair_queue *waiting;
	struct job_queue done;
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
take_waiting(struct work_queue *w)
{
	return (struct job *)fair_queue_take(w->waiting, clock_mono_ms());
}

static void
run_jobs(void *ctx)
{
	struct work_queue *w = ctx;
	struct job *job;
	int64_t began;

	worker_lock(w->worker);
	while (!worker_is_stopping(w->worker)) {
		job = take_waiting(w);
		if (job == NULL) {
			worker_wait(w->worker, WORKER_FOREVER);
			continue;
		}
		worker_unlock(w->worker);
		began = clock_mono_us();
		job->ops->run(job->ctx);
		worker_lock(w->worker);
		fair_queue_done(w->waiting, &job->fair, clock_mono_us() - began,
		    clock_mono_ms());
		STAILQ_INSERT_TAIL(&w->done, job, link);
		worker_report(w->worker);
	}
	worker_unlock(w->worker);
}

static void
on_done(void *ctx)
{
	struct work_queue *w = ctx;
	struct job_queue done = STAILQ_HEAD_INITIALIZER(done);
	struct job *job;

	worker_lock(w->worker);
	worker_collected(w->worker);
	STAILQ_CONCAT(&done, &w->done);
	worker_unlock(w->worker);
	while ((job = take(&done)) != NULL) {
		w->jobs--;
		job->ops->done(job->ctx);
		free(job);
	}
}

struct work_queue *
work_queue_new(struct event_base *base)
{
	struct work_queue *w = xcalloc(1, sizeof(*w));

	w->wakeup = wakeup_new(base, on_done, w);
	if (w->wakeup == NULL) {
		free(w);
		return NULL;
	}
	w->waiting = fair_queue_new(&(struct fair_limits){ 0 });
	w->worker = worker_new(run_jobs, w, wakeup_signal, w->wakeup);
	STAILQ_INIT(&w->done);
	work_queue_set_limit(w, DEFAULT_LIMIT);
	return w;
}

static void
drop(struct job *job)
{
	job->ops->drop(job->ctx);
	free(job);
}

void
work_queue_free(struct work_queue *w)
{
	struct job *job;

	if (w == NULL)
		return;
	worker_stop(w->worker);
	while ((job = take(&w->done)) != NULL)
		drop(job);
	while ((job = take_waiting(w)) != NULL)
		drop(job);
	fair_queue_free(w->waiting);
	worker_free(w->worker);
	wakeup_free(w->wakeup);
	free(w);
}

void
work_queue_set_limit(struct work_queue *w, size_t max)
{
	const struct fair_limits limits = { .per_requester =
						(max + PARTS - 1) / PARTS,
		.total = max,
		.half_life = HALF_LIFE_MS };

	worker_lock(w->worker);
	fair_queue_set_limits(w->waiting, &limits);
	worker_unlock(w->worker);
}

size_t
work_queue_jobs(const struct work_queue *w)
{
	return w->jobs;
}

int
work_queue_submit(struct work_queue *w, const char *key,
    const struct work_queue_ops *ops, void *ctx)
{
	struct job *job;
	enum fair_result result;

	if (!w->is_started && worker_start(w->worker) != 0)
		return -1;
	w->is_started = 1;
	job = xcalloc(1, sizeof(*job));
	job->ops = ops;
	job->ctx = ctx;
	worker_lock(w->worker);
	result = fair_queue_add(w->waiting, key, &job->fair, clock_mono_ms());
	worker_notify(w->worker);
	worker_unlock(w->worker);
	if (result != FAIR_OK) {
		free(job);
		return -1;
	}
	w->jobs++;
	return 0;
}
