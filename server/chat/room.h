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

struct protected_name;
struct room;
struct user;

enum {	/* rank bits, highest last */
	MEMBER_VOICE = 1,	/* + */
	MEMBER_OP = 2,		/* @ */
	MEMBER_FOUNDER = 4	/* ~ */
};

struct member {
	struct user	*user;
	struct room	*room;
	unsigned	 ranks;
	int64_t		 since;			/* ms: when the user joined */
	uint64_t	 first_seq;		/* of the JOIN; 0: not yet known */
	int64_t		 last_message;			/* ms: last message of the user in the room; 0: none */
	uint64_t	 ban_checked;		/* the room's mask_changes at the last check; 0: never checked */
	int		 ban_found;		/* result of that check: true if a ban silences the member */
	uint32_t	 first_reader;			/* deliver's: index of the member's first reader + 1; 0: none */
	TAILQ_ENTRY(member) in_room;		/* in order of joining */
	TAILQ_ENTRY(member) in_user;
};

enum {
	ROOM_NO_OUTSIDE = 1,	/* n */
	ROOM_TOPIC_OPS = 2,	/* t */
	ROOM_MODERATED = 4,	/* m: only voiced members and operators speak */
	ROOM_INVITE_ONLY = 8,	/* i */
	ROOM_SECRET = 16,	/* s: hidden from users who are not in it */
	ROOM_NO_CTCP = 32,	/* C: no CTCP except actions */
	ROOM_REGISTERED = 64,	/* R: only users with an account join and speak */
	ROOM_HISTORY_OPEN = 128,	/* H: members may read the history from before they joined, even from closed times */
	ROOM_INCOGNITO = 256	/* O: nothing is stored */
};

enum room_list {
	ROOM_BANS,		/* b */
	ROOM_EXCEPTIONS,	/* e: exempt from bans */
	ROOM_INVITED,		/* I: may join without an invitation */
	ROOM_LISTS
};

/* An entry of one of these lists. */
struct room_mask {
	char		*mask;		/* complete (mask.h) */
	char		*by;		/* the setter's nick */
	int64_t		 time;		/* ms */
	int64_t		 until;		/* ms; 0: never expires. timed_bans.c sets it and the following fields. */
	int64_t		 ends_at;	/* clock_watch.h; 0 if it was restored */
	struct room	*room;
	enum room_list	 list;
	LIST_ENTRY(room_mask) timed;
	TAILQ_ENTRY(room_mask) link;
};
TAILQ_HEAD(mask_list, room_mask);

/* An account's ranks in a founded room (room_ranks.h). */
struct room_access {
	char		*account;
	char		*folded;
	unsigned	 ranks;
	TAILQ_ENTRY(room_access) link;
};
TAILQ_HEAD(access_list, room_access);

/* A user was invited and has not joined yet. */
struct invitation {
	struct user	*user;
	struct room	*room;
	TAILQ_ENTRY(invitation) in_room;
	TAILQ_ENTRY(invitation) in_user;	/* oldest first */
};

struct room {
	char		*name;		/* as first spelled */
	char		*folded;	/* key */
	unsigned	 modes;
	char		*key;		/* k; NULL: none */
	long long	 limit;		/* l; 0: none */
	long long	 slow;		/* W: seconds between two messages of a member; 0: no limit */
	char		*founder;	/* account; NULL: none. room_founder.c sets it and the next two */
	char		*founder_folded;
	struct protected_name *protected_name;	/* while the room has a founder */
	struct access_list access;
	size_t		 naccess;
	struct mask_list lists[ROOM_LISTS];
	size_t		 nmasks[ROOM_LISTS];
	uint64_t	 mask_changes;	/* incremented on each change of a list; starts at 1 */
	int64_t		 created;	/* ms */
	uint64_t	 first_seq;	/* of the first JOIN; in a founded room, of the first JOIN ever */
	char		*topic;		/* NULL: none */
	char		*topic_by;	/* nick!user@host */
	int64_t		 topic_time;
	TAILQ_HEAD(, member) members;
	size_t		 nmembers;
	uint64_t	 member_changes;	/* changes to a new unique number on every join and part */
	TAILQ_HEAD(, invitation) invitations;
	void		*batch;		/* deliver's: the batch of this room */
	UT_hash_handle	 hh;
	TAILQ_ENTRY(room) empty_link;		/* in world.unowned_empty_rooms */
};

struct member *room_find_member(const struct room *, const struct user *);

/*
 * True if the room is closed: members join by invitation (mode i) or with a key (mode k) only.
 * Events of that time are only for those who were members then (`closed` in event.h).
 */
int	room_is_closed(const struct room *);
/*
 * Return the seq from which this member may read events of closed times. They may always read
 * all others.
 */
uint64_t room_reads_closed_from(const struct member *);

/* True if this user may know that the room exists. */
int	room_shows_to(const struct room *, const struct user *);
/*
 * True if this user may know that m is in the room. Users who are not in it do not see
 * invisible members.
 */
int	room_shows_member(const struct member *, const struct user *);

#endif
