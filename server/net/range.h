/*
 * range: ranges of internet addresses ("192.0.2.0/24", "2001:db8::/32"), and a table of them
 * in which an address is looked up by as many steps as there are different lengths of
 * prefixes in it, however many ranges it holds.
 *
 * An IPv4 address is the same as its IPv6 form ::ffff:a.b.c.d.
 */
#ifndef TCHAT_SERVER_NET_RANGE_H
#define TCHAT_SERVER_NET_RANGE_H

#include <stddef.h>

#include "common/view.h"

struct sockaddr;

enum {
	RANGE_BYTES = 16,
	RANGE_BITS = 8 * RANGE_BYTES,
	RANGE_V4 = RANGE_BITS - 32,	/* bits before those of an IPv4 address */
	RANGE_V6_SITE = 64,
	RANGE_TEXT = 48 + 4
};

/* The first `bits` of bytes count, the rest is 0. All 0: no address at all. */
struct range {
	unsigned char	 bytes[RANGE_BYTES];
	unsigned char	 bits;
};

/* An address, or one with a length after a slash; what is behind the prefix is dropped. 0, or -1. */
int	range_parse(struct range *, struct view);
/* As it is parsed, without a length for a single address. */
void	range_text(char out[RANGE_TEXT], const struct range *);
/* Of one address; no range (bits 0) when it is none of the internet. */
void	range_of(struct range *, const struct sockaddr *);

int	range_is_v4(const struct range *);
/* How many bits count of the family's 32 or 128. */
unsigned range_length(const struct range *);
/* Shorten the prefix to that many bits (of all 128) at most. */
void	range_widen(struct range *, unsigned bits);
/* Widen an IPv6 address to its /64, which one site has; an IPv4 address stays as it is. */
void	range_widen_to_site(struct range *);
int	range_has(const struct range *, const struct range *part);

struct range_table;

struct range_table *range_table_new(void);
/* The values are the caller's. */
void	range_table_free(struct range_table *);
/* The value that was there before, or NULL. */
void	*range_table_put(struct range_table *, const struct range *, void *);
void	*range_table_take(struct range_table *, const struct range *);
/* The value of the widest range that has this one in it; NULL: none. */
void	*range_table_find(const struct range_table *, const struct range *);
size_t	range_table_count(const struct range_table *);
/* Walk all; fn may take the one it is given out. */
void	range_table_each(struct range_table *,
	    void (*fn)(const struct range *, void *value, void *ctx), void *ctx);

#endif
