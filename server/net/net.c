/*
 * net: the loop's furniture, and the order of things at the end of a turn.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include <openssl/bio.h>

#include "common/log.h"
#include "common/xmalloc.h"
#include "server/net/net_impl.h"
#include "server/net/throttle.h"
#include "server/net/tls.h"
#include "server/net/turn.h"

enum {
	ENDING_ROUNDS = 16, /* of closing and flushing in one turn */
	REFUSED_MAX = 64    /* peers over the limit that are told so at once */
};

static const struct net_settings default_settings = {
	.plain = NET_PLAIN_YES,
	.silence_ms = 1000,
	.queue_max = 1024 * 1024,
	.close_seconds = 5,
};

/*
 * Closing tells others, telling them may find more that are dead: until there
 * are none. A long chain of deaths goes on in the next turn.
 */
static void
end_turn(void *ctx)
{
	struct net *net = ctx;
	struct conn *c;
	int rounds = 0;

	do {
		while ((c = TAILQ_FIRST(&net->ending)) != NULL) {
			TAILQ_REMOVE(&net->ending, c, ending);
			c->is_ending = 0;
			conn_end(c);
		}
		net->ops.turn_ended(net->ctx);
	} while (!TAILQ_EMPTY(&net->ending) && ++rounds < ENDING_ROUNDS);
	if (!TAILQ_EMPTY(&net->ending))
		net_want_turn_end(net);
}

static void
on_tick(evutil_socket_t fd, short what, void *ctx)
{
	struct net *net = ctx;

	(void)fd;
	(void)what;
	wheel_tick(net->wheel);
}

/* Those released while we are at it wait for the next round of the loop. */
static void
on_go_on(evutil_socket_t fd, short what, void *ctx)
{
	struct net *net = ctx;
	struct conn_queue list = TAILQ_HEAD_INITIALIZER(list);
	struct conn *c;

	(void)fd;
	(void)what;
	TAILQ_CONCAT(&list, &net->ready, ready);
	while ((c = TAILQ_FIRST(&list)) != NULL) {
		TAILQ_REMOVE(&list, c, ready);
		c->is_ready = 0;
		conn_process(c);
	}
	turn_check(net->turn);
}

static int
make_events(struct net *net)
{
	static const struct timeval second = { 1, 0 };

	if (event_base_get_npriorities(net->base) != PRIORITIES &&
	    event_base_priority_init(net->base, PRIORITIES) != 0)
		return -1;
	net->turn = turn_new(net->base, end_turn, net);
	net->go_on = event_new(net->base, -1, 0, on_go_on, net);
	net->tick = event_new(net->base, -1, EV_PERSIST, on_tick, net);
	if (net->turn == NULL || net->go_on == NULL || net->tick == NULL)
		return -1;
	event_priority_set(net->tick, PRIORITY_SIGNAL);
	return event_add(net->tick, &second);
}

static void
free_events(struct net *net)
{
	if (net->turn != NULL)
		turn_free(net->turn);
	if (net->go_on != NULL)
		event_free(net->go_on);
	if (net->tick != NULL)
		event_free(net->tick);
	wheel_free(net->wheel);
	throttle_free(net->silent);
	tls_free(net->tls);
	BIO_meth_free(net->tls_method);
	free(net);
}

struct net *
net_new(struct event_base *base, const struct net_ops *ops, void *ctx)
{
	struct net *net = xcalloc(1, sizeof(*net));

	/* libevent's writes know no MSG_NOSIGNAL. */
	signal(SIGPIPE, SIG_IGN);
	net->base = base;
	net->ops = *ops;
	net->ctx = ctx;
	net->wheel = wheel_new();
	net->silent = throttle_new();
	TAILQ_INIT(&net->conns);
	TAILQ_INIT(&net->ready);
	TAILQ_INIT(&net->ending);
	TAILQ_INIT(&net->listeners);
	net_configure(net, &default_settings);
	if (make_events(net) != 0) {
		free_events(net);
		return NULL;
	}
	return net;
}

void
net_free(struct net *net)
{
	struct conn *c, *next;

	net_stop_listening(net);
	turn_free(net->turn);
	net->turn = NULL;
	for (c = TAILQ_FIRST(&net->conns); c != NULL; c = next) {
		next = TAILQ_NEXT(c, all);
		if (c->handler == &gate_handler && c->state < CONN_LINGERING)
			c->handler->closed(c, "", c->ctx);
		conn_free(c);
	}
	free_events(net);
}

void
net_configure(struct net *net, const struct net_settings *s)
{
	net->settings = *s;
	throttle_set(net->silent, s->silent_rate, s->silent_rate_all);
}

int
net_set_tls(struct net *net, struct tls *tls)
{
	if (net->tls_method == NULL)
		net->tls_method = conn_tls_method();
	if (net->tls_method == NULL) {
		tls_free(tls);
		return -1;
	}
	if (net->tls != NULL)
		tls_inherit(tls, net->tls);
	tls_free(net->tls);
	net->tls = tls;
	return 0;
}

const char *
net_tls_fingerprint(const struct net *net)
{
	return net->tls == NULL ? NULL : tls_fingerprint(net->tls);
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

void
net_want_turn_end(struct net *net)
{
	if (net->turn != NULL)
		turn_want(net->turn);
}

void
net_defer(struct net *net, void (*fn)(void *), void *ctx)
{
	turn_defer(net->turn, fn, ctx);
}

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

/* One line that an IRC client and a person both understand. */
static void
refuse(struct net *net, int fd)
{
	static const char full[] =
	    "ERROR :This server is full; try again later.\r\n";
	struct conn *c;

	if (net->nsockets >= (size_t)net->settings.max_conns + REFUSED_MAX) {
		close(fd);
		return;
	}
	c = conn_new(net, fd, &refused_handler, NULL);
	if (c == NULL)
		return;
	conn_send(c, full, sizeof(full) - 1);
	conn_close(c, "The server is full");
}

struct conn *
net_accept(struct net *net, int fd)
{
	struct conn *c;

	if (net->settings.max_conns > 0 &&
	    net->nconns >= (size_t)net->settings.max_conns) {
		refuse(net, fd);
		return NULL;
	}
	c = conn_new(net, fd, &gate_handler, NULL);
	if (c == NULL) {
		log_warn("net", 0, "the event loop takes no connection");
		return NULL;
	}
	gate_watch(c);
	return c;
}

size_t
net_conns(const struct net *net)
{
	return net->nconns;
}

int
net_each_conn(struct net *net, int (*fn)(struct conn *, void *), void *ctx)
{
	struct conn *c, *next;
	int r;

	for (c = TAILQ_FIRST(&net->conns); c != NULL; c = next) {
		next = TAILQ_NEXT(c, all);
		if (c->state >= CONN_LINGERING)
			continue;
		r = fn(c, ctx);
		if (r != 0)
			return r;
	}
	return 0;
}
