/*
 * conn_tls: TLS on a connection. OpenSSL reads from the bufferevent's input and writes through
 * conn_out, so TLS has the fast path too: one send(2) while nothing is queued.
 */
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "common/buf.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/net/net_impl.h"
#include "server/net/tls.h"

enum {
	/* sizes of a record header and of a message header: RFC 8446 5.1 and 4 */
	RECORD_HEADER = 5,
	MESSAGE_HEADER = 4,
	HANDSHAKE = 22,
	CLIENT_HELLO = 1,
	HELLO_MAX = 16 * 1024
};

struct conn_tls {
	SSL *ssl;	      /* NULL until the first record is complete */
	unsigned char done;   /* the handshake is complete */
	unsigned char broken; /* nothing can be sent any more */
	unsigned char ended;  /* close_notify was received */
	char digest[65];      /* the peer's certificate; empty if it has none */
};

static int
read_cb(BIO *bio, char *p, int n)
{
	const struct conn *c = BIO_get_data(bio);
	int got = evbuffer_remove(
	    bufferevent_get_input(c->bev), p, n > 0 ? (size_t)n : 0);

	BIO_clear_retry_flags(bio);
	if (got > 0)
		return got;
	BIO_set_retry_read(bio);
	return -1;
}

/* Takes everything: exceeding the queue limit closes the connection. */
static int
write_cb(BIO *bio, const char *p, int n)
{
	BIO_clear_retry_flags(bio);
	if (n > 0)
		conn_out(BIO_get_data(bio), p, (size_t)n);
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
conn_tls_method(void)
{
	BIO_METHOD *m = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "conn");

	if (m != NULL && BIO_meth_set_read(m, read_cb) &&
	    BIO_meth_set_write(m, write_cb) && BIO_meth_set_ctrl(m, ctrl_cb))
		return m;
	BIO_meth_free(m);
	return NULL;
}

int
conn_tls_start(struct conn *c)
{
	if (c->net->tls == NULL)
		return -1;
	c->tls = xcalloc(1, sizeof(*c->tls));
	return 0;
}

void
conn_tls_free(struct conn *c)
{
	if (c->tls == NULL)
		return;
	handshakes_end(c);
	SSL_free(c->tls->ssl);
	free(c->tls);
	c->tls = NULL;
}

/* Closes rather than aborts, so that a queued alert reaches the peer. */
static void
fail(struct conn *c, const char *why)
{
	char *reason;

	c->tls->broken = 1;
	xasprintf(&reason, "TLS: %s", why);
	conn_close(c, reason);
	free(reason);
}

/* Handles a failed OpenSSL call. Waiting for more bytes is no failure. */
static void
handle_failure(struct conn *c, int result)
{
	switch (SSL_get_error(c->tls->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		break;
	case SSL_ERROR_ZERO_RETURN:
		c->tls->ended = 1;
		break;
	default:
		fail(c, tls_error());
		break;
	}
}

/*
 * Returns 1 if the first record is complete and may be a ClientHello, 0 if bytes are missing, -1 if
 * it is none. Before that OpenSSL allocates nothing for the peer. The length is checked here,
 * because OpenSSL would reserve 128 KiB for a hello that claims it.
 */
static int
check_hello(struct evbuffer *input)
{
	unsigned char h[RECORD_HEADER + MESSAGE_HEADER];
	size_t record, hello;

	if (evbuffer_copyout(input, h, sizeof(h)) < (ssize_t)sizeof(h))
		return 0;
	record = (size_t)h[3] << 8 | h[4];
	hello = (size_t)h[6] << 16 | (size_t)h[7] << 8 | h[8];
	if (h[0] != HANDSHAKE || h[1] != 3 || h[5] != CLIENT_HELLO ||
	    record < MESSAGE_HEADER || record > HELLO_MAX || hello > HELLO_MAX)
		return -1;
	return evbuffer_get_length(input) >= RECORD_HEADER + record;
}

static int
make_ssl(struct conn *c)
{
	SSL *ssl = tls_new_ssl(c->net->tls);
	BIO *bio = ssl == NULL ? NULL : BIO_new(c->net->tls_method);

	if (bio == NULL) {
		SSL_free(ssl);
		return -1;
	}
	BIO_set_data(bio, c);
	BIO_set_init(bio, 1);
	SSL_set_bio(ssl, bio, bio);
	SSL_set_accept_state(ssl);
	c->tls->ssl = ssl;
	handshakes_begin(c);
	return 0;
}

/* Returns 1 if OpenSSL may now process the hello. */
static int
start(struct conn *c)
{
	int r = check_hello(bufferevent_get_input(c->bev));

	if (r == 0 || (r > 0 && !handshakes_may_start(c)))
		return 0;
	if (r < 0 || make_ssl(c) != 0) {
		fail(c, r < 0 ? "not a ClientHello" : tls_error());
		return 0;
	}
	return 1;
}

static void
secured(struct conn *c)
{
	const X509 *cert = SSL_get0_peer_certificate(c->tls->ssl);

	handshakes_end(c);
	c->tls->done = 1;
	c->is_tls = 1;
	if (cert != NULL && tls_digest(c->tls->digest, cert) != 0)
		c->tls->digest[0] = '\0';
	log_debug("net", c->id, "secured version=%s cipher=%s resumed=%d",
	    SSL_get_version(c->tls->ssl), SSL_get_cipher_name(c->tls->ssl),
	    SSL_session_reused(c->tls->ssl));
	detect_secured(c);
}

/* Returns 1 when the handshake is complete. */
static int
do_handshake(struct conn *c)
{
	int r;

	if (c->tls->ssl == NULL && !start(c))
		return 0;
	ERR_clear_error();
	r = SSL_accept(c->tls->ssl);
	if (r == 1)
		secured(c);
	else
		handle_failure(c, r);
	return r == 1;
}

size_t
conn_tls_read(struct conn *c, char *p, size_t size)
{
	size_t n = 0;
	int r;

	if (c->tls->broken || c->tls->ended ||
	    (!c->tls->done && !do_handshake(c)))
		return 0;
	ERR_clear_error();
	r = SSL_read_ex(c->tls->ssl, p, size, &n);
	if (r == 1)
		return n;
	handle_failure(c, r);
	return 0;
}

int
conn_tls_has_ended(const struct conn *c)
{
	return c->tls != NULL && c->tls->ended;
}

/* Output before the handshake is complete is discarded. */
void
conn_tls_write(struct conn *c, const void *p, size_t n)
{
	size_t written;
	int r;

	if (!c->tls->done || c->tls->broken)
		return;
	ERR_clear_error();
	r = SSL_write_ex(c->tls->ssl, p, n, &written);
	if (r != 1)
		handle_failure(c, r);
}

void
conn_tls_goodbye(struct conn *c)
{
	if (!c->tls->done || c->tls->broken)
		return;
	ERR_clear_error();
	SSL_shutdown(c->tls->ssl);
	ERR_clear_error();
}

const char *
conn_tls_version(const struct conn *c)
{
	return c->is_tls ? SSL_get_version(c->tls->ssl) : NULL;
}

const char *
conn_tls_digest(const struct conn *c)
{
	return c->is_tls && c->tls->digest[0] != '\0' ? c->tls->digest : NULL;
}
