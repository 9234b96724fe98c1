/*
 * ban_notes: who is kept out of the server, as far as it is not written yet, at most one note for
 * each key: the last. And what is kept, read.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_BAN_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_BAN_NOTES_H

#include "server/store/store.h"

struct ban_note;	/* all of them; NULL: none */
struct db;

/* Copied; NULL: forget the one with that key. */
void	ban_notes_put(struct ban_note **, const char *key,
	    const struct store_ban *);
/* Put those of `older` in that have no newer one; they are the notes' now. */
void	ban_notes_add_older(struct ban_note **, struct ban_note *older);
void	ban_notes_free(struct ban_note *);

/* Write them, within a transaction. An SQLite result. */
int	ban_notes_write(struct db *, struct ban_note *);

/* Read all that are kept, the oldest first. An SQLite result. */
int	ban_notes_read(struct db *, struct ban_note **);
/* In that order. */
void	ban_notes_each(struct ban_note *, store_ban_fn *, void *ctx);

#endif
