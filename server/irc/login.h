/*
 * login: log sessions in to accounts and out, before or after registration.
 */
#ifndef TCHAT_SERVER_IRC_LOGIN_H
#define TCHAT_SERVER_IRC_LOGIN_H

struct account;
struct request;

/*
 * Log the session in to an account: reply 900, and reclaim the account's nick from other users. The
 * client has proved that the account is its own.
 */
void	irc_login(struct request *, struct account *);
void	irc_login_by_sasl(
	    struct request *, struct account *); /* also replies 903 */
/* Log the session out: reply 901. Closes it if the server admits no guests. */
void	irc_logout(struct request *);
/* Return the account that the session is logged in to, registered or not, or NULL. */
struct account *irc_account(const struct request *);

#endif
