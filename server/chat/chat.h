/*
 * chat: the interface of the domain. The world holds users and rooms. A dialect makes a request
 * and gets CHAT_OK or a refusal. Every change comes back as an event through the callbacks in
 * chat_ops, which show it to the users that it concerns. The domain has no sockets, no IRC text
 * and no libevent.
 *
 * Every change is a request and an apply step. The request checks the rules, makes an event and
 * appends it: chat_ops.append hands it to the journal, which gives it its place in the order and
 * calls chat_apply when it has settled. A message, topic or redaction settles when it is stored,
 * which may be much later; all other events settle within the call. The apply step checks again
 * what may have changed in between, changes the state and shows the event.
 *
 * Not yet of this form: chat_add_user makes the user before its event, and a change of modes is
 * made before its MODE event.
 *
 * The files of this folder are in this order, and each calls only those before it:
 *
 *	names and data		former_accounts, look_alikes, mask, user, event, room
 *	rules about one room	room_ranks, invitations, permissions, rate_limits, room_founder
 *	the world		world (users, lookups), account, whowas, empty_rooms, world_rooms
 *	modes			mode_event, timed_bans, ranks, modes
 *	requests		presence, kick_invite, say, oper_actions
 *	events			apply
 *	the whole world		account_removal, setup
 */
#ifndef TCHAT_SERVER_CHAT_CHAT_H
#define TCHAT_SERVER_CHAT_CHAT_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"
#include "server/chat/event.h"
#include "server/chat/former_accounts.h"
#include "server/chat/rate_limits.h"
#include "server/chat/refusal.h"
#include "server/chat/room.h"
#include "server/chat/user.h"

struct account;
struct string_list;
struct world;

struct chat_limits {
	long long			 rooms_per_user;
	long long			 topic_bytes;
	long long			 away_bytes;
	long long			 realname_bytes;
	long long			 whowas_max;		/* entries that WHOWAS remembers */
	long long			 list_max;		/* masks in one list of a room */
	long long			 members_per_room;	/* 0: no limit */
	struct rate_limits		 rates;
	long long			 rooms_kept;		/* empty rooms without a founder */
	long long			 rooms_owned;		/* by one account */
	/* Stored messages from guests, per account. */
	long long			 offline_from_guests;
	int				 offline_messages;	/* store messages to offline accounts */
	int				 keep_closed_history;	/* even when all members of the room left */
	/* Masks; borrowed, must outlive the world; NULL: none. */
	const struct string_list	*forbidden_nicks;
};

/* An applied event with the objects that it is about. */
struct chat_applied {
	const struct chat_event	*event;
	struct user		*user;		/* NULL: the user has left since */
	struct room		*room;		/* NULL: the event is not about a room */
	struct user		*target;	/* recipient (NULL: offline) or victim */
	const char		*old_nick;	/* of a CHAT_NICK */
};

/*
 * Callbacks of the world. For PART, QUIT and KICK `applied` is called before the member leaves,
 * for other events after the change. So the recipients are always the members at the time of
 * the call.
 */
struct chat_ops {
	/*
	 * Order the event and settle it, then call chat_apply or chat_refuse: within the call, unless
	 * chat_event_waits_for_store.
	 */
	void	(*append)(struct chat_event *, void *ctx);
	/*
	 * A member was added; called before the JOIN is shown. A member is about to leave;
	 * called after the PART is shown.
	 */
	void	(*member_added)(struct member *, void *ctx);
	void	(*member_leaving)(struct member *, void *ctx);
	void	(*applied)(const struct chat_applied *, void *ctx);
	/* An appended event was refused. Tell its origin why. */
	void	(*refused)(struct chat_event *, enum refusal, void *ctx);
	/* The last member has left. The room may be freed next, so free its batch. */
	void	(*room_emptied)(struct room *, void *ctx);
	/* Save the room's record, or delete the record with that folded name. May be NULL. */
	void	(*save_room)(const struct room *, void *ctx);
	void	(*delete_room)(const char *folded, void *ctx);
	/* Call world_expire_masks in that many ms, or soon after. May be NULL. */
	void	(*schedule_expiry)(int64_t ms, void *ctx);
};

struct world *world_new(const struct chat_ops *, void *ctx);
void	world_free(struct world *);
void	world_set_limits(struct world *, const struct chat_limits *);
/*
 * Set the room that the server creates for everyone (NULL: none). Its first member does not
 * become an operator, and everybody may set its topic.
 */
void	world_set_lobby(struct world *, const char *name);
/* Set the accounts that are operators of the lobby. Its members get the rank, or lose it, at once. */
void	world_set_lobby_operators(
	    struct world *, const struct string_list *accounts);
/*
 * Set the number that the ids of users begin with: one that no earlier run over the same history had, so that ids are
 * unique for ever. 1 by default. Call it before the first user is added.
 */
void	world_set_epoch(struct world *, uint32_t epoch);
/* Set the name under which the server itself acts in rooms. */
void	world_set_server(struct world *, const char *name);

/*
 * Create an empty room from a saved record, for the caller to fill in. Call it for the room
 * that was left longest ago first. founder is an account name, or NULL. Returns NULL if the
 * name is not valid or in use, or if no more empty rooms are kept.
 */
struct room *world_restore_room(
	    struct world *, struct view name, const char *founder);

/*
 * Take an account that was deleted out of all rooms: its rooms lose their founder, and it loses
 * its ranks.
 */
void	world_forget_account(struct world *, const char *account);
/* At startup: do the same for every account that a restored room names and that does not exist. */
void	world_forget_missing_accounts(struct world *);

struct user *world_find_user(struct world *, struct view nick);
/* True if the limits forbid that nick. */
int	world_nick_is_forbidden(const struct world *, struct view nick);
struct user *world_user_by_id(struct world *, uint64_t id);
struct room *world_find_room(struct world *, struct view name);
/*
 * Find a room for a request of this user. Returns NULL for a secret room that the user is not
 * in. Use it wherever the answer must be the same as for a room that does not exist.
 */
struct room *world_find_room_for(
	    struct world *, struct view name, const struct user *);
size_t	world_users(const struct world *);
size_t	world_users_most(const struct world *); /* the maximum since the start */
size_t	world_invisible(const struct world *);
size_t	world_operators(const struct world *);
size_t	world_rooms(const struct world *);
/* Count the rooms that this user may know of: secret rooms count only if the user is in them. */
size_t	world_rooms_for(const struct world *, const struct user *);
/* Call fn for each. If fn returns non-zero, stop and return that value. */
int	world_each_user(struct world *, int (*fn)(struct user *, void *), void *);
int	world_each_room(struct world *, int (*fn)(struct room *, void *), void *);

/* Add a user to the world. Checks the nick and reserves it now. Sets *user. */
enum refusal chat_add_user(
	    struct world *, const struct chat_newcomer *, struct user **);
/*
 * Remove a user from all rooms and from the world, and free the user. quiet: show and record
 * nothing.
 */
void	chat_quit(
	    struct world *, const struct chat_from *, struct view reason, int quiet);

enum refusal chat_nick(struct world *, const struct chat_from *, struct view);
enum refusal chat_join(struct world *, const struct chat_from *,
	    struct view room, struct view key);
enum refusal chat_part(struct world *, const struct chat_from *,
	    struct view room, struct view reason);
/* Kick a member. An empty reason means none. */
enum refusal chat_kick(struct world *, const struct chat_from *,
	    struct view room, struct view nick, struct view reason);
enum refusal chat_invite(struct world *, const struct chat_from *,
	    struct view room, struct view nick);
/* Rename a room. Its members stay in it. */
enum refusal chat_rename(struct world *, const struct chat_from *,
	    struct view room, struct view name, struct view reason);

/* One requested change of a room's modes (modes.h has the letters). */
struct mode_change {
	char		letter;
	int		add;
	struct view	arg;	/* may be empty */
	enum refusal	no;	/* result; CHAT_ALREADY: it was set like that before */
};

/*
 * Change a room's modes one after the other and skip those that are set already. On any other
 * result than CHAT_OK no change was tried. Changes go out in one MODE event, split if too long.
 */
enum refusal chat_modes(struct world *, const struct chat_from *,
	    struct view room, struct mode_change *, size_t n);

/*
 * Log a user in to an account; the caller has checked the credentials. The nick, the sessions
 * and the visible host stay: the caller changes them.
 */
enum refusal chat_login(
	    struct world *, const struct chat_from *, struct account *);
enum refusal chat_logout(struct world *, const struct chat_from *);
/* Add a session's former accounts to the user that the session joins; empties the list. */
void	chat_add_former_accounts(struct user *, struct former_accounts *);
/* Change the host that others see. */
enum refusal chat_set_host(
	    struct world *, const struct chat_from *, struct view host);

/*
 * Ban a mask (or mute it: "m:") until a time in ms. If it is banned already, only the expiry
 * changes, and no event is sent.
 */
enum refusal chat_ban_until(struct world *, const struct chat_from *,
	    struct view room, struct view mask, int64_t until);

enum refusal chat_setname(
	    struct world *, const struct chat_from *, struct view);
enum refusal chat_away(struct world *, const struct chat_from *, struct view);

/* Change the user's own modes: set the USER_* bits in on, clear those in off. */
enum refusal chat_user_modes(
	    struct world *, const struct chat_from *, unsigned on, unsigned off);
/* Send to all users with USER_WALLOPS. Only server operators may. */
enum refusal chat_wallops(
	    struct world *, const struct chat_from *, struct view text);
/*
 * Have the callbacks close that user's sessions. Only server operators may. The user may be the
 * requester, and is freed then.
 */
enum refusal chat_kill(struct world *, const struct chat_from *,
	    struct view nick, struct view reason);

/* Return what chat_say would return now, without sending. */
enum refusal chat_may_say(struct world *, const struct user *, enum chat_kind,
	    struct view target, struct view text);

/* After CHAT_SLOW_MODE: return the seconds until the user may speak there; 0: now. */
long long chat_slow_mode_left(
	    struct world *, const struct user *, struct view target);

/*
 * Check a message and append it. target is a room, a nick, or a room with the prefix '~', '@'
 * or '+', which sends to its members of at least that rank.
 */
enum refusal chat_say(struct world *, const struct chat_from *, enum chat_kind,
	    struct view target, struct view text, struct view tags);
/* True if a message to a room (with a status prefix or without) goes to that member. */
int	chat_event_is_for(const struct chat_event *, const struct member *);
enum refusal chat_topic(struct world *, const struct chat_from *,
	    struct view room, struct view topic);

/*
 * Delete a message: the user's own, or as an operator of the room anyone's. The caller has
 * checked that the message exists in that room or among the direct messages with that nick
 * ("~nick": a guest, even if the nick is an account's now), and whether it is the user's own.
 * Checks and appends the event.
 */
enum refusal chat_redact(struct world *, const struct chat_from *,
	    struct view target, const struct msgid *, int is_own, struct view reason);

/* Called by the journal, in its order. */
void	chat_apply(struct world *, struct chat_event *);
void	chat_refuse(struct world *, struct chat_event *, enum refusal);

#endif
