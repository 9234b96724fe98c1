/*
 * password: secrets as they stand in the settings: hashed by crypt(3), made and
 * checked; and comparing in constant time.
 */
#ifndef TCHAT_SERVER_PASSWORD_H
#define TCHAT_SERVER_PASSWORD_H

enum { PASSWORD_MAX = 511 };	/* bytes; crypt(3) takes no more */

/*
 * The hash of a text by the system's best method (yescrypt on Debian), the caller's. NULL and
 * *cause when it is too long or the system has no such method.
 */
char	*password_hash(const char *text, char **cause);

/* Is it a hash that password_matches can check, of a method that is still good? */
int	 password_is_hash(const char *hash);

/* Is that the text's hash? Takes a while: not for the loop's thread. */
int	 password_matches(const char *hash, const char *text);

/* Are they equal? Takes the same time wherever the first difference is. */
int	 secret_equal(const char *a, const char *b);

#endif
