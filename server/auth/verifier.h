/*
 * verifier: makes and checks an account's password verifier (struct account_verifier): the
 * SCRAM-SHA-256 keys (RFC 5802 section 3, RFC 7677), computed by GNU gsasl, which also prepares
 * the password (SASLprep, RFC 4013). SCRAM and PLAIN use the same verifier.
 *
 * Both functions are slow, depending on the iterations: do not call them on the loop's thread.
 * They use no state of the server and are thread-safe.
 */
#ifndef TCHAT_SERVER_AUTH_VERIFIER_H
#define TCHAT_SERVER_AUTH_VERIFIER_H

struct account_verifier;

enum {
	VERIFIER_PASSWORD_MAX = 1024,	/* bytes */
	VERIFIER_SALT = 16		/* bytes */
};

/*
 * Make a verifier with a new salt. Returns 0, or -1 and changes nothing if the password is
 * empty, too long, or has characters that are not allowed (invalid UTF-8, controls).
 */
int	verifier_make(struct account_verifier *, const char *password,
	    unsigned iterations);

/* True if that is the password. False if there is none (0 iterations). */
int	verifier_matches(const struct account_verifier *, const char *password);

#endif
