/*
 * sasl_impl: the structs and functions shared by sasl.c and sasl_scram.c.
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
	char		*name;		/* of the account, as the client spelt it */
	char		*password;	/* PLAIN: the password to check */
	struct account_verifier verifier;	/* of the named account, or made up */
	char		*why;
	Gsasl_session	*scram;
	int		 proven;	/* SCRAM: only the client's final empty message is missing */
};

/*
 * Set the account name and s->verifier: the account's, or a made-up one that no password matches. Returns -1 if the
 * name is empty or far too long.
 */
int	sasl_claim(struct sasl *, struct view name);
/* True if the authzid is empty or the same as the name: the client asks to act for itself. */
int	sasl_is_for_itself(const struct sasl *, struct view authzid);
/* Finish a successful exchange; it still fails if the account was deleted or suspended. */
enum sasl_next sasl_finish(struct sasl *);
enum sasl_next sasl_fail(struct sasl *, const char *why);

/* sasl_scram.c */
void	scram_init(struct sasls *);
int	scram_begin(struct sasl *);
enum sasl_next scram_step(struct sasl *, struct view in, struct buf *out);
void	scram_end(struct sasl *);

#endif
