/*
 * fair_queue: jobs of many requesters that share one worker. The next job is taken from the requester with the
 * least recent use, so a requester who asks for little waits only for the running job, however much others ask
 * for. Jobs of one requester keep their order.
 *
 * The owner charges use (in microseconds, for example). Use decays: half of it is forgotten in each half-life, so
 * a requester with a budget of B may use B at once, and 0.7 B in each half-life after that. A requester with no
 * use left is forgotten. The queue is not thread-safe: the owner locks.
 */
#ifndef TCHAT_COMMON_FAIR_QUEUE_H
#define TCHAT_COMMON_FAIR_QUEUE_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

struct fair_queue;
struct fair_requester;

/* Embed this in your job. */
struct fair_job {
	struct fair_requester	*requester;	/* set from fair_queue_add to fair_queue_done */
	TAILQ_ENTRY(fair_job)	 link;
};

struct fair_limits {
	size_t	 per_requester;	/* waiting jobs of one requester */
	size_t	 total;		/* waiting jobs; a requester with no waiting job may add one up to twice this */
	int64_t	 budget;	/* a requester is refused once it has used this much; 0: no limit */
	int64_t	 half_life;	/* ms */
};

enum fair_result {
	FAIR_OK,
	FAIR_REQUESTER_FULL,	/* too many jobs of this requester are waiting */
	FAIR_FULL,		/* too many jobs are waiting */
	FAIR_SPENT		/* the requester has used up its budget */
};

struct fair_queue *fair_queue_new(const struct fair_limits *);
/* Free the queue. The caller still owns the jobs in it. */
void	fair_queue_free(struct fair_queue *);
void	fair_queue_set_limits(struct fair_queue *, const struct fair_limits *);

/*
 * Add a job of the requester with this key. now is clock_mono_ms. On any result but FAIR_OK the job is not in the
 * queue.
 */
enum fair_result fair_queue_add(struct fair_queue *, const char *key,
	    struct fair_job *, int64_t now);
/* Take the next job out of the queue; call fair_queue_done when it has run. Returns NULL if no job is waiting. */
struct fair_job *fair_queue_take(struct fair_queue *, int64_t now);
/* Charge `use` to the requester of a job that was taken and has now ended. */
void	fair_queue_done(struct fair_queue *, struct fair_job *, int64_t use,
	    int64_t now);
/* Remove a waiting job as if it had never been added. */
void	fair_queue_remove(struct fair_queue *, struct fair_job *);

/* Return how many jobs are waiting. */
size_t	fair_queue_waiting(const struct fair_queue *);
/* Return what is left of the budget of a job's requester, at least 0; INT64_MAX if there is no budget. */
int64_t	fair_queue_left(const struct fair_queue *, const struct fair_job *,
	    int64_t now);
/* Return how many requesters the queue remembers. */
size_t	fair_queue_requesters(const struct fair_queue *);

#endif
