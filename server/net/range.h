/*
 * range: ranges of internet addresses ("192.0.2.0/24", "2001:db8::/32"), and a table of ranges. A
 * look-up in the table takes one step per distinct prefix length, however many ranges it holds.
 *
 * An IPv4 address equals its IPv6 form ::ffff:a.b.c.d.
 */
#ifndef TCHAT_SERVER_NET_RANGE_H
#define TCHAT_SERVER_NET_RANGE_H

#include <stddef.h>

#include "common/view.h"

struct sockaddr;

enum {
	RANGE_BYTES = 16,
	RANGE_BITS = 8 * RANGE_BYTES,
	RANGE_V4 = RANGE_BITS - 32,	/* bits before an IPv4 address's own bits */
	RANGE_V6_SITE = 64,
	RANGE_TEXT = 48 + 4
};

/* The first `bits` bits of bytes are the prefix; the rest is 0. bits == 0: no address. */
struct range {
	unsigned char	 bytes[RANGE_BYTES];
	unsigned char	 bits;
};

/*
 * Parses an address with an optional "/length"; clears the bits after the prefix. Returns 0 or -1.
 */
int	range_parse(struct range *, struct view);
/* Writes the form that range_parse reads, without a length for a single address. */
void	range_text(char out[RANGE_TEXT], const struct range *);
/* Sets a range of one address; bits is 0 if it is no internet address. */
void	range_of(struct range *, const struct sockaddr *);

int	range_is_v4(const struct range *);
/* Returns the prefix length within the family's 32 or 128 bits. */
unsigned	range_length(const struct range *);
/* Shortens the prefix to at most that many of all 128 bits. */
void	range_widen(struct range *, unsigned bits);
/* Widens an IPv6 address to its /64, which one site has; leaves IPv4 as it is. */
void	range_widen_to_site(struct range *);
int	range_contains(const struct range *, const struct range *part);

struct range_table;

struct range_table *range_table_new(void);
/* Does not free the values; they belong to the caller. */
void	range_table_free(struct range_table *);
/* Adds or replaces a value. Returns the previous value, or NULL. */
void	*range_table_put(struct range_table *, const struct range *, void *);
void	*range_table_remove(struct range_table *, const struct range *);
/* Returns the value of the widest range that contains this one, or NULL. */
void	*range_table_find(const struct range_table *, const struct range *);
size_t	range_table_count(const struct range_table *);
/* Calls fn for each range; fn may remove the range it is called with. */
void	range_table_each(struct range_table *,
	    void (*fn)(const struct range *, void *value, void *ctx), void *ctx);

#endif
