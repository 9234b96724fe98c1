/*
 * net: the parts of the event loop, and the order of work at the end of a turn.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include <openssl/bio.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/net/loop.h"
#include "server/net/net_impl.h"
#include "server/net/throttle.h"
#include "server/net/tls.h"

enum { ENDING_ROUNDS = 16 }; /* rounds of closing and flushing per turn */

static const struct net_settings default_settings = {
	.plain = NET_PLAIN_YES,
	.silence_ms = 1000,
	.queue_max = 1024 * 1024,
	.close_seconds = 5,
};

/*
 * Closing a connection sends to others, and sending may find more dead ones: repeat until there are
 * none. A long chain continues in the next turn.
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

int
net_is_late(struct net *net)
{
	struct timeval polled;

	event_base_gettimeofday_cached(net->base, &polled);
	if (polled.tv_sec != net->polled.tv_sec ||
	    polled.tv_usec != net->polled.tv_usec) {
		net->polled = polled;
		net->round_began = clock_mono_ms();
	}
	return clock_mono_ms() - net->round_began >= ROUND_MS;
}

void
net_resume_ready(struct net *net)
{
	if (!net->is_resuming)
		event_active(net->resume, EV_TIMEOUT, 0);
}

/* Uses a timer that expires at once: an active event would run before anything is read. */
static void
resume_again(struct net *net)
{
	static const struct timeval at_once = { 0, 0 };

	if (event_add(net->resume, &at_once) != 0)
		event_active(net->resume, EV_TIMEOUT, 0);
}

/*
 * Hands up one line of each conn in turn, until the time is over. Connections released meanwhile
 * wait for the next round of the loop, behind the remaining ones.
 */
static void
on_resume(evutil_socket_t fd, short what, void *ctx)
{
	struct net *net = ctx;
	struct conn_queue list = TAILQ_HEAD_INITIALIZER(list);
	const int64_t began = clock_mono_ms();
	struct conn *c;

	(void)fd;
	(void)what;
	net->is_resuming = 1;
	TAILQ_CONCAT(&list, &net->ready, ready);
	while ((c = TAILQ_FIRST(&list)) != NULL) {
		TAILQ_REMOVE(&list, c, ready);
		c->is_ready = 0;
		if (conn_process(c, 1) && !c->is_ready) {
			c->is_ready = 1;
			TAILQ_INSERT_TAIL(&list, c, ready);
		}
		if (clock_mono_ms() - began >= ROUND_MS)
			break;
	}
	TAILQ_CONCAT(&list, &net->ready, ready);
	TAILQ_CONCAT(&net->ready, &list, ready);
	net->is_resuming = 0;
	if (!TAILQ_EMPTY(&net->ready))
		resume_again(net);
	loop_check(net->loop);
}

static int
make_events(struct net *net)
{
	static const struct timeval second = { 1, 0 };

	if (event_base_get_npriorities(net->base) != PRIORITIES &&
	    event_base_priority_init(net->base, PRIORITIES) != 0)
		return -1;
	net->loop = loop_new(net->base, end_turn, net);
	net->resume = event_new(net->base, -1, 0, on_resume, net);
	net->tick = event_new(net->base, -1, EV_PERSIST, on_tick, net);
	if (net->loop == NULL || net->resume == NULL || net->tick == NULL)
		return -1;
	event_priority_set(net->tick, PRIORITY_SIGNAL);
	return event_add(net->tick, &second);
}

static void
free_events(struct net *net)
{
	if (net->loop != NULL)
		loop_free(net->loop);
	if (net->resume != NULL)
		event_free(net->resume);
	if (net->tick != NULL)
		event_free(net->tick);
	handshakes_clear(net);
	wheel_free(net->wheel);
	throttle_free(net->silent);
	admission_free(net->admission);
	tls_free(net->tls);
	BIO_meth_free(net->tls_method);
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
	net->silent = throttle_new();
	net->admission = admission_new();
	TAILQ_INIT(&net->conns);
	TAILQ_INIT(&net->ready);
	TAILQ_INIT(&net->ending);
	TAILQ_INIT(&net->listeners);
	net_configure(net, &default_settings);
	if (handshakes_init(net) != 0 || make_events(net) != 0) {
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
	loop_free(net->loop);
	net->loop = NULL;
	for (c = TAILQ_FIRST(&net->conns); c != NULL; c = next) {
		next = TAILQ_NEXT(c, all);
		if (c->handler == &detect_handler && c->state < CONN_LINGERING)
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
	admission_set(net->admission, &s->admission);
	net->settings.admission.exempt = NULL;
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
		tls_inherit_tickets(tls, net->tls);
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
