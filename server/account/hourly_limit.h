/*
 * hourly_limit: limit how often an address may do something in an hour. An IPv6 address counts by its /64. The
 * cost of a call does not depend on the number of addresses. That number is limited: a new address replaces the
 * one that was counted longest ago, and is never refused for lack of space.
 */
#ifndef TCHAT_SERVER_ACCOUNT_HOURLY_LIMIT_H
#define TCHAT_SERVER_ACCOUNT_HOURLY_LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include "server/net/range.h"

struct hourly_limit;

struct hourly_limit *hourly_limit_new(size_t addresses_max);
void	hourly_limit_free(struct hourly_limit *);

/*
 * Count one more for the address at the time now (clock_mono_ms). Returns 1, or 0 without counting if that would
 * be more than `most` in an hour.
 */
int	hourly_limit_take(struct hourly_limit *, const struct range *address,
	    size_t most, int64_t now);

/* Return the number of addresses in the table. */
size_t	hourly_limit_addresses(const struct hourly_limit *);

#endif
