/*
 * handshakes: those of TLS that are under way, and those that wait to begin. What a hello is answered
 * with costs more than a thousand lines of talk: so only some are answered in each moment, however many
 * come, and in between all others are heard.
 */
#include <event2/event.h>

#include "common/clock.h"
#include "server/net/net_impl.h"
#include "server/net/turn.h"

enum {
	MOMENT_MS = 10,
	HELLOS = 16 /* answered in a moment: about half of it */
};

/* c->hello */
enum { NOT_YET, WAITS, MAY_BEGIN };

static void
wait_a_moment(struct net *net)
{
	static const struct timeval tv = { 0, MOMENT_MS * 1000 };

	evtimer_add(net->hello_tick, &tv);
}

/* The next moment has begun: for those that have waited longest. */
static void
on_moment(evutil_socket_t fd, short what, void *ctx)
{
	struct net *net = ctx;
	struct conn *c;

	(void)fd;
	(void)what;
	net->hello_moment = clock_mono_ms();
	net->nhellos = 0;
	while (
	    net->nhellos < HELLOS && (c = TAILQ_FIRST(&net->hellos)) != NULL) {
		net->nhellos++;
		TAILQ_REMOVE(&net->hellos, c, shaking);
		c->hello = MAY_BEGIN;
		if (conn_is_open(c))
			conn_set_reading(c, 1);
		conn_read(c);
	}
	if (!TAILQ_EMPTY(&net->hellos))
		wait_a_moment(net);
	turn_check(net->turn);
}

int
handshakes_init(struct net *net)
{
	TAILQ_INIT(&net->hellos);
	TAILQ_INIT(&net->shaking);
	net->hello_tick = evtimer_new(net->base, on_moment, net);
	return net->hello_tick == NULL ? -1 : 0;
}

void
handshakes_clear(struct net *net)
{
	if (net->hello_tick != NULL)
		event_free(net->hello_tick);
}

int
handshakes_may_begin(struct conn *c)
{
	struct net *net = c->net;
	int64_t now = clock_mono_ms();

	if (c->hello != NOT_YET)
		return c->hello == MAY_BEGIN;
	if (TAILQ_EMPTY(&net->hellos)) {
		if (now - net->hello_moment >= MOMENT_MS) {
			net->hello_moment = now;
			net->nhellos = 0;
		}
		if (net->nhellos < HELLOS) {
			net->nhellos++;
			c->hello = MAY_BEGIN;
			return 1;
		}
		wait_a_moment(net);
	}
	TAILQ_INSERT_TAIL(&net->hellos, c, shaking);
	c->hello = WAITS;
	return 0;
}

int
handshakes_waits(const struct conn *c)
{
	return c->hello == WAITS;
}

/* Past the limit the oldest one goes: who means it is done long before. */
void
handshakes_begin(struct conn *c)
{
	struct net *net = c->net;
	long long max = net->settings.handshakes_max;
	struct conn *oldest;

	TAILQ_INSERT_TAIL(&net->shaking, c, shaking);
	net->nshaking++;
	c->is_shaking = 1;
	if (max == 0 || net->nshaking <= (size_t)max)
		return;
	oldest = TAILQ_FIRST(&net->shaking);
	handshakes_end(oldest);
	conn_abort(oldest, "TLS: too many handshakes");
}

void
handshakes_end(struct conn *c)
{
	if (c->hello == WAITS)
		TAILQ_REMOVE(&c->net->hellos, c, shaking);
	c->hello = MAY_BEGIN;
	if (!c->is_shaking)
		return;
	TAILQ_REMOVE(&c->net->shaking, c, shaking);
	c->net->nshaking--;
	c->is_shaking = 0;
}
