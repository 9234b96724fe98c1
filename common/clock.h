/*
 * clock: the only place that time comes from, so that tests can set it.
 */
#ifndef TCHAT_COMMON_CLOCK_H
#define TCHAT_COMMON_CLOCK_H

#include <stdint.h>

#include "common/view.h"

enum { CLOCK_ISO_SIZE = sizeof("2026-01-01T00:00:00.000Z") };

int64_t	clock_ms(void);		/* milliseconds since 1970, UTC; read anew each time */
int64_t	clock_mono_ms(void);	/* for spans: never goes back */
int64_t	clock_boot_ms(void);	/* the same, and goes on while the machine sleeps */
int64_t	clock_mono_us(void);	/* the same in microseconds */
int64_t	clock_thread_us(void);	/* CPU time that this thread has used; tests cannot set it */

/* Seconds since that time (clock_ms); 0 if the clock was put back since. */
int64_t	clock_seconds_since(int64_t ms);

/*
 * For tests: read all clocks, or the wall clock alone (clock_ms), or clock_boot_ms alone, from fn. NULL
 * restores the real ones.
 */
void	clock_set(int64_t (*fn)(void));
void	clock_set_wall(int64_t (*fn)(void));
void	clock_set_boot(int64_t (*fn)(void));

/* "2026-01-01T00:00:00.000Z" (IRCv3 server-time) into buf. */
void	clock_iso(char buf[CLOCK_ISO_SIZE], int64_t ms);

/* The reverse; fractions optional. 0 and *ms, or -1. */
int	clock_parse_iso(struct view, int64_t *ms);

#endif
