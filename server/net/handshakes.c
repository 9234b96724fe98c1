/*
 * handshakes: a fair queue of waiting hellos, answered in intervals, and a list of running handshakes.
 */
#include "server/net/handshakes.h"

#include <stdlib.h>

#include <event2/event.h>
#include <uthash.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/net/loop.h"

enum {
	INTERVAL_MS = 10,
	/* answered per interval; they take about half of it */
	HELLOS_PER_INTERVAL = 16,
	HELLO_COST = 1000,
	HALF_LIFE_MS = 10000
};

/* An address (for IPv6 a /64) with running handshakes. */
struct handshake_site {
	struct range range;
	size_t n;
	UT_hash_handle hh;
};

static void
start_interval(struct handshakes *all)
{
	static const struct timeval tv = { 0, INTERVAL_MS * 1000 };

	evtimer_add(all->interval, &tv);
}

/* Needs no limit: there is at most one per connection. */
static void
add_waiting(struct handshake *h)
{
	char key[RANGE_TEXT];

	range_text(key, &h->site);
	fair_queue_add(h->all->waiting, key, &h->job, clock_mono_ms());
}

/* Takes the next waiting hello and charges its address; NULL: none waits. */
static struct handshake *
take_waiting(struct handshakes *all)
{
	int64_t now = clock_mono_ms();
	struct fair_job *job = fair_queue_take(all->waiting, now);

	if (job != NULL)
		fair_queue_done(all->waiting, job, HELLO_COST, now);
	return (struct handshake *)job;
}

/* The next interval began. */
static void
on_interval(evutil_socket_t fd, short what, void *ctx)
{
	struct handshakes *all = ctx;
	struct handshake *h;

	(void)fd;
	(void)what;
	all->interval_began = clock_mono_ms();
	all->nanswered = 0;
	while (all->nanswered < HELLOS_PER_INTERVAL &&
	       (h = take_waiting(all)) != NULL) {
		all->nanswered++;
		h->state = HANDSHAKE_ADMITTED;
		all->ops->admitted(h->ctx);
	}
	if (fair_queue_waiting(all->waiting) > 0)
		start_interval(all);
	loop_check(all->loop);
}

int
handshakes_init(struct handshakes *all, struct event_base *base,
    struct loop *loop, const struct handshakes_ops *ops)
{
	static const struct fair_limits limits = { .per_requester =
						       SIZE_MAX / 4,
		.total = SIZE_MAX / 4,
		.half_life = HALF_LIFE_MS };

	*all = (struct handshakes){ .ops = ops, .loop = loop };
	all->waiting = fair_queue_new(&limits);
	TAILQ_INIT(&all->running);
	all->interval = evtimer_new(base, on_interval, all);
	return all->interval == NULL ? -1 : 0;
}

void
handshakes_clear(struct handshakes *all)
{
	if (all->interval != NULL)
		event_free(all->interval);
	fair_queue_free(all->waiting);
}

struct handshake *
handshake_new(struct handshakes *all, const struct range *address, void *ctx)
{
	struct handshake *h = xcalloc(1, sizeof(*h));

	h->all = all;
	h->site = *address;
	range_widen_to_site(&h->site);
	h->ctx = ctx;
	return h;
}

void
handshake_free(struct handshake *h)
{
	if (h != NULL)
		handshake_end(h);
	free(h);
}

/* Takes a place in this interval. Returns 0 if there is none, or if others wait. */
static int
take_place(struct handshake *h)
{
	struct handshakes *all = h->all;
	int64_t now = clock_mono_ms();

	if (fair_queue_waiting(all->waiting) > 0)
		return 0;
	if (now - all->interval_began >= INTERVAL_MS) {
		all->interval_began = now;
		all->nanswered = 0;
	}
	if (all->nanswered >= HELLOS_PER_INTERVAL) {
		start_interval(all);
		return 0;
	}
	all->nanswered++;
	/* Through the queue, which charges the address. */
	add_waiting(h);
	take_waiting(all);
	return 1;
}

int
handshake_may_start(struct handshake *h)
{
	if (h->state != HANDSHAKE_NEW)
		return h->state != HANDSHAKE_WAITING;
	if (take_place(h)) {
		h->state = HANDSHAKE_ADMITTED;
		return 1;
	}
	add_waiting(h);
	h->state = HANDSHAKE_WAITING;
	return 0;
}

static struct handshake_site *
find_site(const struct handshake *h)
{
	struct handshake_site *site;

	HASH_FIND(hh, h->all->sites, &h->site, sizeof(h->site), site);
	return site;
}

static void
count_site(struct handshake *h)
{
	struct handshake_site *site = find_site(h);

	if (site == NULL) {
		site = xcalloc(1, sizeof(*site));
		site->range = h->site;
		HASH_ADD(hh, h->all->sites, range, sizeof(site->range), site);
	}
	site->n++;
}

static void
uncount_site(struct handshake *h)
{
	struct handshake_site *site = find_site(h);

	if (--site->n > 0)
		return;
	HASH_DEL(h->all->sites, site);
	free(site);
}

/* Returns the oldest handshake of an address that has the most. */
static struct handshake *
find_displaced(const struct handshakes *all)
{
	const struct handshake_site *site, *next;
	struct handshake *h;
	size_t most = 0;

	HASH_ITER (hh, all->sites, site, next) {
		if (site->n > most)
			most = site->n;
	}
	TAILQ_FOREACH (h, &all->running, link)
		if (find_site(h)->n == most)
			break;
	return h;
}

/* A normal client finishes soon, so the oldest is the one to displace. */
void
handshake_begin(struct handshake *h)
{
	struct handshakes *all = h->all;
	struct handshake *displaced;

	h->state = HANDSHAKE_RUNNING;
	TAILQ_INSERT_TAIL(&all->running, h, link);
	all->nrunning++;
	count_site(h);
	if (all->max == 0 || all->nrunning <= all->max)
		return;
	displaced = find_displaced(all);
	handshake_end(displaced);
	all->ops->displaced(displaced->ctx);
}

void
handshake_end(struct handshake *h)
{
	if (h->state == HANDSHAKE_WAITING)
		fair_queue_remove(h->all->waiting, &h->job);
	if (h->state == HANDSHAKE_RUNNING) {
		TAILQ_REMOVE(&h->all->running, h, link);
		h->all->nrunning--;
		uncount_site(h);
	}
	h->state = HANDSHAKE_ENDED;
}
