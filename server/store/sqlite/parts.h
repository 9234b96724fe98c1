/*
 * parts: the search table is split into parts, each with the messages of one period. FTS5 merges
 * the entries of one word in one go, within one commit, and some words (a room's, a person's) are
 * in millions of messages. A part stops growing before its merges become so large that messages
 * would have to wait.
 *
 * Part 0 is the table "search"; the following ones are "search_1" and so on.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_PARTS_H
#define TCHAT_SERVER_STORE_SQLITE_PARTS_H

#include <stdint.h>

#include <sqlite3.h>

struct db;

struct part {
	int64_t	 n;
	int64_t	 first;		/* the first seq in it; it ends where the next part begins */
};

/* Finds the last part, or the part of an event. Returns 1, or -1 on error. */
int	parts_last(struct db *, struct part *);
int	parts_of(struct db *, int64_t seq, struct part *);
/*
 * Moves to the next part, or to the previous one if `back`. Returns 1, 0 if there is none, or -1.
 */
int	parts_next(struct db *, int back, struct part *);

/*
 * Finds the part for events from that seq on; starts a new part if the last is full. Returns an
 * SQLite result.
 */
int	parts_for_append(struct db *, int64_t seq, struct part *);
/* Adds `by` to the part's size. Returns an SQLite result. */
int	parts_add_size(struct db *, const struct part *, int64_t by);
/* Marks all parts as empty. Returns an SQLite result. */
int	parts_clear(struct db *);

/*
 * Prepares SQL in which each %s (at most four) is the part's table. The caller finalizes it.
 * Returns NULL on failure.
 */
sqlite3_stmt *parts_prepare(
    struct db *, const char *sql, const struct part *);

#endif
