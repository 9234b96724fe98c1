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

/* Close its input; expect this output and exit status; free it. */
void	s_client_expect(struct proc *, const char *said, int status);
/* Expect that it ends without this output; free it. */
void	s_client_expect_not(struct proc *, const char *said);

enum { S_CLIENT_PRINT = 95 };	/* length of a fingerprint */

/* Read the last fingerprint in the server's log after this many earlier ones. */
void	s_client_logged_print(struct e2e_server *,
	    char print[S_CLIENT_PRINT + 1], int before);
/* Expect that new clients get this certificate. */
void	s_client_expect_print(const struct e2e_server *, const char *print);

#endif
