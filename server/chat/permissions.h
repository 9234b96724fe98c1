/*
 * permissions: what a user may do in a room now, as a member or not.
 */
#ifndef TCHAT_SERVER_CHAT_PERMISSIONS_H
#define TCHAT_SERVER_CHAT_PERMISSIONS_H

#include "common/view.h"
#include "server/chat/refusal.h"

struct chat_event;
struct room;
struct user;

enum refusal room_may_join(
	    const struct room *, const struct user *, struct view key);
enum refusal room_may_send(
	    const struct room *, const struct user *, struct view text);
enum refusal room_may_set_topic(const struct room *, const struct user *);
/* Return CHAT_OK if the user is a member of at least that rank. */
enum refusal room_check_rank(
	    const struct room *, const struct user *, unsigned rank);
/* Set in the event whether it is stored and who may read it, from the room's modes. */
void	room_mark_event(const struct room *, struct chat_event *);

#endif
