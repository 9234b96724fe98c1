/*
 * tls_stream: OpenSSL with a BIO of our own, so that output has the fast path too: one send(2) while nothing is queued.
 */
#include "server/net/tls_stream.h"

#include <stdlib.h>

#include <event2/buffer.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "common/xmalloc.h"
#include "server/net/tls.h"

enum {
	/* sizes of a record header and of a message header: RFC 8446 5.1 and 4 */
	RECORD_HEADER = 5,
	MESSAGE_HEADER = 4,
	HANDSHAKE = 22,
	CLIENT_HELLO = 1,
	HELLO_MAX = 16 * 1024
};

struct tls_stream {
	SSL *ssl; /* NULL in TLS_HELLO */
	struct evbuffer *in;
	void (*out)(void *ctx, const char *, size_t);
	void *ctx;
	enum tls_state state;
	const char *error; /* in TLS_FAILED */
	char digest[65];   /* the peer's certificate; empty if it has none */
};

static int
read_cb(BIO *bio, char *p, int n)
{
	const struct tls_stream *t = BIO_get_data(bio);
	int got = evbuffer_remove(t->in, p, n > 0 ? (size_t)n : 0);

	BIO_clear_retry_flags(bio);
	if (got > 0)
		return got;
	BIO_set_retry_read(bio);
	return -1;
}

static int
write_cb(BIO *bio, const char *p, int n)
{
	const struct tls_stream *t = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	if (n > 0)
		t->out(t->ctx, p, (size_t)n);
	return n;
}

static long
ctrl_cb(BIO *bio, int what, long n, void *p)
{
	(void)bio;
	(void)n;
	(void)p;
	return what == BIO_CTRL_FLUSH;
}

BIO_METHOD *
tls_stream_method(void)
{
	BIO_METHOD *m = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "conn");

	if (m != NULL && BIO_meth_set_read(m, read_cb) &&
	    BIO_meth_set_write(m, write_cb) && BIO_meth_set_ctrl(m, ctrl_cb))
		return m;
	BIO_meth_free(m);
	return NULL;
}

struct tls_stream *
tls_stream_new(struct evbuffer *in,
    void (*out)(void *ctx, const char *, size_t), void *ctx)
{
	struct tls_stream *t = xcalloc(1, sizeof(*t));

	t->in = in;
	t->out = out;
	t->ctx = ctx;
	return t;
}

void
tls_stream_free(struct tls_stream *t)
{
	SSL_free(t->ssl);
	free(t);
}

enum tls_state
tls_stream_state(const struct tls_stream *t)
{
	return t->state;
}

const char *
tls_stream_error(const struct tls_stream *t)
{
	return t->error;
}

static int
fail(struct tls_stream *t, const char *error)
{
	t->state = TLS_FAILED;
	t->error = error;
	return -1;
}

/* Handles a failed OpenSSL call. Waiting for more bytes is no failure. */
static void
handle_failure(struct tls_stream *t, int result)
{
	switch (SSL_get_error(t->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		break;
	case SSL_ERROR_ZERO_RETURN:
		t->state = TLS_ENDED;
		break;
	default:
		fail(t, tls_error());
		break;
	}
}

/*
 * Before the hello is complete, OpenSSL allocates nothing for the peer. The length is checked here,
 * because OpenSSL would reserve 128 KiB for a hello that claims it.
 */
int
tls_stream_has_hello(struct tls_stream *t)
{
	unsigned char h[RECORD_HEADER + MESSAGE_HEADER];
	size_t record, hello;

	if (evbuffer_copyout(t->in, h, sizeof(h)) < (ssize_t)sizeof(h))
		return 0;
	record = (size_t)h[3] << 8 | h[4];
	hello = (size_t)h[6] << 16 | (size_t)h[7] << 8 | h[8];
	if (h[0] != HANDSHAKE || h[1] != 3 || h[5] != CLIENT_HELLO ||
	    record < MESSAGE_HEADER || record > HELLO_MAX || hello > HELLO_MAX)
		return fail(t, "not a ClientHello");
	return evbuffer_get_length(t->in) >= RECORD_HEADER + record;
}

int
tls_stream_begin(struct tls_stream *t, struct tls *tls, BIO_METHOD *method)
{
	SSL *ssl = tls_new_ssl(tls);
	BIO *bio = ssl == NULL ? NULL : BIO_new(method);

	if (bio == NULL) {
		SSL_free(ssl);
		return fail(t, tls_error());
	}
	BIO_set_data(bio, t);
	BIO_set_init(bio, 1);
	SSL_set_bio(ssl, bio, bio);
	SSL_set_accept_state(ssl);
	t->ssl = ssl;
	t->state = TLS_HANDSHAKE;
	return 0;
}

static void
note_certificate(struct tls_stream *t)
{
	const X509 *cert = SSL_get0_peer_certificate(t->ssl);

	if (cert != NULL && tls_digest(t->digest, cert) != 0)
		t->digest[0] = '\0';
}

int
tls_stream_handshake(struct tls_stream *t)
{
	int r;

	ERR_clear_error();
	r = SSL_accept(t->ssl);
	if (r != 1) {
		handle_failure(t, r);
		return 0;
	}
	t->state = TLS_SECURED;
	note_certificate(t);
	return 1;
}

size_t
tls_stream_read(struct tls_stream *t, char *p, size_t size)
{
	size_t n = 0;
	int r;

	ERR_clear_error();
	r = SSL_read_ex(t->ssl, p, size, &n);
	if (r == 1)
		return n;
	handle_failure(t, r);
	return 0;
}

void
tls_stream_write(struct tls_stream *t, const void *p, size_t n)
{
	size_t written;
	int r;

	if (t->state == TLS_FAILED)
		return;
	ERR_clear_error();
	r = SSL_write_ex(t->ssl, p, n, &written);
	if (r != 1)
		handle_failure(t, r);
}

void
tls_stream_goodbye(struct tls_stream *t)
{
	if (t->state == TLS_FAILED)
		return;
	ERR_clear_error();
	SSL_shutdown(t->ssl);
	ERR_clear_error();
}

const char *
tls_stream_version(const struct tls_stream *t)
{
	return SSL_get_version(t->ssl);
}

const char *
tls_stream_cipher(const struct tls_stream *t)
{
	return SSL_get_cipher_name(t->ssl);
}

int
tls_stream_is_resumed(const struct tls_stream *t)
{
	return SSL_session_reused(t->ssl);
}

const char *
tls_stream_digest(const struct tls_stream *t)
{
	return t->digest[0] != '\0' ? t->digest : NULL;
}
