/*
 * clock_watch: decide whether the wall clock can be trusted enough to delete something because it is old. The
 * clock may be wrong at start-up, and may be set while the program runs. CLOCK_BOOTTIME, which nobody can set,
 * shows when that happens.
 *
 * The clock is trusted after 24 consistent hours: hours without a jump of more than an hour. If a trusted clock
 * jumps, clock_watch_ms continues by CLOCK_BOOTTIME until the clock jumps back or has been consistent for 24
 * hours again. Before the clock is trusted for the first time, clock_watch_ms is its current time.
 *
 * A zeroed struct starts to watch at the first look. Look at least every few minutes.
 */
#ifndef TCHAT_COMMON_CLOCK_WATCH_H
#define TCHAT_COMMON_CLOCK_WATCH_H

#include <stdint.h>

#define CLOCK_WATCH_CONSISTENT (24 * 3600 * 1000LL)

struct clock_watch {
	int	 begun;
	int	 trusted;	/* the clock has been consistent for 24 hours */
	int	 jumped;	/* it jumped after that, and has not returned */
	int64_t	 offset;	/* wall clock minus CLOCK_BOOTTIME, ms; while jumped, the offset before the jump */
	int64_t	 other;		/* while jumped: the new offset */
	int64_t	 since;		/* CLOCK_BOOTTIME since which the current offset is consistent */
	int64_t	 followed;	/* CLOCK_BOOTTIME when offset was last updated while trusted */
};

enum clock_watch_change {
	CLOCK_WATCH_SAME,
	CLOCK_WATCH_JUMPED,	/* the 24 hours begin again now */
	CLOCK_WATCH_RETURNED,	/* it is back where it was before the jump */
	CLOCK_WATCH_TRUSTED	/* it has been consistent for 24 hours */
};

/* Look at the clocks. Returns what changed since the last look. */
enum clock_watch_change clock_watch_look(struct clock_watch *);

/* Look at the clocks. Returns 1 if things that are old by clock_watch_ms may be deleted. */
int	clock_watch_may_delete(struct clock_watch *);

/* Look at the clocks. Returns the time by which to judge ages and expiry: ms since 1970. */
int64_t	clock_watch_ms(struct clock_watch *);

/* Return for how many ms the clock had been consistent at the last look. */
int64_t	clock_watch_consistent(const struct clock_watch *);

/*
 * Decide when something expires (a ban, an invitation, a pending key), with one clock_watch for all. Something
 * created in this run expires by CLOCK_BOOTTIME: store ends_at = clock_expiry(until), and no change of the wall
 * clock makes it expire early or late. Something restored from disk has ends_at 0: it expires by clock_watch_ms,
 * once the clock has been consistent for ten minutes, so that a clock that is wrong just after start-up does not
 * expire it. until is a wall-clock time; 0 means never. Call these only from the loop's thread.
 */
void	clock_expiry_begin(void);		/* call at start-up: begins a new watch */
int64_t	clock_expiry(int64_t until);
int	clock_has_expired(int64_t until, int64_t ends_at);
/* Return the wall-clock time from the same watch, for deadlines that need no such care. */
int64_t	clock_expiry_ms(void);
/* Return in how many ms it may have expired: check again then. */
int64_t	clock_expiry_left(int64_t until, int64_t ends_at);

#endif
