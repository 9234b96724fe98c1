/*
 * sasl: the client's side of a SASL exchange, using GNU gsasl: takes the server's messages and makes the replies,
 * both in base64. Knows no IRC.
 *
 * For SCRAM it checks that the server proves that it knows the password too, and that the iteration count is
 * neither too low nor too high (RFC 5802 5.1, 7677 4).
 */
#ifndef TCHAT_CLIENT_IRC_SASL_H
#define TCHAT_CLIENT_IRC_SASL_H

enum sasl_mechanism { SASL_EXTERNAL, SASL_SCRAM, SASL_PLAIN, SASL_MECHANISMS };

enum {
	SASL_ITERATIONS_LEAST = 4096,
	SASL_ITERATIONS_MOST = 600000	/* unless a setting changes it */
};

struct sasl;

/* "SCRAM-SHA-256" */
const char *sasl_name(enum sasl_mechanism);

/*
 * Start an exchange. Copies both texts; the password may be NULL for EXTERNAL. Returns NULL and *cause if the
 * library lacks the mechanism.
 */
struct sasl *sasl_new(enum sasl_mechanism, const char *account,
	    const char *password, unsigned iterations_most, char **cause);
void	sasl_free(struct sasl *);

/*
 * Process the server's message `in` ("" if it is empty). Returns 0 and sets *out to the reply ("" for an empty
 * one; free it with sasl_wipe), or -1 and *cause if the exchange must be aborted.
 */
int	sasl_step(struct sasl *, const char *in, char **out, char **cause);

/* True if every step and check is done that must precede the server's "success". */
int	sasl_is_done(const struct sasl *);

/* Overwrite and free a text; NULL is allowed. */
void	sasl_wipe(char *);

#endif
