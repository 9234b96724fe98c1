/*
 * loop: the end of each turn of the event loop. It comes after everything readable was
 * read, on an event of the lowest priority; but a flood that leaves the loop no
 * idle moment can't put it off for long (loop_check).
 */
#ifndef TCHAT_SERVER_NET_LOOP_H
#define TCHAT_SERVER_NET_LOOP_H

struct event_base;
struct turn;

/* `end` flushes what was gathered; it may want another turn and defer more. */
struct turn *loop_new(struct event_base *, void (*end)(void *), void *ctx);
/* Runs what is still deferred. */
void	loop_free(struct turn *);

/* Have the end of this turn run. Cheap; idempotent. */
void	loop_want(struct turn *);

/* Run fn(ctx) once, after `end` of this turn. */
void	loop_defer(struct turn *, void (*fn)(void *), void *ctx);

/*
 * Called where nothing is under way (after each read): runs the end now when it has
 * been wanted for too long.
 */
void	loop_check(struct turn *);

#endif
