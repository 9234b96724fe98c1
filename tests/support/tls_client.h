/*
 * tls_client: the client's end of a TLS connection without a socket: its input and output are bytes in
 * memory, so a test decides what passes.
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
	struct ssl_session_st	*session;	/* the last session that the server gave it */
	struct buf		 got;		/* decrypted */
};

void	tls_client_init(struct tls_client *);
void	tls_client_clear(struct tls_client *);
/* Present this certificate, a file with its key. */
void	tls_client_show(struct tls_client *, const char *file);
/* Use only these versions (TLS1_2_VERSION ...), and the weak ciphers that they need. */
void	tls_client_limit(struct tls_client *, int lowest, int highest);
/* Begin a new connection, which resumes the last session if there is one. */
void	tls_client_begin(struct tls_client *);

/*
 * Continue the handshake and read what can be read. Returns 1 when it is finished, 0 while it goes on,
 * -1 if it failed.
 */
int	tls_client_go_on(struct tls_client *);
void	tls_client_say(struct tls_client *, const void *, size_t);
/* send close_notify */
void	tls_client_goodbye(struct tls_client *);
int	tls_client_heard_goodbye(const struct tls_client *);
int	tls_client_resumed(const struct tls_client *);

/* Append what it wants to send now; give it what arrived. */
void	tls_client_take(struct tls_client *, struct buf *out);
void	tls_client_give(struct tls_client *, const void *, size_t);

#endif
