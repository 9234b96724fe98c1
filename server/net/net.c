/*
 * net: admits or refuses new peers, and orders the work at the end of a turn.
 */
#include "server/net/net.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/net/address.h"
#include "server/net/admission.h"
#include "server/net/listener.h"
#include "server/net/loop.h"
#include "server/net/tls.h"
#include "server/net/wheel.h"

enum {
	PRIORITY_SIGNAL, /* also the timer wheel */
	PRIORITY_SOCKET, /* libevent's default, the middle one */
	PRIORITY_TURN_END,
	PRIORITIES
};

enum {
	ENDING_ROUNDS = 16, /* rounds of closing and flushing per turn */
	REFUSED_MAX = 32 /* refused peers with an open connection at a time */
};

struct net {
	struct event_base *base;
	struct net_ops ops;
	void *ctx;
	long long max_conns; /* 0: no limit */
	struct wheel *wheel;
	struct event *tick; /* drives the wheel */
	struct loop *loop;
	struct admission *admission;
	struct conns *conns;
	struct detector *detector;
	struct listeners listeners;
};

static const struct net_settings default_settings = {
	.plain = NET_PLAIN_YES,
	.silence_ms = 1000,
	.queue_max = 1024 * 1024,
	.close_seconds = 5,
};

static enum conn_verdict
refused_line(struct conn *c, struct view line, void *ctx)
{
	(void)c;
	(void)line;
	(void)ctx;
	return CONN_TAKEN;
}

static void
refused_overlong(struct conn *c, void *ctx)
{
	(void)c;
	(void)ctx;
}

static void
refused_closed(struct conn *c, const char *reason, void *ctx)
{
	(void)c;
	(void)reason;
	(void)ctx;
}

static const struct conn_handler refused_handler = {
	.line = refused_line,
	.overlong = refused_overlong,
	.closed = refused_closed,
};

/* True if not even a refused peer can keep a connection. */
static int
is_over_full(const struct net *net)
{
	long long most = net->max_conns;

	return most > 0 &&
	       conns_sockets(net->conns) >= (size_t)most + REFUSED_MAX;
}

/*
 * Sends a line that an IRC client and a person both understand. If many peers are being refused,
 * this one gets what the kernel takes at once, and the server keeps no connection for it.
 */
static void
refuse(struct net *net, int fd, const char *words, const char *reason)
{
	struct conn *c;

	if (conns_refused(net->conns) >= REFUSED_MAX || is_over_full(net)) {
		send(fd, words, strlen(words), MSG_DONTWAIT | MSG_NOSIGNAL);
		close(fd);
		return;
	}
	c = conn_new(net->conns, fd, &refused_handler, NULL);
	if (c == NULL)
		return;
	conn_set_refused(c);
	conn_send(c, words, strlen(words));
	conn_close(c, reason);
}

static int
is_full(const struct net *net)
{
	long long most = net->max_conns;

	return most > 0 && conns_count(net->conns) >= (size_t)most;
}

static void
get_address(int fd, struct range *address)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(ss);

	if (getpeername(fd, (struct sockaddr *)&ss, &len) != 0)
		ss.ss_family = AF_UNSPEC;
	range_of(address, (struct sockaddr *)&ss);
}

/* Returns 1 if the peer may connect; admission then counts it. Checked before a conn is made. */
static int
is_admitted(struct net *net, int fd, const struct range *address)
{
	static const char *const reasons[] = {
		[ADMISSION_BANNED] = "Banned",
		[ADMISSION_TOO_MANY] = "Too many connections from this address",
		[ADMISSION_TOO_FAST] = "Connects too often",
	};
	enum admission_result result;
	const char *words;

	if (is_full(net)) {
		refuse(net, fd,
		    "ERROR :This server is full; try again later.\r\n",
		    "The server is full");
		return 0;
	}
	result =
	    admission_check(net->admission, address, clock_mono_ms(), &words);
	if (result != ADMISSION_ALLOWED)
		refuse(net, fd, words, reasons[result]);
	return result == ADMISSION_ALLOWED;
}

struct conn *
net_accept(struct net *net, int fd)
{
	struct range address;
	struct conn *c;

	get_address(fd, &address);
	if (!is_admitted(net, fd, &address))
		return NULL;
	c = conn_new(net->conns, fd, &detect_handler, NULL);
	if (c == NULL) {
		admission_release(net->admission, &address);
		log_warn(
		    "net", 0, "cannot add the connection to the event loop");
		return NULL;
	}
	conn_set_admitted(c);
	detector_start(net->detector, c);
	return c;
}

/* A ban, for the connections whose dialect is not known yet. */
struct new_ban {
	const struct admission *admission;
	const struct range *range;
	const char *words;
};

static void
close_if_banned(struct conn *c, void *ctx)
{
	const struct new_ban *ban = ctx;

	if (!conn_is_open(c) || !range_contains(ban->range, conn_address(c)) ||
	    admission_is_exempt(ban->admission, conn_address(c)))
		return;
	conn_send(c, ban->words, strlen(ban->words));
	conn_close(c, "Banned");
}

void
net_ban(struct net *net, const struct range *range, int64_t until,
    int64_t ends_at, const char *words)
{
	struct new_ban ban = { net->admission, range, words };

	admission_ban(net->admission, range, until, ends_at, words);
	detector_each(net->detector, close_if_banned, &ban);
}

/*
 * Closing a connection sends to others, and sending may find more dead ones: repeat until there are
 * none. A long chain continues in the next turn.
 */
static void
end_turn(void *ctx)
{
	struct net *net = ctx;
	int rounds = 0;

	do {
		conns_end(net->conns);
		net->ops.turn_ended(net->ctx);
	} while (conns_have_ending(net->conns) && ++rounds < ENDING_ROUNDS);
	if (conns_have_ending(net->conns))
		net_request_turn_end(net);
}

static void
on_tick(evutil_socket_t fd, short what, void *ctx)
{
	struct net *net = ctx;

	(void)fd;
	(void)what;
	wheel_tick(net->wheel);
}

static void
on_opened(struct conn *c, enum net_dialect dialect, void *ctx)
{
	struct net *net = ctx;

	net->ops.opened(c, dialect, net->ctx);
}

static void
on_accepted(int fd, void *ctx)
{
	net_accept(ctx, fd);
}

/* Makes all parts. Returns 0, or -1 if libevent fails. */
static int
make_parts(struct net *net)
{
	static const struct timeval second = { 1, 0 };

	if (event_base_get_npriorities(net->base) != PRIORITIES &&
	    event_base_priority_init(net->base, PRIORITIES) != 0)
		return -1;
	net->loop = loop_new(net->base, end_turn, net);
	net->tick = event_new(net->base, -1, EV_PERSIST, on_tick, net);
	if (net->loop == NULL || net->tick == NULL)
		return -1;
	net->conns =
	    conns_new(net->base, net->loop, net->wheel, net->admission);
	net->detector = detector_new(net->base, net->wheel, on_opened, net);
	if (net->conns == NULL)
		return -1;
	event_priority_set(net->tick, PRIORITY_SIGNAL);
	return event_add(net->tick, &second);
}

void
net_free(struct net *net)
{
	listeners_close(&net->listeners);
	if (net->loop != NULL)
		loop_free(net->loop);
	net->loop = NULL;
	if (net->detector != NULL)
		detector_free(net->detector);
	if (net->conns != NULL)
		conns_free(net->conns);
	if (net->tick != NULL)
		event_free(net->tick);
	wheel_free(net->wheel);
	admission_free(net->admission);
	free(net);
}

struct net *
net_new(struct event_base *base, const struct net_ops *ops, void *ctx)
{
	struct net *net = xcalloc(1, sizeof(*net));

	/* libevent writes without MSG_NOSIGNAL. */
	signal(SIGPIPE, SIG_IGN);
	net->base = base;
	net->ops = *ops;
	net->ctx = ctx;
	net->wheel = wheel_new();
	net->admission = admission_new();
	TAILQ_INIT(&net->listeners);
	if (make_parts(net) != 0) {
		net_free(net);
		return NULL;
	}
	net_configure(net, &default_settings);
	return net;
}

void
net_configure(struct net *net, const struct net_settings *s)
{
	net->max_conns = s->max_conns;
	admission_set(net->admission, &s->admission);
	conns_configure(
	    net->conns, &(struct conns_settings){ .queue_max = s->queue_max,
			    .queues_max = s->queues_max,
			    .close_seconds = s->close_seconds,
			    .handshakes_max = s->handshakes_max });
	detector_configure(
	    net->detector, &(struct detect_settings){ .plain = s->plain,
			       .plaintext = s->plaintext,
			       .silence_ms = s->silence_ms,
			       .silent_rate = s->silent_rate,
			       .silent_rate_all = s->silent_rate_all,
			       .enter_seconds = s->enter_seconds,
			       .handshake_seconds = s->handshake_seconds });
}

int
net_set_tls(struct net *net, struct tls *tls)
{
	return conns_set_tls(net->conns, tls);
}

const char *
net_tls_fingerprint(const struct net *net)
{
	const struct tls *tls = conns_tls(net->conns);

	return tls == NULL ? NULL : tls_fingerprint(tls);
}

int
net_listen(struct net *net, const char *address, unsigned port, char **cause)
{
	return listeners_open(
	    &net->listeners, net->base, address, port, on_accepted, net, cause);
}

void
net_stop_listening(struct net *net)
{
	listeners_close(&net->listeners);
}

unsigned
net_port(const struct net *net)
{
	return listeners_port(&net->listeners);
}

struct event_base *
net_base(struct net *net)
{
	return net->base;
}

struct wheel *
net_wheel(struct net *net)
{
	return net->wheel;
}

struct admission *
net_admission(struct net *net)
{
	return net->admission;
}

void
net_request_turn_end(struct net *net)
{
	if (net->loop != NULL)
		loop_request_end(net->loop);
}

void
net_defer(struct net *net, void (*fn)(void *), void *ctx)
{
	loop_defer(net->loop, fn, ctx);
}

struct conns *
net_conns(struct net *net)
{
	return net->conns;
}
