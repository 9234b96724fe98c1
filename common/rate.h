/*
 * rate: limits how often something may happen, with a token bucket: a burst at once, and then a number per period.
 */
#ifndef TCHAT_COMMON_RATE_H
#define TCHAT_COMMON_RATE_H

#include <stdint.h>

/* What is allowed. */
struct rate {
	long long	burst;		/* what a full bucket holds */
	long long	gain;		/* per period; 0: no limit */
	int64_t		period;		/* ms */
};

/* What was used lately. Initialise with zeros: a full bucket. */
struct rate_bucket {
	int64_t	spent;		/* not gained back yet, times the period */
	int64_t	at;		/* clock_mono_ms of the last update */
};

/* Return the rate of n per second with a burst of its own, and that of n per minute, all of them at once if need be. */
struct rate rate_per_second(long long n, long long burst);
struct rate rate_per_minute(long long n);

/* True if `cost` can be taken from the bucket. More than the burst can be taken from a full bucket. */
int	rate_has(const struct rate_bucket *, struct rate, unsigned cost,
	    int64_t now);

/* Take `cost` from the bucket. Returns 1, or 0 if there is not enough. */
int	rate_take(struct rate_bucket *, struct rate, unsigned cost,
	    int64_t now);

/* Take `cost` even if there is not enough. */
void	rate_charge(struct rate_bucket *, struct rate, unsigned cost);

#endif
