/* tls_client: the other end of a TLS connection, without a socket of its own. */
#include "tests/support/tls_client.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "tests/support/test.h"

static int
keep_session(SSL *ssl, SSL_SESSION *session)
{
	struct tls_client *t = SSL_get_app_data(ssl);

	SSL_SESSION_free(t->session);
	t->session = session;
	return 1;
}

void
tls_client_init(struct tls_client *t)
{
	memset(t, 0, sizeof(*t));
	t->ctx = SSL_CTX_new(TLS_client_method());
	assert_non_null(t->ctx);
	SSL_CTX_set_session_cache_mode(
	    t->ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(t->ctx, keep_session);
}

void
tls_client_clear(struct tls_client *t)
{
	SSL_free(t->ssl);
	SSL_SESSION_free(t->session);
	SSL_CTX_free(t->ctx);
	buf_clear(&t->got);
	ERR_clear_error();
}

void
tls_client_show(struct tls_client *t, const char *file)
{
	assert_int_equal(
	    SSL_CTX_use_certificate_file(t->ctx, file, SSL_FILETYPE_PEM), 1);
	assert_int_equal(
	    SSL_CTX_use_PrivateKey_file(t->ctx, file, SSL_FILETYPE_PEM), 1);
}

void
tls_client_limit(struct tls_client *t, int lowest, int highest)
{
	SSL_CTX_set_security_level(t->ctx, 0);
	SSL_CTX_set_min_proto_version(t->ctx, lowest);
	SSL_CTX_set_max_proto_version(t->ctx, highest);
}

void
tls_client_begin(struct tls_client *t)
{
	/* A session that ended with an error is not resumed. */
	if (t->ssl != NULL)
		SSL_set_shutdown(
		    t->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(t->ssl);
	t->ssl = SSL_new(t->ctx);
	assert_non_null(t->ssl);
	SSL_set_app_data(t->ssl, t);
	SSL_set_bio(t->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	BIO_set_mem_eof_return(SSL_get_rbio(t->ssl), -1);
	if (t->session != NULL)
		SSL_set_session(t->ssl, t->session);
	SSL_set_connect_state(t->ssl);
	buf_reset(&t->got);
}

int
tls_client_go_on(struct tls_client *t)
{
	size_t n;
	int r;

	ERR_clear_error();
	if (!SSL_is_init_finished(t->ssl)) {
		r = SSL_do_handshake(t->ssl);
		if (r != 1)
			return SSL_get_error(t->ssl, r) == SSL_ERROR_WANT_READ
				   ? 0
				   : -1;
	}
	while ((r = SSL_read_ex(
		    t->ssl, buf_reserve(&t->got, 16384), 16384, &n)) == 1)
		t->got.len += n;
	r = SSL_get_error(t->ssl, r);
	return r == SSL_ERROR_WANT_READ || r == SSL_ERROR_ZERO_RETURN ? 1 : -1;
}

void
tls_client_say(struct tls_client *t, const void *p, size_t n)
{
	assert_int_equal(SSL_write(t->ssl, p, (int)n), (int)n);
}

void
tls_client_goodbye(struct tls_client *t)
{
	SSL_shutdown(t->ssl);
}

int
tls_client_heard_goodbye(const struct tls_client *t)
{
	return (SSL_get_shutdown(t->ssl) & SSL_RECEIVED_SHUTDOWN) != 0;
}

int
tls_client_resumed(const struct tls_client *t)
{
	return SSL_session_reused(t->ssl);
}

void
tls_client_take(struct tls_client *t, struct buf *out)
{
	int n;

	while ((n = BIO_read(
		    SSL_get_wbio(t->ssl), buf_reserve(out, 4096), 4096)) > 0)
		out->len += (size_t)n;
}

void
tls_client_give(struct tls_client *t, const void *p, size_t n)
{
	assert_int_equal(BIO_write(SSL_get_rbio(t->ssl), p, (int)n), (int)n);
}
