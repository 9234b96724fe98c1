/*
 * duration: time spans as people type and read them: "90", "30s", "1h30m", "2w"; and the one table of units.
 */
#ifndef TCHAT_COMMON_DURATION_H
#define TCHAT_COMMON_DURATION_H

#include "common/view.h"

enum { DURATION_SIZE = 32 };

/* A letter after a number, and what it multiplies the number with. */
struct unit {
	char		 letter;
	long long	 factor;
};

/* y (365 days), w, d, h, m, s: the largest first, ended by letter 0. */
extern const struct unit duration_units[];

/* Return the unit with this letter, in upper or lower case, or NULL. */
const struct unit *unit_find(const struct unit *, char letter);

/*
 * Parse numbers with these letters, in any case and order; a last number without a letter is in seconds. Returns 0
 * and sets *seconds, from 1 to max, or returns -1.
 */
int	duration_parse(struct view, long long max, long long *seconds);

/* Write the two largest units: "1h 30m", "2w", "0s". */
void	duration_text(char buf[DURATION_SIZE], long long seconds);

#endif
