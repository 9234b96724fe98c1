/*
 * scram_client: the other side of SCRAM-SHA-256, for tests, by GNU gsasl.
 */
#ifndef TCHAT_TESTS_SUPPORT_SCRAM_CLIENT_H
#define TCHAT_TESTS_SUPPORT_SCRAM_CLIENT_H

#include "common/buf.h"
#include "common/view.h"

struct Gsasl;
struct Gsasl_session;

struct scram_client {
	struct Gsasl		*gsasl;
	struct Gsasl_session	*session;
};

/* authzid may be NULL. */
void	scram_client_begin(struct scram_client *, const char *name,
	    const char *authzid, const char *password);
void	scram_client_end(struct scram_client *);

/*
 * Give it what the server said (nothing at first), and get what it answers. 1: it goes on; 0: the
 * server's signature was right; -1: it does not believe the server.
 */
int	scram_client_step(struct scram_client *, struct view in,
	    struct buf *out);

#endif
