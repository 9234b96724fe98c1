/*
 * world: internal to server/chat: the world, which owns all users and rooms, and its indexes of
 * users. A member is in the lists of its user and its room.
 */
#ifndef TCHAT_SERVER_CHAT_WORLD_H
#define TCHAT_SERVER_CHAT_WORLD_H

#include "common/string_list.h"
#include "server/chat/chat.h"

struct world {
	struct chat_ops		 ops;
	void			*ctx;
	struct chat_limits	 limits;
	char			*lobby;			/* NULL: none */
	struct string_list	 lobby_operators;	/* accounts */
	char			*server;		/* its name */

	/* Hash tables; the key is in brackets. */
	struct user		*by_nick;		/* [folded] */
	struct user		*by_id;			/* [id] */
	struct account		*accounts;		/* [folded] */
	struct account_key	*keys;			/* [digest] */
	struct iteration_count	*iterations;		/* private to account.c */
	struct room		*rooms;			/* [folded] rooms with members */
	struct room		*empty_rooms;		/* [folded] rooms without members */
	struct founder_rooms	*founders;		/* [folded] rooms by founder */
	struct whowas_nick	*whowas_nicks;		/* [folded] */

	/* Empty rooms without a founder; the one left longest ago first. */
	TAILQ_HEAD(unowned_room_list, room) unowned_empty_rooms;
	size_t			 nunowned_empty_rooms;
	/* Names of accounts and of founded rooms. */
	struct look_alikes	*look_alikes;
	LIST_HEAD(, room_mask)	 timed_masks;		/* masks that expire, in no order */
	/* The clock_boot_ms for which schedule_expiry was called; 0: none. */
	int64_t			 expiry_due_at;
	TAILQ_HEAD(whowas_list, whowas_entry) whowas;	/* the latest first */
	size_t			 nwhowas;

	uint64_t		 last_id;	/* of users: 32 bits of the epoch, 32 of a counter */
	size_t			 users_most;
	size_t			 invisible;
	size_t			 operators;
	size_t			 secret;		/* rooms with ROOM_SECRET that have members */
};

/* Make an event for a request. The caller fills in target, text and so on. */
struct chat_event *world_new_event(
	    enum chat_event_type, const struct chat_from *);
/* Append an event that a request has made, and release the caller's reference. It may be applied within the call. */
void	world_append(struct world *, struct chat_event *);
/* In the apply step: show the event. The caller has set the other fields of chat_applied. */
void	world_show(struct world *, struct chat_event *, struct chat_applied *);

int	world_is_lobby(const struct world *, const struct room *);

void	world_add_user(struct world *, struct user *);
/* Change a user's nick and the index by nick. */
void	world_rename_user(struct world *, struct user *, struct view nick);
/* Set the user's modes and update the counts. */
void	world_set_modes(struct world *, struct user *, unsigned modes);
/* Free a user who is in no room and logged in to no account. */
void	world_remove_user(struct world *, struct user *);

#endif
