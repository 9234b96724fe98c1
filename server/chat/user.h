/*
 * user: a person in the chat, whichever way they are connected. Owned by the
 * world; may have several sessions, of which the domain knows nothing.
 */
#ifndef TCHAT_SERVER_CHAT_USER_H
#define TCHAT_SERVER_CHAT_USER_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

#include "server/chat/former_accounts.h"
#include "server/chat/rate_limits.h"

struct invitation;
struct known_people;
struct member;

struct user {
	uint64_t	 id;		/* never used twice */
	char		*nick;
	char		*folded;	/* key of by_nick */
	char		*username;
	char		*host;		/* as others see it */
	char		*cloak;		/* the same, were they not logged in */
	char		*address;	/* numeric, as it is: for operators */
	char		*realname;
	char		*account;	/* NULL: not logged in */
	struct former_accounts former;	/* rules against these still apply */
	char		*away;		/* NULL: here */
	unsigned	 modes;		/* USER_* */
	int		 is_visitor;	/* comes for a few lines: JOIN, PART and QUIT are not kept */
	int64_t		 since;		/* ms */
	int64_t		 last_spoke;	/* ms */
	int64_t		 last_sent;	/* ms: the latest in a room, perhaps not settled; 0: none */
	struct rate	*rates;		/* rate_limits.c: by enum rate_kind; NULL: none was used yet */
	struct known_people *known;	/* rate_limits.c: with whom they talked; NULL */
	TAILQ_HEAD(, member) rooms;	/* in order of joining */
	size_t		 nrooms;
	TAILQ_HEAD(, invitation) invitations;
	size_t		 ninvitations;
	void		*sessions;	/* proto's: struct session list */
	void		*markers;	/* proto's: markers.h */
	uint64_t	 mark;		/* world_each_peer: seen in this walk */
	LIST_ENTRY(user) of_account;	/* while account is set and known to the world */
	UT_hash_handle	 by_nick;
	UT_hash_handle	 by_id;
};

enum {
	USER_INVISIBLE = 1,	/* i */
	USER_BOT = 2,		/* B */
	USER_WALLOPS = 4,	/* w */
	USER_OPERATOR = 8	/* o */
};

#endif
