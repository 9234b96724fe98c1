/*
 * login: the login state of a session.
 *
 * A login: AUTHENTICATE mechanism -> "AUTHENTICATE +" -> chunks in both directions -> 903, or a refusal. It
 * delays the end of registration (CAP END) while it runs, and it has a deadline.
 */
#ifndef TCHAT_CLIENT_IRC_LOGIN_H
#define TCHAT_CLIENT_IRC_LOGIN_H

#include <stdint.h>

#include "client/irc/handler.h"
#include "client/irc/sasl.h"
#include "common/buf.h"
#include "common/view.h"

enum login_method { LOGIN_NO_METHOD, LOGIN_KEY, LOGIN_PASSWORD };

struct login {
	/* See struct irc_security. */
	int			 encrypted, local, has_key;
	char			 key[65];
	unsigned		 iterations_most;

	char			*account, *password;	/* for each connection; NULL: not set */
	/* Typed by the user; kept for later connections once they work. */
	char			*try_account, *try_password;
	char			*next_password;		/* of a change that the server has not confirmed */
	char			*logged_in_as;		/* an account; NULL: a guest */
	char			*last_account;		/* on this or an earlier connection */
	char			*wanted_nick;		/* the first one that we requested */
	int			 logging_out;		/* the user logs out; not confirmed yet */
	int			 stay_logged_out;	/* the user logged out: do not log in again */

	unsigned		 mechanisms;	/* offered by the server, as bits */
	int			 listed;	/* the server has listed its mechanisms */
	struct sasl		*sasl;		/* the running exchange; NULL: none */
	struct sasl_work	*work;		/* its step that runs in a thread; NULL: none */
	enum sasl_mechanism	 mechanism;
	enum login_method	 method;
	int			 user_waits;	/* the user started the login */
	int64_t			 deadline;	/* mono ms */
	struct buf		 received;	/* the server's message so far, in chunks */
	char			*abort_reason;	/* NULL: we did not abort */

	/* A nick refused during the login may become ours when it succeeds. */
	int			 held_numeric;	/* 0: none */
	char			*held_reason;
};

struct login *login_new(void);
void	login_free(struct login *);
/* Forget what belongs to one connection; keep the account and password to log in with. */
void	login_reset(struct irc_session *);

/* Keep the mechanisms that the server offers. */
void	login_offered(struct irc_session *, struct view mechanisms);
/* Start a login with our key or password, if we have either. */
void	login_begin(struct irc_session *);
/* Send CAP END, unless a login is still running. */
void	login_continue(struct irc_session *);
/* Start the login that the user asked for. An empty password means our key. */
void	login_request(
    struct irc_session *, struct view account, struct view password);
/* Log out, until the user logs in again. */
void	login_log_out(struct login *);
/* Do timed work. Returns the ms until it must be called again, or -1. */
int	login_tick(struct irc_session *, int64_t now);

/* True if the reason for refusing a nick says that it is registered (433 covers any nick in use). */
int	login_nick_is_registered(struct view why);
/* Handle a refused nick during a login. Returns 1 if it may become ours soon; it is requested again then. */
int	login_hold_nick(
    struct irc_session *, const struct irc_event *, struct view why);
/* Emit that our nick was refused before registration. */
void	login_emit_refused_nick(
    struct irc_session *, struct irc_event *, struct view why);

irc_handler on_account, on_authenticate, on_logged_in, on_logged_out,
    on_login_done, on_mechanisms;
irc_claimer on_login_failed;

#endif
