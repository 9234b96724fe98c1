/*
 * room_notes: rooms: changes not written yet, at most one (the last) per room; and the rooms read
 * from the database.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_ROOM_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_ROOM_NOTES_H

#include "server/store/store.h"

struct db;
struct room_note;	/* a set of notes; NULL: empty */

/* Adds a copy of the room's present state; room NULL: the room is to be deleted. */
void	room_notes_put(struct room_note **, const char *folded,
    const struct store_room *room);
/* Adds the notes of `older` that have no newer one; takes ownership of all. */
void	room_notes_add_older(struct room_note **, struct room_note *older);
void	room_notes_free(struct room_note *);

/* Writes them. Call it in a transaction. Returns an SQLite result. */
int	room_notes_write(struct db *, struct room_note *);

/* Reads all saved rooms, least recently written first. Returns an SQLite result. */
int	room_notes_read(struct db *, struct room_note **);
/* Calls fn for each, in that order. */
void	room_notes_each(struct room_note *, store_room_fn *, void *ctx);

#endif
