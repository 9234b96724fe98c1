/*
 * room: a room, its members and its rules. The world owns it. When the last member leaves, the
 * room is kept as an empty room (empty_rooms.c) or freed. A member links one user and one room
 * and is in the lists of both; only room_add_member and room_remove_member change them. The
 * same holds for an invitation, which only invitations.c changes.
 */
#ifndef TCHAT_SERVER_CHAT_ROOM_H
#define TCHAT_SERVER_CHAT_ROOM_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

#include "common/view.h"
#include "server/chat/mask.h"

struct protected_name;
struct room;
struct user;

enum {	/* rank bits, highest last */
	MEMBER_VOICE = 1,	/* + */
	MEMBER_OP = 2,		/* @ */
	MEMBER_FOUNDER = 4	/* ~ */
};

struct member {
	struct user		*user;
	struct room		*room;
	unsigned		 ranks;
	int64_t			 since;		/* ms: when the user joined */
	uint64_t		 first_seq;	/* of the JOIN; 0: not yet known */
	int64_t			 last_message;	/* ms: the user's last one in the room; 0: none */
	/* The room's mask_changes at the last ban check (0: never checked), and its result. */
	uint64_t		 ban_checked;
	int			 ban_found;	/* a ban silences the member */
	/* Set by deliver: the index of the member's first reader + 1; 0: none. */
	uint32_t		 first_reader;
	TAILQ_ENTRY(member)	 in_room;	/* in order of joining */
	TAILQ_ENTRY(member)	 in_user;
};

enum {
	ROOM_NO_OUTSIDE = 1,		/* n */
	ROOM_TOPIC_OPS = 2,		/* t */
	ROOM_MODERATED = 4,		/* m: only voiced members and operators speak */
	ROOM_INVITE_ONLY = 8,		/* i */
	ROOM_SECRET = 16,		/* s: hidden from users who are not in it */
	ROOM_NO_CTCP = 32,		/* C: no CTCP except actions */
	ROOM_REGISTERED = 64,		/* R: only users with an account join and speak */
	ROOM_HISTORY_OPEN = 128,	/* H: see room_reads_closed_from */
	ROOM_INCOGNITO = 256		/* O: nothing is stored */
};

/* An account's ranks in a founded room (room_ranks.h). */
struct account_rank {
	char			*account;
	char			*folded;
	unsigned		 ranks;
	TAILQ_ENTRY(account_rank) link;
};
TAILQ_HEAD(account_rank_list, account_rank);

/* A user was invited and has not joined yet. */
struct invitation {
	struct user		*user;
	struct room		*room;
	TAILQ_ENTRY(invitation)	 in_room;
	TAILQ_ENTRY(invitation)	 in_user;	/* oldest first */
};

struct room {
	char				*name;			/* as first spelled */
	char				*folded;		/* key */
	unsigned			 modes;
	char				*key;			/* k; NULL: none */
	long long			 limit;			/* l; 0: none */
	long long			 slow;			/* W: seconds between two messages; 0: no limit */
	char				*founder;		/* account; NULL: none. Set by room_founder.c. */
	char				*founder_folded;
	struct protected_name		*protected_name;	/* NULL: no founder */
	struct account_rank_list	 account_ranks;
	size_t				 naccount_ranks;
	struct mask_list		 lists[ROOM_LISTS];
	size_t				 nmasks[ROOM_LISTS];
	uint64_t			 mask_changes;		/* counts changes of the lists, from 1 */
	int64_t				 created;		/* ms */
	/* Of the first JOIN; in a founded room, of the first JOIN ever. */
	uint64_t			 first_seq;
	char				*topic;			/* NULL: none */
	char				*topic_by;		/* nick!user@host */
	int64_t				 topic_time;
	TAILQ_HEAD(, member)		 members;
	size_t				 nmembers;
	/* A new unique number after each join and part. */
	uint64_t			 member_changes;
	TAILQ_HEAD(, invitation)	 invitations;
	void				*batch;			/* deliver's: the batch of this room */
	UT_hash_handle			 hh;
	TAILQ_ENTRY(room)		 empty_link;		/* in world.unowned_empty_rooms */
};

/* Only server/chat calls the functions from here to room_forget_ban_checks. */

/* Make a room with the default modes. The name must be valid. */
struct room *room_new(struct view name);
/* Free a room without members, invitations and founder. */
void	room_free(struct room *);
/* Update `folded` after the name changed. */
void	room_fold(struct room *);
struct member *room_add_member(struct room *, struct user *, unsigned ranks);
void	room_remove_member(struct member *);
/* Set the default modes of the lobby, without bans. The room must have no founder. */
void	room_set_lobby_modes(struct room *);
/* Forget the cached ban checks of a user, after their nick, host or account changed. */
void	room_forget_ban_checks(struct user *);

struct member *room_find_member(const struct room *, const struct user *);

/*
 * True if the room is closed: members join by invitation (mode i) or with a key (mode k) only.
 * Events of that time are only for those who were members then (`closed` in event.h).
 */
int	room_is_closed(const struct room *);
/*
 * Return the seq from which this member may read events of closed times. They may always read
 * all others. With mode H, members may read events from before they joined.
 */
uint64_t	room_reads_closed_from(const struct member *);

/* True if this user may know that the room exists. */
int	room_shows_to(const struct room *, const struct user *);
/*
 * True if this user may know that m is in the room. Users who are not in it do not see
 * invisible members.
 */
int	room_shows_member(const struct member *, const struct user *);

#endif
