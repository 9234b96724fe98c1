/*
 * world: internal to server/chat: the world and the functions that its files share. The world
 * owns all users and rooms. A member is in the lists of its user and its room.
 */
#ifndef TCHAT_SERVER_CHAT_WORLD_H
#define TCHAT_SERVER_CHAT_WORLD_H

#include "server/chat/chat.h"

struct world {
	struct chat_ops		 ops;
	void			*ctx;
	struct chat_limits	 limits;
	char			*lobby;		/* NULL: none */
	char			*server;	/* its name */
	struct user		*by_nick;	/* uthash, folded */
	struct user		*by_id;		/* uthash */
	struct account		*accounts;	/* uthash, folded */
	struct look_alikes	*look_alikes;	/* names of accounts and of founded rooms */
	struct account_key	*keys;		/* uthash, digest */
	struct iteration_count	*iterations;	/* uthash; private to account.c */
	struct room		*rooms;		/* uthash, folded */
	struct room		*empty_rooms;	/* uthash, folded: rooms without members */
	TAILQ_HEAD(unowned_room_list, room) unowned_empty_rooms;	/* without a founder; the one left longest ago first */
	size_t			 nunowned_empty_rooms;
	struct founder_rooms		*founders;	/* uthash, folded: number of rooms by founder */
	LIST_HEAD(, room_mask)	 timed_masks;		/* masks that expire, in no order */
	int64_t			 expiry_due_at;	/* clock_boot_ms for which schedule_expiry was called; 0: none */
	uint64_t		 last_id;
	uint64_t		 last_mark;
	size_t			 users_most;
	size_t			 invisible;
	size_t			 secret;	/* rooms with ROOM_SECRET that have members */
	size_t			 operators;
	TAILQ_HEAD(whowas_list, whowas_entry) whowas;		/* the latest first */
	size_t			 nwhowas;
	struct whowas_nick	*whowas_nicks;	/* uthash, folded */
};

struct user *user_new(const struct chat_newcomer *);
void	user_free(struct user *);

/* Make a room with the default modes. The name must be valid. */
struct room *room_new(struct view name);
void	room_free(struct room *);
/* Set the modes of the lobby, where nobody can change them. The room must have no founder. */
void	room_set_lobby_modes(struct room *);
/* Set the modes of a room that has members, and update the count of secret rooms. */
void	world_set_room_modes(struct world *, struct room *, unsigned modes);
/* Update `folded` after the name changed. */
void	room_fold(struct room *);
struct member *room_add_member(struct room *, struct user *, unsigned ranks);
void	room_remove_member(struct member *);

/* permissions.c: check what a user may do in the room now, as a member or not. */
enum refusal room_may_join(const struct room *, const struct user *,
	    struct view key);
enum refusal room_may_send(const struct room *, const struct user *,
	    struct view text);
enum refusal room_may_set_topic(const struct room *, const struct user *);
/* Set in the event whether it is stored and who may read it, from the room's modes. */
void	room_mark_event(const struct room *, struct chat_event *);
/* Return CHAT_OK if the user is a member of at least that rank. */
enum refusal room_check_rank(const struct room *, const struct user *,
	    unsigned rank);

/* invitations.c */
int	invitation_pending(const struct room *, const struct user *);
void	invitation_add(struct room *, struct user *);
void	invitation_drop(struct room *, struct user *);	/* if there is one */
void	invitations_drop_room(struct room *);
void	invitations_drop_user(struct user *);

/* Find a room or create it. Every caller that leaves it empty must call world_drop_empty_room. */
struct room *world_get_room(struct world *, struct view name);
int	world_is_lobby(const struct world *, const struct room *);
/* If the room has no members, keep it as an empty room or free it. */
void	world_drop_empty_room(struct world *, struct room *);
void	world_add_user(struct world *, struct user *);
/* Free a user who is in no room. */
void	world_remove_user(struct world *, struct user *);
/* Set the user's modes and update the counts. */
void	world_set_modes(struct world *, struct user *, unsigned modes);

/*
 * empty_rooms.c. room_save: save the room's record, or delete it if the room is not to be kept.
 * empty_rooms_add: the last member left; keep the room or free it. _find: look it up. _take:
 * remove it from the empty rooms because a user joins (NULL: there is none). _delete: free it
 * with its record. _limit: free the oldest ones past max.
 */
void	room_save(struct world *, const struct room *);
void	empty_rooms_add(struct world *, struct room *);
struct room *empty_rooms_find(struct world *, struct view name);
struct room *empty_rooms_take(struct world *, struct view name);
/* Take the founder from an empty room. It is kept like other rooms without a founder, or freed. */
void	empty_rooms_remove_founder(struct world *, struct room *);
void	empty_rooms_delete(struct world *, struct view name);
void	empty_rooms_limit(struct world *, size_t max);
void	empty_rooms_free(struct world *);

/*
 * room_founder.c. account_may_own_room: true if this account (NULL: none) may own one more
 * room. room_set_founder: make the account the founder (NULL: none; the ranks by account are
 * removed too). The room must not be in world.unowned_empty_rooms. The caller announces and
 * saves the change.
 */
int	account_may_own_room(const struct world *, const char *account);
void	room_set_founder(struct world *, struct room *, const char *account);
/*
 * After the name or the founder changed: protect the name from look-alikes if the room has a
 * founder.
 */
void	room_protect_name(struct world *, struct room *);

/* whowas.c: remember a user as they are now; forget the oldest entries past max. */
void	whowas_add(struct world *, const struct user *);
void	whowas_limit(struct world *, size_t max);

/* Change a user's nick and the index by nick. */
void	world_rename_user(struct world *, struct user *, struct view nick);
/* Change a room's name and the index by name. */
void	world_rename_room(struct world *, struct room *, struct view name);
/* login.c: return the account that a user is logged in to, or NULL; set it. */
struct account *account_of(const struct world *, const struct user *);
void	user_set_account(struct world *, struct user *, struct account *);
/*
 * ranks.c: announce that a member's ranks changed from `before`. The session `origin` (0: none)
 * is not told if its dialect describes the room to it anyway.
 */
void	ranks_announce(struct world *, uint64_t origin, struct member *,
	    unsigned before);
/*
 * The user's account changed; `old` is the one before, or NULL. In the user's rooms, take away
 * the ranks that the old account had and give those of the new one. The server tells the
 * members.
 */
void	ranks_follow_account(struct world *, struct user *, const struct account *old);
/* Forget cached ban checks after the nick, host or account of a user changed. */
void	user_changed(struct user *);

/* Make an event for a request. The caller fills in target, text and so on. */
struct chat_event *world_new_event(enum chat_event_type, const struct chat_from *);
/* Show an event that was applied at once, then record it. */
void	world_publish(struct world *, const struct chat_applied *);
/*
 * If the room is closed and has no members, delete the history of its closed times, unless it
 * is to be kept.
 */
void	world_forget_closed(struct world *, const struct room *);
/* Remove a member whose PART, QUIT or KICK was shown already. */
void	world_remove_member(struct world *, struct member *);

#endif
