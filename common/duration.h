/*
 * duration: time spans as people type and read them: "90", "30s", "1h30m", "2w".
 */
#ifndef TCHAT_COMMON_DURATION_H
#define TCHAT_COMMON_DURATION_H

#include "common/view.h"

enum { DURATION_SIZE = 32 };

/*
 * Parse numbers with the letters s, m, h, d, w or y (365 days), in any case and order; a last number without a
 * letter is in seconds. Returns 0 and sets *seconds, from 1 to max, or returns -1.
 */
int	duration_parse(struct view, long long max, long long *seconds);

/* Write the two largest units: "1h 30m", "2w", "0s". */
void	duration_text(char buf[DURATION_SIZE], long long seconds);

#endif
