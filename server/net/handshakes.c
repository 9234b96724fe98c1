/*
 * handshakes: TLS handshakes that are under way, and those that wait to begin. Answering a hello costs
 * more than relaying a thousand lines, so the server answers a limited number of hellos in each moment
 * and serves all other input in between. Addresses take turns (common/fair_queue.h); one address
 * that opens many connections delays and displaces its own handshakes.
 */
#include <stdlib.h>

#include <event2/event.h>
#include <uthash.h>

#include "common/clock.h"
#include "common/fair_queue.h"
#include "common/xmalloc.h"
#include "server/net/loop.h"
#include "server/net/net_impl.h"

enum {
	MOMENT_MS = 10,
	HELLOS = 16, /* answered in a moment: about half of it */
	HELLO_USE = 1000,
	HALF_LIFE_MS = 10000
};

/* c->hello */
enum { NOT_YET, WAITS, MAY_BEGIN };

struct hello_wait {
	struct fair_job job; /* first: a fair_job is its hello_wait */
	struct conn *conn;
};

/* An address (of IPv6 a /64) with handshakes under way. */
struct shaking_site {
	struct range range;
	size_t n;
	UT_hash_handle hh;
};

static void
wait_a_moment(struct net *net)
{
	static const struct timeval tv = { 0, MOMENT_MS * 1000 };

	evtimer_add(net->hello_tick, &tv);
}

static struct range
site_of(const struct conn *c)
{
	struct range site = c->address;

	range_widen_to_site(&site);
	return site;
}

/* No limit of its own: there are at most as many as connections. */
static void
add_wait(struct net *net, struct conn *c)
{
	struct hello_wait *wait = xcalloc(1, sizeof(*wait));
	struct range site = site_of(c);
	char key[RANGE_TEXT];

	range_text(key, &site);
	wait->conn = c;
	fair_queue_add(net->hellos, key, &wait->job, clock_mono_ms());
	c->hello_wait = wait;
}

/* The connection whose turn it is, charged to its address; NULL: none waits. */
static struct conn *
take_wait(struct net *net)
{
	int64_t now = clock_mono_ms();
	struct fair_job *job = fair_queue_take(net->hellos, now);
	struct hello_wait *wait = (struct hello_wait *)job;
	struct conn *c;

	if (wait == NULL)
		return NULL;
	c = wait->conn;
	fair_queue_done(net->hellos, job, HELLO_USE, now);
	c->hello_wait = NULL;
	free(wait);
	return c;
}

static void
drop_wait(struct conn *c)
{
	fair_queue_remove(c->net->hellos, &c->hello_wait->job);
	free(c->hello_wait);
	c->hello_wait = NULL;
}

/* The next moment has begun. */
static void
on_moment(evutil_socket_t fd, short what, void *ctx)
{
	struct net *net = ctx;
	struct conn *c;

	(void)fd;
	(void)what;
	net->hello_moment = clock_mono_ms();
	net->nhellos = 0;
	while (net->nhellos < HELLOS && (c = take_wait(net)) != NULL) {
		net->nhellos++;
		c->hello = MAY_BEGIN;
		if (conn_is_open(c))
			conn_set_reading(c, 1);
		conn_read(c);
	}
	if (fair_queue_waiting(net->hellos) > 0)
		wait_a_moment(net);
	loop_check(net->turn);
}

int
handshakes_init(struct net *net)
{
	static const struct fair_limits limits = { .per_requester =
						       SIZE_MAX / 4,
		.total = SIZE_MAX / 4,
		.half_life = HALF_LIFE_MS };

	net->hellos = fair_queue_new(&limits);
	TAILQ_INIT(&net->shaking);
	net->hello_tick = evtimer_new(net->base, on_moment, net);
	return net->hello_tick == NULL ? -1 : 0;
}

void
handshakes_clear(struct net *net)
{
	if (net->hello_tick != NULL)
		event_free(net->hello_tick);
	if (net->hellos != NULL)
		fair_queue_free(net->hellos);
}

int
handshakes_may_begin(struct conn *c)
{
	struct net *net = c->net;
	int64_t now = clock_mono_ms();

	if (c->hello != NOT_YET)
		return c->hello == MAY_BEGIN;
	if (fair_queue_waiting(net->hellos) == 0) {
		if (now - net->hello_moment >= MOMENT_MS) {
			net->hello_moment = now;
			net->nhellos = 0;
		}
		if (net->nhellos < HELLOS) {
			net->nhellos++;
			c->hello = MAY_BEGIN;
			add_wait(net, c);
			take_wait(net);
			return 1;
		}
		wait_a_moment(net);
	}
	add_wait(net, c);
	c->hello = WAITS;
	return 0;
}

int
handshakes_waits(const struct conn *c)
{
	return c->hello == WAITS;
}

static struct shaking_site *
find_site(const struct net *net, const struct conn *c)
{
	struct range range = site_of(c);
	struct shaking_site *site;

	HASH_FIND(hh, net->shaking_sites, &range, sizeof(range), site);
	return site;
}

static void
count_site(struct net *net, const struct conn *c)
{
	struct shaking_site *site = find_site(net, c);

	if (site == NULL) {
		site = xcalloc(1, sizeof(*site));
		site->range = site_of(c);
		HASH_ADD(
		    hh, net->shaking_sites, range, sizeof(site->range), site);
	}
	site->n++;
}

static void
uncount_site(struct net *net, const struct conn *c)
{
	struct shaking_site *site = find_site(net, c);

	if (--site->n > 0)
		return;
	HASH_DEL(net->shaking_sites, site);
	free(site);
}

/* The oldest of an address that has the most. */
static struct conn *
find_displaced(const struct net *net)
{
	const struct shaking_site *site, *next;
	struct conn *c;
	size_t most = 0;

	HASH_ITER (hh, net->shaking_sites, site, next) {
		if (site->n > most)
			most = site->n;
	}
	TAILQ_FOREACH (c, &net->shaking, shaking)
		if (find_site(net, c)->n == most)
			break;
	return c;
}

/* Past the limit one is dropped, of the address with the most: a client that means it is soon done. */
void
handshakes_begin(struct conn *c)
{
	struct net *net = c->net;
	long long max = net->settings.handshakes_max;
	struct conn *displaced;

	TAILQ_INSERT_TAIL(&net->shaking, c, shaking);
	net->nshaking++;
	c->is_shaking = 1;
	count_site(net, c);
	if (max == 0 || net->nshaking <= (size_t)max)
		return;
	displaced = find_displaced(net);
	handshakes_end(displaced);
	conn_abort(displaced, "TLS: too many handshakes");
}

void
handshakes_end(struct conn *c)
{
	if (c->hello == WAITS)
		drop_wait(c);
	c->hello = MAY_BEGIN;
	if (!c->is_shaking)
		return;
	TAILQ_REMOVE(&c->net->shaking, c, shaking);
	c->net->nshaking--;
	c->is_shaking = 0;
	uncount_site(c->net, c);
}
