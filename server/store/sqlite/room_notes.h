/*
 * room_notes: rooms that are to be kept or forgotten and are not written yet, at most one note
 * for each: the last. And those that are kept, read.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_ROOM_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_ROOM_NOTES_H

#include "server/store/store.h"

struct db;
struct room_note;	/* all of them; NULL: none */

/* The room as it is now, or (room NULL) nothing of it. All is copied. */
void	room_notes_put(struct room_note **, const char *folded,
    const struct store_room *room);
/* Put those of `older` in that have no newer one; they are the notes' now. */
void	room_notes_add_older(struct room_note **, struct room_note *older);
void	room_notes_free(struct room_note *);

/* Write them, within a transaction. An SQLite result. */
int	room_notes_write(struct db *, struct room_note *);

/* Read all that are kept, the one that was written longest ago first. An SQLite result. */
int	room_notes_read(struct db *, struct room_note **);
/* In that order. */
void	room_notes_each(struct room_note *, store_room_fn *, void *ctx);

#endif
