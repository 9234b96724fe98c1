/*
 * link_secure: the TLS handshake of a link, and what happens if the server has no TLS. The link never connects
 * without encryption unless asked (DESIGN: security rules), except to this machine itself.
 */
#include <sys/socket.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>

#include "client/net/fingerprint.h"
#include "client/net/link_state.h"
#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	HANDSHAKE_SECONDS = 10,
	/* A local server that waits for a line has no TLS. */
	HANDSHAKE_SECONDS_LOOPBACK = 4,
	WORDS_MAX =
	    200 /* bytes to show of what a server sends instead of TLS */
};

int
link_is_local(const struct sockaddr *sa)
{
	const struct sockaddr_in *sin = (const void *)sa;
	const struct sockaddr_in6 *sin6 = (const void *)sa;
	const struct in6_addr *a;

	if (sa->sa_family == AF_INET)
		return ntohl(sin->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	if (sa->sa_family != AF_INET6)
		return 0;
	a = &sin6->sin6_addr;
	return IN6_IS_ADDR_LOOPBACK(a) ||
	       (IN6_IS_ADDR_V4MAPPED(a) && a->s6_addr[12] == IN_LOOPBACKNET);
}

int
link_identity(const struct link *l, char digest[65])
{
	const X509 *cert = l->ssl == NULL ? NULL : SSL_get_certificate(l->ssl);
	struct fingerprint fp;
	int i;

	digest[0] = '\0';
	if (cert == NULL || fingerprint_of(&fp, cert) != 0)
		return 0;
	for (i = 0; i < FINGERPRINT_BYTES; i++)
		snprintf(digest + 2 * i, 3, "%02x", fp.bytes[i]);
	return 1;
}

int
link_is_loopback(const struct link *l)
{
	struct sockaddr_storage sa = { 0 };
	socklen_t len = sizeof(sa);

	return l->bev != NULL &&
	       getpeername(bufferevent_getfd(l->bev), (void *)&sa, &len) == 0 &&
	       link_is_local((void *)&sa);
}

/* Moves the socket from the plain bufferevent to the encrypted one. */
void
link_start_handshake(struct link *l)
{
	int fd = bufferevent_getfd(l->bev), loopback;
	char *cause = NULL;

	l->ssl = secure_start(l->secure, &l->peer, l->host, l->port, &cause);
	if (l->ssl == NULL) {
		link_go_down(l, cause);
		free(cause);
		return;
	}
	bufferevent_setfd(l->bev, -1);
	bufferevent_free(l->bev);
	l->state = STATE_HANDSHAKE;
	link_step(l, "setting up TLS");
	link_set_bev(l, bufferevent_openssl_socket_new(l->base, fd, l->ssl,
			    BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE));
	bufferevent_openssl_set_allow_dirty_shutdown(l->bev, 1);
	loopback = link_is_local(l->addr->ai_addr);
	link_set_timer(l,
	    1000 * (loopback ? HANDSHAKE_SECONDS_LOOPBACK : HANDSHAKE_SECONDS));
}

unsigned long
link_secure_error(struct link *l)
{
	unsigned long error, first = 0;

	if (l->ssl == NULL)
		return 0;
	while ((error = bufferevent_get_openssl_error(l->bev)) != 0)
		first = error;
	return first;
}

void
link_secure_end(struct link *l)
{
	if (l->ssl != NULL)
		SSL_shutdown(l->ssl);
	ERR_clear_error();
}

long
link_read_now(struct link *l, char *bytes, size_t size)
{
	long n;

	if (l->ssl == NULL)
		return recv(
		    bufferevent_getfd(l->bev), bytes, size, MSG_DONTWAIT);
	n = SSL_read(l->ssl, bytes, (int)size);
	ERR_clear_error();
	return n;
}

/* Append ` (it says "ERROR :too many connections")`, if the server sent text. */
static void
add_words(struct buf *out, struct link *l)
{
	char bytes[WORDS_MAX];
	struct view said = { bytes, sizeof(l->peer.first) };
	ssize_t n;

	if (!l->peer.heard)
		return;
	memcpy(bytes, l->peer.first, said.len);
	n = recv(bufferevent_getfd(l->bev), bytes + said.len,
	    sizeof(bytes) - said.len, MSG_DONTWAIT);
	said.len += n > 0 ? (size_t)n : 0;
	said.len = text_cut(said, said.len);
	view_cut(&(struct view){ said.p, said.len }, '\n', &said);
	if (said.len > 0 && said.p[said.len - 1] == '\r')
		said.len--;
	if (!text_utf8_valid(said))
		return;
	buf_add_str(out, " (it says \"");
	text_clean(out, said, TEXT_SHOW);
	buf_add_str(out, "\")");
}

/* Decide whether to continue without encryption: only where nobody can intercept. */
static int
may_connect_plain(struct link *l, char **why)
{
	int expected = secure_expected(l->secure, l->host, l->port, why);

	if (expected == 0 && l->was_encrypted) {
		xasprintf(why, "it did before");
		expected = 1;
	}
	return expected == 0 && link_is_local(l->addr->ai_addr);
}

/* Handle a server without TLS. how is the rest of a sentence that begins with the server. */
static void
no_tls(struct link *l, const char *how)
{
	struct buf reason = { 0 };
	char *why = NULL;

	if (may_connect_plain(l, &why)) {
		link_disconnect(l);
		l->plain = 1;
		link_start_connect(l);
		return;
	}
	buf_printf(&reason, "%s port %u %s", l->host, l->port, how);
	add_words(&reason, l);
	if (why != NULL)
		buf_printf(&reason, ", but it should (%s)", why);
	buf_add_str(&reason, "; to connect without encryption: --no-tls");
	link_go_down(l, buf_str(&reason));
	buf_clear(&reason);
	free(why);
}

static void
handshake_broke(struct link *l, int err)
{
	unsigned long error = link_secure_error(l);
	char *reason;

	if (error != 0)
		xasprintf(&reason,
		    "the TLS handshake with %s port %u failed: %s", l->host,
		    l->port, secure_words(error));
	else
		xasprintf(&reason,
		    "%s port %u closed the connection during the TLS "
		    "handshake%s%s",
		    l->host, l->port, err == 0 ? "" : ": ",
		    err == 0 ? "" : strerror(err));
	link_go_down(l, reason);
	free(reason);
}

void
link_handshake_event(struct link *l, short what, int err)
{
	if (what & BEV_EVENT_CONNECTED) {
		l->was_encrypted = 1;
		if (l->peer.notice != NULL && l->ops.notice != NULL)
			l->ops.notice(l->peer.notice, l->ctx);
		link_ready(l);
	} else if (l->peer.refused != NULL) {
		l->final = 1;
		l->refusal = l->peer.refusal;
		link_go_down(l, l->peer.refused);
	} else if (!l->peer.heard) {
		no_tls(l, "closes the connection instead of starting TLS");
	} else if (!secure_peer_speaks_tls(&l->peer)) {
		no_tls(l, "does not offer encryption");
	} else {
		handshake_broke(l, err);
	}
}

void
link_handshake_stalled(struct link *l)
{
	if (l->peer.heard)
		handshake_broke(l, ETIMEDOUT);
	else
		no_tls(l, "does not answer the TLS handshake");
}
