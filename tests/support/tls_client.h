/*
 * tls_client: the other end of a TLS connection, without a socket of its own: what it wants to
 * send and what it is given are bytes in memory, so that a test decides what passes.
 */
#ifndef TCHAT_TESTS_SUPPORT_TLS_CLIENT_H
#define TCHAT_TESTS_SUPPORT_TLS_CLIENT_H

#include <stddef.h>

#include "common/buf.h"

struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;

struct tls_client {
	struct ssl_ctx_st	*ctx;
	struct ssl_st		*ssl;
	struct ssl_session_st	*session;	/* the last that was given to it */
	struct buf		 got;		/* decrypted */
};

void	tls_client_init(struct tls_client *);
void	tls_client_clear(struct tls_client *);
/* Show this certificate, a file with its key. */
void	tls_client_show(struct tls_client *, const char *file);
/* Speak these versions alone (TLS1_2_VERSION ...), as weakly as it takes. */
void	tls_client_limit(struct tls_client *, int lowest, int highest);
/* A new connection, which resumes the last session if there is one. */
void	tls_client_begin(struct tls_client *);

/* Go on with the handshake, read what can be read. 1 when it is over; 0 while it lasts; -1 when it
 * failed. */
int	tls_client_go_on(struct tls_client *);
void	tls_client_say(struct tls_client *, const void *, size_t);
/* close_notify */
void	tls_client_goodbye(struct tls_client *);
int	tls_client_heard_goodbye(const struct tls_client *);
int	tls_client_resumed(const struct tls_client *);

/* What it wants to send now, appended; what came for it. */
void	tls_client_take(struct tls_client *, struct buf *out);
void	tls_client_give(struct tls_client *, const void *, size_t);

#endif
