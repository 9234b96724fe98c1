/*
 * room: who is in it, and its rules. Owned by the world; when empty it rests (empty_rooms.c) or is gone. A member links
 * one user and one room and is owned by both lists at once: only room_add_member
 * and room_remove_member touch them. So does an invitation: only invite.c touches it.
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
	int64_t		 since;			/* ms */
	uint64_t	 first_seq;		/* of the JOIN; 0: not yet known */
	int64_t		 last_message;			/* ms: what they last said there; 0: nothing */
	uint64_t	 ban_checked;		/* room's mask_changes then; 0: never */
	int		 ban_found;		/* may not speak for a ban, then */
	uint32_t	 first_reader;			/* the sink's: the first of its readers; 0: none */
	TAILQ_ENTRY(member) in_room;		/* in order of joining */
	TAILQ_ENTRY(member) in_user;
};

enum {
	ROOM_NO_OUTSIDE = 1,	/* n */
	ROOM_TOPIC_OPS = 2,	/* t */
	ROOM_MODERATED = 4,	/* m: only voices and ops speak */
	ROOM_INVITE_ONLY = 8,	/* i */
	ROOM_SECRET = 16,	/* s: outsiders do not learn of it */
	ROOM_NO_CTCP = 32,	/* C: but actions */
	ROOM_REGISTERED = 64,	/* R: only who has an account enters and speaks */
	ROOM_HISTORY_OPEN = 128,	/* H: who enters may read what was said before, closed or not */
	ROOM_INCOGNITO = 256	/* O: nothing is kept */
};

enum room_list {
	ROOM_BANS,		/* b */
	ROOM_EXCEPTIONS,	/* e: not banned all the same */
	ROOM_INVITED,		/* I: need no invitation */
	ROOM_LISTS
};

/* An entry of such a list. */
struct room_mask {
	char		*mask;		/* complete (mask.h) */
	char		*by;		/* the setter's nick */
	int64_t		 time;		/* ms */
	int64_t		 until;		/* ms; 0: for good. timed_bans.c's, as the rest: */
	int64_t		 ends_at;	/* clock_watch.h; 0 if it was restored */
	struct room	*room;
	enum room_list	 list;
	LIST_ENTRY(room_mask) timed;
	TAILQ_ENTRY(room_mask) link;
};
TAILQ_HEAD(mask_list, room_mask);

/* Ranks that an account has in a room that belongs to somebody (room_ranks.h). */
struct room_access {
	char		*account;
	char		*folded;
	unsigned	 ranks;
	TAILQ_ENTRY(room_access) link;
};
TAILQ_HEAD(access_list, room_access);

/* Asked in, and not yet there. */
struct invitation {
	struct user	*user;
	struct room	*room;
	TAILQ_ENTRY(invitation) in_room;
	TAILQ_ENTRY(invitation) in_user;	/* oldest first */
};

struct room {
	char		*name;		/* as first spelt */
	char		*folded;	/* key */
	unsigned	 modes;
	char		*key;		/* k; NULL: none */
	long long	 limit;		/* l; 0: none */
	long long	 slow;		/* W: seconds between two messages; 0: any */
	char		*founder;	/* account; NULL: nobody's. nick_reclaim.c's, as the next */
	char		*founder_folded;
	struct protected_name *protected_name;	/* while it has a founder; nick_reclaim.c's */
	struct access_list access;
	size_t		 naccess;
	struct mask_list lists[ROOM_LISTS];
	size_t		 nmasks[ROOM_LISTS];
	uint64_t	 mask_changes;	/* from 1 on */
	int64_t		 created;	/* ms */
	uint64_t	 first_seq;	/* of the first JOIN; of one that is owned, ever */
	char		*topic;		/* NULL: none */
	char		*topic_by;	/* nick!user@host */
	int64_t		 topic_time;
	TAILQ_HEAD(, member) members;
	size_t		 nmembers;
	uint64_t	 member_changes;	/* another number, of no other room, after each */
	TAILQ_HEAD(, invitation) invitations;
	void		*batch;		/* the sink's: local readers, and what waits for them */
	UT_hash_handle	 hh;
	TAILQ_ENTRY(room) empty_link;		/* while nobody is in it */
};

struct member *room_find_member(const struct room *, const struct user *);

/*
 * Is the room closed: entered by invitation (i) or with a key (k) only? What happens
 * meanwhile is for those who are in then (closed in event.h).
 */
int	room_is_closed(const struct room *);
/* The seq from which on this member may read closed events; all others they may in any case. */
uint64_t room_reads_closed_from(const struct member *);

/* May this user know that there is such a room? */
int	room_shows_to(const struct room *, const struct user *);
/* And that this one is in it? Outsiders do not see who is invisible. */
int	room_shows_member(const struct member *, const struct user *);

#endif
