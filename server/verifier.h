/*
 * verifier: what an account's password is checked with (struct account_verifier), made from
 * the password: SCRAM-SHA-256's keys (RFC 5802 section 3, RFC 7677) over GNU gsasl, which
 * prepares the password (SASLprep, RFC 4013). One serves SCRAM and PLAIN alike.
 *
 * Both take as long as the number of iterations says: not for the loop's thread. They know
 * nothing of the server and may run in any.
 */
#ifndef TCHAT_SERVER_VERIFIER_H
#define TCHAT_SERVER_VERIFIER_H

struct account_verifier;

enum {
	VERIFIER_PASSWORD_MAX = 1024,	/* bytes */
	VERIFIER_SALT = 16		/* bytes */
};

/*
 * With a new salt. 0; or -1, and nothing is set: the password is empty, too long, or has
 * what a password may not have (no UTF-8, controls).
 */
int	verifier_make(struct account_verifier *, const char *password,
	    unsigned iterations);

/* Is that the password? Where there is none (no iterations), none is. */
int	verifier_matches(const struct account_verifier *, const char *password);

#endif
