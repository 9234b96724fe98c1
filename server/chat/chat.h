/*
 * chat: the domain's doors. The world holds users and rooms; a dialect asks
 * for things to happen and gets a refusal or CHAT_OK; what happens comes
 * back as events through the sink, to be shown to whoever it concerns. No sockets, no
 * IRC text, no libevent here.
 *
 * Presence (join, part, nick ...) is applied at once, and recorded in passing. Messages
 * and topics are only checked and appended: chat_ops.append hands them to the journal, and
 * the journal calls chat_apply when they are settled, at once or much later. Applying
 * checks again what may have changed meanwhile.
 */
#ifndef TCHAT_SERVER_CHAT_CHAT_H
#define TCHAT_SERVER_CHAT_CHAT_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"
#include "server/chat/event.h"
#include "server/chat/former_accounts.h"
#include "server/chat/room.h"
#include "server/chat/user.h"

struct account;
struct setting_list;
struct world;

/* Values, not text: the dialect turns them into numerics or sentences. */
enum refusal {
	CHAT_OK,
	CHAT_ALREADY,		/* nothing to do, no error */
	CHAT_BAD_NICK,
	CHAT_NICK_TAKEN,
	CHAT_BAD_ROOM,
	CHAT_NO_ROOM,		/* no such room */
	CHAT_NO_NICK,		/* no such user */
	CHAT_NOT_MEMBER,
	CHAT_NOT_OP,
	CHAT_TOO_MANY_ROOMS,
	CHAT_ROOM_FULL,
	CHAT_NO_OUTSIDE,		/* the room hears its members only */
	CHAT_MODERATED,		/* it hears voices and operators only */
	CHAT_SILENCED,		/* banned or muted there */
	CHAT_NO_CTCP,
	CHAT_SPEAKERS_NEED_ACCOUNT,	/* it hears registered people only */
	CHAT_NO_TEXT,
	CHAT_TARGET_NOT_MEMBER,		/* the other one is not in the room */
	CHAT_TARGET_IS_MEMBER,		/* is in it already */
	CHAT_BANNED,
	CHAT_BAD_KEY,
	CHAT_INVITE_ONLY,
	CHAT_NEEDS_ACCOUNT,
	CHAT_BAD_MODE,		/* no such mode */
	CHAT_BAD_ARG,		/* no fitting argument of a mode */
	CHAT_LIST_FULL,
	CHAT_ROOM_TAKEN,	/* there is a room of that name */
	CHAT_STORE_FAILED,		/* the store could not keep it */
	CHAT_NOT_OPERATOR,	/* of the server */
	CHAT_NICK_RESERVED,	/* an account's, and the user is not logged in to it */
	CHAT_NOT_FOUNDER,	/* only who the room belongs to */
	CHAT_IS_FOUNDER,	/* nobody else does that with them */
	CHAT_NOT_LOGGED_IN,	/* rooms belong to accounts */
	CHAT_OWNS_TOO_MANY,	/* as many rooms as an account may have */
	CHAT_OFFLINE_FULL,		/* nobody is there, and no more is kept for them from guests */
	CHAT_NICK_TOO_FAST,	/* changed too often in the last minute */
	CHAT_TOO_FAST,		/* did this too often in the last minute (rate_limits.h) */
	CHAT_TARGETS_TOO_FAST,	/* too many new people were written to in the last minute */
	CHAT_SLOW_MODE,		/* slow mode: see chat_slow_mode_left */
	CHAT_NICK_FORBIDDEN,	/* nobody may be called that */
	CHAT_NICK_LOOKS_LIKE,	/* people could take it for an account's name */
	CHAT_ROOM_LOOKS_LIKE	/* people could take it for a room that belongs to an account */
};

struct chat_limits {
	long long	 rooms_per_user;
	long long	 topic_bytes;
	long long	 away_bytes;
	long long	 realname_bytes;
	long long	 whowas_max;	/* remembered after they are gone */
	long long	 list_max;	/* masks in one list of a room */
	long long	 members_per_room;	/* 0: any number */
	long long	 per_minute[RATES];	/* by enum rate_kind; 0: any number */
	long long	 targets_per_minute;	/* new people a guest writes to; 0: any number */
	long long	 rooms_kept;	/* that nobody is in and nobody owns */
	long long	 rooms_owned;	/* by one account */
	long long	 absent_from_guests; /* messages of guests that wait for an account */
	int		 offline_messages;		/* messages wait for those who are not here */
	int		 keep_closed_history;	/* what was said in closed rooms stays when all have left */
	const struct setting_list *forbidden_nicks;	/* masks, which outlive this; NULL: none */
};

/* An applied event with what it is about, resolved. */
struct chat_applied {
	struct chat_event	*event;
	struct user		*user;		/* NULL: gone since */
	struct room		*room;		/* NULL: not about a room */
	struct user		*target;	/* direct message (NULL: kept for who is not here), victim */
	const char		*old_nick;	/* CHAT_NICK */
};

/*
 * The sink. For leaving (PART, QUIT, KICK) `applied` comes before the member goes, else
 * after the change; recipients are always the members then.
 */
struct chat_ops {
	/* Order this event and settle it; then chat_apply or chat_refuse. */
	void	(*append)(struct chat_event *, void *ctx);
	/* Note an event that was applied at once (presence). */
	void	(*record)(struct chat_event *, void *ctx);
	/* A member is in the room now, before the event is shown; a member is about to
	 * leave it, after that. */
	void	(*member_added)(struct member *, void *ctx);
	void	(*member_leaving)(struct member *, void *ctx);
	void	(*applied)(const struct chat_applied *, void *ctx);
	/* An appended event was not to be: its origin should hear why. */
	void	(*refused)(struct chat_event *, enum refusal, void *ctx);
	/* The last member has gone, and so may the room (its batch is the sink's to free). */
	void	(*room_emptied)(struct room *, void *ctx);
	/*
	 * What is to outlast a restart of this room has changed; there is nothing of the kind of
	 * this one (folded) any more. NULL: nobody keeps it.
	 */
	void	(*save_room)(const struct room *, void *ctx);
	void	(*delete_room)(const char *folded, void *ctx);
	/* Call world_expire_masks in so many ms, or soon after. NULL: nobody does. */
	void	(*schedule_expiry)(int64_t ms, void *ctx);
};

struct world *world_new(const struct chat_ops *, void *ctx);
void	world_free(struct world *);
void	world_set_limits(struct world *, const struct chat_limits *);
/*
 * The room that the server makes for everybody (NULL: none): who enters it first
 * is no operator, and its topic is anybody's.
 */
void	world_set_lobby(struct world *, const char *name);
/* By which name the server itself does something in rooms. */
void	world_set_server(struct world *, const char *name);

/*
 * A room as it was kept, which nobody is in yet: a new one, to be filled in. The one that
 * was left longest ago comes first. founder: the account that it belongs to, or NULL. NULL: no
 * such name, or there is no place for it.
 */
struct room *world_restore_room(struct world *, struct view name,
	    const char *founder);

/* An entry of that list of the room ends then (ms; 0: never); the same for one that is restored at a start. */
void	world_set_expiry(struct world *, struct room *, enum room_list,
	    struct room_mask *, int64_t until);
void	world_restore_expiry(struct world *, struct room *, enum room_list,
	    struct room_mask *, int64_t until);
/* Take away the masks whose time is up. The members are told by the server. */
void	world_expire_masks(struct world *);

/* There is no such account any more: its rooms are nobody's, and it has no ranks. */
void	world_forget_account(struct world *, const char *account);
/* At start: the same for all that restored rooms name and that are not there. */
void	world_forget_missing_accounts(struct world *);

struct user *world_find_user(struct world *, struct view nick);
/* Is it a nick that nobody may bear (the limits)? */
int	world_nick_is_forbidden(const struct world *, struct view nick);
struct user *world_user_by_id(struct world *, uint64_t id);
struct room *world_find_room(struct world *, struct view name);
/*
 * Find a room for a request of this user. A secret room that the user is not in is not found:
 * use this wherever the answer must not tell it from a room that does not exist.
 */
struct room *world_find_room_for(struct world *, struct view name,
	    const struct user *);
size_t	world_users(const struct world *);
size_t	world_users_most(const struct world *);	/* the most there ever were */
size_t	world_invisible(const struct world *);
size_t	world_operators(const struct world *);
size_t	world_rooms(const struct world *);
/* Count the rooms that this user may know of: secret ones only if the user is in them. */
size_t	world_rooms_for(const struct world *, const struct user *);
/* Walk all; fn returns non-zero to stop, and that is returned. */
int	world_each_user(struct world *, int (*fn)(struct user *, void *), void *);
int	world_each_room(struct world *, int (*fn)(struct room *, void *), void *);
/* Walk everyone who shares a room with user (once each, not user). */
int	world_each_peer(struct world *, struct user *,
	    int (*fn)(struct user *, void *), void *);

/* Someone who went, or was called otherwise then: as they were. */
struct whowas_entry {
	char	*nick;
	char	*username;
	char	*host;
	char	*realname;
	char	*account;	/* NULL: none */
	int64_t	 time;		/* ms: when they went */
	struct whowas_nick *of;	/* past.c's, as the rest */
	TAILQ_ENTRY(whowas_entry) link;
	TAILQ_ENTRY(whowas_entry) same;
};

/* Walk those who had that nick, the latest first; fn as above. */
int	world_each_whowas(struct world *, struct view nick,
	    int (*fn)(const struct whowas_entry *, void *), void *ctx);

/* Who sends a request: the session (0: none) and the dialect's mark for it. */
struct chat_from {
	struct user	*user;
	uint64_t	 origin;
	uint64_t	 token;
};

struct chat_newcomer {
	struct view	 nick;
	struct view	 username;
	struct view	 host;		/* as others see it */
	struct view	 cloak;		/* the same without the account; empty: as the host */
	struct view	 address;	/* as it is; empty: as the host */
	struct view	 realname;
	struct account	*account;	/* logged in to; NULL: none */
	struct former_accounts *former;	/* the user takes what is in it; NULL: none */
};

/* A new user in the world; nick checked and taken now. */
enum refusal chat_add_user(struct world *, const struct chat_newcomer *,
	    struct user **);
/* Out of all rooms and out of the world; the user is freed. quiet: nobody is told, nothing recorded. */
void	chat_quit(struct world *, const struct chat_from *, struct view reason,
	    int quiet);

enum refusal chat_nick(struct world *, const struct chat_from *, struct view);
enum refusal chat_join(struct world *, const struct chat_from *,
	    struct view room, struct view key);
enum refusal chat_part(struct world *, const struct chat_from *,
	    struct view room, struct view reason);
/* Put somebody out. An empty reason is none. */
enum refusal chat_kick(struct world *, const struct chat_from *,
	    struct view room, struct view nick, struct view reason);
enum refusal chat_invite(struct world *, const struct chat_from *,
	    struct view room, struct view nick);
/* Give a room another name, under which all go on in it. */
enum refusal chat_rename(struct world *, const struct chat_from *,
	    struct view room, struct view name, struct view reason);

/* One wish of those who ask for modes of a room (modes.h has the letters). */
struct mode_change {
	char		 letter;
	int		 add;
	struct view	 arg;		/* may be empty */
	enum refusal	 no;		/* set by chat_modes; CHAT_ALREADY: it is so */
};

/*
 * Change a room's modes, one after the other; what is so already is left out. Not CHAT_OK: none
 * was looked at. Normally one event tells of all; several do when there is much to tell.
 */
enum refusal chat_modes(struct world *, const struct chat_from *,
	    struct view room, struct mode_change *, size_t n);

/*
 * Who one is has been shown (login.c). Nothing else changes: whose nick that is, whose sessions
 * it has, and what host others see is for those who ask.
 */
enum refusal chat_login(struct world *, const struct chat_from *,
	    struct account *);
enum refusal chat_logout(struct world *, const struct chat_from *);
/* A session of a user with these former accounts joins that user, who has them from now on. */
void	chat_add_former_accounts(struct user *, struct former_accounts *);
/* Others see this host from now on. */
enum refusal chat_set_host(struct world *, const struct chat_from *,
	    struct view host);

/*
 * Ban a mask (or mute it: "m:") until a time (ms). One that is banned already is so until then
 * from now on, of which nobody is told.
 */
enum refusal chat_ban_until(struct world *, const struct chat_from *,
	    struct view room, struct view mask, int64_t until);

enum refusal chat_setname(struct world *, const struct chat_from *, struct view);
enum refusal chat_away(struct world *, const struct chat_from *, struct view);

/* Change the user's own modes (USER_*): set these, clear those. */
enum refusal chat_user_modes(struct world *, const struct chat_from *,
	    unsigned on, unsigned off);
/* To all with USER_WALLOPS; only operators may. */
enum refusal chat_wallops(struct world *, const struct chat_from *,
	    struct view text);
/* The sink is to close that user's sessions; only operators may. The one who asks may
 * be the one who is gone then. */
enum refusal chat_kill(struct world *, const struct chat_from *,
	    struct view nick, struct view reason);

/* Would chat_say be refused now? */
enum refusal chat_may_say(struct world *, const struct user *, enum chat_kind,
	    struct view target, struct view text);

/* After CHAT_SLOW_MODE: in how many seconds they may speak there. 0: now. */
long long chat_slow_mode_left(struct world *, const struct user *,
	    struct view target);

/*
 * Checked and appended. target: a room, a nick, or a room after a '~', '@' or '+': only
 * for its members of that rank.
 */
enum refusal chat_say(struct world *, const struct chat_from *, enum chat_kind,
	    struct view target, struct view text, struct view tags);
/* Is a message in a room (with a status or without) for that member? */
int	chat_event_is_for(const struct chat_event *, const struct member *);
enum refusal chat_topic(struct world *, const struct chat_from *,
	    struct view room, struct view topic);

/*
 * Take a message back, one's own or, as an operator of the room, anyone's; that there is such
 * a message in the room or among the direct messages with that nick ("~nick": a guest, even
 * if the nick is an account's now), and whose it is, the caller has seen. Checked and appended.
 */
enum refusal chat_redact(struct world *, const struct chat_from *,
	    struct view target, const struct msgid *, int is_own,
	    struct view reason);

/* From the journal, in its order. */
void	chat_apply(struct world *, struct chat_event *);
void	chat_refuse(struct world *, struct chat_event *, enum refusal);

#endif
