/*
 * duration: how long something lasts, as people type and read it: "90", "30s", "1h30m", "2w".
 */
#ifndef TCHAT_COMMON_DURATION_H
#define TCHAT_COMMON_DURATION_H

#include "common/view.h"

enum { DURATION_SIZE = 32 };

/*
 * Numbers with the letters s, m, h, d, w or y (of 365 days), in any case and order; the last
 * without one means seconds. 0 and *seconds, from 1 to max, or -1.
 */
int	duration_parse(struct view, long long max, long long *seconds);

/* The two largest units of it: "1h 30m", "2w", "0s". */
void	duration_text(char buf[DURATION_SIZE], long long seconds);

#endif
