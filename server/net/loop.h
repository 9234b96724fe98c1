/*
 * loop: the end of each turn of the event loop. It comes after everything readable was
 * read, on an event of the lowest priority; but a flood that leaves the loop no
 * idle moment can't put it off for long (turn_check).
 */
#ifndef TCHAT_SERVER_NET_LOOP_H
#define TCHAT_SERVER_NET_LOOP_H

struct event_base;
struct turn;

/* `end` flushes what was gathered; it may want another turn and defer more. */
struct turn *turn_new(struct event_base *, void (*end)(void *), void *ctx);
/* Runs what is still deferred. */
void	turn_free(struct turn *);

/* Have the end of this turn run. Cheap; idempotent. */
void	turn_want(struct turn *);

/* Run fn(ctx) once, after `end` of this turn. */
void	turn_defer(struct turn *, void (*fn)(void *), void *ctx);

/*
 * Called where nothing is under way (after each read): runs the end now when it has
 * been wanted for too long.
 */
void	turn_check(struct turn *);

#endif
