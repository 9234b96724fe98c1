/*
 * scram_client: the client's side of SCRAM-SHA-256, for tests, by GNU gsasl.
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
 * Process the server's message (none at first), and get the reply. Returns 1: continue; 0: the
 * server's signature is right; -1: it is wrong.
 */
int	scram_client_step(struct scram_client *, struct view in,
	    struct buf *out);

#endif
