/*
 * former_accounts: accounts that a connection was logged in to before. A rule against an
 * account (a ban, a mute, a suspension) keeps applying to such a connection after it logs out.
 * The rights of the account do not.
 */
#ifndef TCHAT_SERVER_CHAT_FORMER_ACCOUNTS_H
#define TCHAT_SERVER_CHAT_FORMER_ACCOUNTS_H

#include <stddef.h>

enum { FORMER_ACCOUNTS_MAX = 16 };

struct former_account {
	char	*name;
	char	*host;		/* visible host while logged in to that account */
};

/* Initialise with { 0 }; former_accounts_clear frees the contents. */
struct former_accounts {
	struct	former_account	*list;
	size_t			 n;
};

/*
 * Add an account (copied) unless it is in the list. If the list has FORMER_ACCOUNTS_MAX
 * entries, the oldest is dropped.
 */
void	former_accounts_add(struct former_accounts *, const char *name,
	    const char *host);
int	former_accounts_have(const struct former_accounts *, const char *name);
/* Add all of `from`; move also empties `from`. */
void	former_accounts_copy(struct former_accounts *to,
	    const struct former_accounts *from);
void	former_accounts_move(struct former_accounts *to,
	    struct former_accounts *from);
void	former_accounts_clear(struct former_accounts *);

#endif
