/*
 * detect: a line that could be talk is taken as talk: a person may type "pass me the salt", while an IRC client always
 * sends its arguments.
 */
#include "server/net/detect.h"

#include <sys/queue.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/net/throttle.h"
#include "server/net/wheel.h"

#define THIS_IS_CHAT                                                         \
	"This port is a chat server: connect with tchat, an IRC client, nc " \
	"or telnet.\r\n"

enum detect_kind
detect_byte(unsigned char c)
{
	/* A TLS record of type handshake: RFC 8446 5.1. */
	return c == 0x16 ? DETECT_TLS : DETECT_PLAIN;
}

static int
is_one_of(struct view v, const char *const *words)
{
	for (; *words != NULL; words++)
		if (view_equal(v, view_of(*words)))
			return 1;
	return 0;
}

static int
is_upper(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if (islower((unsigned char)v.p[i]))
			return 0;
	return 1;
}

/* A sentence begins with "Nick"; a client writes its command all lower or all upper case. */
static int
is_lower(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if (isupper((unsigned char)v.p[i]))
			return 0;
	return 1;
}

static int
is_number(struct view v)
{
	long long n;

	return view_to_int(v, 0, 1000, &n) == 0;
}

static int
is_cap(const struct irc_msg *m, int upper)
{
	static const char *const subs[] = { "LS", "LIST", "REQ", "END", "ls",
		"list", "req", "end", NULL };

	if (m->nparams == 0)
		return 0;
	return is_one_of(m->params[0], subs) || (upper && m->nparams == 1);
}

/* Accepts "NICK x", and "NICK x 1" (RFC 1459 4.1.2). */
static int
is_nick(const struct irc_msg *m, int upper)
{
	if (m->nparams == 2 && upper)
		return is_number(m->params[1]);
	return m->nparams == 1 && (upper || nick_valid(m->params[0]));
}

/* In lower case it must look like a client's: "user ana 0 * :Ana". */
static int
is_user(const struct irc_msg *m, int upper)
{
	return m->nparams >= 4 && (upper || is_number(m->params[1]));
}

static int
is_pass(const struct irc_msg *m, int upper)
{
	(void)upper;
	return m->nparams == 1;
}

static int
is_ping(const struct irc_msg *m, int upper)
{
	return upper && (m->nparams == 1 || m->nparams == 2);
}

static int
is_authenticate(const struct irc_msg *m, int upper)
{
	return upper && m->nparams == 1;
}

/* The peer closes in either dialect; IRC has a reply for it. */
static int
is_quit(const struct irc_msg *m, int upper)
{
	return upper && m->nparams <= 1;
}

static const struct {
	struct view name;
	int (*matches)(const struct irc_msg *, int upper);
} commands[] = {
	{ { "AUTHENTICATE", 12 }, is_authenticate },
	{ { "CAP", 3 }, is_cap },
	{ { "NICK", 4 }, is_nick },
	{ { "PASS", 4 }, is_pass },
	{ { "PING", 4 }, is_ping },
	{ { "QUIT", 4 }, is_quit },
	{ { "USER", 4 }, is_user },
};

static int
is_irc(struct view line)
{
	struct irc_msg m;
	size_t i;
	int upper;

	if (irc_msg_parse(&m, line) != 0)
		return 0;
	upper = is_upper(m.command);
	if (!upper && !is_lower(m.command))
		return 0;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (view_equal_nocase(m.command, commands[i].name))
			return commands[i].matches(&m, upper);
	return 0;
}

/* "GET /", "POST /x HTTP/1.1", "CONNECT host:443 HTTP/1.1": RFC 9112 3. */
static int
is_http(struct view line)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
		"DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI", NULL };
	static const size_t version_len = sizeof(" HTTP/1.1") - 1;
	struct view method, rest = line, end;

	if (!view_cut(&rest, ' ', &method) || rest.len == 0 ||
	    !is_one_of(method, methods))
		return 0;
	if (rest.p[0] == '/')
		return 1;
	if (rest.len < version_len)
		return 0;
	end = (struct view){ rest.p + rest.len - version_len, version_len };
	return view_has_prefix(end, VIEW(" HTTP/"));
}

enum detect_kind
detect_line(struct view line)
{
	if (is_http(line))
		return DETECT_HTTP;
	/* RFC 4253 4.2. */
	if (view_has_prefix(line, VIEW("SSH-1")) ||
	    view_has_prefix(line, VIEW("SSH-2")))
		return DETECT_SSH;
	/* PROXY protocol, version 1. */
	if (view_has_prefix(line, VIEW("PROXY TCP")) ||
	    view_has_prefix(line, VIEW("PROXY UNKNOWN")))
		return DETECT_PROXY;
	return is_irc(line) ? DETECT_IRC : DETECT_PLAIN;
}

const char *
detect_refusal(enum detect_kind kind)
{
	switch (kind) {
	case DETECT_HTTP:
	case DETECT_SSH:
	case DETECT_PROXY:
		return THIS_IS_CHAT;
	case DETECT_PLAIN:
	case DETECT_IRC:
	case DETECT_TLS:
		break;
	}
	return NULL;
}

/*
 * The first line may be a pasted paragraph. No dialect accepts longer lines; each dialect applies
 * its own limits to the first line again.
 */
enum { FIRST_LINE_MAX = 8192, TELNET_IAC = 255 };

static const char no_input[] =
    "ERROR :You sent nothing, so the connection is closed.\r\n";
static const char plain_refusal[] =
    "ERROR :This server accepts IRC clients only.\r\n";
/* Sent to peers that must use TLS and do not. */
static const char irc_needs_tls[] =
    "ERROR :This server accepts encrypted connections only: turn on TLS, "
    "on the same port.\r\n";
static const char plain_needs_tls[] =
    "This server accepts encrypted connections only: use tchat, or "
    "openssl s_client -quiet -connect HOST:PORT.\r\n";

struct detector {
	struct event_base *base;
	struct wheel *wheel;
	struct throttle *silent; /* limits silent peers */
	detect_opened_fn *opened;
	void *ctx;
	struct detect_settings settings;
	LIST_HEAD(, detection) detections;
};

/* A connection whose dialect is not known yet. */
struct detection {
	LIST_ENTRY(detection) link;
	struct detector *detector;
	struct conn *conn;
	struct event *silence; /* NULL: silence is ignored */
	struct wheel_timer time_limit;
};

static void
stop_timer(struct detection *g)
{
	if (g->silence != NULL)
		event_free(g->silence);
	g->silence = NULL;
}

static void
detection_free(struct detection *g)
{
	stop_timer(g);
	wheel_cancel(g->detector->wheel, &g->time_limit);
	LIST_REMOVE(g, link);
	free(g);
}

/* Hands the connection to its dialect. */
static void
open_dialect(struct detection *g, enum net_dialect dialect)
{
	struct detector *d = g->detector;
	struct conn *c = g->conn;

	log_info("net", conn_id(c), "opened from=%s as=%s tls=%s", conn_host(c),
	    dialect == NET_IRC ? "irc" : "plain",
	    conn_is_tls(c) ? conn_tls_version(c) : "no");
	detection_free(g);
	conn_set_handler(c, &detect_handler, NULL);
	d->opened(c, dialect, d->ctx);
}

static void
refuse(struct detection *g, const char *line, const char *reason)
{
	conn_send(g->conn, line, strlen(line));
	conn_close(g->conn, reason);
}

static int
is_encryption_ok(const struct detection *g)
{
	const struct conn *c = g->conn;

	switch (g->detector->settings.plaintext) {
	case NET_PLAINTEXT_YES:
		return 1;
	case NET_PLAINTEXT_LOOPBACK:
		return conn_is_tls(c) || conn_is_loopback(c);
	case NET_PLAINTEXT_NO:
		break;
	}
	return conn_is_tls(c);
}

/* Returns 1 if the dialect took the connection. */
static int
open_irc(struct detection *g)
{
	if (!is_encryption_ok(g)) {
		refuse(g, irc_needs_tls, "Not encrypted");
		return 0;
	}
	open_dialect(g, NET_IRC);
	return 1;
}

/* Returns 1 if the dialect took the connection. */
static int
open_plain(struct detection *g)
{
	if (!is_encryption_ok(g)) {
		refuse(g, plain_needs_tls, "Not encrypted");
		return 0;
	}
	if (g->detector->settings.plain == NET_PLAIN_NO) {
		refuse(g, plain_refusal, "Plain connections are disabled");
		return 0;
	}
	open_dialect(g, NET_PLAIN);
	return 1;
}

/*
 * Skips leading line ends (someone pressed Enter) and NULs: they say nothing about the dialect. The
 * bytes after them decide, in whatever pieces they arrive.
 */
static size_t
skip_blank(char *p, size_t n)
{
	size_t i = 0;

	while (i < n && (p[i] == '\r' || p[i] == '\n' || p[i] == '\0'))
		i++;
	memmove(p, p + i, n - i);
	return n - i;
}

static void on_time_limit(struct wheel_timer *, void *);

static void
set_time_limit(struct detection *g, long long seconds)
{
	wheel_cancel(g->detector->wheel, &g->time_limit);
	if (seconds > 0)
		wheel_set(g->detector->wheel, &g->time_limit, (unsigned)seconds,
		    on_time_limit, g);
}

static void
start_tls(struct detection *g, const char *p, size_t n)
{
	struct conn *c = g->conn;
	long long seconds = g->detector->settings.handshake_seconds;

	if (conn_has_started_tls(c))
		conn_abort(c, "TLS within TLS");
	else if (conn_start_tls(c, p, n) != 0)
		conn_abort(c, "TLS is not enabled");
	else if (seconds > 0)
		set_time_limit(g, seconds);
}

static size_t
detect_bytes(struct conn *c, char *p, size_t n, void *ctx)
{
	struct detection *g = ctx;

	if (conn_has_partial_line(c))
		return n;
	n = skip_blank(p, n);
	if (n == 0)
		return 0;
	stop_timer(g);
	if (detect_byte((unsigned char)p[0]) == DETECT_TLS) {
		start_tls(g, p, n);
		return 0;
	}
	/* Only telnet starts with IAC. */
	if ((unsigned char)p[0] == TELNET_IAC && !open_plain(g))
		return 0;
	return n;
}

static enum conn_verdict
detect_first_line(struct conn *c, struct view line, void *ctx)
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
	refuse(ctx, detect_refusal(kind), "Not a chat client");
	return CONN_TAKEN;
}

static void
detect_overlong(struct conn *c, void *ctx)
{
	(void)c;
	open_plain(ctx);
}

static void
detect_closed(struct conn *c, const char *reason, void *ctx)
{
	(void)c;
	(void)reason;
	detection_free(ctx);
}

/* A silent peer over the rate is not served until it sends something. */
static void
on_silence(evutil_socket_t fd, short what, void *ctx)
{
	struct detection *g = ctx;
	struct detector *d = g->detector;
	struct conn *c = g->conn;

	(void)fd;
	(void)what;
	stop_timer(g);
	if (!conn_is_open(c) || d->settings.plain != NET_PLAIN_YES ||
	    !is_encryption_ok(g))
		return;
	if (throttle_take(d->silent, conn_host(c), clock_mono_ms()))
		open_dialect(g, NET_PLAIN);
	else
		log_debug("net", conn_id(c), "silent peer over the rate limit");
}

static void
on_time_limit(struct wheel_timer *t, void *ctx)
{
	struct detection *g = ctx;

	(void)t;
	if (conn_has_started_tls(g->conn) && !conn_is_tls(g->conn))
		conn_abort(g->conn, "TLS: the handshake took too long");
	else
		refuse(g, no_input, "Sent nothing");
}

static void
start_timer(struct detection *g)
{
	const struct detect_settings *s = &g->detector->settings;
	struct timeval tv = { (time_t)(s->silence_ms / 1000),
		(suseconds_t)(s->silence_ms % 1000 * 1000) };

	if (s->plain != NET_PLAIN_YES)
		return;
	g->silence = evtimer_new(g->detector->base, on_silence, g);
	if (g->silence != NULL)
		evtimer_add(g->silence, &tv);
}

/* From now on its silence counts like that of other peers. */
static void
detect_secured(struct conn *c, void *ctx)
{
	struct detection *g = ctx;

	(void)c;
	set_time_limit(g, g->detector->settings.enter_seconds);
	start_timer(g);
}

const struct conn_handler detect_handler = {
	.bytes = detect_bytes,
	.line = detect_first_line,
	.overlong = detect_overlong,
	.secured = detect_secured,
	.closed = detect_closed,
	.take_rest = 1,
};

void
detector_start(struct detector *d, struct conn *c)
{
	struct detection *g = xcalloc(1, sizeof(*g));

	g->detector = d;
	g->conn = c;
	LIST_INSERT_HEAD(&d->detections, g, link);
	conn_set_handler(c, &detect_handler, g);
	conn_set_line_limits(c, FIRST_LINE_MAX, FIRST_LINE_MAX);
	set_time_limit(g, d->settings.enter_seconds);
	start_timer(g);
}

struct detector *
detector_new(struct event_base *base, struct wheel *wheel,
    detect_opened_fn *opened, void *ctx)
{
	struct detector *d = xcalloc(1, sizeof(*d));

	d->base = base;
	d->wheel = wheel;
	d->opened = opened;
	d->ctx = ctx;
	d->silent = throttle_new();
	LIST_INIT(&d->detections);
	return d;
}

void
detector_free(struct detector *d)
{
	while (!LIST_EMPTY(&d->detections))
		detection_free(LIST_FIRST(&d->detections));
	throttle_free(d->silent);
	free(d);
}

void
detector_configure(struct detector *d, const struct detect_settings *s)
{
	d->settings = *s;
	throttle_set(d->silent, s->silent_rate, s->silent_rate_all);
}

void
detector_each(
    struct detector *d, void (*fn)(struct conn *, void *ctx), void *ctx)
{
	struct detection *g;

	LIST_FOREACH (g, &d->detections, link)
		fn(g->conn, ctx);
}
