/*
 * guests: nicks of guests, whether guests may stay, and users who must take a guest nick.
 */
#ifndef TCHAT_SERVER_ACCOUNT_GUESTS_H
#define TCHAT_SERVER_ACCOUNT_GUESTS_H

struct account;
struct server;
struct session;
struct user;
struct world;

enum { GUEST_NICK = 32 };

/* Make a free nick such as "guest-0815". Returns 0, or -1 if there are too many guests. */
int	guest_nick(struct world *, char buf[GUEST_NICK]);

/*
 * Return why a user who has just logged out may not stay as a guest (access = accounts, or a lockdown), or NULL.
 * A lockdown does not apply to operators.
 */
const char *guests_forbidden(const struct server *, const struct user *);

/*
 * Call it when the session's user logs in to the account. If another user, not logged in to it, has the account's
 * name as nick, tell that user and change the nick to a guest nick.
 */
void	guests_reclaim_nick(struct session *, const struct account *);

#endif
