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

#include "common/view.h"
#include "server/chat/former_accounts.h"

struct account;
struct invitation;
struct known_people;
struct member;
struct rate_bucket;

struct user {
	uint64_t			 id;		/* never reused */
	char				*nick;
	char				*folded;	/* key of by_nick */
	char				*username;
	char				*host;		/* as others see it */
	char				*cloak;		/* the host they would have without an account */
	char				*address;	/* numeric, uncloaked: for operators only */
	char				*realname;
	char				*account;	/* NULL: not logged in */
	struct former_accounts		 former;	/* rules against these still apply */
	char				*away;		/* away message; NULL: not away */
	unsigned			 modes;		/* USER_* */
	/* Joins for a few lines only: JOIN, PART and QUIT are not stored. */
	int				 is_visitor;
	int64_t				 since;		/* ms */
	int64_t				 last_spoke;	/* ms: last message that was delivered */
	/* ms: last message to a room, perhaps not settled; 0: none */
	int64_t				 last_sent;
	/* Set by rate_limits.c; NULL until first used. */
	struct rate_bucket		*rates;		/* by enum rate_kind */
	struct known_people		*known;		/* people they talked with */
	TAILQ_HEAD(, member)		 rooms;		/* in order of joining */
	size_t				 nrooms;
	TAILQ_HEAD(, invitation)	 invitations;
	size_t				 ninvitations;
	void				*sessions;	/* session/'s: struct session_list */
	void				*markers;	/* account/read_markers.h */
	LIST_ENTRY(user)		 of_account;	/* in account->users, while logged in */
	UT_hash_handle			 by_nick;
	UT_hash_handle			 by_id;
};

enum {
	USER_INVISIBLE = 1,	/* i */
	USER_BOT = 2,		/* B */
	USER_WALLOPS = 4,	/* w */
	USER_OPERATOR = 8	/* o */
};

/* The sender of a request: user, session (0: none) and the dialect's token for it. */
struct chat_from {
	struct user	*user;
	uint64_t	 origin;
	uint64_t	 token;
	int		 is_operator;	/* this session may act as a server operator */
};

/* A user to be added. Empty cloak or address: the same as host. */
struct chat_newcomer {
	struct view		 nick;
	struct view		 username;
	struct view		 host;		/* as others see it */
	struct view		 cloak;		/* the host they would have without an account */
	struct view		 address;	/* the real address */
	struct view		 realname;
	struct account		*account;	/* logged in to; NULL: none */
	struct former_accounts	*former;	/* moved to the user; NULL: none */
};

/* Make a user who is in no room and not logged in yet. */
struct user *user_new(const struct chat_newcomer *);
/* Free a user who is in no room and has no invitations. */
void	user_free(struct user *);

#endif
