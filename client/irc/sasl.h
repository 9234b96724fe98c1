/*
 * sasl: the client's side of one SASL exchange, by GNU gsasl: what the server says goes in,
 * what is to be said to it comes out, both in base64. It knows no IRC.
 *
 * Of SCRAM it sees to it that the server proves that it knows the password too, and that
 * neither too little nor too much work is asked for (RFC 5802 5.1, 7677 4).
 */
#ifndef TCHAT_CLIENT_IRC_SASL_H
#define TCHAT_CLIENT_IRC_SASL_H

enum sasl_mechanism { SASL_EXTERNAL, SASL_SCRAM, SASL_PLAIN, SASL_MECHANISMS };

enum {
	SASL_ITERATIONS_LEAST = 4096,
	SASL_ITERATIONS_MOST = 600000	/* unless a setting says otherwise */
};

struct sasl;

/* "SCRAM-SHA-256" */
const char *sasl_name(enum sasl_mechanism);

/*
 * Both texts are copied; the password may be NULL for EXTERNAL. NULL and *cause when
 * the library does not have that mechanism.
 */
struct sasl *sasl_new(enum sasl_mechanism, const char *account,
	    const char *password, unsigned iterations_most, char **cause);
void	sasl_free(struct sasl *);

/*
 * The server said `in` ("" for nothing): 0, and *out is what to say (to be freed by sasl_wipe; ""
 * for nothing). -1 and *cause: it is not to be gone on with.
 */
int	sasl_step(struct sasl *, const char *in, char **out, char **cause);

/* Has all been said and checked that has to be before the server's "success" counts? */
int	sasl_is_done(const struct sasl *);

/* Overwrite and free a text; NULL is allowed. */
void	sasl_wipe(char *);

#endif
