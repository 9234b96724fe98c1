/*
 * nick_reclaim: take an account's nick back for its owner, when the owner logs in.
 */
#ifndef TCHAT_SERVER_ACCOUNT_NICK_RECLAIM_H
#define TCHAT_SERVER_ACCOUNT_NICK_RECLAIM_H

struct account;
struct session;

/*
 * The session's user owns the account. If another user, not logged in to it, has the account's name as nick, tell
 * that user and change the nick to a guest nick.
 */
void	nick_reclaim(struct session *, const struct account *);

#endif
