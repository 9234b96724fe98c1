/*
 * login: the state of logging in, a part of the session's.
 *
 * An exchange: AUTHENTICATE mechanism -> "AUTHENTICATE +" -> chunks each way -> 903, or a
 * refusal. It holds up registration (CAP END) while it lasts, and it has a deadline.
 */
#ifndef TCHAT_CLIENT_IRC_LOGIN_H
#define TCHAT_CLIENT_IRC_LOGIN_H

#include <stdint.h>

#include "client/irc/account.h"
#include "client/irc/sasl.h"
#include "common/buf.h"

enum login_way { LOGIN_NONE, LOGIN_KEY, LOGIN_PASSWORD };

struct sasl_work;

struct login {
	struct irc_security	 secure;
	unsigned		 iterations_most;
	char			*account, *password;	/* for each connection; NULL */
	char			*try_account, *try_password; /* the user's, until found good */
	char			*next_password;	/* a change that is asked for */
	char			*as;		/* NULL: a guest */
	char			*last;		/* as of this or an earlier connection */
	char			*wanted;	/* the nick that we came with */
	int			 leaving;	/* the user asked to be logged out */
	int			 stay_out;	/* and was */

	unsigned		 mechanisms;	/* offered, as bits */
	int			 told;		/* which those are */
	struct sasl		*sasl;		/* the exchange under way; NULL */
	struct sasl_work	*work;		/* on it, in a thread; NULL */
	enum sasl_mechanism	 mechanism;
	enum login_way		 way;
	int			 asked;		/* the user waits for an answer */
	int64_t			 deadline;	/* mono ms */
	struct buf		 in;		/* chunks of what the server says */
	char			*why;		/* we gave up; NULL */

	/* A nick that was refused meanwhile: perhaps it is ours in a moment. */
	int			 held;		/* the numeric; 0: none */
	char			*held_why;
};

void	login_init(struct login *);
void	login_clear(struct login *);

#endif
