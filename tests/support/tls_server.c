/* tls_server: the other side of an encrypted connection, for tests. */
#include "tests/support/tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

static void
drop(struct tls_server *s)
{
	if (s->bev != NULL)
		bufferevent_free(s->bev);
	s->bev = NULL;
}

static void
note_client(struct tls_server *s, SSL *ssl)
{
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	struct cert cert = { NULL, SSL_get1_peer_certificate(ssl) };

	snprintf(s->name, sizeof(s->name), "%s", name == NULL ? "" : name);
	s->client[0] = '\0';
	if (cert.x509 != NULL)
		cert_fingerprint(&cert, s->client);
	cert_clear(&cert);
}

static void
event_cb(struct bufferevent *bev, short what, void *arg)
{
	struct tls_server *s = arg;
	SSL *ssl = bufferevent_openssl_get_ssl(bev);

	if (what & BEV_EVENT_CONNECTED) {
		s->encrypted++;
		note_client(s, ssl);
		return;
	}
	s->ends++;
	if (ssl != NULL && SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN)
		s->clean_ends++;
	drop(s);
	ERR_clear_error();
}

static void
read_cb(struct bufferevent *bev, void *arg)
{
	struct tls_server *s = arg;
	struct evbuffer *in = bufferevent_get_input(bev);
	char bytes[4096];
	int n;

	while ((n = evbuffer_remove(in, bytes, sizeof(bytes))) > 0) {
		if (s->conduct == TLS_CLOSES && bytes[0] == 0x16) {
			drop(s);
			return;
		}
		if (s->conduct == TLS_WORDS) {
			drop(s);
			return;
		}
		buf_add(&s->got, bytes, (size_t)n);
	}
}

static void
accept_cb(struct evconnlistener *listener, int fd, struct sockaddr *from,
    int len, void *arg)
{
	static const unsigned char half[] = { 0x16, 3, 3, 0, 90 };
	struct tls_server *s = arg;

	(void)listener, (void)from, (void)len;
	drop(s);
	s->accepted++;
	if (s->conduct == TLS_GOOD)
		s->bev =
		    bufferevent_openssl_socket_new(s->base, fd, SSL_new(s->ctx),
			BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	else
		s->bev =
		    bufferevent_socket_new(s->base, fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(s->bev, read_cb, NULL, event_cb, s);
	bufferevent_enable(s->bev, EV_READ | EV_WRITE);
	if (s->conduct == TLS_WORDS)
		tls_server_say(s, "ERROR :no room\033[2J left\r\n");
	if (s->conduct == TLS_HALF)
		bufferevent_write(s->bev, half, sizeof(half));
}

/* Accept every client certificate. */
static int
verify_cb(int good, X509_STORE_CTX *store)
{
	(void)good, (void)store;
	return 1;
}

void
tls_server_use(struct tls_server *s, const struct cert *cert)
{
	SSL_CTX_free(s->ctx);
	s->ctx = SSL_CTX_new(TLS_server_method());
	if (s->ctx == NULL ||
	    SSL_CTX_use_certificate(s->ctx, cert->x509) != 1 ||
	    SSL_CTX_use_PrivateKey(s->ctx, cert->key) != 1)
		abort();
	SSL_CTX_set_verify(s->ctx, SSL_VERIFY_PEER, verify_cb);
	SSL_CTX_set_security_level(s->ctx, 0);
	SSL_CTX_set_options(s->ctx, SSL_OP_IGNORE_UNEXPECTED_EOF);
}

void
tls_server_limit(struct tls_server *s, int version)
{
	SSL_CTX_set_min_proto_version(s->ctx, 0);
	SSL_CTX_set_max_proto_version(s->ctx, version);
}

void
tls_server_open(
    struct tls_server *s, struct event_base *base, const struct cert *cert)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);

	*s = (struct tls_server){ .base = base };
	tls_server_use(s, cert);
	s->listener = evconnlistener_new_bind(base, accept_cb, s,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 8,
	    (struct sockaddr *)&sin, sizeof(sin));
	if (s->listener == NULL ||
	    getsockname(evconnlistener_get_fd(s->listener),
		(struct sockaddr *)&sin, &len) == -1)
		abort();
	s->port = ntohs(sin.sin_port);
}

void
tls_server_say(struct tls_server *s, const char *text)
{
	if (s->bev != NULL)
		bufferevent_write(s->bev, text, strlen(text));
}

void
tls_server_cut(struct tls_server *s)
{
	drop(s);
}

void
tls_server_close(struct tls_server *s)
{
	drop(s);
	evconnlistener_free(s->listener);
	SSL_CTX_free(s->ctx);
	buf_clear(&s->got);
}
