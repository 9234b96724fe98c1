/*
 * current_room: the room that a plain peer's messages go to.
 */
#ifndef TCHAT_SERVER_PLAIN_CURRENT_ROOM_H
#define TCHAT_SERVER_PLAIN_CURRENT_ROOM_H

struct chat_applied;
struct room;
struct session;
struct user;

/* Make the named room the current one (NULL: none). The name is copied. */
void	plain_set_current_room(struct session *, const char *name);
/*
 * Return the current room's name. If the user is in no room, or no longer in that one, say so and return
 * NULL; in the second case another room becomes the current one.
 */
const char *plain_current_room(struct session *);
/* Make the room that was joined last the current one, and tell the user. */
void	plain_use_last_room(struct session *);
/* Another session of the same user joined a room: it becomes the current room if there is none. */
void	plain_joined(struct session *, const struct room *);
/* A room of the user was renamed: keep it as the current room if it was. */
void	plain_renamed(struct session *, const struct chat_applied *);
/*
 * Move the guest's session to a user that other sessions of the same account have already. The caller has
 * checked that with user_sessions_can_move.
 */
void	plain_move_to_user(struct session *, struct user *);

#endif
