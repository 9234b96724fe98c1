/*
 * clock_marks: what was known of the clock (clock_watch.h) when the server stopped, so that a restart does not begin the
 * 24 hours anew: a server that is restarted every night would never delete old history. It counts only as long as the
 * machine runs: CLOCK_BOOTTIME says nothing about an earlier boot.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_CLOCK_MARKS_H
#define TCHAT_SERVER_STORE_SQLITE_CLOCK_MARKS_H

struct clock_watch;
struct db;

/* Go on with what was written in this boot of the machine; otherwise *w stays as it is. */
void	clock_marks_read(struct db *, struct clock_watch *w);

/* Write it, in the transaction that is open. Returns an SQLite result. */
int	clock_marks_write(struct db *, const struct clock_watch *w);

#endif
