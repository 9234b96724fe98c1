/*
 * room_founder: the account that owns a room.
 */
#ifndef TCHAT_SERVER_CHAT_ROOM_FOUNDER_H
#define TCHAT_SERVER_CHAT_ROOM_FOUNDER_H

struct room;
struct world;

/* True if this account (NULL: none) may own one more room. */
int	account_may_own_room(const struct world *, const char *account);
/*
 * Make the account the founder. NULL: the room has none, and the ranks by account are removed
 * too. The room must not be in world.unowned_empty_rooms. The caller announces and saves the
 * change.
 */
void	room_set_founder(struct world *, struct room *, const char *account);
/*
 * After the name or the founder changed: protect the name from look-alikes if the room has a
 * founder.
 */
void	room_protect_name(struct world *, struct room *);

#endif
