/*
 * login: the login state of a session.
 *
 * A login: AUTHENTICATE mechanism -> "AUTHENTICATE +" -> chunks in both directions -> 903, or a refusal. It
 * delays the end of registration (CAP END) while it runs, and it has a deadline.
 */
#ifndef TCHAT_CLIENT_IRC_LOGIN_H
#define TCHAT_CLIENT_IRC_LOGIN_H

#include <stdint.h>

#include "client/irc/account.h"
#include "client/irc/sasl.h"
#include "common/buf.h"

enum login_method { LOGIN_NO_METHOD, LOGIN_KEY, LOGIN_PASSWORD };

struct sasl_work;

struct login {
	struct irc_security	 secure;
	unsigned		 iterations_most;
	char			*account, *password;	/* used on each connection; NULL: not set */
	char			*try_account, *try_password; /* typed by the user; kept for later connections once
							      * they work */
	char			*next_password;	/* the new password of a requested change */
	char			*as;		/* the account we are logged in to; NULL: a guest */
	char			*last;		/* the account on this or an earlier connection */
	char			*wanted;	/* the nick that we asked for first */
	int			 leaving;	/* the user asked to log out */
	int			 stay_out;	/* the user logged out: do not log in again */

	unsigned		 mechanisms;	/* offered by the server, as bits */
	int			 told;		/* the server has listed its mechanisms */
	struct sasl		*sasl;		/* the running exchange; NULL: none */
	struct sasl_work	*work;		/* the step of it that runs in a thread; NULL: none */
	enum sasl_mechanism	 mechanism;
	enum login_method		 way;
	int			 asked;		/* the user waits for the result */
	int64_t			 deadline;	/* mono ms */
	struct buf		 in;		/* the server's message so far, in chunks */
	char			*why;		/* why we aborted; NULL: we did not */

	/* A nick that was refused during the login: it may become ours when the login succeeds. */
	int			 held;		/* the numeric; 0: none */
	char			*held_why;
};

void	login_init(struct login *);
void	login_clear(struct login *);

#endif
