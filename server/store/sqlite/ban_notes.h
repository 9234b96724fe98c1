/*
 * ban_notes: copies of server bans: changes on their way to the database, and the bans read from it. At most
 * one note for each key: the last.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_BAN_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_BAN_NOTES_H

#include "server/store/store.h"

struct ban_note;	/* a set of notes; NULL: empty */
struct db;

/* Adds a copy of the ban; NULL: the ban with that key is to be deleted. */
void	ban_notes_put(struct ban_note **, const char *key,
	    const struct store_ban *);
void	ban_notes_free(struct ban_note *);

/* Writes them. Call it in a transaction. Returns an SQLite result. */
int	ban_notes_write(struct db *, struct ban_note *);

/* Reads all saved bans, oldest first. Returns an SQLite result. */
int	ban_notes_read(struct db *, struct ban_note **);
/* Calls fn for each, in that order. */
void	ban_notes_each(struct ban_note *, store_ban_fn *, void *ctx);

#endif
