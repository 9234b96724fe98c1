/*
 * work: what takes too long for the loop's thread (a password's hash) is done by
 * another one, in the order in which it was given, and told when it is done. The thread
 * starts with the first job and ends with the work.
 *
 * A job shares nothing with the loop but its ctx, which is the thread's alone from
 * work_give until `done` or `drop`. The number of jobs is limited: who comes when there
 * are too many is told so at once. Who waits for a job is found again by an id, never by
 * a pointer, since he may be gone by then.
 */
#ifndef TCHAT_SERVER_NET_WORK_H
#define TCHAT_SERVER_NET_WORK_H

#include <stddef.h>

struct event_base;
struct work;

struct work_ops {
	void	(*run)(void *ctx);	/* in the other thread */
	void	(*done)(void *ctx);	/* in the loop's; frees ctx */
	void	(*drop)(void *ctx);	/* `done` will never be: free ctx */
};

/* NULL when the system refuses. */
struct work *work_new(struct event_base *);
/* Waits for the job that is running, and drops all that is not told as done. */
void	work_free(struct work *);

/* So many jobs at most that are not done. */
void	work_set_limit(struct work *, size_t max);

/* 0; or -1 when there are too many, and then ctx stays the caller's. ops is kept. */
int	work_give(struct work *, const struct work_ops *, void *ctx);

/* Jobs given and not told as done. */
size_t	work_jobs(const struct work *);

#endif
