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
	SASL_ITERATIONS_MOST = 600000 /* unless a setting changes it */
};

struct sasl;
struct sasl_work;

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
 * one; wipe it with sasl_wipe), or -1 and *cause if the exchange must be aborted.
 */
int	sasl_step(struct sasl *, const char *in, char **out, char **cause);

/* True if every step and check is done that must precede the server's "success". */
int	sasl_is_done(const struct sasl *);

/* Overwrite and free a text, and set it to NULL. */
void	sasl_wipe(char **text);

/*
 * Start sasl_step(sasl, in) in a thread: the hashing that a server asks for may take a second, and the keyboard must
 * not wait for it. The caller must not use sasl until the step is done. Returns NULL if no thread can be created.
 */
struct sasl_work *sasl_work_start(struct sasl *, const char *in);
int	sasl_work_is_done(const struct sasl_work *);
/* Return the result of sasl_step and free the work. Call it once, when the step is done. */
int	sasl_work_end(struct sasl_work *, char **out, char **cause);
/* Abandon the step. Frees sasl too, as soon as the thread ends. */
void	sasl_work_abandon(struct sasl_work *);

#endif
