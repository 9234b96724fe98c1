/*
 * secure_world: a client's link and a TLS server in one loop, with an authority, a known_hosts file
 * and a record of the link's callbacks, for tests.
 */
#ifndef TCHAT_SUPPORT_SECURE_WORLD_H
#define TCHAT_SUPPORT_SECURE_WORLD_H

#include "client/net/link.h"
#include "client/net/secure.h"
#include "common/buf.h"
#include "tests/support/certs.h"
#include "tests/support/tls_server.h"

struct secure_world {
	struct event_base	*base;
	struct link		*link;
	struct tls_server	 server;
	struct cert		 authority, cert;	/* the trusted authority; the server's certificate */
	struct secure_config	 config;		/* for the next world_connect */
	char			*dir;
	char			 known_hosts[256], identity[256];
	char			 digest[96];		/* fingerprint of cert */
	int			 ups, downs, closes, notices;
	int			 encrypted;		/* when the link came up */
	struct buf		 text, reason, notice;	/* number of lines; the last one of each side */
};

/* Make a server with a self-signed certificate, and a config whose known_hosts does not exist. */
void	world_open(struct secure_world *);
void	world_close(struct secure_world *);
/* Give the server this kind of certificate; see cert_make. */
void	world_certify(struct secure_world *, const char *alt, int days,
	    int by_authority);
/* Start to connect. */
void	world_connect(struct secure_world *, const char *host);
/* Turn the loop until *n is at least this, or b contains the text; fail after a deadline. */
void	world_until(struct secure_world *, const int *n, int least);
void	world_until_has(struct secure_world *, struct buf *b, const char *text);
/* Expect that it connects, encrypted, and that lines pass in both directions. */
void	world_comes_up(struct secure_world *, const char *host);
/* Expect that it fails for good, and that the reason contains these texts (ending with NULL). */
void	world_is_refused(struct secure_world *, const char *host,
	    const char *const *texts);
void	world_closed_cb(void *world);

#endif
