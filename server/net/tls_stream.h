/*
 * tls_stream: TLS on the bytes of one connection. It reads records from an evbuffer and writes records through a
 * callback. tls.h has the certificate and the rules.
 */
#ifndef TCHAT_SERVER_NET_TLS_STREAM_H
#define TCHAT_SERVER_NET_TLS_STREAM_H

#include <stddef.h>

struct bio_method_st;
struct evbuffer;
struct tls;
struct tls_stream;

enum tls_state {
	/* the ClientHello is not complete; OpenSSL holds nothing for the peer */
	TLS_HELLO,
	TLS_HANDSHAKE, /* OpenSSL runs the handshake */
	TLS_SECURED,   /* input and output */
	/* close_notify was received: nothing more is read, output still works */
	TLS_ENDED,
	TLS_FAILED /* nothing is read or sent any more; tls_stream_error says why */
};

/* Return OpenSSL's interface to the evbuffer and the callback, for all streams; NULL if there is no memory. */
struct bio_method_st *tls_stream_method(void);

/*
 * Make a stream that reads from `in`. `out` takes all bytes that it is given; exceeding a limit closes the connection
 * later.
 */
struct tls_stream *tls_stream_new(struct evbuffer *in,
    void (*out)(void *ctx, const char *, size_t), void *ctx);
void	tls_stream_free(struct tls_stream *);

enum tls_state tls_stream_state(const struct tls_stream *);
const char *tls_stream_error(const struct tls_stream *);

/*
 * In TLS_HELLO. Return 1 if the first record is complete and may be a ClientHello, 0 if bytes are missing; or fail and
 * return -1 if it is none.
 */
int	tls_stream_has_hello(struct tls_stream *);

/* Begin the handshake. Returns 0; or fails and returns -1 if OpenSSL has no memory. */
int	tls_stream_begin(struct tls_stream *, struct tls *, struct bio_method_st *);

/* In TLS_HANDSHAKE. Continue it with the bytes that have arrived. Returns 1 when it is complete. */
int	tls_stream_handshake(struct tls_stream *);

/* In TLS_SECURED. Return how many bytes were read; 0: nothing more can be read now. */
size_t	tls_stream_read(struct tls_stream *, char *, size_t);
/* Output in TLS_FAILED is discarded. Call the next two only after the handshake. */
void	tls_stream_write(struct tls_stream *, const void *, size_t);
void	tls_stream_goodbye(struct tls_stream *); /* sends close_notify */

/* After the handshake: "TLSv1.3" or the like, and the name of the cipher. */
const char *tls_stream_version(const struct tls_stream *);
const char *tls_stream_cipher(const struct tls_stream *);
int	tls_stream_is_resumed(const struct tls_stream *);
/* Return the SHA-256 of the peer's certificate as 64 hexadecimal digits, or NULL if it has none. */
const char *tls_stream_digest(const struct tls_stream *);

#endif
