/*
 * parts: the search table is in parts, each with the messages of some time. FTS5 merges what
 * is about one word in one go, within one commit, and there are words (a room's, a person's)
 * that are in millions of messages: a table that stops growing before has no merge
 * that messages would have to wait for.
 *
 * Part 0 is the table "search", those after it are "search_1" and so on.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_PARTS_H
#define TCHAT_SERVER_STORE_SQLITE_PARTS_H

#include <stdint.h>

#include <sqlite3.h>

struct db;

struct part {
	int64_t	 n;
	int64_t	 first;		/* the seq from which on events are in it, up to the next's */
};

/* The last part, or that of an event. 1, or -1: something is wrong. */
int	parts_last(struct db *, struct part *);
int	parts_of(struct db *, int64_t seq, struct part *);
/* The one after it, or (back) before it: 1; 0: there is none; -1. */
int	parts_next(struct db *, int back, struct part *);

/* Where events from that seq on go: if the last one is full, a new one. As an SQLite result. */
int	parts_room(struct db *, int64_t seq, struct part *);
/* So many have gone there. An SQLite result. */
int	parts_grown(struct db *, const struct part *, int64_t by);
/* None of them has anything in it any more. An SQLite result. */
int	parts_empty(struct db *);

/*
 * Prepare SQL in which each %s, up to four, is the part's table; finalized by the caller. NULL
 * if it can't be.
 */
sqlite3_stmt *parts_prepare(
    struct db *, const char *sql, const struct part *);

#endif
