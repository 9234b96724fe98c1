/*
 * rate_limits: how often somebody may do what annoys others: so many a minute on the long run, and as
 * many at once.
 */
#ifndef TCHAT_SERVER_CHAT_RATE_LIMITS_H
#define TCHAT_SERVER_CHAT_RATE_LIMITS_H

#include <stdint.h>

struct chat_from;
struct user;
struct world;

/* What a user may do only so often, because everybody around receives it. */
enum rate_kind {
	RATE_NICK,
	RATE_AWAY,
	RATE_SETNAME,
	RATE_MODE,	/* changes of a room's modes */
	RATE_TOPIC,
	RATE_INVITE,
	RATE_RENAME,
	RATES
};

/* Zeroed: nothing was done yet. */
struct rate {
	int64_t	 spent;		/* ms of the minute */
	int64_t	 at;		/* clock_mono_ms of the last look */
};

/* Is there one left? per_minute 0: always. */
int	rate_has(const struct rate *, long long per_minute, int64_t now);
void	rate_spend(struct rate *, long long per_minute, int64_t now);

/*
 * May the user do this once more now, within the world's limits? rates_has only looks; rates_take
 * counts it. Return 1, or 0 if the user has to wait. The server itself (origin 0) and operators
 * of the server always may.
 */
int	rates_has(const struct world *, const struct chat_from *,
	    enum rate_kind);
int	rates_take(const struct world *, const struct chat_from *,
	    enum rate_kind);

/*
 * May this guest begin to talk with one more person now? Those with whom they have talked lately,
 * or who wrote to them, are none of these; members of accounts and operators may.
 */
int	rates_may_address(const struct world *, const struct user *,
	    const struct user *target);
/* They have. */
void	rates_note_addressed(const struct world *, struct user *, struct user *target);

/* Free what is kept of a user; called when the user is freed. */
void	rates_free(struct user *);

#endif
