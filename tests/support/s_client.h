/*
 * s_client: the openssl command line as a client of a server on loopback.
 */
#ifndef TCHAT_SUPPORT_S_CLIENT_H
#define TCHAT_SUPPORT_S_CLIENT_H

#include "tests/support/proc.h"

struct e2e_server;

/*
 * Start openssl s_client with more arguments, up to a NULL. Skips the test if openssl
 * is not installed.
 */
struct proc *s_client(const struct e2e_server *, const char *const *more);

#define S_CLIENT(server, ...) \
	s_client(server, (const char *const[]){ __VA_ARGS__, NULL })

/* At the end of its input it says this, and ends with that status; frees it. */
void	s_client_expect(struct proc *, const char *said, int status);
/* It ends, and never says this; frees it. */
void	s_client_expect_not(struct proc *, const char *said);

enum { S_CLIENT_PRINT = 95 };	/* length of a fingerprint */

/* The last fingerprint that the server has logged after so many before it. */
void	s_client_logged_print(struct e2e_server *,
	    char print[S_CLIENT_PRINT + 1], int before);
/* This is the certificate that new clients are shown. */
void	s_client_expect_print(const struct e2e_server *, const char *print);

#endif
