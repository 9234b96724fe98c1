/*
 * account: accounts as the session uses them: log in with SASL during registration or later, register the nick,
 * and send ACCOUNT commands.
 *
 * The session tries to log in on each connection: with our key if the connection is encrypted with it, then with
 * the password if there is one. An unknown account name is not an error: the user continues as a guest.
 */
#ifndef TCHAT_CLIENT_IRC_ACCOUNT_H
#define TCHAT_CLIENT_IRC_ACCOUNT_H

#include <stddef.h>

#include "client/irc/handler.h"
#include "common/view.h"

struct irc_session;

/* Properties of the connection. */
struct irc_security {
	int	 encrypted;
	int	 local;		/* to this machine itself: nobody can intercept it */
	int	 has_key;	/* our certificate was sent */
	char key
	    [65]; /* its SHA-256 as 64 hexadecimal digits; "" if there is none */
};

/* Set the properties of the connection. Call it before irc_session_start. */
void	irc_session_secure(struct irc_session *, const struct irc_security *);
/*
 * Set the account and password to log in with on each connection; copies both. Both may be NULL: the nick is the
 * account, and there is no password.
 */
void	irc_session_credentials(struct irc_session *, const char *account,
    const char *password, unsigned iterations_most);

/* Return the account we are logged in to; NULL for a guest. */
const char *irc_session_account(const struct irc_session *);

/*
 * Log in at the user's request. IRC_EV_LOGIN or IRC_EV_REFUSED reports the result. An empty password means our
 * key. A password that worked is kept for later connections. Returns 0, or -1 and *cause, a sentence, if the
 * request cannot be sent.
 */
int	irc_session_login(struct irc_session *, struct view account,
    struct view password, char **cause);
/* Log out. Afterwards the password is forgotten, and later connections are a guest's. */
int	irc_session_logout(struct irc_session *, char **cause);
/* Register the nick; an empty password binds it to the key alone. code is an invitation ("code:..."), or empty. */
int	irc_session_register(
    struct irc_session *, struct view code, struct view password, char **cause);
/* Send ACCOUNT with these parameters. */
int	irc_session_account_command(
    struct irc_session *, const struct view *params, size_t n, char **cause);
/* Set a new password; empty: remove the password. */
int	irc_session_set_password(
    struct irc_session *, struct view password, char **cause);

/*
 * For client/irc only.
 */
/* Build a better sentence for a standard reply in session_state's words. Returns 0 if there is none. */
int	account_sentence(struct irc_session *, const struct irc_msg *);
/* Handle a standard reply about accounts. */
void	account_answered(
    struct irc_session *, const struct irc_msg *, struct view command);
irc_handler on_registered;

#endif
