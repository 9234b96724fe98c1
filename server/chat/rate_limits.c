/*
 * rate_limits: token buckets measured in ms of a minute, which refill with time. The people
 * that a user talked with recently are a ring of ids, allocated with the first direct message.
 */
#include "server/chat/rate_limits.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"

enum { MINUTE_MS = 60000, KNOWN_MAX = 32 };

struct known_people {
	struct rate rate;
	uint64_t ids[KNOWN_MAX];
	unsigned next;
};

static int64_t
still_spent(const struct rate *r, int64_t now)
{
	int64_t passed = now > r->at ? now - r->at : 0;

	return passed < r->spent ? r->spent - passed : 0;
}

int
rate_has(const struct rate *r, long long per_minute, int64_t now)
{
	return per_minute == 0 ||
	       still_spent(r, now) + MINUTE_MS / per_minute <= MINUTE_MS;
}

void
rate_spend(struct rate *r, long long per_minute, int64_t now)
{
	r->spent = still_spent(r, now);
	r->at = now;
	if (per_minute > 0)
		r->spent += MINUTE_MS / per_minute;
}

int
rates_has(const struct rate_limits *limits, const struct chat_from *from,
    enum rate_kind kind)
{
	const struct user *u = from->user;

	return from->origin == 0 || u == NULL || u->rates == NULL ||
	       (u->modes & USER_OPERATOR) ||
	       rate_has(
		   &u->rates[kind], limits->per_minute[kind], clock_mono_ms());
}

int
rates_take(const struct rate_limits *limits, const struct chat_from *from,
    enum rate_kind kind)
{
	struct user *u = from->user;

	if (!rates_has(limits, from, kind))
		return 0;
	if (from->origin == 0 || u == NULL)
		return 1;
	if (u->rates == NULL)
		u->rates = xcalloc(RATES, sizeof(*u->rates));
	rate_spend(&u->rates[kind], limits->per_minute[kind], clock_mono_ms());
	return 1;
}

static int
knows(const struct user *u, const struct user *other)
{
	const struct known_people *k = u->known;
	unsigned i;

	if (u == other)
		return 1;
	for (i = 0; k != NULL && i < KNOWN_MAX; i++)
		if (k->ids[i] == other->id)
			return 1;
	return 0;
}

static struct known_people *
meet(struct user *u, const struct user *other)
{
	struct known_people *k = u->known;

	if (k == NULL)
		k = u->known = xcalloc(1, sizeof(*k));
	if (!knows(u, other))
		k->ids[k->next++ % KNOWN_MAX] = other->id;
	return k;
}

int
rates_may_address(const struct rate_limits *limits, const struct user *u,
    const struct user *target)
{
	static const struct rate fresh;
	const struct known_people *k = u->known;

	return u->account != NULL || (u->modes & USER_OPERATOR) ||
	       knows(u, target) ||
	       rate_has(k == NULL ? &fresh : &k->rate,
		   limits->targets_per_minute, clock_mono_ms());
}

void
rates_note_addressed(
    const struct rate_limits *limits, struct user *u, struct user *target)
{
	int is_new = !knows(u, target);
	struct known_people *k = meet(u, target);

	if (is_new)
		rate_spend(
		    &k->rate, limits->targets_per_minute, clock_mono_ms());
	if (target != u)
		meet(target, u);
}
