/*
 * pace: a token bucket per session, so that who sends more than their share is
 * read more slowly, and never cut off.
 */
#ifndef TCHAT_SERVER_SESSION_PACE_H
#define TCHAT_SERVER_SESSION_PACE_H

#include <stdint.h>

/* A zeroed struct is a full bucket. */
struct pace {
	int64_t	 spent;		/* thousandths of cost not yet made good */
	int64_t	 at;		/* clock_mono_ms of the last look */
};

/*
 * Take `cost` out of a bucket that holds `burst` and gains `rate` a second; 1,
 * or 0 when there is not enough. A cost above `burst` is taken from a full
 * one. rate 0: always 1.
 */
int	pace_take(struct pace *, long long burst, long long rate, unsigned cost,
	    int64_t now);

/* So much more was spent, whether it was there or not. */
void	pace_charge(struct pace *, long long rate, unsigned cost);

#endif
