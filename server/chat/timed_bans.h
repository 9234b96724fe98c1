/*
 * timed_bans: when the masks of rooms expire.
 */
#ifndef TCHAT_SERVER_CHAT_TIMED_BANS_H
#define TCHAT_SERVER_CHAT_TIMED_BANS_H

#include <stdint.h>

#include "server/chat/mask.h"

struct room;
struct world;

/*
 * Set when an entry of a room's list expires (ms; 0: never). world_restore_expiry does it for
 * an entry that was read from the store at startup.
 */
void	world_set_expiry(struct world *, struct room *, enum room_list,
	    struct room_mask *, int64_t until);
void	world_restore_expiry(struct world *, struct room *, enum room_list,
	    struct room_mask *, int64_t until);
/* Remove the masks that have expired. The server tells the members. */
void	world_expire_masks(struct world *);

#endif
