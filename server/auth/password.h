/*
 * password: passwords in the settings: hashes and checks them with crypt(3); compares secrets
 * in constant time.
 */
#ifndef TCHAT_SERVER_AUTH_PASSWORD_H
#define TCHAT_SERVER_AUTH_PASSWORD_H

enum { PASSWORD_MAX = 511 };	/* bytes; the limit of crypt(3) */

/*
 * Hash a text with the system's default method (yescrypt on Debian). The caller frees the
 * result. Returns NULL and sets *cause if the text is too long or the system has no method.
 */
char	*password_hash(const char *text, char **cause);

/* True if it is a hash that password_matches can check, by a method that is not obsolete. */
int	 password_is_hash(const char *hash);

/* True if the hash is of that text. Slow: do not call it on the loop's thread. */
int	 password_matches(const char *hash, const char *text);

/* True if they are equal. Takes the same time wherever the first difference is. */
int	 secret_equal(const char *a, const char *b);

#endif
