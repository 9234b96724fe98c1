/*
 * sasl: SASL authentication to an account (RFC 4422), independent of the protocol that carries the messages:
 *	PLAIN		the password itself (RFC 4616), only over encrypted or local connections
 *	SCRAM-SHA-256	a proof of the password (RFC 5802, RFC 7677), by GNU gsasl
 *	EXTERNAL	the client's certificate (RFC 4422 appendix A)
 *
 * Nothing here is slow: the caller checks a plain password (SASL_CHECK) on the worker thread. An unknown account,
 * and an account without a password, look like a wrong password, and take the same path and time.
 */
#ifndef TCHAT_SERVER_ACCOUNT_SASL_H
#define TCHAT_SERVER_ACCOUNT_SASL_H

#include "common/view.h"
#include "server/chat/account.h"

struct buf;
struct sasl;
struct sasl_context;
struct world;

enum {
	SASL_LIST = 40,		/* bytes of the list of mechanisms, with the NUL */
	SASL_NAME_MAX = 255,	/* bytes of an account name in a message */
	SASL_KEY = 32
};

/* The client that authenticates. */
struct sasl_peer {
	int		 is_private;	/* the connection may carry a password */
	const char	*digest;	/* of the client's certificate; NULL: none */
};

/* What the caller does next. */
enum sasl_next {
	SASL_SAY,	/* send the challenge, and wait for the answer */
	SASL_CHECK,	/* check the password: sasl_check_take */
	SASL_DONE,	/* the client is logged in to sasl_account */
	SASL_FAILED	/* sasl_error has the reason in words */
};

/* A password and the verifier that it must match (server/auth/verifier.h). The owner calls sasl_check_clear. */
struct sasl_check {
	struct account_verifier	 verifier;
	char			*password;
};

/*
 * Make the state that all exchanges share. The world must outlive it. The key (SASL_KEY bytes, copied) is the
 * store's; the made-up verifiers of unknown names are derived from it.
 */
struct sasl_context *sasl_context_new(struct world *, const unsigned char *key);
void	sasl_context_free(struct sasl_context *);

/*
 * Make a verifier that no password matches, for a name without a password. Salt and iteration count are always the
 * same for a name in any spelling, across restarts and changes of settings. The count is one that accounts
 * have, chosen as often as accounts have it (without accounts: `iterations`).
 */
void	sasl_fake_verifier(const struct sasl_context *, struct view name,
	    unsigned iterations, struct account_verifier *);

/* List the mechanisms that this peer may use: "EXTERNAL,SCRAM-SHA-256,PLAIN". */
void	sasl_list(const struct sasl_peer *, char buf[SASL_LIST]);

/*
 * Begin an exchange with a mechanism (in upper or lower case). Returns NULL if this peer may not use it.
 * `iterations` is for sasl_fake_verifier.
 */
struct sasl *sasl_new(struct sasl_context *, const struct sasl_peer *,
	    struct view mechanism, unsigned iterations);
void	sasl_free(struct sasl *);		/* NULL is allowed */

/* Handle a message from the client. `out` (empty) gets the challenge. */
enum sasl_next sasl_step(struct sasl *, struct view in, struct buf *out);

/* Take the password after SASL_CHECK; then report whether it matched: SASL_DONE or SASL_FAILED. */
void	sasl_check_take(struct sasl *, struct sasl_check *);
void	sasl_check_clear(struct sasl_check *);
enum sasl_next sasl_checked(struct sasl *, int fits);

const char *sasl_mechanism(const struct sasl *);
/* Return the account that the client named, or NULL if there is none. */
struct account *sasl_account(const struct sasl *);
const char *sasl_error(const struct sasl *);

#endif
