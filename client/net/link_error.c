/*
 * link_error: say why a connection failed.
 */
#include "client/net/link_error.h"

#include <sys/socket.h>

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/net/secure.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* Write "127.0.0.1:5000" or "[::1]:5000". */
static void
format_address(const struct addrinfo *ai, char *text, size_t size)
{
	char host[NI_MAXHOST], port[NI_MAXSERV];

	if (getnameinfo(ai->ai_addr, ai->ai_addrlen, host, sizeof(host), port,
		sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		snprintf(text, size, "%s", _("the server"));
	else if (ai->ai_family == AF_INET6)
		snprintf(text, size, "[%s]:%s", host, port);
	else
		snprintf(text, size, "%s:%s", host, port);
}

char *
link_error_connect(const struct addrinfo *ai, int err)
{
	char address[NI_MAXHOST + NI_MAXSERV + 4], *text;

	format_address(ai, address, sizeof(address));
	if (err == ECONNREFUSED)
		xasprintf(&text, _("connection refused by %s"), address);
	else if (err == ETIMEDOUT)
		xasprintf(&text, _("no reply from %s"), address);
	else
		xasprintf(&text, _("cannot connect to %s: %s"), address,
		    strerror(err));
	return text;
}

char *
link_error_lost(int err, unsigned long tls)
{
	char *text;

	if (tls != 0)
		xasprintf(&text, _("TLS error: %s"), secure_error_text(tls));
	else if (err == 0)
		text = xstrdup(_("the server closed the connection"));
	else if (err == ECONNRESET || err == EPIPE)
		text = xstrdup(_("the server reset the connection"));
	else if (err == ETIMEDOUT || err == EHOSTUNREACH)
		text = xstrdup(_("the server is no longer reachable"));
	else
		xasprintf(&text, _("connection error: %s"), strerror(err));
	return text;
}

char *
link_error_handshake(
    const char *host, unsigned port, int err, unsigned long tls)
{
	char *text;

	if (tls == 0 && err == 0)
		xasprintf(&text,
		    _("%s:%u closed the connection during the TLS handshake"),
		    host, port);
	else
		xasprintf(&text, _("the TLS handshake with %s:%u failed: %s"),
		    host, port,
		    tls != 0 ? secure_error_text(tls) : strerror(err));
	return text;
}

/* Return the first line that the server sent, cleaned; NULL if it is not text. */
static char *
clean_line(struct view sent)
{
	struct buf out = { 0 };

	sent.len = text_cut(sent, sent.len);
	view_cut(&(struct view){ sent.p, sent.len }, '\n', &sent);
	if (sent.len > 0 && sent.p[sent.len - 1] == '\r')
		sent.len--;
	if (!text_utf8_valid(sent))
		return NULL;
	text_clean(&out, sent, TEXT_SHOW);
	return buf_take(&out);
}

static char *
no_tls_fact(const char *host, unsigned port, enum no_tls what, struct view sent)
{
	char *line = sent.len > 0 ? clean_line(sent) : NULL, *text;

	if (what == NO_TLS_CLOSED)
		xasprintf(&text,
		    _("%s:%u closes the connection instead of starting TLS"),
		    host, port);
	else if (what == NO_TLS_SILENT)
		xasprintf(&text, _("%s:%u does not answer the TLS handshake"),
		    host, port);
	else if (line == NULL)
		xasprintf(
		    &text, _("%s:%u does not offer encryption"), host, port);
	else
		xasprintf(&text,
		    _("%s:%u does not offer encryption (it sent \"%s\")"), host,
		    port, line);
	free(line);
	return text;
}

char *
link_error_no_tls(const char *host, unsigned port, enum no_tls what,
    struct view sent, const char *why_expected)
{
	char *fact = no_tls_fact(host, port, what, sent), *text;

	if (why_expected == NULL)
		xasprintf(&text,
		    _("%s. To connect without encryption: --no-tls"), fact);
	else
		xasprintf(&text,
		    _("%s. %s. To connect without encryption: --no-tls"), fact,
		    why_expected);
	free(fact);
	return text;
}
