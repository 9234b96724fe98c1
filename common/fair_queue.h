/*
 * fair_queue: jobs of many requesters that share one worker. The next job is one of the requester
 * with the least recent use, so a requester who needs little waits for the running job only, however
 * much others ask for. Jobs of one requester keep their order.
 *
 * Use is what the owner charges (microseconds, say). It fades: half of it is forgotten in each half-life,
 * so that a requester with a budget of B may use B at once, and 0.7 B in each half-life after that. A
 * requester whose use has faded is forgotten. The queue is not thread-safe: the owner locks.
 */
#ifndef TCHAT_COMMON_FAIR_QUEUE_H
#define TCHAT_COMMON_FAIR_QUEUE_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

struct fair_queue;
struct fair_requester;

/* Embedded in the owner's job. */
struct fair_job {
	struct fair_requester	*requester;	/* from fair_queue_add to fair_queue_done */
	TAILQ_ENTRY(fair_job)	 link;
};

struct fair_limits {
	size_t	 per_requester;	/* jobs of one requester that may wait */
	size_t	 total;		/* jobs that may wait; up to twice as many if their requesters have none */
	int64_t	 budget;	/* use from which on a requester is refused; 0: any */
	int64_t	 half_life;	/* ms */
};

enum fair_result {
	FAIR_OK,
	FAIR_REQUESTER_FULL,	/* too many jobs of this requester wait */
	FAIR_FULL,		/* too many jobs wait */
	FAIR_SPENT		/* the requester has spent its budget */
};

struct fair_queue *fair_queue_new(const struct fair_limits *);
/* Frees the queue. The jobs in it stay the owner's. */
void	fair_queue_free(struct fair_queue *);
void	fair_queue_set_limits(struct fair_queue *, const struct fair_limits *);

/*
 * Adds a job of the requester with this key at clock_mono_ms `now`. On any result but FAIR_OK the job
 * is not in the queue.
 */
enum fair_result fair_queue_add(struct fair_queue *, const char *key,
	    struct fair_job *, int64_t now);
/* Takes the next job out, to be followed by fair_queue_done. NULL if none waits. */
struct fair_job *fair_queue_take(struct fair_queue *, int64_t now);
/* A job that was taken has ended; its requester has used that much. */
void	fair_queue_done(struct fair_queue *, struct fair_job *, int64_t use,
	    int64_t now);
/* Takes out a job that waits, as if it had never been added. */
void	fair_queue_remove(struct fair_queue *, struct fair_job *);

/* Jobs that wait. */
size_t	fair_queue_waiting(const struct fair_queue *);
/* Returns the rest of the budget of a job's requester, at least 0; without a budget INT64_MAX. */
int64_t	fair_queue_left(const struct fair_queue *, const struct fair_job *,
	    int64_t now);
/* Requesters that the queue remembers. */
size_t	fair_queue_requesters(const struct fair_queue *);

#endif
