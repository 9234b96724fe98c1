/*
 * rates: how often somebody may do what annoys others: so many a minute on the long run, and as
 * many at once.
 */
#ifndef TCHAT_SERVER_CHAT_RATES_H
#define TCHAT_SERVER_CHAT_RATES_H

#include <stdint.h>

struct user;
struct world;

/* Zeroed: nothing was done yet. */
struct rate {
	int64_t	 spent;		/* ms of the minute */
	int64_t	 at;		/* clock_mono_ms of the last look */
};

/* Is there one left? per_minute 0: always. */
int	rate_has(const struct rate *, long long per_minute, int64_t now);
void	rate_spend(struct rate *, long long per_minute, int64_t now);

/*
 * May this guest begin to talk with one more person now? Those with whom they have talked lately,
 * or who wrote to them, are none of these; members of accounts and operators may.
 */
int	rates_may_address(const struct world *, const struct user *,
	    const struct user *target);
/* They have. */
void	rates_addressed(const struct world *, struct user *, struct user *target);

/* The user is freed. */
void	rates_free(struct user *);

#endif
