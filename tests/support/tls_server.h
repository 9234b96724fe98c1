/*
 * tls_server: the server's end of an encrypted connection, for tests, on the test's own loop: one that
 * behaves, or one that does what servers should not.
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
	TLS_SILENT,	/* accepts the connection, and does not answer the handshake */
	TLS_CLOSES,	/* closes the connection when a handshake arrives; unencrypted otherwise */
	TLS_WORDS,	/* sends an unencrypted line at once, and closes when data arrives */
	TLS_HALF	/* sends the first bytes of a handshake and no more */
};

struct tls_server {
	struct event_base	*base;
	struct evconnlistener	*listener;
	unsigned		 port;
	enum tls_conduct	 conduct;
	struct ssl_ctx_st	*ctx;
	struct bufferevent	*bev;		/* the last connection; NULL */
	int			 accepted;	/* number of connections */
	int			 encrypted;	/* how many of these finished the handshake */
	int			 ends;		/* how many the other side closed */
	int			 clean_ends;	/* how many of these with close_notify */
	struct buf		 got;		/* everything that arrived */
	char			 name[64];	/* SNI, or "" */
	char			 client[96];	/* fingerprint of the client's certificate, or "" */
};

/* Listen on a free port of 127.0.0.1; use that certificate from the next connection on. */
void	tls_server_open(struct tls_server *, struct event_base *,
	    const struct cert *);
void	tls_server_use(struct tls_server *, const struct cert *);
/* Use no TLS version later than this (TLS1_1_VERSION ...). */
void	tls_server_limit(struct tls_server *, int version);
void	tls_server_say(struct tls_server *, const char *);
/* Close the connection without a close_notify. */
void	tls_server_cut(struct tls_server *);
void	tls_server_close(struct tls_server *);

#endif
