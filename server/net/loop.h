/*
 * loop: runs work at the end of each turn of the event loop. An event of the lowest priority runs
 * it after everything readable was read; loop_check makes sure that a flood, which leaves the loop
 * no idle moment, cannot delay it for long.
 */
#ifndef TCHAT_SERVER_NET_LOOP_H
#define TCHAT_SERVER_NET_LOOP_H

struct event_base;
struct loop;

/*
 * `end` flushes gathered output; it may request another turn end and defer functions. Returns NULL
 * if libevent fails.
 */
struct loop *loop_new(struct event_base *, void (*end)(void *), void *ctx);
/* Runs deferred functions first. */
void	loop_free(struct loop *);

/* Requests the end of this turn. Cheap and idempotent. */
void	loop_request_end(struct loop *);

/* Runs fn(ctx) once, after `end` of this turn. */
void	loop_defer(struct loop *, void (*fn)(void *), void *ctx);

/*
 * Runs the end of the turn now if it is overdue. Call it where no work is in progress (after each
 * read).
 */
void	loop_check(struct loop *);

#endif
