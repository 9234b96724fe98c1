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

struct door;

struct door_settings {
	long long	 per_address;	/* connections at once; 0: any number */
	long long	 rate;		/* connections a minute; 0: any number */
	int		 exempt_loopback;
	const char *const *exempt;	/* ranges as text; those that are none are passed over */
	size_t		 nexempt;
};

enum door_answer {
	DOOR_OPEN,
	DOOR_SHUT,	/* the range is shut out */
	DOOR_MANY,	/* there are as many from there as may be */
	DOOR_FAST	/* they come too fast */
};

struct door *door_new(void);
void	door_free(struct door *);
void	door_set(struct door *, const struct door_settings *);

/*
 * May one more come in from this address (range_of) at clock_mono_ms `now`? DOOR_OPEN: it is
 * counted until door_left. *words is what to say to one who may not, good until the next call.
 */
enum door_answer door_ask(struct door *, const struct range *, int64_t now,
	    const char **words);
void	door_left(struct door *, const struct range *);

int	door_is_exempt(const struct door *, const struct range *);

/*
 * Shut a range out until that time (ms; 0: for ever; ends_at: clock_watch.h) with these words, whole lines; they
 * replace those of an earlier call for the same range. And let it in again.
 */
void	door_shut(struct door *, const struct range *, int64_t until,
	    int64_t ends_at, const char *words);
void	door_unshut(struct door *, const struct range *);

/* Addresses that it remembers. */
size_t	door_seats(const struct door *);

#endif
