/*
 * rate_limits: a bucket per user and kind of action. The people that a user talked with recently are a ring of ids,
 * allocated with the first direct message.
 */
#include "server/chat/rate_limits.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/rate.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"

enum { KNOWN_MAX = 32 };

struct known_people {
	struct rate_bucket bucket;
	uint64_t ids[KNOWN_MAX];
	unsigned next;
};

int
rates_has(const struct rate_limits *limits, const struct chat_from *from,
    enum rate_kind kind)
{
	const struct user *u = from->user;

	return from->origin == 0 || u == NULL || u->rates == NULL ||
	       (u->modes & USER_OPERATOR) ||
	       rate_has(&u->rates[kind],
		   rate_per_minute(limits->per_minute[kind]), 1,
		   clock_mono_ms());
}

/* Count one more, also for those who may exceed the limit. */
static void
spend(struct rate_bucket *b, long long per_minute)
{
	struct rate rate = rate_per_minute(per_minute);

	if (!rate_take(b, rate, 1, clock_mono_ms()))
		rate_charge(b, rate, 1);
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
	spend(&u->rates[kind], limits->per_minute[kind]);
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
	static const struct rate_bucket fresh;
	const struct known_people *k = u->known;

	return u->account != NULL || (u->modes & USER_OPERATOR) ||
	       knows(u, target) ||
	       rate_has(k == NULL ? &fresh : &k->bucket,
		   rate_per_minute(limits->targets_per_minute), 1,
		   clock_mono_ms());
}

void
rates_note_addressed(
    const struct rate_limits *limits, struct user *u, struct user *target)
{
	int is_new = !knows(u, target);
	struct known_people *k = meet(u, target);

	if (is_new)
		spend(&k->bucket, limits->targets_per_minute);
	if (target != u)
		meet(target, u);
}
