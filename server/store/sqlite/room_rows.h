/*
 * room_rows: the rooms in the database.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_ROOM_ROWS_H
#define TCHAT_SERVER_STORE_SQLITE_ROOM_ROWS_H

#include "server/store/store.h"

struct db;
struct pending;

/* Puts a copy of the room's present state into the map (pending.h); NULL: the room is to be deleted. */
void	room_rows_put(struct pending **, const char *folded,
    const struct store_room *room);

/* Reads all saved rooms into the map, least recently written first. Returns an SQLite result. */
int	room_rows_read(struct db *, struct pending **);
/* Calls fn for each room of a map that has only rooms, in that order. */
void	room_rows_each(const struct pending *, store_room_fn *, void *ctx);

#endif
