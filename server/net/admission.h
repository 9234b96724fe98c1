/*
 * admission: who may connect, asked when a peer is accepted, before anything is read or encrypted, and
 * so a matter of looking up: ranges that are shut out, how many connections there are from
 * an address already, and how fast they come. An IPv6 address stands for its /64.
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
	long long	 per_address;	/* connections at once; 0: any number */
	long long	 rate;		/* connections a minute; 0: any number */
	int		 exempt_loopback;
	const char *const *exempt;	/* ranges as text; those that are none are passed over */
	size_t		 nexempt;
};

enum admission_answer {
	ADMISSION_OPEN,
	ADMISSION_SHUT,	/* the range is shut out */
	ADMISSION_MANY,	/* there are as many from there as may be */
	ADMISSION_FAST	/* they come too fast */
};

struct admission *admission_new(void);
void	admission_free(struct admission *);
void	admission_set(struct admission *, const struct admission_settings *);

/*
 * May one more come in from this address (range_of) at clock_mono_ms `now`? ADMISSION_OPEN: it is
 * counted until admission_left. *words is what to say to one who may not, good until the next call.
 */
enum admission_answer admission_ask(struct admission *, const struct range *, int64_t now,
	    const char **words);
void	admission_left(struct admission *, const struct range *);

int	admission_is_exempt(const struct admission *, const struct range *);

/*
 * Shut a range out until that time (ms; 0: for ever; ends_at: clock_watch.h) with these words, whole lines; they
 * replace those of an earlier call for the same range. And let it in again.
 */
void	admission_shut(struct admission *, const struct range *, int64_t until,
	    int64_t ends_at, const char *words);
void	admission_unshut(struct admission *, const struct range *);

/* Addresses that it remembers. */
size_t	admission_seats(const struct admission *);

#endif
