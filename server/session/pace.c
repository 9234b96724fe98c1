/*
 * pace: counts the cost that was spent; it refills with time.
 */
#include "server/session/pace.h"

enum { UNIT = 1000 }; /* milliseconds times rate give thousandths */

int
pace_take(
    struct pace *p, long long burst, long long rate, unsigned cost, int64_t now)
{
	int64_t passed = now - p->at;

	if (rate == 0)
		return 1;
	p->at = now;
	if (passed >= p->spent / rate + 1)
		p->spent = 0;
	else if (passed > 0)
		p->spent -= passed * rate;
	if (p->spent < 0)
		p->spent = 0;
	if (p->spent > 0 && p->spent + (int64_t)cost * UNIT > burst * UNIT)
		return 0;
	p->spent += (int64_t)cost * UNIT;
	return 1;
}

void
pace_charge(struct pace *p, long long rate, unsigned cost)
{
	if (rate > 0)
		p->spent += (int64_t)cost * UNIT;
}
