/*
 * marker_notes: how far accounts have read, as far as it is not written yet, at most one note
 * for each account and target: the last. And what is kept, read.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_MARKER_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_MARKER_NOTES_H

#include <stdint.h>

#include "server/store/store.h"

struct db;
struct marker_note;	/* all of them; NULL: none */

/* That target was read up to there (ms); 0: forget it; target NULL: and all of the account. */
void	marker_notes_put(struct marker_note **, const char *account,
    const char *target, int64_t ms);
/* Put those of `older` in that have no newer one; they are the notes' now. */
void	marker_notes_add_older(struct marker_note **, struct marker_note *older);
void	marker_notes_free(struct marker_note *);

/* Write them, within a transaction. An SQLite result. */
int	marker_notes_write(struct db *, struct marker_note *);
/* Nothing is left of an account's, at once. An SQLite result. */
int	marker_notes_forget(struct db *, const char *account);

/* Read all that are kept, of each account the one read longest ago first. An SQLite result. */
int	marker_notes_read(struct db *, struct marker_note **);
/* In that order. */
void	marker_notes_each(struct marker_note *, store_marker_fn *, void *ctx);

#endif
