/*
 * sasl: showing that an account is one's own (RFC 4422), whatever carries the messages:
 *	PLAIN		the password itself (RFC 4616), where nobody can read along
 *	SCRAM-SHA-256	proof of knowing it (RFC 5802, RFC 7677), by GNU gsasl
 *	EXTERNAL	the certificate that was shown (RFC 4422 appendix A)
 *
 * Nothing here takes long: checking a password that came as such is left to the caller
 * (SASL_CHECK). That there is no such account, or that it has no password, looks like a wrong
 * password, and takes the same way and time.
 */
#ifndef TCHAT_SERVER_ACCOUNT_SASL_H
#define TCHAT_SERVER_ACCOUNT_SASL_H

#include "common/view.h"
#include "server/chat/account.h"

struct buf;
struct sasl;
struct sasls;
struct world;

enum {
	SASL_LIST = 40,		/* bytes of the list of mechanisms, with the NUL */
	SASL_NAME_MAX = 255,	/* bytes of a name that is looked for */
	SASL_KEY = 32
};

/* Who is at the other end. */
struct sasl_peer {
	int		 is_private;	/* a password may travel there */
	const char	*digest;	/* of the certificate; NULL: none */
};

/* What goes on now. */
enum sasl_next {
	SASL_SAY,	/* a challenge is to be said, and an answer comes */
	SASL_CHECK,	/* a password is to be checked: sasl_check_take */
	SASL_DONE,	/* sasl_account is theirs */
	SASL_FAILED	/* sasl_why says it to people */
};

/* A password and what it is to fit (server/verifier.h); the owner calls sasl_check_clear. */
struct sasl_check {
	struct account_verifier	 verifier;
	char			*password;
};

/*
 * What all exchanges share. The world outlives it. The key (SASL_KEY bytes, copied) is that of the
 * store: what is made up for unknown names is derived from it.
 */
struct sasls *sasls_new(struct world *, const unsigned char *key);
void	sasls_free(struct sasls *);

/*
 * Make a verifier for a name without a password, which no password fits. Salt and iteration count are always the
 * same for a name, however it is spelt, over restarts and changes of settings; the count is one
 * of those that accounts have, as often as they have it (with no accounts: `iterations`).
 */
void	sasl_make_up(const struct sasls *, struct view name,
	    unsigned iterations, struct account_verifier *);

/* What this peer may choose from: "EXTERNAL,SCRAM-SHA-256,PLAIN". */
void	sasl_list(const struct sasl_peer *, char buf[SASL_LIST]);

/*
 * Begin with a mechanism (in any case of letters); NULL: this peer can't have that one.
 * `iterations` is for sasl_make_up.
 */
struct sasl *sasl_new(struct sasls *, const struct sasl_peer *,
	    struct view mechanism, unsigned iterations);
void	sasl_free(struct sasl *);		/* NULL: nothing happens */

/* A message has come; `out` (empty) gets the challenge. */
enum sasl_next sasl_step(struct sasl *, struct view in, struct buf *out);

/* After SASL_CHECK; then whether it fits: SASL_DONE or SASL_FAILED. */
void	sasl_check_take(struct sasl *, struct sasl_check *);
void	sasl_check_clear(struct sasl_check *);
enum sasl_next sasl_checked(struct sasl *, int fits);

const char *sasl_mechanism(const struct sasl *);
/* The account that the peer says is theirs, if there is one of that name; NULL. */
struct account *sasl_account(const struct sasl *);
const char *sasl_why(const struct sasl *);

#endif
