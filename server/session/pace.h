/*
 * pace: a token bucket per session. If a client sends more than it may, the server reads from
 * it more slowly and does not disconnect it.
 */
#ifndef TCHAT_SERVER_SESSION_PACE_H
#define TCHAT_SERVER_SESSION_PACE_H

#include <stdint.h>

/* Initialise with zeros: a full bucket. */
struct pace {
	int64_t	 spent;		/* thousandths of cost that are not refilled yet */
	int64_t	 at;		/* clock_mono_ms of the last update */
};

/*
 * Take `cost` from a bucket that holds `burst` and gains `rate` a second. Returns 1, or 0 if
 * there is not enough. A cost above `burst` can be taken from a full bucket. rate 0: always
 * returns 1.
 */
int	pace_take(struct pace *, long long burst, long long rate, unsigned cost,
	    int64_t now);

/* Take `cost` even if there is not enough. */
void	pace_charge(struct pace *, long long rate, unsigned cost);

#endif
