/*
 * marker_notes: read markers: changes not written yet, at most one (the last) for each account and
 * target; and the markers read from the database.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_MARKER_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_MARKER_NOTES_H

#include <stdint.h>

#include "server/store/store.h"

struct db;
struct marker_note;	/* a set of notes; NULL: empty */

/*
 * Notes that the account has read the target up to this time (ms). 0: delete the marker; target
 * NULL: delete all markers of the account.
 */
void	marker_notes_put(struct marker_note **, const char *account,
    const char *target, int64_t ms);
/* Adds the notes of `older` that have no newer one; takes ownership of all. */
void	marker_notes_add_older(struct marker_note **, struct marker_note *older);
void	marker_notes_free(struct marker_note *);

/* Writes them. Call it in a transaction. Returns an SQLite result. */
int	marker_notes_write(struct db *, struct marker_note *);
/* Deletes all markers of an account from the database. Returns an SQLite result. */
int	marker_notes_forget(struct db *, const char *account);

/*
 * Reads all saved markers, of each account the least recently set first. Returns an SQLite result.
 */
int	marker_notes_read(struct db *, struct marker_note **);
/* Calls fn for each, in that order. */
void	marker_notes_each(struct marker_note *, store_marker_fn *, void *ctx);

#endif
