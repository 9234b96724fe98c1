/*
 * nick_reclaim: the nick of an account is its owner's, when they come.
 */
#ifndef TCHAT_SERVER_ACCOUNT_NICK_RECLAIM_H
#define TCHAT_SERVER_ACCOUNT_NICK_RECLAIM_H

struct account;
struct session;

/*
 * The one of that session is its owner: who else bears the account's name and is not logged in to
 * it is told so, and called otherwise.
 */
void	nick_reclaim(struct session *, const struct account *);

#endif
