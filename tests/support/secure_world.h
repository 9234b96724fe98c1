/*
 * secure_world: a client's link and a TLS server in one loop, with an authority, a known_hosts
 * and all that the link says, for tests.
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
	struct cert		 authority, cert;	/* trusted; the server's */
	struct secure_config	 config;		/* for the next world_connect */
	char			*dir;
	char			 known_hosts[256], identity[256];
	char			 digest[96];		/* of cert */
	int			 ups, downs, closes, notices;
	int			 encrypted;		/* when it was up */
	struct buf		 text, reason, notice;	/* lines; the last of each */
};

/* A server with a certificate by itself, and a config with a known_hosts that is not there. */
void	world_open(struct secure_world *);
void	world_close(struct secure_world *);
/* The server gets a certificate of that kind; see cert_make. */
void	world_certify(struct secure_world *, const char *alt, int days,
	    int by_authority);
/* Begin to connect. */
void	world_connect(struct secure_world *, const char *host);
/* Turn the loop until *n is at least that, or b has the text; fails past a deadline. */
void	world_until(struct secure_world *, const int *n, int least);
void	world_until_has(struct secure_world *, struct buf *b, const char *text);
/* It connects, encrypted, and lines pass both ways. */
void	world_comes_up(struct secure_world *, const char *host);
/* It does not, for good, and its reason has these texts (NULL-ended). */
void	world_is_refused(struct secure_world *, const char *host,
	    const char *const *texts);
void	world_closed_cb(void *world);

#endif
