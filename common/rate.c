/*
 * rate: counts the cost that was spent; it shrinks with time.
 */
#include "common/rate.h"

struct rate
rate_per_second(long long n, long long burst)
{
	return (struct rate){ burst, n, 1000 };
}

struct rate
rate_per_minute(long long n)
{
	return (struct rate){ n, n, 60 * 1000 };
}

/* Return what is still spent at this time. */
static int64_t
still_spent(const struct rate_bucket *b, struct rate r, int64_t now)
{
	int64_t passed = now - b->at;

	if (passed <= 0)
		return b->spent;
	/* The product below could overflow. */
	if (passed > b->spent / r.gain)
		return 0;
	return b->spent - passed * r.gain;
}

static int
fits(int64_t spent, struct rate r, unsigned cost)
{
	return spent == 0 ||
	       spent + (int64_t)cost * r.period <= r.burst * r.period;
}

int
rate_has(const struct rate_bucket *b, struct rate r, unsigned cost, int64_t now)
{
	return r.gain == 0 || fits(still_spent(b, r, now), r, cost);
}

int
rate_take(struct rate_bucket *b, struct rate r, unsigned cost, int64_t now)
{
	if (r.gain == 0)
		return 1;
	b->spent = still_spent(b, r, now);
	b->at = now;
	if (!fits(b->spent, r, cost))
		return 0;
	rate_charge(b, r, cost);
	return 1;
}

void
rate_charge(struct rate_bucket *b, struct rate r, unsigned cost)
{
	if (r.gain > 0)
		b->spent += (int64_t)cost * r.period;
}
