/*
 * clock: the only source of time, so that tests can set it.
 */
#ifndef TCHAT_COMMON_CLOCK_H
#define TCHAT_COMMON_CLOCK_H

#include <stdint.h>

#include "common/view.h"

enum { CLOCK_ISO_SIZE = sizeof("2026-01-01T00:00:00.000Z") };

int64_t	clock_ms(void);		/* milliseconds since 1970, UTC; read anew at each call */
int64_t	clock_mono_ms(void);	/* for time spans: never goes back */
int64_t	clock_boot_ms(void);	/* like clock_mono_ms, but also counts while the machine sleeps */
int64_t	clock_mono_us(void);	/* clock_mono_ms in microseconds */
int64_t	clock_thread_us(void);	/* CPU time used by this thread; tests cannot set it */

/* Return the seconds since a clock_ms time; 0 if the clock was set back since. */
int64_t	clock_seconds_since(int64_t ms);

/*
 * For tests: take all clocks, only the wall clock (clock_ms), or only clock_boot_ms from fn. NULL restores the
 * real ones.
 */
void	clock_set(int64_t (*fn)(void));
void	clock_set_wall(int64_t (*fn)(void));
void	clock_set_boot(int64_t (*fn)(void));

/* Write the time as "2026-01-01T00:00:00.000Z" (IRCv3 server-time). */
void	clock_iso(char buf[CLOCK_ISO_SIZE], int64_t ms);

/* Parse what clock_iso writes; the fraction is optional. Returns 0 and sets *ms, or -1. */
int	clock_parse_iso(struct view, int64_t *ms);

#endif
