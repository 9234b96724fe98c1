/*
 * msgid: message ids that sort by time. An id is 48 bits of milliseconds and 80 random bits, written as 26
 * characters of Crockford's base 32. Ids made by one process are always unique and ascending, even when the clock
 * is set back.
 */
#ifndef TCHAT_COMMON_MSGID_H
#define TCHAT_COMMON_MSGID_H

#include <stdint.h>

#include "common/view.h"

enum { MSGID_LEN = 26 };

struct msgid {
	char	s[MSGID_LEN + 1];	/* "" means no id */
};

/* Make a new id for the time ms; greater than the one before, whatever ms is. */
void	msgid_new(struct msgid *, int64_t ms);

/* Return 1 if the text has the form of one of our ids. */
int	msgid_valid(struct view);

/* Return the time in the id, in ms; -1 if the form is wrong. */
int64_t	msgid_time(struct view);

/* Convert to and from bytes that sort like the text. An invalid id becomes zeros, and zeros an empty id. */
enum { MSGID_PACKED = 16 };
void	msgid_pack(unsigned char out[MSGID_PACKED], const struct msgid *);
void	msgid_unpack(struct msgid *, const unsigned char in[MSGID_PACKED]);

#endif
