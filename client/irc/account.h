/*
 * account: names that are somebody's, as the session sees them: logging in (SASL) while
 * registering and later, registering a name, and what an account is asked.
 *
 * A login is tried on each connection: by our key where the connection is encrypted
 * with it, then by the password if there is one. A name that is not known is no error: one goes on
 * as a guest.
 */
#ifndef TCHAT_CLIENT_IRC_ACCOUNT_H
#define TCHAT_CLIENT_IRC_ACCOUNT_H

#include <stddef.h>

#include "common/view.h"

struct irc_session;

/* What is true of the connection. */
struct irc_security {
	int	 encrypted;
	int	 local;		/* to this machine itself: nobody stands in between */
	int	 has_key;	/* our certificate was shown */
	char	 key[65];	/* its SHA-256, 64 hexadecimal digits; "" without one */
};

/* Does a refusal of a nick say that it is registered? (433 is for any that is taken) */
int	irc_nick_is_reserved(struct view why);

/* Before irc_session_start. */
void	irc_session_secure(struct irc_session *, const struct irc_security *);
/*
 * As whom to log in on each connection; both may be NULL: the nick, and no password.
 * Copied.
 */
void	irc_session_credentials(struct irc_session *, const char *account,
	    const char *password, unsigned iterations_most);

/* Logged in as; NULL: a guest. */
const char *irc_session_account(const struct irc_session *);

/*
 * The user asks for it; the answer comes as IRC_EV_LOGIN or IRC_EV_REFUSED. -1 and *cause,
 * a sentence, when it cannot be asked. An empty password: by the key. A good
 * password is kept for later connections.
 */
int	irc_session_login(struct irc_session *, struct view account,
	    struct view password, char **cause);
/* When it is done the password is forgotten, and later connections are a guest's. */
int	irc_session_logout(struct irc_session *, char **cause);
/*
 * Make the nick ours: an empty password binds it to the key alone. Code: an invitation
 * ("code:..."), or empty.
 */
int	irc_session_register(struct irc_session *, struct view code,
	    struct view password, char **cause);
/* ACCOUNT with these parameters. */
int	irc_session_ask_account(struct irc_session *, const struct view *params,
	    size_t n, char **cause);
/* A new password; empty: none any more. */
int	irc_session_set_password(struct irc_session *, struct view password,
	    char **cause);

#endif
