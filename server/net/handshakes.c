/*
 * handshakes: limits TLS handshakes. Answering a hello costs more than relaying a thousand lines,
 * so the server answers a limited number per interval and serves all other input in between.
 * Addresses take turns (common/fair_queue.h): an address that opens many connections delays and
 * displaces only its own handshakes.
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
	INTERVAL_MS = 10,
	HELLOS_PER_INTERVAL =
	    16, /* answered per interval; they take about half of it */
	HELLO_COST = 1000,
	HALF_LIFE_MS = 10000
};

/* c->hello */
enum { HELLO_NEW, HELLO_WAITING, HELLO_ADMITTED };

struct hello_wait {
	struct fair_job job; /* first: a fair_job is its hello_wait */
	struct conn *conn;
};

/* An address (for IPv6 a /64) with handshakes in progress. */
struct handshake_site {
	struct range range;
	size_t n;
	UT_hash_handle hh;
};

static void
start_interval(struct net *net)
{
	static const struct timeval tv = { 0, INTERVAL_MS * 1000 };

	evtimer_add(net->hello_tick, &tv);
}

static struct range
site_of(const struct conn *c)
{
	struct range site = c->address;

	range_widen_to_site(&site);
	return site;
}

/* Needs no limit: there is at most one per connection. */
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

/* Takes the next connection and charges its address; NULL: none waits. */
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
	fair_queue_done(net->hellos, job, HELLO_COST, now);
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

/* The next interval began. */
static void
on_interval(evutil_socket_t fd, short what, void *ctx)
{
	struct net *net = ctx;
	struct conn *c;

	(void)fd;
	(void)what;
	net->hello_interval_began = clock_mono_ms();
	net->nhellos = 0;
	while (net->nhellos < HELLOS_PER_INTERVAL &&
	       (c = take_wait(net)) != NULL) {
		net->nhellos++;
		c->hello = HELLO_ADMITTED;
		if (conn_is_open(c))
			conn_set_reading(c, 1);
		conn_read(c);
	}
	if (fair_queue_waiting(net->hellos) > 0)
		start_interval(net);
	loop_check(net->loop);
}

int
handshakes_init(struct net *net)
{
	static const struct fair_limits limits = { .per_requester =
						       SIZE_MAX / 4,
		.total = SIZE_MAX / 4,
		.half_life = HALF_LIFE_MS };

	net->hellos = fair_queue_new(&limits);
	TAILQ_INIT(&net->handshaking);
	net->hello_tick = evtimer_new(net->base, on_interval, net);
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
handshakes_may_start(struct conn *c)
{
	struct net *net = c->net;
	int64_t now = clock_mono_ms();

	if (c->hello != HELLO_NEW)
		return c->hello == HELLO_ADMITTED;
	if (fair_queue_waiting(net->hellos) == 0) {
		if (now - net->hello_interval_began >= INTERVAL_MS) {
			net->hello_interval_began = now;
			net->nhellos = 0;
		}
		if (net->nhellos < HELLOS_PER_INTERVAL) {
			net->nhellos++;
			c->hello = HELLO_ADMITTED;
			add_wait(net, c);
			take_wait(net);
			return 1;
		}
		start_interval(net);
	}
	add_wait(net, c);
	c->hello = HELLO_WAITING;
	return 0;
}

int
handshakes_is_waiting(const struct conn *c)
{
	return c->hello == HELLO_WAITING;
}

static struct handshake_site *
find_site(const struct net *net, const struct conn *c)
{
	struct range range = site_of(c);
	struct handshake_site *site;

	HASH_FIND(hh, net->handshake_sites, &range, sizeof(range), site);
	return site;
}

static void
count_site(struct net *net, const struct conn *c)
{
	struct handshake_site *site = find_site(net, c);

	if (site == NULL) {
		site = xcalloc(1, sizeof(*site));
		site->range = site_of(c);
		HASH_ADD(
		    hh, net->handshake_sites, range, sizeof(site->range), site);
	}
	site->n++;
}

static void
uncount_site(struct net *net, const struct conn *c)
{
	struct handshake_site *site = find_site(net, c);

	if (--site->n > 0)
		return;
	HASH_DEL(net->handshake_sites, site);
	free(site);
}

/* Returns the oldest handshake of an address that has the most. */
static struct conn *
find_displaced(const struct net *net)
{
	const struct handshake_site *site, *next;
	struct conn *c;
	size_t most = 0;

	HASH_ITER (hh, net->handshake_sites, site, next) {
		if (site->n > most)
			most = site->n;
	}
	TAILQ_FOREACH (c, &net->handshaking, handshaking)
		if (find_site(net, c)->n == most)
			break;
	return c;
}

/*
 * Past the limit, drops a handshake of the address that has the most. A normal client finishes
 * soon.
 */
void
handshakes_begin(struct conn *c)
{
	struct net *net = c->net;
	long long max = net->settings.handshakes_max;
	struct conn *displaced;

	TAILQ_INSERT_TAIL(&net->handshaking, c, handshaking);
	net->nhandshaking++;
	c->is_handshaking = 1;
	count_site(net, c);
	if (max == 0 || net->nhandshaking <= (size_t)max)
		return;
	displaced = find_displaced(net);
	handshakes_end(displaced);
	conn_abort(displaced, "TLS: too many handshakes");
}

void
handshakes_end(struct conn *c)
{
	if (c->hello == HELLO_WAITING)
		drop_wait(c);
	c->hello = HELLO_ADMITTED;
	if (!c->is_handshaking)
		return;
	TAILQ_REMOVE(&c->net->handshaking, c, handshaking);
	c->net->nhandshaking--;
	c->is_handshaking = 0;
	uncount_site(c->net, c);
}
