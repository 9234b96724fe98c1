/*
 * room: who is in it, and its rules. Owned by the world; gone when empty, unless it is
 * kept. A member links one user and one room and is owned by both lists at once:
 * only room_add_member and room_remove_member touch them.
 */
#ifndef TCHAT_SERVER_CHAT_ROOM_H
#define TCHAT_SERVER_CHAT_ROOM_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

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
	TAILQ_ENTRY(member) in_room;		/* in order of joining */
	TAILQ_ENTRY(member) in_user;
};

enum {
	ROOM_NO_OUTSIDE = 1,	/* n */
	ROOM_TOPIC_OPS = 2	/* t */
};

struct room {
	char		*name;		/* as first spelt */
	char		*folded;	/* key */
	unsigned	 modes;
	int64_t		 created;	/* ms */
	char		*topic;		/* NULL: none */
	char		*topic_by;	/* nick!user@host */
	int64_t		 topic_time;
	TAILQ_HEAD(, member) members;
	size_t		 nmembers;
	void		*outbox;	/* the sink's: what waits to be flushed */
	UT_hash_handle	 hh;
};

struct member *room_find_member(const struct room *, const struct user *);

#endif
