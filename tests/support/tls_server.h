/*
 * tls_server: the other side of an encrypted connection, for tests, on the test's own loop:
 * one that behaves, or one that does what servers should not.
 */
#ifndef TCHAT_SUPPORT_TLS_SERVER_H
#define TCHAT_SUPPORT_TLS_SERVER_H

#include "common/buf.h"
#include "tests/support/certs.h"

struct bufferevent;
struct event_base;
struct evconnlistener;
struct ssl_ctx_st;

enum tls_conduct {
	TLS_GOOD,
	TLS_SILENT,	/* takes the connection, and says nothing to a handshake */
	TLS_CLOSES,	/* ends the connection when it sees a handshake; else plain */
	TLS_WORDS,	/* says a plain line at once, and closes when spoken to */
	TLS_HALF	/* says the first bytes of a handshake and no more */
};

struct tls_server {
	struct event_base	*base;
	struct evconnlistener	*listener;
	unsigned		 port;
	enum tls_conduct	 conduct;
	struct ssl_ctx_st	*ctx;
	struct bufferevent	*bev;		/* the last connection; NULL */
	int			 accepted;	/* connections, in all */
	int			 encrypted;	/* of these, whose handshake ended well */
	int			 ends;		/* that the other side closed */
	int			 clean_ends;	/* of these, with close_notify */
	struct buf		 got;		/* what came, in all */
	char			 name[64];	/* SNI; "" */
	char			 client[96];	/* fingerprint of its certificate; "" */
};

/* On a free port of 127.0.0.1; with that certificate, from the next connection on. */
void	tls_server_open(struct tls_server *, struct event_base *,
	    const struct cert *);
void	tls_server_use(struct tls_server *, const struct cert *);
/* TLS no later than that version (TLS1_1_VERSION ...). */
void	tls_server_limit(struct tls_server *, int version);
void	tls_server_say(struct tls_server *, const char *);
/* Close the connection without a close_notify. */
void	tls_server_cut(struct tls_server *);
void	tls_server_close(struct tls_server *);

#endif
