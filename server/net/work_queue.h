/*
 * work_queue: a worker thread for jobs that take too long for the loop's thread (hashing a password). The
 * thread starts with the first job and ends in work_queue_free.
 *
 * Requesters are served in turn (common/fair_queue.h): a client that sends passwords without end
 * delays others by at most one job.
 *
 * A job shares nothing with the loop but its ctx, which belongs to the worker from work_queue_submit
 * until `done` or `drop`. Keep the id of the session that waits for a job, not a pointer to it: the
 * session may end before the job does.
 */
#ifndef TCHAT_SERVER_NET_WORK_QUEUE_H
#define TCHAT_SERVER_NET_WORK_QUEUE_H

#include <stddef.h>

struct event_base;
struct work_queue;

struct work_queue_ops {
	void	(*run)(void *ctx);	/* runs on the worker thread */
	void	(*done)(void *ctx);	/* runs on the loop's thread; frees ctx */
	void	(*drop)(void *ctx);	/* `done` will never be called; frees ctx */
};

/* Returns NULL if the system refuses. */
struct work_queue *work_queue_new(struct event_base *);
/* Waits for the running job, and drops every job whose `done` was not called. */
void	work_queue_free(struct work_queue *);

/*
 * Sets how many jobs may wait; one requester may have a quarter of them. Once that many wait, only
 * requesters without a waiting job may add one, up to twice as many in all.
 */
void	work_queue_set_limit(struct work_queue *, size_t max);

/*
 * Adds a job of the requester with this key (session_fair_key). Returns 0, or -1 if too many wait; then
 * ctx stays the caller's. Keeps ops.
 */
int	work_queue_submit(struct work_queue *, const char *key, const struct work_queue_ops *,
	    void *ctx);

/* Returns the number of submitted jobs whose `done` was not called yet. */
size_t	work_queue_jobs(const struct work_queue *);

#endif
