/*
 * gate: a connection before its dialect is known (DESIGN: dialects on one port). It waits for a
 * first line, or for silence, and then gives way to a dialect or turns the peer away.
 */
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/net/detect.h"
#include "server/net/net_impl.h"
#include "server/net/throttle.h"

/*
 * A first line may be a pasted paragraph. No dialect takes longer ones: what comes with the
 * first line is measured again by the dialect's limits.
 */
enum { FIRST_LINE_MAX = 8192, TELNET_IAC = 255 };

static const char nothing_said[] =
    "ERROR :Nothing was said, so the connection is closed.\r\n";
static const char plain_refusal[] =
    "ERROR :This server takes IRC clients only.\r\n";
/* To those who come unencrypted and may not. */
static const char irc_wants_tls[] =
    "ERROR :This server takes encrypted connections only: turn on TLS, the "
    "port stays the same.\r\n";
static const char plain_wants_tls[] =
    "This server takes encrypted connections only: come with tchat, or with "
    "openssl s_client -quiet -connect HOST:PORT.\r\n";

struct gate {
	struct conn *conn;
	struct event *silence; /* NULL: silence means nothing (any more) */
	struct wheel_timer patience;
};

static void
stop_timer(struct gate *g)
{
	if (g->silence != NULL)
		event_free(g->silence);
	g->silence = NULL;
}

static void
gate_free(struct gate *g)
{
	stop_timer(g);
	wheel_cancel(g->conn->net->wheel, &g->patience);
	free(g);
}

/* The dialect is known: from here on the conn is its. */
static void
open_dialect(struct gate *g, enum net_dialect dialect)
{
	struct conn *c = g->conn;
	struct net *net = c->net;

	log_info("net", c->id, "opened from=%s as=%s tls=%s", c->host,
	    dialect == NET_IRC ? "irc" : "plain",
	    c->is_tls ? conn_tls_version(c) : "no");
	gate_free(g);
	c->ctx = NULL;
	net->ops.opened(c, dialect, net->ctx);
}

static void
turn_away(struct gate *g, const char *line, const char *reason)
{
	conn_send(g->conn, line, strlen(line));
	conn_close(g->conn, reason);
}

static int
is_way_good(const struct conn *c)
{
	switch (c->net->settings.plaintext) {
	case NET_PLAINTEXT_YES:
		return 1;
	case NET_PLAINTEXT_LOOPBACK:
		return c->is_tls || c->is_loopback;
	case NET_PLAINTEXT_NO:
		break;
	}
	return c->is_tls;
}

/* 1 if it is now open. */
static int
open_irc(struct gate *g)
{
	if (!is_way_good(g->conn)) {
		turn_away(g, irc_wants_tls, "Not encrypted");
		return 0;
	}
	open_dialect(g, NET_IRC);
	return 1;
}

/* 1 if it is now open. */
static int
open_plain(struct gate *g)
{
	if (!is_way_good(g->conn)) {
		turn_away(g, plain_wants_tls, "Not encrypted");
		return 0;
	}
	if (g->conn->net->settings.plain == NET_PLAIN_NO) {
		turn_away(g, plain_refusal, "Plain peers are not served");
		return 0;
	}
	open_dialect(g, NET_PLAIN);
	return 1;
}

/*
 * Leading line ends are somebody's Enter; they say as little as silence. Nor do zeros, which
 * no line has: what follows decides, in whatever pieces it comes.
 */
static size_t
skip_nothing(char *p, size_t n)
{
	size_t i = 0;

	while (i < n && (p[i] == '\r' || p[i] == '\n' || p[i] == '\0'))
		i++;
	memmove(p, p + i, n - i);
	return n - i;
}

static void on_impatience(struct wheel_timer *, void *);

static void
wait_for(struct gate *g, long long seconds)
{
	wheel_cancel(g->conn->net->wheel, &g->patience);
	if (seconds > 0)
		wheel_set(g->conn->net->wheel, &g->patience, (unsigned)seconds,
		    on_impatience, g);
}

static void
start_tls(struct conn *c, const char *p, size_t n)
{
	if (c->tls != NULL)
		conn_abort(c, "TLS within TLS");
	else if (conn_start_tls(c, p, n) != 0)
		conn_abort(c, "TLS is not served");
	else if (c->net->settings.handshake_seconds > 0)
		wait_for(c->ctx, c->net->settings.handshake_seconds);
}

static size_t
gate_bytes(struct conn *c, char *p, size_t n, void *ctx)
{
	struct gate *g = ctx;

	if (linebuf_pending(&c->in) > 0)
		return n;
	n = skip_nothing(p, n);
	if (n == 0)
		return 0;
	stop_timer(g);
	if (detect_byte((unsigned char)p[0]) == DETECT_TLS) {
		start_tls(c, p, n);
		return 0;
	}
	/* Only telnet begins so. */
	if ((unsigned char)p[0] == TELNET_IAC && !open_plain(g))
		return 0;
	return n;
}

static enum conn_verdict
gate_line(struct conn *c, struct view line, void *ctx)
{
	enum detect_kind kind = detect_line(line);

	(void)c;
	switch (kind) {
	case DETECT_IRC:
		return open_irc(ctx) ? CONN_AGAIN : CONN_TAKEN;
	case DETECT_PLAIN:
	case DETECT_TLS:
		return open_plain(ctx) ? CONN_AGAIN : CONN_TAKEN;
	case DETECT_HTTP:
	case DETECT_SSH:
	case DETECT_PROXY:
		break;
	}
	turn_away(ctx, detect_refusal(kind), "Not a chat client");
	return CONN_TAKEN;
}

static void
gate_overlong(struct conn *c, void *ctx)
{
	(void)c;
	open_plain(ctx);
}

static void
gate_closed(struct conn *c, const char *reason, void *ctx)
{
	(void)c;
	(void)reason;
	gate_free(ctx);
}

const struct conn_handler gate_handler = {
	.bytes = gate_bytes,
	.line = gate_line,
	.overlong = gate_overlong,
	.closed = gate_closed,
	.take_rest = 1,
};

/* Past its rate a silent peer is still heard when it says something. */
static void
on_silence(evutil_socket_t fd, short what, void *ctx)
{
	struct gate *g = ctx;
	struct conn *c = g->conn;
	struct net *net = c->net;

	(void)fd;
	(void)what;
	stop_timer(g);
	if (!conn_is_open(c) || net->settings.plain != NET_PLAIN_YES ||
	    !is_way_good(c))
		return;
	if (throttle_take(net->silent, c->host, clock_mono_ms()))
		open_dialect(g, NET_PLAIN);
	else
		log_debug("net", c->id, "silent, past the rate");
}

static void
on_impatience(struct wheel_timer *t, void *ctx)
{
	struct gate *g = ctx;

	(void)t;
	if (g->conn->tls != NULL && !g->conn->is_tls)
		conn_abort(g->conn, "TLS: the handshake took too long");
	else
		turn_away(g, nothing_said, "Said nothing");
}

static void
start_timer(struct gate *g)
{
	const struct net_settings *s = &g->conn->net->settings;
	struct timeval tv = { (time_t)(s->silence_ms / 1000),
		(suseconds_t)(s->silence_ms % 1000 * 1000) };

	if (s->plain != NET_PLAIN_YES)
		return;
	g->silence = evtimer_new(g->conn->net->base, on_silence, g);
	if (g->silence != NULL)
		evtimer_add(g->silence, &tv);
}

/* From here on its silence says as much as that of others. */
void
gate_secured(struct conn *c)
{
	if (c->handler != &gate_handler)
		return;
	wait_for(c->ctx, c->net->settings.enter_seconds);
	start_timer(c->ctx);
}

void
gate_watch(struct conn *c)
{
	struct gate *g = xcalloc(1, sizeof(*g));

	g->conn = c;
	conn_set_handler(c, &gate_handler, g);
	conn_set_line_limits(c, FIRST_LINE_MAX, FIRST_LINE_MAX);
	wait_for(g, c->net->settings.enter_seconds);
	start_timer(g);
}
