/*
 * clock_marks: saves the state of the clock watch (clock_watch.h), so that a restart does not start
 * its 24 hours again: a server that is restarted every night would never delete old history. The
 * saved state is valid only within one boot of the machine, because CLOCK_BOOTTIME says nothing
 * about earlier boots.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_CLOCK_MARKS_H
#define TCHAT_SERVER_STORE_SQLITE_CLOCK_MARKS_H

struct clock_watch;
struct db;

/* Restores *w if it was saved in this boot; else leaves it unchanged. */
void	clock_marks_read(struct db *, struct clock_watch *w);

/* Saves *w in the open transaction. Returns an SQLite result. */
int	clock_marks_write(struct db *, const struct clock_watch *w);

#endif
