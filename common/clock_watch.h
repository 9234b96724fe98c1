/*
 * clock_watch: how far the wall clock can be trusted to delete something because it is old. The clock may be
 * wrong at a start, and may be set while we run; CLOCK_BOOTTIME, which nobody sets, shows when.
 *
 * The clock is trusted once it has been consistent for 24 hours: without a jump of more than an hour. If a trusted
 * clock jumps, clock_watch_ms goes on by CLOCK_BOOTTIME until the clock has come back, or has been
 * consistent for 24 hours again. Before it is trusted for the first time, its latest time counts.
 *
 * A zeroed struct begins to watch at the first look. Look at least every few minutes.
 */
#ifndef TCHAT_COMMON_CLOCK_WATCH_H
#define TCHAT_COMMON_CLOCK_WATCH_H

#include <stdint.h>

#define CLOCK_WATCH_CONSISTENT (24 * 3600 * 1000LL)

struct clock_watch {
	int	 begun;
	int	 trusted;	/* it was consistent for 24 hours */
	int	 jumped;	/* then it jumped, and has not come back */
	int64_t	 offset;	/* of the wall clock to CLOCK_BOOTTIME, ms; while jumped, the one before that */
	int64_t	 other;		/* while jumped: the new offset */
	int64_t	 since;		/* CLOCK_BOOTTIME from which on the latest offset is consistent */
	int64_t	 followed;	/* CLOCK_BOOTTIME at which offset was last set, while trusted */
};

enum clock_watch_change {
	CLOCK_WATCH_SAME,
	CLOCK_WATCH_JUMPED,	/* consistent from now on at the earliest */
	CLOCK_WATCH_RETURNED,	/* to where it was before it jumped */
	CLOCK_WATCH_TRUSTED	/* consistent for 24 hours */
};

/* Look at the clocks; returns what changed since the last look. */
enum clock_watch_change clock_watch_look(struct clock_watch *);

/* Look, and return whether what is old by clock_watch_ms may be deleted. */
int	clock_watch_may_delete(struct clock_watch *);

/* Look, and return the time to judge ends and ages by: ms since 1970. */
int64_t	clock_watch_ms(struct clock_watch *);

/* For how many ms the clock has been consistent, as of the last look. */
int64_t	clock_watch_consistent(const struct clock_watch *);

/*
 * When something ends (a ban, an invitation, a pending key), with one clock_watch for all. What began in this run ends
 * by CLOCK_BOOTTIME: ends_at is clock_end(until), and no change of the wall clock ends it early or late. What was
 * restored has ends_at 0: it ends by clock_watch_ms, once the clock has been consistent for ten minutes, so that a
 * clock that is wrong just after a start does not end it. until is the wall clock's, 0: never. Only for the loop's
 * thread.
 */
void	clock_end_begin(void);		/* at a start: watch anew */
int64_t	clock_end(int64_t until);
int	clock_end_is_over(int64_t until, int64_t ends_at);
/* The wall clock by the same watch, for ends that need no such care. */
int64_t	clock_end_ms(void);
/* In how many ms it may be over: look again then. */
int64_t	clock_end_left(int64_t until, int64_t ends_at);

#endif
