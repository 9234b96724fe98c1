/*
 * admission: decides whether a peer may connect: banned ranges, connections per address, and
 * connection rate per address. It is asked when a peer is accepted, before anything is read or
 * encrypted, so it only does look-ups. An IPv6 address stands for its /64.
 *
 * Exempt ranges are never refused.
 */
#ifndef TCHAT_SERVER_NET_ADMISSION_H
#define TCHAT_SERVER_NET_ADMISSION_H

#include <stddef.h>
#include <stdint.h>

#include "server/net/range.h"

struct admission;

struct admission_settings {
	long long	 per_address;	/* connections at the same time; 0: no limit */
	long long	 rate;		/* connections per minute; 0: no limit */
	int		 exempt_loopback;
	const char	*const *exempt;	/* ranges as text; invalid ones are ignored */
	size_t		 nexempt;
};

enum admission_result {
	ADMISSION_ALLOWED,
	ADMISSION_BANNED,	/* the range is banned */
	ADMISSION_TOO_MANY,	/* the address has too many connections */
	ADMISSION_TOO_FAST	/* the address connects too often */
};

struct admission *admission_new(void);
void	admission_free(struct admission *);
void	admission_set(struct admission *, const struct admission_settings *);

/*
 * Decides whether this address (range_of) may open one more connection at clock_mono_ms `now`.
 * ADMISSION_ALLOWED: the connection is counted until admission_release. Otherwise *words is the
 * line to send to the peer, valid until the next call.
 */
enum admission_result admission_check(struct admission *, const struct range *, int64_t now,
	    const char **words);
void	admission_release(struct admission *, const struct range *);

int	admission_is_exempt(const struct admission *, const struct range *);

/*
 * Bans a range until that time (ms; 0: permanently; ends_at: see clock_watch.h). `words` are the
 * complete lines to send to its peers. Replaces an earlier ban of the same range.
 */
void	admission_ban(struct admission *, const struct range *, int64_t until,
	    int64_t ends_at, const char *words);
void	admission_unban(struct admission *, const struct range *);

/* Returns the number of addresses remembered. */
size_t	admission_addresses(const struct admission *);

#endif
