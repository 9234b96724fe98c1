/*
 * rate_limits: how often a user may do things that disturb others. A limit of n per minute
 * allows n at once, and n per minute over time.
 */
#ifndef TCHAT_SERVER_CHAT_RATE_LIMITS_H
#define TCHAT_SERVER_CHAT_RATE_LIMITS_H

struct chat_from;
struct user;

/* Actions that are limited because everyone in the room receives them. */
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

struct rate_limits {
	long long	per_minute[RATES];	/* by enum rate_kind; 0: no limit */
	/* New people that a guest may write to; 0: no limit. */
	long long	targets_per_minute;
};

/*
 * True if the user may do this once more now, within these limits. rates_has only checks;
 * rates_take also counts it. The server itself (origin 0) and server operators always may.
 */
int	rates_has(
	    const struct rate_limits *, const struct chat_from *, enum rate_kind);
int	rates_take(
	    const struct rate_limits *, const struct chat_from *, enum rate_kind);

/*
 * True if this guest may start to write to one more person now. People with whom they talked
 * recently, or who wrote to them, do not count. Logged-in users and server operators always
 * may.
 */
int	rates_may_address(
	    const struct rate_limits *, const struct user *, const struct user *target);
/* Count that the user wrote to that target. */
void	rates_note_addressed(
	    const struct rate_limits *, struct user *, struct user *target);

#endif
