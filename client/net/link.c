/*
 * link: a connection's life. One state at a time; leaving a state takes down all that
 * belonged to it, in one place (link_reset).
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

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "client/net/resolve.h"
#include "common/linebuf.h"
#include "common/msgid.h"
#include "common/xmalloc.h"

enum {
	CONNECT_SECONDS = 10, /* per address */
	CLOSE_SECONDS = 2,    /* for the last bytes, both ways */
	PAUSE_FIRST = 1000,   /* ms */
	PAUSE_MAX = 60000,
	BITE = 16 * 1024,   /* bytes read in a turn of the loop */
	KEEPALIVE_IDLE = 60 /* seconds; the kernel notices dead peers too */
};

enum state {
	STATE_IDLE,
	STATE_PAUSING, /* timer: connect */
	STATE_RESOLVING,
	STATE_CONNECTING, /* timer: the next address */
	STATE_UP,
	STATE_CLOSING /* timer: give up on the last bytes */
};

struct link {
	struct event_base *base;
	char *host;
	unsigned port;
	struct link_ops ops;
	void *ctx;

	enum state state;
	struct event *timer;
	struct event *failed; /* the look-up could not begin */
	struct resolve *resolve;
	struct addrinfo *addrs; /* found */
	struct addrinfo *addr;	/* tried now */
	struct bufferevent *bev;
	struct linebuf lines;
	int pause; /* ms, before jitter */

	int in_lines; /* within a `line` callback */
	char *drop;   /* link_drop from there: why */
	void (*closed)(void *);
	void *closed_ctx;
};

static void try_next(struct link *, const char *);

static void
set_timer(struct link *l, int ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	event_add(l->timer, &tv);
}

/* Back to nothing: no socket, no look-up, no timer, nothing read. */
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
	if (l->bev != NULL)
		bufferevent_free(l->bev);
	l->bev = NULL;
	linebuf_clear(&l->lines);
	free(l->drop);
	l->drop = NULL;
	l->state = STATE_IDLE;
}

/*
 * What the kernel could not deliver must not arrive later, behind the next connection's
 * back: that one looks up what arrived, and sends the rest again.
 */
static void
forget_unsent(struct link *l)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (l->bev != NULL)
		setsockopt(bufferevent_getfd(l->bev), SOL_SOCKET, SO_LINGER,
		    &now, sizeof(now));
}

static void
go_down(struct link *l, const char *reason)
{
	char *copy = xstrdup(reason);

	forget_unsent(l);
	link_reset(l);
	l->ops.down(copy, l->ctx);
	free(copy);
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

static char *
connect_reason(const struct addrinfo *ai, int err)
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

static void
connect_failed(struct link *l, int err)
{
	char *reason = connect_reason(l->addr, err);

	if (l->bev != NULL)
		bufferevent_free(l->bev);
	l->bev = NULL;
	l->addr = l->addr->ai_next;
	try_next(l, reason);
	free(reason);
}

static void
break_reason(struct link *l, short what, int err)
{
	char *reason;

	if (what & BEV_EVENT_EOF || err == 0) {
		go_down(l, "the server closed the connection");
	} else if (err == ECONNRESET || err == EPIPE) {
		go_down(l, "the server broke the connection");
	} else if (err == ETIMEDOUT || err == EHOSTUNREACH) {
		go_down(l, "the server can no longer be reached");
	} else {
		xasprintf(&reason, "the connection broke: %s", strerror(err));
		go_down(l, reason);
		free(reason);
	}
}

/* Cut lines while the keyboard is silent; the rest in the loop's next turn. */
static void
give_lines(struct link *l)
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
		got = linebuf_next(&l->lines, &line);
		if (got == 0) {
			bufferevent_enable(l->bev, EV_READ);
			break;
		}
		if (got == 1)
			l->ops.line(line, l->ctx);
	}
	l->in_lines = 0;
	if (l->drop != NULL)
		go_down(l, l->drop);
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
	give_lines(l);
}

/* All is sent: say so to the peer, and wait for its end. */
static void
write_cb(struct bufferevent *bev, void *arg)
{
	struct link *l = arg;

	if (l->state == STATE_CLOSING &&
	    evbuffer_get_length(bufferevent_get_output(bev)) == 0)
		shutdown(bufferevent_getfd(bev), SHUT_WR);
}

static void
connected(struct link *l)
{
	freeaddrinfo(l->addrs);
	l->addrs = l->addr = NULL;
	event_del(l->timer);
	l->state = STATE_UP;
	l->ops.up(l->ctx);
}

/*
 * A write that failed says nothing of what the server sent before: its last
 * words (ERROR) are read all the same.
 */
static void
read_last_words(struct link *l)
{
	struct evbuffer *in = bufferevent_get_input(l->bev);
	evutil_socket_t fd = bufferevent_getfd(l->bev);
	int i;

	for (i = 0; i < 16 && evbuffer_read(in, fd, BITE) > 0; i++)
		continue;
	take_input(l);
	give_lines(l);
}

static void
event_cb(struct bufferevent *bev, short what, void *arg)
{
	struct link *l = arg;
	int err = what & BEV_EVENT_ERROR ? EVUTIL_SOCKET_ERROR() : 0;

	if (l->state == STATE_CONNECTING) {
		if (what & BEV_EVENT_CONNECTED)
			connected(l);
		else
			connect_failed(l, err == 0 ? ECONNREFUSED : err);
		return;
	}
	if (l->state == STATE_CLOSING) {
		finish_close(l);
		return;
	}
	if (what & BEV_EVENT_WRITING)
		read_last_words(l);
	if (l->state == STATE_UP && l->bev == bev)
		break_reason(l, what, err);
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

	fd = socket(ai->ai_family,
	    ai->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, ai->ai_protocol);
	if (fd == -1) {
		connect_failed(l, errno);
		return;
	}
	set_options(fd);
	l->bev = bufferevent_socket_new(l->base, fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(l->bev, read_cb, write_cb, event_cb, l);
	bufferevent_set_max_single_read(l->bev, BITE);
	bufferevent_enable(l->bev, EV_READ | EV_WRITE);
	set_timer(l, CONNECT_SECONDS * 1000);
	/* A failure comes to event_cb, in this call or later. */
	bufferevent_socket_connect(l->bev, ai->ai_addr, (int)ai->ai_addrlen);
}

static void
try_next(struct link *l, const char *reason)
{
	if (l->addr == NULL)
		go_down(l, reason);
	else
		start_connect(l);
}

static void
resolved_cb(struct addrinfo *list, const char *reason, void *arg)
{
	struct link *l = arg;

	l->resolve = NULL;
	if (list == NULL) {
		go_down(l, reason);
		return;
	}
	l->addrs = l->addr = list;
	l->state = STATE_CONNECTING;
	start_connect(l);
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
	case STATE_CLOSING:
		finish_close(l);
		break;
	case STATE_UP:
		give_lines(l);
		break;
	default:
		break;
	}
}

/* The look-up could not begin: said from the loop, never from link_connect. */
static void
failed_cb(evutil_socket_t fd, short what, void *arg)
{
	struct link *l = arg;
	char *reason = l->drop;

	(void)fd, (void)what;
	l->drop = NULL;
	go_down(l, reason);
	free(reason);
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
	linebuf_init(&l->lines, LINE_TAGS_SERVER, LINE_REST_MAX);
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
	free(l->host);
	free(l);
}

void
link_connect(struct link *l)
{
	struct timeval now = { 0, 0 };
	char *cause = NULL;

	link_reset(l);
	l->state = STATE_RESOLVING;
	l->resolve =
	    resolve_start(l->base, l->host, l->port, resolved_cb, l, &cause);
	if (l->resolve == NULL) {
		l->drop = cause;
		event_add(l->failed, &now);
	}
}

/* Between three and five quarters, so that a crowd does not come back as one. */
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
link_settled(struct link *l)
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
		write_cb(l->bev, l);
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
	go_down(l, reason);
}

int
link_is_up(const struct link *l)
{
	return l->state == STATE_UP;
}

size_t
link_queued(const struct link *l)
{
	if (l->bev == NULL)
		return 0;
	return evbuffer_get_length(bufferevent_get_output(l->bev));
}
