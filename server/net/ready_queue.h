/*
 * ready_queue: connections that have lines to hand up, served one line at a time in turn, so that a peer with one line
 * does not wait for peers with many. The loop hands up lines for a few milliseconds at most before it polls again.
 */
#ifndef TCHAT_SERVER_NET_READY_QUEUE_H
#define TCHAT_SERVER_NET_READY_QUEUE_H

#include <sys/queue.h>

struct event_base;
struct loop;
struct ready_queue;

/* Embed this in what is queued. All zero: not queued. */
struct ready_entry {
	TAILQ_ENTRY(ready_entry) link;
	int	 is_queued;
};

/*
 * Make a queue. `process` handles one line of an entry, which is no longer queued then; it returns 1 if there may be
 * more lines. Returns NULL if libevent fails.
 */
struct ready_queue *ready_queue_new(
    struct event_base *, struct loop *, int (*process)(struct ready_entry *));
void	ready_queue_free(struct ready_queue *); /* NULL is allowed */

/* Return 1 if the loop has handed up lines for too long since it last polled. */
int	ready_queue_is_late(struct ready_queue *);

/* Queue an entry, to be processed after everything readable was read. Does nothing if it is queued already. */
void	ready_queue_add(struct ready_queue *, struct ready_entry *);

/* Remove an entry. Does nothing if it is not queued. Do not call this from `process`. */
void	ready_queue_remove(struct ready_queue *, struct ready_entry *);

#endif
