/*
 * empty_rooms: rooms without members, and the records of rooms in the store. empty_rooms.c says
 * which rooms are kept.
 */
#ifndef TCHAT_SERVER_CHAT_EMPTY_ROOMS_H
#define TCHAT_SERVER_CHAT_EMPTY_ROOMS_H

#include <stddef.h>

#include "common/view.h"

struct room;
struct world;

/* Save the room's record, or delete it if the room is not to be kept. */
void	room_save(struct world *, const struct room *);
/* Delete the record of a room. */
void	room_delete_record(struct world *, const struct room *);
/*
 * If the room is closed and has no members, delete the history of its closed times, unless it
 * is to be kept.
 */
void	room_forget_closed_history(struct world *, const struct room *);

/* The last member left: keep the room or free it. */
void	empty_rooms_add(struct world *, struct room *);
struct room *empty_rooms_find(struct world *, struct view name);
/* Remove a room from the empty rooms because a user joins. Returns NULL if there is none. */
struct room *empty_rooms_take(struct world *, struct view name);
/*
 * Remove the founder of an empty room. It is kept like other rooms without a founder, or freed.
 */
void	empty_rooms_remove_founder(struct world *, struct room *);
/* Free an empty room with its record, if there is one of that name. */
void	empty_rooms_delete(struct world *, struct view name);
/* Free the rooms without a founder that were left longest ago, past max. */
void	empty_rooms_limit(struct world *, size_t max);
/* Free all without their records. */
void	empty_rooms_free(struct world *);

#endif
