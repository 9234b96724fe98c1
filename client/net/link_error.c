/*
 * link_error: describe to the user why a connection failed.
 */
#include "client/net/link_error.h"

#include <sys/socket.h>

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "client/net/secure.h"
#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* "127.0.0.1 port 5000" */
static void
address_text(const struct addrinfo *ai, char *text, size_t size)
{
	char host[NI_MAXHOST], port[NI_MAXSERV];

	if (getnameinfo(ai->ai_addr, ai->ai_addrlen, host, sizeof(host), port,
		sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
		snprintf(text, size, "the server");
		return;
	}
	snprintf(text, size, "%s port %s", host, port);
}

char *
link_error_connect(const struct addrinfo *ai, int err)
{
	char where[NI_MAXHOST + NI_MAXSERV + 8], *reason;

	address_text(ai, where, sizeof(where));
	if (err == ECONNREFUSED)
		xasprintf(&reason, "connection refused by %s", where);
	else if (err == ETIMEDOUT)
		xasprintf(&reason, "no answer from %s", where);
	else
		xasprintf(
		    &reason, "cannot connect to %s: %s", where, strerror(err));
	return reason;
}

char *
link_error_lost(int err, unsigned long tls)
{
	char *reason;

	if (tls != 0)
		xasprintf(&reason, "the encrypted connection broke: %s",
		    secure_words(tls));
	else if (err == 0)
		reason = xstrdup("the server closed the connection");
	else if (err == ECONNRESET || err == EPIPE)
		reason = xstrdup("the server broke the connection");
	else if (err == ETIMEDOUT || err == EHOSTUNREACH)
		reason = xstrdup("the server can no longer be reached");
	else
		xasprintf(&reason, "the connection broke: %s", strerror(err));
	return reason;
}

char *
link_error_handshake(
    const char *host, unsigned port, int err, unsigned long tls)
{
	char *reason;

	if (tls != 0)
		xasprintf(&reason,
		    "the TLS handshake with %s port %u failed: %s", host, port,
		    secure_words(tls));
	else
		xasprintf(&reason,
		    "%s port %u closed the connection during the TLS "
		    "handshake%s%s",
		    host, port, err == 0 ? "" : ": ",
		    err == 0 ? "" : strerror(err));
	return reason;
}

/* Append ` (it says "ERROR :too many connections")`, if the server sent text. */
static void
add_said(struct buf *out, struct view said)
{
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

char *
link_error_no_tls(const char *host, unsigned port, const char *how,
    struct view said, const char *why_expected)
{
	struct buf reason = { 0 };

	buf_printf(&reason, "%s port %u %s", host, port, how);
	if (said.len > 0)
		add_said(&reason, said);
	if (why_expected != NULL)
		buf_printf(&reason, ", but it should (%s)", why_expected);
	buf_add_str(&reason, "; to connect without encryption: --no-tls");
	return buf_take(&reason);
}
