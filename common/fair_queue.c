/*
 * fair_queue: a hash table of requesters, and lists of those with waiting jobs and those without.
 */
#include "common/fair_queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/xmalloc.h"

enum { IDLE_MAX = 4096, HALVINGS_MAX = 62 };

TAILQ_HEAD(job_list, fair_job);
TAILQ_HEAD(requester_list, fair_requester);

struct fair_requester {
	struct job_list jobs; /* waiting jobs */
	size_t njobs;
	size_t running;
	int64_t use; /* as of `since` */
	int64_t since;
	TAILQ_ENTRY(fair_requester)
	link; /* in waiting or idle; else in no list */
	UT_hash_handle hh;
	char key[];
};

struct fair_queue {
	struct fair_limits limits;
	struct fair_requester *requesters;
	struct requester_list
	    waiting; /* ordered by when they were last served, oldest first */
	struct requester_list idle; /* those with some use left, oldest first */
	size_t nwaiting;	    /* number of jobs */
	size_t nidle;
};

struct fair_queue *
fair_queue_new(const struct fair_limits *limits)
{
	struct fair_queue *q = xcalloc(1, sizeof(*q));

	q->limits = *limits;
	TAILQ_INIT(&q->waiting);
	TAILQ_INIT(&q->idle);
	return q;
}

void
fair_queue_free(struct fair_queue *q)
{
	struct fair_requester *r, *next;

	HASH_ITER (hh, q->requesters, r, next) {
		HASH_DEL(q->requesters, r);
		free(r);
	}
	free(q);
}

void
fair_queue_set_limits(struct fair_queue *q, const struct fair_limits *limits)
{
	q->limits = *limits;
}

/* The decay between two half-lives is linear. */
static int64_t
use_at(const struct fair_queue *q, const struct fair_requester *r, int64_t now)
{
	int64_t half_life = q->limits.half_life;
	int64_t passed = now > r->since ? now - r->since : 0, use;

	if (passed / half_life > HALVINGS_MAX)
		return 0;
	use = r->use >> (passed / half_life);
	return use - (int64_t)((double)use * (double)(passed % half_life) /
			       (double)(2 * half_life));
}

static void
forget(struct fair_queue *q, struct fair_requester *r)
{
	TAILQ_REMOVE(&q->idle, r, link);
	q->nidle--;
	HASH_DEL(q->requesters, r);
	free(r);
}

static void
forget_unused(struct fair_queue *q, int64_t now)
{
	struct fair_requester *r;

	while ((r = TAILQ_FIRST(&q->idle)) != NULL &&
	       (q->nidle > IDLE_MAX || use_at(q, r, now) == 0))
		forget(q, r);
}

static struct fair_requester *
find(const struct fair_queue *q, const char *key)
{
	struct fair_requester *r;

	HASH_FIND_STR(q->requesters, key, r);
	return r;
}

static struct fair_requester *
add_requester(struct fair_queue *q, const char *key, int64_t now)
{
	size_t len = strlen(key);
	struct fair_requester *r = xcalloc(1, sizeof(*r) + len + 1);

	memcpy(r->key, key, len + 1);
	r->since = now;
	TAILQ_INIT(&r->jobs);
	HASH_ADD_STR(q->requesters, key, r);
	TAILQ_INSERT_TAIL(&q->idle, r, link);
	q->nidle++;
	return r;
}

static enum fair_result
check(const struct fair_queue *q, const struct fair_requester *r, int64_t now)
{
	const struct fair_limits *l = &q->limits;
	size_t own = r == NULL ? 0 : r->njobs;

	if (own >= l->per_requester)
		return FAIR_REQUESTER_FULL;
	if (q->nwaiting >= (own > 0 ? 1 : 2) * l->total)
		return FAIR_FULL;
	if (l->budget > 0 && r != NULL && use_at(q, r, now) >= l->budget)
		return FAIR_SPENT;
	return FAIR_OK;
}

static int
is_idle(const struct fair_requester *r)
{
	return r->njobs == 0 && r->running == 0;
}

enum fair_result
fair_queue_add(
    struct fair_queue *q, const char *key, struct fair_job *job, int64_t now)
{
	struct fair_requester *r;
	enum fair_result result;

	forget_unused(q, now);
	r = find(q, key);
	result = check(q, r, now);
	if (result != FAIR_OK)
		return result;
	if (r == NULL)
		r = add_requester(q, key, now);
	if (is_idle(r)) {
		TAILQ_REMOVE(&q->idle, r, link);
		q->nidle--;
	}
	if (r->njobs++ == 0)
		TAILQ_INSERT_TAIL(&q->waiting, r, link);
	q->nwaiting++;
	job->requester = r;
	TAILQ_INSERT_TAIL(&r->jobs, job, link);
	return FAIR_OK;
}

/* Return the requester with the least use; of several, the one served longest ago. */
static struct fair_requester *
next_requester(struct fair_queue *q, int64_t now)
{
	struct fair_requester *r, *best = NULL;
	int64_t use, least = INT64_MAX;

	TAILQ_FOREACH (r, &q->waiting, link) {
		use = use_at(q, r, now);
		if (use >= least)
			continue;
		best = r;
		least = use;
		if (use == 0)
			break;
	}
	return best;
}

static void
remove_job(struct fair_queue *q, struct fair_job *job)
{
	struct fair_requester *r = job->requester;

	TAILQ_REMOVE(&r->jobs, job, link);
	q->nwaiting--;
	TAILQ_REMOVE(&q->waiting, r, link);
	if (--r->njobs > 0)
		TAILQ_INSERT_TAIL(&q->waiting, r, link);
}

static void
release_requester(struct fair_queue *q, struct fair_job *job)
{
	struct fair_requester *r = job->requester;

	job->requester = NULL;
	if (!is_idle(r))
		return;
	TAILQ_INSERT_TAIL(&q->idle, r, link);
	q->nidle++;
}

struct fair_job *
fair_queue_take(struct fair_queue *q, int64_t now)
{
	struct fair_requester *r = next_requester(q, now);
	struct fair_job *job;

	if (r == NULL)
		return NULL;
	job = TAILQ_FIRST(&r->jobs);
	remove_job(q, job);
	r->running++;
	return job;
}

void
fair_queue_done(
    struct fair_queue *q, struct fair_job *job, int64_t use, int64_t now)
{
	struct fair_requester *r = job->requester;

	assert(r->running > 0);
	r->running--;
	r->use = use_at(q, r, now) + use;
	r->since = now;
	release_requester(q, job);
	forget_unused(q, now);
}

void
fair_queue_remove(struct fair_queue *q, struct fair_job *job)
{
	remove_job(q, job);
	release_requester(q, job);
}

size_t
fair_queue_waiting(const struct fair_queue *q)
{
	return q->nwaiting;
}

int64_t
fair_queue_left(
    const struct fair_queue *q, const struct fair_job *job, int64_t now)
{
	int64_t left;

	if (q->limits.budget == 0)
		return INT64_MAX;
	left = q->limits.budget - use_at(q, job->requester, now);
	return left > 0 ? left : 0;
}

size_t
fair_queue_requesters(const struct fair_queue *q)
{
	return HASH_COUNT(q->requesters);
}
