/*
 * wheel: a timer wheel: many coarse timers on one tick per second. An idle timer costs nothing. A
 * timer is embedded in its owner, which cancels it before it is freed.
 */
#ifndef TCHAT_SERVER_NET_WHEEL_H
#define TCHAT_SERVER_NET_WHEEL_H

#include <sys/queue.h>

#include <stdint.h>

struct wheel;

struct wheel_timer {
	LIST_ENTRY(wheel_timer) link;
	uint64_t	 due;		/* the tick at which it fires; 0: not set */
	void		(*fn)(struct wheel_timer *, void *ctx);
	void		*ctx;
};

struct wheel *wheel_new(void);
void	wheel_free(struct wheel *);

/*
 * Calls fn once after `seconds` (at least 1), give or take one second. Replaces an earlier setting.
 */
void	wheel_set(struct wheel *, struct wheel_timer *, unsigned seconds,
	    void (*fn)(struct wheel_timer *, void *), void *ctx);
void	wheel_cancel(struct wheel *, struct wheel_timer *);

/* Advances the wheel by one second. fn may set and cancel timers. */
void	wheel_tick(struct wheel *);

#endif
