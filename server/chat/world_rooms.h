/*
 * world_rooms: create, rename and leave the rooms of the world. A room is in the world's index
 * while it has members; empty_rooms.h has the others.
 */
#ifndef TCHAT_SERVER_CHAT_WORLD_ROOMS_H
#define TCHAT_SERVER_CHAT_WORLD_ROOMS_H

#include "common/view.h"

struct member;
struct room;
struct world;

/*
 * Find a room, take it from the empty rooms, or create it. Every caller that leaves it empty
 * must call world_drop_empty_room.
 */
struct room *world_get_room(struct world *, struct view name);
/* Change a room's name, its index and its record. An empty room of the new name is deleted. */
void	world_rename_room(struct world *, struct room *, struct view name);
/* Set the modes of a room that has members, and update the count of secret rooms. */
void	world_set_room_modes(struct world *, struct room *, unsigned modes);
/* Remove a member whose PART, QUIT or KICK was shown already. */
void	world_remove_member(struct world *, struct member *);
/* If the room has no members, keep it as an empty room or free it. */
void	world_drop_empty_room(struct world *, struct room *);

#endif
