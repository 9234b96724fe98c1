/*
 * world: what the files of the domain share and nobody else sees. The world
 * owns all users and rooms; members belong to the lists of both.
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
	struct look_alikes	*look_alikes;	/* of accounts, and of rooms that belong to one */
	struct account_key	*keys;		/* uthash, digest */
	struct iteration_count	*iterations;	/* uthash; account.c's */
	struct room		*rooms;		/* uthash, folded */
	struct room		*empty_rooms;	/* uthash, folded: nobody is in them */
	TAILQ_HEAD(unowned_room_list, room) unowned_empty_rooms;	/* unowned ones; the one left longest ago first */
	size_t			 nunowned_empty_rooms;
	struct founder_rooms		*founders;	/* uthash, folded: accounts that own rooms */
	LIST_HEAD(, room_mask)	 timed_masks;		/* those that end, in any order */
	int64_t			 expiry_due_at;	/* clock_boot_ms of the call that was asked for; 0: none */
	uint64_t		 last_id;
	uint64_t		 last_mark;
	size_t			 users_most;
	size_t			 invisible;
	size_t			 secret;	/* rooms with members that have ROOM_SECRET */
	size_t			 operators;
	TAILQ_HEAD(whowas_list, whowas_entry) whowas;		/* the latest first */
	size_t			 nwhowas;
	struct whowas_nick	*whowas_nicks;	/* uthash, folded */
};

struct user *user_new(const struct chat_newcomer *);
void	user_free(struct user *);

/* A room with the modes that every new room has; its name is valid. */
struct room *room_new(struct view name);
void	room_free(struct room *);
/* The modes of the lobby, where nobody could change others. It is nobody's by then. */
void	room_set_lobby_modes(struct room *);
/* Set the modes of a room that has members, and count secret rooms. */
void	world_set_room_modes(struct world *, struct room *, unsigned modes);
/* Its name has changed. */
void	room_fold(struct room *);
struct member *room_add_member(struct room *, struct user *, unsigned ranks);
void	room_remove_member(struct member *);

/* rules.c: what may be done in the room now, by members and others. */
enum refusal room_may_join(const struct room *, const struct user *,
	    struct view key);
enum refusal room_may_send(const struct room *, const struct user *,
	    struct view text);
enum refusal room_may_set_topic(const struct room *, const struct user *);
/* What the rules say of whether an event of the room is kept, and for whom. */
void	room_mark_event(const struct room *, struct chat_event *);
/* By a member with at least that rank: CHAT_OK. */
enum refusal room_check_rank(const struct room *, const struct user *,
	    unsigned rank);

/* invite.c */
int	invitation_pending(const struct room *, const struct user *);
void	invitation_add(struct room *, struct user *);
void	invitation_drop(struct room *, struct user *);	/* if there is one */
void	invitations_drop_room(struct room *);
void	invitations_drop_user(struct user *);

/* Find or make the room; it is gone again by world_drop_empty_room. */
struct room *world_get_room(struct world *, struct view name);
int	world_is_lobby(const struct world *, const struct room *);
/* If nobody is in it, the room goes to rest, or is freed. */
void	world_drop_empty_room(struct world *, struct room *);
void	world_add_user(struct world *, struct user *);
/* The user is in no room any more; freed. */
void	world_remove_user(struct world *, struct user *);
/* Their modes, counted. */
void	world_set_modes(struct world *, struct user *, unsigned modes);

/*
 * empty_rooms.c. What stays of a room has changed; nobody is in it any more, and nothing else knows
 * it; look at it; somebody comes (NULL: there is none); forget it; forget the oldest past the limit.
 */
void	room_save(struct world *, const struct room *);
void	empty_rooms_add(struct world *, struct room *);
struct room *empty_rooms_find(struct world *, struct view name);
struct room *empty_rooms_take(struct world *, struct view name);
/* It is to belong to nobody while it rests: it stays as those do, or is gone. */
void	empty_rooms_remove_founder(struct world *, struct room *);
void	empty_rooms_delete(struct world *, struct view name);
void	empty_rooms_limit(struct world *, size_t max);
void	empty_rooms_free(struct world *);

/*
 * nick_reclaim.c: whom rooms belong to. May this account (NULL: none) have one more? The room is that
 * account's from now on (NULL: nobody's, and nobody has ranks by account); it is in no list of
 * empty_rooms.c meanwhile, or stays owned. What has changed is told and kept by the caller.
 */
int	account_may_own_room(const struct world *, const char *account);
void	room_set_founder(struct world *, struct room *, const char *account);
/* The room's name or its founder changed: protect the name from look-alikes if it has a founder. */
void	room_protect_name(struct world *, struct room *);

/*
 * slow_mode.c: how many ms they have to wait before they may speak there (0 or less: none); they spoke
 * then; it came to nothing.
 */
int64_t	slow_mode_wait(const struct room *, const struct user *);
void	slow_mode_note(const struct room *, struct user *, int64_t time);
void	slow_mode_undo(struct world *, const struct chat_event *);

/*
 * offline_notice.c: whom a name that nobody bears means: 1, and the account with a user of it that is
 * here, or NULL; 0: nobody. May that user write to who is absent? They do.
 */
int	offline_account_find(struct world *, struct view name, struct account **,
    struct user **);
enum refusal offline_account_check(const struct world *, const struct user *from,
    const struct account *to);
void	offline_account_count(const struct user *from, struct account *to);

/* past.c: remember someone as they are now; forget the oldest past the limit. */
void	whowas_add(struct world *, const struct user *);
void	whowas_limit(struct world *, size_t max);

/* Give a user another nick and find them by it. */
void	world_rename_user(struct world *, struct user *, struct view nick);
/* The same for a room. */
void	world_rename_room(struct world *, struct room *, struct view name);
/* login.c: the account that a user is logged in to, or NULL; set it. */
struct account *account_of(const struct world *, const struct user *);
void	user_set_account(struct world *, struct user *, struct account *);
/*
 * ranks.c: a member's ranks were these before, of which nobody was told yet. The session of that
 * origin (0: none) is left out by those who tell who is in the room anyway.
 */
void	ranks_announce(struct world *, uint64_t origin, struct member *,
	    unsigned before);
/*
 * The user's account changed; `old` is the one before, or NULL. In the user's rooms, take away the ranks that the
 * old account had and give those of the new one. The server tells the members.
 */
void	ranks_follow_account(struct world *, struct user *, const struct account *old);
/* What masks are held against has changed: nick, host or account. */
void	user_changed(struct user *);

/* A new event of a request's, for its target, text and so on to be put in. */
struct chat_event *world_new_event(enum chat_event_type, const struct chat_from *);
/* What was applied at once: shown, then recorded. */
void	world_publish(struct world *, const struct chat_applied *);
/* Nobody is in the room: what was said there in private is forgotten, unless it is to stay. */
void	world_forget_closed(struct world *, const struct room *);
/* The line that says it was shown to the member too; now the member goes. */
void	world_remove_member(struct world *, struct member *);

#endif
