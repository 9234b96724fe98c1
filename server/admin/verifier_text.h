/*
 * verifier_text: a password's verifier as one word. The command line asks for the password and sends the verifier to
 * the server, which never gets the password.
 */
#ifndef TCHAT_SERVER_ADMIN_VERIFIER_TEXT_H
#define TCHAT_SERVER_ADMIN_VERIFIER_TEXT_H

struct account_verifier;

/* Return "ITERATIONS:SALT:STOREDKEY:SERVERKEY", the last three in hexadecimal. The caller frees it. */
char	*verifier_text(const struct account_verifier *);
/* Parse a verifier. Returns 0, or -1 if it is malformed. */
int	verifier_read(struct account_verifier *, const char *text);

#endif
