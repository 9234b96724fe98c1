/*
 * wheel: many coarse timers on one tick a second. An idle timer costs nothing.
 * Embedded in its owner; cancelled before the owner is freed.
 */
#ifndef TCHAT_SERVER_NET_WHEEL_H
#define TCHAT_SERVER_NET_WHEEL_H

#include <sys/queue.h>

#include <stdint.h>

struct wheel;

struct wheel_timer {
	LIST_ENTRY(wheel_timer) link;
	uint64_t	 due;		/* tick; 0: not set */
	void		(*fn)(struct wheel_timer *, void *ctx);
	void		*ctx;
};

struct wheel *wheel_new(void);
void	wheel_free(struct wheel *);

/* Call fn once after `seconds` (at least 1), give or take one; replaces an earlier setting. */
void	wheel_set(struct wheel *, struct wheel_timer *, unsigned seconds,
	    void (*fn)(struct wheel_timer *, void *), void *ctx);
void	wheel_cancel(struct wheel *, struct wheel_timer *);

/* One second has passed. Timers may be set and cancelled from fn. */
void	wheel_tick(struct wheel *);

#endif
