/*
 * msgid: time-ordered message ids. 48 bits of milliseconds and 80 random bits, as 26
 * characters of Crockford's base 32: sorting the text sorts by time. Two ids made by
 * one process are never equal and always ascend, also when the clock goes back.
 */
#ifndef TCHAT_COMMON_MSGID_H
#define TCHAT_COMMON_MSGID_H

#include <stdint.h>

#include "common/view.h"

enum { MSGID_LEN = 26 };

struct msgid {
	char	s[MSGID_LEN + 1];	/* empty text: no id */
};

/* A new id for the time ms; ascends whatever ms is. */
void	msgid_new(struct msgid *, int64_t ms);

/* Is it one of ours, as to its form? */
int	msgid_valid(struct view);

/* The time it was made for, in ms; -1 if the form is wrong. */
int64_t	msgid_time(struct view);

/* The same as bytes, which sort as the text does. An id that is not valid: zeros, and back. */
enum { MSGID_PACKED = 16 };
void	msgid_pack(unsigned char out[MSGID_PACKED], const struct msgid *);
void	msgid_unpack(struct msgid *, const unsigned char in[MSGID_PACKED]);

/* Random bytes from the kernel; tests may set a seed for repeatable ones. */
void	random_bytes(void *, size_t);
uint32_t random_below(uint32_t n);	/* 0 to n - 1, unbiased; n > 0 */
void	random_seed(uint64_t);		/* tests only; 0: the kernel again */

#endif
