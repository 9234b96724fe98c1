/*
 * link: a connection to a server: look the host up, try its addresses one after the other, set up TLS, then read
 * bytes, split them into lines, and send bytes. It has one state at a time; link_reset frees everything that belongs
 * to any state.
 */
#include "client/net/link.h"

#include <sys/socket.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>

#include "client/net/resolve.h"
#include "client/net/secure.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/linebuf.h"
#include "common/random.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	CONNECT_SECONDS = 10, /* per address */
	KEEPALIVE_IDLE = 60,  /* seconds; the kernel also detects dead peers */
	HANDSHAKE_SECONDS = 10,
	HANDSHAKE_SECONDS_LOOPBACK =
	    4,		   /* a local server that waits for a line has no TLS */
	CLOSE_SECONDS = 2, /* to send and receive the last bytes */
	PAUSE_FIRST = 1000, /* ms */
	PAUSE_MAX = 60000,
	BITE = 16 * 1024, /* bytes read per turn of the loop */
	UNSENT_MAX =
	    1
	    << 20, /* bytes to send; above this no line is read, because it might need a reply */
	SENT_MAX = 200 /* bytes to show of what a server sends instead of TLS */
};

enum state {
	STATE_IDLE,
	STATE_PAUSING, /* timer: connect */
	STATE_RESOLVING,
	STATE_CONNECTING, /* timer: the next address */
	STATE_HANDSHAKE,  /* timer: the handshake stalled */
	STATE_UP,
	STATE_CLOSING /* timer: discard the last bytes */
};

/* What a server without TLS did when we began a handshake. */
enum no_tls {
	NO_TLS_CLOSED, /* it closed the connection */
	NO_TLS_OTHER,  /* it sent something else */
	NO_TLS_SILENT  /* it sent nothing */
};

struct link {
	struct event_base *base;
	char *host;
	unsigned port;
	struct link_ops ops;
	void *ctx;

	int wants_tls;
	struct secure_config config;
	struct secure *secure; /* created by the first link_connect */
	int was_encrypted; /* a connection was encrypted once: never connect without encryption
						 * again */
	int final; /* see link_is_final */
	struct refused_certificate
	    refusal; /* .is_set: the certificate was refused */

	enum state state;
	struct event *timer;
	struct event *failed; /* connecting failed at once; `drop` says why */
	struct resolve *resolve;
	struct addrinfo *addrs; /* the addresses found */
	struct addrinfo *addr;	/* the address being tried */
	int plain;		/* that address does not offer TLS */
	struct bufferevent *bev;
	struct ssl_st *ssl; /* owned by bev; NULL: not encrypted */
	struct secure_peer peer;
	struct linebuf lines;
	int pause; /* ms, before jitter */

	int in_lines; /* inside a `line` callback */
	char *drop;   /* why link_drop was called from that callback */
	void (*closed)(void *);
	void *closed_ctx;
};

static void start_connect(struct link *);
static void set_bev(struct link *, struct bufferevent *);

/*
 * The reasons of a failure: each function returns a translated text that the caller frees. It is the end of a
 * sentence: "offline: %s".
 */

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

/* Say why we could not connect to this address: err is an errno. */
static char *
connect_error(const struct addrinfo *ai, int err)
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

/* Say why a working connection ended: err is an errno, 0 if the server closed it; tls is an error of OpenSSL, or 0. */
static char *
lost_error(int err, unsigned long tls)
{
	char *text;

	if (secure_error_errno(tls) != 0) {
		err = secure_error_errno(tls);
		tls = 0;
	}
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

/* Say why the TLS handshake failed. err and tls as above. */
static char *
handshake_error(const struct link *l, int err, unsigned long tls)
{
	char *text;

	if (tls == 0 && err == 0)
		xasprintf(&text,
		    _("%s:%u closed the connection during the TLS handshake"),
		    l->host, l->port);
	else
		xasprintf(&text, _("the TLS handshake with %s:%u failed: %s"),
		    l->host, l->port,
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
no_tls_fact(const struct link *l, enum no_tls what, struct view sent)
{
	char *line = sent.len > 0 ? clean_line(sent) : NULL, *text;

	if (what == NO_TLS_CLOSED)
		xasprintf(&text,
		    _("%s:%u closes the connection instead of starting TLS"),
		    l->host, l->port);
	else if (what == NO_TLS_SILENT)
		xasprintf(&text, _("%s:%u does not answer the TLS handshake"),
		    l->host, l->port);
	else if (line == NULL)
		xasprintf(&text, _("%s:%u does not offer encryption"), l->host,
		    l->port);
	else
		xasprintf(&text,
		    _("%s:%u does not offer encryption (it sent \"%s\")"),
		    l->host, l->port, line);
	free(line);
	return text;
}

/*
 * Say that the server does not use TLS. sent is what it sent instead, empty if nothing; why_expected is a sentence
 * that says why it should use TLS, NULL if there is no reason to expect it.
 */
static char *
no_tls_error(const struct link *l, enum no_tls what, struct view sent,
    const char *why_expected)
{
	char *fact = no_tls_fact(l, what, sent), *text;

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

static void
set_timer(struct link *l, int ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	event_add(l->timer, &tv);
}

static void
step(struct link *l, const char *words)
{
	if (l->ops.step != NULL)
		l->ops.step(words, l->ctx);
}

/* Free the current connection or attempt, and nothing else. */
static void
link_disconnect(struct link *l)
{
	if (l->bev != NULL)
		bufferevent_free(l->bev);
	l->bev = NULL;
	l->ssl = NULL;
	secure_peer_clear(&l->peer);
}

/* Free everything: socket, lookup, timer, received bytes. */
static void
link_reset(struct link *l)
{
	event_del(l->timer);
	event_del(l->failed);
	resolve_cancel(l->resolve);
	l->resolve = NULL;
	if (l->addrs != NULL)
		freeaddrinfo(l->addrs);
	l->addrs = l->addr = NULL;
	link_disconnect(l);
	linebuf_clear(&l->lines);
	free(l->drop);
	l->drop = NULL;
	l->plain = 0;
	l->state = STATE_IDLE;
}

/*
 * Discard bytes that the kernel could not deliver. They must not arrive later, while the next connection is
 * checking which messages arrived and sending the others again.
 */
static void
discard_unsent(struct link *l)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (l->bev != NULL)
		setsockopt(bufferevent_getfd(l->bev), SOL_SOCKET, SO_LINGER,
		    &now, sizeof(now));
}

/* Frees reason. */
static void
go_down(struct link *l, char *reason)
{
	discard_unsent(l);
	link_reset(l);
	l->ops.down(reason, l->ctx);
	free(reason);
}

static void
finish_close(struct link *l)
{
	void (*closed)(void *) = l->closed;

	link_reset(l);
	l->closed = NULL;
	if (closed != NULL)
		closed(l->closed_ctx);
}

/* Connecting has succeeded. */
static void
ready(struct link *l)
{
	freeaddrinfo(l->addrs);
	l->addrs = l->addr = NULL;
	event_del(l->timer);
	l->refusal.is_set = 0;
	l->state = STATE_UP;
	l->ops.up(l->ctx);
}

/* Return the first error that OpenSSL recorded for the connection; 0 if none. */
static unsigned long
secure_error(struct link *l)
{
	unsigned long error, first = 0;

	if (l->ssl == NULL)
		return 0;
	while ((error = bufferevent_get_openssl_error(l->bev)) != 0)
		first = error;
	return first;
}

/* Tell the peer that no more data follows. */
static void
secure_end(struct link *l)
{
	if (l->ssl != NULL)
		SSL_shutdown(l->ssl);
	ERR_clear_error();
}

/* Read what is available, encrypted or not; like read(2). */
static long
read_now(struct link *l, char *bytes, size_t size)
{
	long n;

	if (l->ssl == NULL)
		return recv(
		    bufferevent_getfd(l->bev), bytes, size, MSG_DONTWAIT);
	n = SSL_read(l->ssl, bytes, (int)size);
	ERR_clear_error();
	return n;
}

/* Return why link_drop was called; the caller frees it. */
static char *
take_drop(struct link *l)
{
	char *reason = l->drop;

	l->drop = NULL;
	return reason;
}

/* True if the server does not read our replies (PONG). */
static int
is_blocked(const struct link *l)
{
	return evbuffer_get_length(bufferevent_get_output(l->bev)) > UNSENT_MAX;
}

/* Pass on lines while the keyboard is silent; leave the rest to the loop's next turn. */
static void
process_lines(struct link *l)
{
	struct view line;
	int got;

	l->in_lines = 1;
	while (l->state == STATE_UP && l->drop == NULL) {
		if (l->ops.may_read != NULL && !l->ops.may_read(l->ctx)) {
			bufferevent_disable(l->bev, EV_READ);
			set_timer(l, 0);
			break;
		}
		if (is_blocked(l)) { /* write_cb continues */
			bufferevent_disable(l->bev, EV_READ);
			break;
		}
		got = linebuf_next(&l->lines, &line);
		if (got == 0) {
			bufferevent_enable(l->bev, EV_READ);
			break;
		}
		if (got == 1)
			l->ops.line(line, l->ctx);
		else if (l->ops.overlong != NULL)
			l->ops.overlong(l->ctx);
	}
	l->in_lines = 0;
	if (l->drop != NULL)
		go_down(l, take_drop(l));
}

static void
take_input(struct link *l)
{
	struct evbuffer *in = bufferevent_get_input(l->bev);
	struct evbuffer_iovec run;

	while (evbuffer_peek(in, -1, NULL, &run, 1) > 0 && run.iov_len > 0) {
		linebuf_feed(&l->lines, run.iov_base, run.iov_len);
		evbuffer_drain(in, run.iov_len);
	}
}

static void
read_cb(struct bufferevent *bev, void *arg)
{
	struct link *l = arg;
	struct evbuffer *in = bufferevent_get_input(bev);

	if (l->state == STATE_CLOSING) {
		evbuffer_drain(in, evbuffer_get_length(in));
		return;
	}
	take_input(l);
	process_lines(l);
}

/* If everything is sent, tell the peer and wait for it to close. */
static void
end_when_sent(struct link *l)
{
	if (evbuffer_get_length(bufferevent_get_output(l->bev)) > 0)
		return;
	secure_end(l);
	shutdown(bufferevent_getfd(l->bev), SHUT_WR);
}

static void
write_cb(struct bufferevent *bev, void *arg)
{
	struct link *l = arg;

	(void)bev;
	if (l->state == STATE_CLOSING)
		end_when_sent(l);
	else if (l->state == STATE_UP && !l->in_lines)
		process_lines(l);
}

/* A failed write does not mean that there is nothing to read: the server's last line (ERROR) is read anyway. */
static void
read_last_lines(struct link *l)
{
	char bytes[BITE];
	long n;
	int i;

	take_input(l);
	for (i = 0; i < 16; i++) {
		n = read_now(l, bytes, sizeof(bytes));
		if (n <= 0)
			break;
		linebuf_feed(&l->lines, bytes, (size_t)n);
	}
	process_lines(l);
}

static void
up_event(struct link *l, struct bufferevent *bev, short what, int err)
{
	unsigned long tls = secure_error(l);

	if (what & BEV_EVENT_WRITING)
		read_last_lines(l);
	if (l->state == STATE_UP && l->bev == bev)
		go_down(l, lost_error(what & BEV_EVENT_EOF ? 0 : err, tls));
}

/* Return what the server sent instead of TLS, as far as it has come; empty if nothing. */
static struct view
read_sent(struct link *l, char bytes[SENT_MAX])
{
	struct view sent = { bytes, sizeof(l->peer.first) };
	ssize_t n;

	if (!l->peer.heard)
		return VIEW("");
	memcpy(bytes, l->peer.first, sent.len);
	n = recv(bufferevent_getfd(l->bev), bytes + sent.len,
	    SENT_MAX - sent.len, MSG_DONTWAIT);
	sent.len += n > 0 ? (size_t)n : 0;
	return sent;
}

/* Decide whether to continue without encryption: only where nobody can intercept. */
static int
may_connect_plain(struct link *l, char **why)
{
	int expected = secure_is_required(l->secure, l->host, l->port, why);

	if (expected == 0 && l->was_encrypted) {
		*why = xstrdup(_("It used TLS before"));
		expected = 1;
	}
	return expected == 0 && resolve_is_loopback(l->addr->ai_addr);
}

/* Handle a server without TLS. */
static void
no_tls(struct link *l, enum no_tls what)
{
	char sent[SENT_MAX], *why = NULL;

	if (may_connect_plain(l, &why)) {
		link_disconnect(l);
		l->plain = 1;
		start_connect(l);
		return;
	}
	go_down(l, no_tls_error(l, what, read_sent(l, sent), why));
	free(why);
}

static void
handshake_broke(struct link *l, int err)
{
	go_down(l, handshake_error(l, err, secure_error(l)));
}

static void
handshake_event(struct link *l, short what, int err)
{
	if (what & BEV_EVENT_CONNECTED) {
		l->was_encrypted = 1;
		if (l->peer.new_server != NULL && l->ops.new_server != NULL)
			l->ops.new_server(l->peer.new_server, l->ctx);
		ready(l);
	} else if (l->peer.refused != NULL) {
		l->final = 1;
		l->refusal = l->peer.refusal;
		go_down(l, xstrdup(l->peer.refused));
	} else if (!l->peer.heard) {
		no_tls(l, NO_TLS_CLOSED);
	} else if (!secure_peer_speaks_tls(&l->peer)) {
		no_tls(l, NO_TLS_OTHER);
	} else {
		handshake_broke(l, err);
	}
}

static void
handshake_stalled(struct link *l)
{
	if (l->peer.heard)
		handshake_broke(l, ETIMEDOUT);
	else
		no_tls(l, NO_TLS_SILENT);
}

/* Moves the socket from the plain bufferevent to the encrypted one. */
static void
start_handshake(struct link *l)
{
	int fd = bufferevent_getfd(l->bev), loopback;
	char *cause = NULL;

	l->ssl = secure_start(l->secure, &l->peer, l->host, l->port, &cause);
	if (l->ssl == NULL) {
		go_down(l, cause);
		return;
	}
	bufferevent_setfd(l->bev, -1);
	bufferevent_free(l->bev);
	l->state = STATE_HANDSHAKE;
	step(l, _("setting up TLS"));
	set_bev(l, bufferevent_openssl_socket_new(l->base, fd, l->ssl,
		       BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE));
	bufferevent_openssl_set_allow_dirty_shutdown(l->bev, 1);
	loopback = resolve_is_loopback(l->addr->ai_addr);
	set_timer(l,
	    1000 * (loopback ? HANDSHAKE_SECONDS_LOOPBACK : HANDSHAKE_SECONDS));
}

static void
connect_failed(struct link *l, int err)
{
	char *reason = connect_error(l->addr, err);

	link_disconnect(l);
	l->addr = l->addr->ai_next;
	l->plain = 0;
	if (l->addr == NULL) {
		go_down(l, reason);
		return;
	}
	free(reason);
	start_connect(l);
}

static void
set_options(int fd)
{
	int on = 1, idle = KEEPALIVE_IDLE;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
}

static void
start_connect(struct link *l)
{
	const struct addrinfo *ai = l->addr;
	int fd;

	l->state = STATE_CONNECTING;
	step(l, _("waiting for the server"));
	fd = socket(ai->ai_family,
	    ai->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, ai->ai_protocol);
	if (fd == -1) {
		connect_failed(l, errno);
		return;
	}
	set_options(fd);
	set_bev(l, bufferevent_socket_new(l->base, fd, BEV_OPT_CLOSE_ON_FREE));
	set_timer(l, CONNECT_SECONDS * 1000);
	/* A failure arrives as an event, during this call or later. */
	bufferevent_socket_connect(l->bev, ai->ai_addr, (int)ai->ai_addrlen);
}

static void
connect_event(struct link *l, short what, int err)
{
	if (!(what & BEV_EVENT_CONNECTED))
		connect_failed(l, err == 0 ? ECONNREFUSED : err);
	else if (l->secure == NULL || l->plain)
		ready(l);
	else
		start_handshake(l);
}

static void
event_cb(struct bufferevent *bev, short what, void *arg)
{
	struct link *l = arg;
	int err = what & BEV_EVENT_ERROR ? EVUTIL_SOCKET_ERROR() : 0;

	switch (l->state) {
	case STATE_CONNECTING:
		connect_event(l, what, err);
		break;
	case STATE_HANDSHAKE:
		handshake_event(l, what, err);
		break;
	case STATE_CLOSING:
		finish_close(l);
		break;
	default:
		up_event(l, bev, what, err);
		break;
	}
}

/* Take over a bufferevent: set its callbacks, and read in limited amounts. */
static void
set_bev(struct link *l, struct bufferevent *bev)
{
	l->bev = bev;
	bufferevent_setcb(bev, read_cb, write_cb, event_cb, l);
	bufferevent_set_max_single_read(bev, BITE);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
}

static void
resolved_cb(struct addrinfo *list, const char *reason, void *arg)
{
	struct link *l = arg;

	l->resolve = NULL;
	if (list == NULL) {
		go_down(l, xstrdup(reason));
		return;
	}
	l->addrs = l->addr = list;
	start_connect(l);
}

static void
look_up(struct link *l)
{
	struct timeval now = { 0, 0 };
	char *cause = NULL;

	step(l, _("looking up the host"));
	l->resolve =
	    resolve_start(l->base, l->host, l->port, resolved_cb, l, &cause);
	if (l->resolve == NULL) {
		l->drop = cause;
		event_add(l->failed, &now);
	}
}

static void
timer_cb(evutil_socket_t fd, short what, void *arg)
{
	struct link *l = arg;

	(void)fd, (void)what;
	switch (l->state) {
	case STATE_PAUSING:
		link_connect(l);
		break;
	case STATE_CONNECTING:
		connect_failed(l, ETIMEDOUT);
		break;
	case STATE_HANDSHAKE:
		handshake_stalled(l);
		break;
	case STATE_CLOSING:
		finish_close(l);
		break;
	case STATE_UP:
		process_lines(l);
		break;
	default:
		break;
	}
}

/* Connecting failed at once: report it from the loop, never from inside link_connect. */
static void
failed_cb(evutil_socket_t fd, short what, void *arg)
{
	struct link *l = arg;

	(void)fd, (void)what;
	go_down(l, take_drop(l));
}

struct link *
link_new(struct event_base *base, const char *host, unsigned port,
    const struct link_ops *ops, void *ctx)
{
	struct link *l = xcalloc(1, sizeof(*l));

	l->base = base;
	l->host = xstrdup(host);
	l->port = port;
	l->ops = *ops;
	l->ctx = ctx;
	l->pause = PAUSE_FIRST;
	l->timer = evtimer_new(base, timer_cb, l);
	l->failed = evtimer_new(base, failed_cb, l);
	linebuf_init(&l->lines, LINE_TAGS_SERVER, LINK_LINE_MAX);
	return l;
}

void
link_free(struct link *l)
{
	if (l == NULL)
		return;
	link_reset(l);
	event_free(l->timer);
	event_free(l->failed);
	secure_free(l->secure);
	free(l->host);
	free(l);
}

void
link_use_tls(struct link *l, const struct secure_config *config)
{
	l->wants_tls = 1;
	l->config = *config;
}

/* Returns 0, or -1 and then failed_cb follows from the loop. */
static int
prepare_tls(struct link *l)
{
	struct timeval now = { 0, 0 };
	char *notice = NULL, *cause = NULL;

	if (!l->wants_tls || l->secure != NULL)
		return 0;
	l->secure = secure_new(&l->config, &notice, &cause);
	if (notice != NULL && l->ops.notice != NULL)
		l->ops.notice(notice, l->ctx);
	free(notice);
	if (l->secure != NULL)
		return 0;
	l->final = 1;
	l->refusal.is_set = 0;
	l->drop = cause;
	event_add(l->failed, &now);
	return -1;
}

void
link_connect(struct link *l)
{
	link_reset(l);
	l->final = 0;
	l->state = STATE_RESOLVING;
	if (prepare_tls(l) == 0)
		look_up(l);
}

/* The pause varies between three and five quarters, so that a crowd does not reconnect at once. */
int
link_retry(struct link *l)
{
	int half = l->pause / 2;
	int ms = l->pause - half / 2 + (int)random_below((uint32_t)half + 1);

	link_reset(l);
	l->pause = l->pause > PAUSE_MAX / 2 ? PAUSE_MAX : l->pause * 2;
	l->state = STATE_PAUSING;
	set_timer(l, ms);
	return ms;
}

void
link_reset_pause(struct link *l)
{
	l->pause = PAUSE_FIRST;
}

void
link_send(struct link *l, struct view bytes)
{
	if (l->state == STATE_UP)
		bufferevent_write(l->bev, bytes.p, bytes.len);
}

void
link_close(struct link *l, void (*closed)(void *ctx), void *ctx)
{
	l->closed = closed;
	l->closed_ctx = ctx;
	if (l->state == STATE_UP) {
		l->state = STATE_CLOSING;
		bufferevent_enable(l->bev, EV_READ);
		set_timer(l, CLOSE_SECONDS * 1000);
		end_when_sent(l);
	} else {
		link_reset(l);
		l->state = STATE_CLOSING;
		set_timer(l, 0);
	}
}

void
link_drop(struct link *l, const char *reason)
{
	if (l->state == STATE_IDLE || l->state == STATE_CLOSING)
		return;
	if (l->in_lines) {
		xreplace(&l->drop, reason);
		return;
	}
	go_down(l, xstrdup(reason));
}

int
link_is_up(const struct link *l)
{
	return l->state == STATE_UP;
}

int
link_is_encrypted(const struct link *l)
{
	return l->ssl != NULL;
}

int
link_own_certificate(const struct link *l, char digest[65])
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
	       resolve_is_loopback((void *)&sa);
}

int
link_is_final(const struct link *l)
{
	return l->final;
}

const struct refused_certificate *
link_refused_certificate(const struct link *l)
{
	return l->refusal.is_set ? &l->refusal : NULL;
}

int
link_accept_certificate(struct link *l, char **cause)
{
	if (link_refused_certificate(l) == NULL)
		return cause_set(cause, _("No certificate was refused."));
	return secure_accept(
	    l->secure, l->host, l->port, &l->refusal.received, cause);
}

size_t
link_queued(const struct link *l)
{
	if (l->bev == NULL)
		return 0;
	return evbuffer_get_length(bufferevent_get_output(l->bev));
}
