/*
 * user: a person in the chat, whatever their client. Owned by the world. A user may have
 * several sessions; the domain does not know about them.
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
	uint64_t	 id;		/* never reused */
	char		*nick;
	char		*folded;	/* key of by_nick */
	char		*username;
	char		*host;		/* as others see it */
	char		*cloak;		/* the host they would have without an account */
	char		*address;	/* numeric, uncloaked: for operators only */
	char		*realname;
	char		*account;	/* NULL: not logged in */
	struct former_accounts former;	/* rules against these still apply */
	char		*away;		/* away message; NULL: not away */
	unsigned	 modes;		/* USER_* */
	int		 is_visitor;	/* joins for a few lines only: JOIN, PART and QUIT are not stored */
	int64_t		 since;		/* ms */
	int64_t		 last_spoke;	/* ms: last message that was delivered */
	int64_t		 last_sent;	/* ms: last message to a room, perhaps not settled; 0: none */
	struct rate	*rates;		/* rate_limits.c: by enum rate_kind; NULL: none used yet */
	struct known_people *known;	/* rate_limits.c: people they talked with; NULL: none */
	TAILQ_HEAD(, member) rooms;	/* in order of joining */
	size_t		 nrooms;
	TAILQ_HEAD(, invitation) invitations;
	size_t		 ninvitations;
	void		*sessions;	/* session/'s: struct session_list */
	void		*markers;	/* account/read_markers.h */
	uint64_t	 mark;		/* world_each_peer: visited in this walk */
	LIST_ENTRY(user) of_account;	/* in account->users, while logged in */
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
