/*
 * sasl_impl: what the files of sasl share.
 */
#ifndef TCHAT_SERVER_ACCOUNT_SASL_IMPL_H
#define TCHAT_SERVER_ACCOUNT_SASL_IMPL_H

#include <gsasl.h>

#include "server/account/sasl.h"

struct sasl_mechanism;

struct sasls {
	struct world	*world;
	Gsasl		*gsasl;
	unsigned char	 key[SASL_KEY];
};

struct sasl {
	struct sasls	*shared;
	const struct sasl_mechanism *mechanism;
	unsigned	 iterations;
	char		*digest;
	char		*name;		/* of the account, as the peer has said it */
	char		*password;	/* PLAIN: to be checked */
	struct account_verifier verifier;	/* what is checked against */
	char		*why;
	Gsasl_session	*scram;
	int		 proven;	/* SCRAM: only the peer's last word is missing */
};

/*
 * The name is that of an account, and its verifier, or one that nothing fits, is in s->verifier.
 * Empty or far too long: -1.
 */
int	sasl_claim(struct sasl *, struct view name);
/* Is there nobody else to act for (an authzid is empty, or the same as the name)? */
int	sasl_is_for_itself(const struct sasl *, struct view authzid);
/* It is theirs, unless it has changed meanwhile or nobody may log in to it. */
enum sasl_next sasl_finish(struct sasl *);
enum sasl_next sasl_fail(struct sasl *, const char *why);

/* sasl_scram.c */
void	scram_init(struct sasls *);
int	scram_begin(struct sasl *);
enum sasl_next scram_step(struct sasl *, struct view in, struct buf *out);
void	scram_end(struct sasl *);

#endif
