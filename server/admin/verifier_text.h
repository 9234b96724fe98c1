/*
 * verifier_text: a password's verifier as a word, on its way from the command line, where the
 * password was asked for, to the server, which never sees it.
 */
#ifndef TCHAT_SERVER_ADMIN_VERIFIER_TEXT_H
#define TCHAT_SERVER_ADMIN_VERIFIER_TEXT_H

struct account_verifier;

/* "ITERATIONS:SALT:STOREDKEY:SERVERKEY", the last three in hexadecimal digits. The caller's. */
char	*verifier_text(const struct account_verifier *);
/* 0, or -1: it is none. */
int	 verifier_read(struct account_verifier *, const char *text);

#endif
