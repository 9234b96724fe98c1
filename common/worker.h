/*
 * worker: a thread that works for an event loop. The owner keeps its own queues under the worker's lock. The worker
 * says when there is work, wakes the loop when something is finished (once, until the loop has collected it), and stops.
 */
#ifndef TCHAT_COMMON_WORKER_H
#define TCHAT_COMMON_WORKER_H

#include <stdint.h>

struct worker;

#define WORKER_FOREVER INT64_MAX

/*
 * Make a worker whose thread does not run yet. run(ctx) is the whole thread: it returns soon after worker_is_stopping.
 * wake(wake_ctx) is called from any thread, without the lock.
 */
struct worker *worker_new(void (*run)(void *ctx), void *ctx,
    void (*wake)(void *wake_ctx), void *wake_ctx);
/* Start the thread. Returns 0, or the error of pthread_create(3). */
int	worker_start(struct worker *);
/* Ask the thread to stop, and wait for it. Does nothing if it does not run. */
void	worker_stop(struct worker *);
/* Free a worker whose thread does not run. */
void	worker_free(struct worker *);

void	worker_lock(struct worker *);
void	worker_unlock(struct worker *);

/* Call the next four with the lock held. */

/* There is work. */
void	worker_notify(struct worker *);
/*
 * On the thread: wait until there is work, until it is to stop, or until that time (clock_mono_ms, or WORKER_FOREVER).
 * Returns 1 if the time has come. It may return 0 for no reason: look at the queues again.
 */
int	worker_wait(struct worker *, int64_t until);
/* Something is finished: wake the loop. */
void	worker_report(struct worker *);
/* The loop has collected what is finished. */
void	worker_collected(struct worker *);

/* Needs no lock. */
int	worker_is_stopping(struct worker *);

#endif
