/*
 * ban_notes: copies of server bans: changes on their way to the database, and the bans read from it. At most
 * one note for each key: the last.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_BAN_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_BAN_NOTES_H

#include "server/store/store.h"

struct ban_note;	/* all of them; NULL: none */
struct db;

/* Copied; NULL: forget the one with that key. */
void	ban_notes_put(struct ban_note **, const char *key,
	    const struct store_ban *);
void	ban_notes_free(struct ban_note *);

/* Write them, within a transaction. An SQLite result. */
int	ban_notes_write(struct db *, struct ban_note *);

/* Read all that are kept, the oldest first. An SQLite result. */
int	ban_notes_read(struct db *, struct ban_note **);
/* In that order. */
void	ban_notes_each(struct ban_note *, store_ban_fn *, void *ctx);

#endif
