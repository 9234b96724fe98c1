/*
 * former_accounts: the accounts that a connection was logged in to and is no longer. A rule against an account
 * (a ban, a mute, a suspension) goes on applying to such a connection; what an account may do
 * does not.
 */
#ifndef TCHAT_SERVER_CHAT_FORMER_ACCOUNTS_H
#define TCHAT_SERVER_CHAT_FORMER_ACCOUNTS_H

#include <stddef.h>

enum { FORMER_ACCOUNTS_MAX = 16 };

struct former_account {
	char	*name;
	char	*host;		/* as others saw it while logged in to that account */
};

/* Starts as { 0 }; former_accounts_clear frees what is in it. */
struct former_accounts {
	struct former_account	*list;
	size_t			 n;
};

/* Add an account (copied), unless it is there. Past FORMER_ACCOUNTS_MAX the oldest is dropped. */
void	former_accounts_add(struct former_accounts *, const char *name,
	    const char *host);
int	former_accounts_have(const struct former_accounts *, const char *name);
/* Add all of `from`; move empties it. */
void	former_accounts_copy(struct former_accounts *to,
	    const struct former_accounts *from);
void	former_accounts_move(struct former_accounts *to,
	    struct former_accounts *from);
void	former_accounts_clear(struct former_accounts *);

#endif
