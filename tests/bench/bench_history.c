/*
 * bench_history: the cost of a long history in the store. $TCHAT_BENCH_MESSAGES (200,000) messages are
 * written, indexed, read in pages, searched and pruned, while messages are stored one at a time. The
 * baseline, in the same run, is a history of 10,000. Prints figures and ratios; never fails because of
 * them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "tests/support/gauge.h"
#include "tests/support/long_history.h"
#include "tests/support/test.h"

enum {
	FEW = 10000,
	MANY = 200000,
	PAGE = 100,
	TRIES = 40,
	TRIES_SECONDS = 3, /* no more tries after this many ms */
	BETWEEN_MS = 50,   /* ms between two messages of the single sender */
	SINGLES = 100,	   /* messages of the single sender, at least */
	SINGLES_MAX = 100000,
	PRUNED_PART = 20
};

/* The cost of a read. */
struct cost {
	double time; /* the median of the tries */
	double slowest;
	double cpu;
	size_t n; /* messages that were read */
	enum store_result result;
};

struct sends {
	double v[SINGLES_MAX];
	size_t n;
};

static struct sends sends;

/* Store one more message, after a pause in which the store does its chores. */
static void
send_one(struct long_history *h)
{
	store_rig_pump(&h->rig, BETWEEN_MS);
	if (sends.n < SINGLES_MAX)
		sends.v[sends.n++] = long_history_say(h);
}

static void
print_sends(const char *when)
{
	gauge_sort(sends.v, sends.n);
	printf("  %-38s %9.2f ms %9.2f ms %9.2f ms (%zu)\n", when,
	    gauge_part(sends.v, sends.n, .5) * 1e3,
	    gauge_part(sends.v, sends.n, .99) * 1e3, sends.v[sends.n - 1] * 1e3,
	    sends.n);
	sends.n = 0;
}

/* Create a history of n messages. */
static void
fill(struct long_history *h)
{
	double cpu = gauge_cpu(0), from = gauge_now(), each = (double)h->n;

	long_history_fill(h);
	printf("%lld messages handed in at once:\n", (long long)h->n);
	printf("  kept                     %9.0f a second, %.2f us of CPU "
	       "each\n",
	    each / (gauge_now() - from), (gauge_cpu(0) - cpu) / each * 1e6);
	printf("  in the file              %9.0f bytes each\n",
	    long_history_bytes(h) / each);
}

/* Wait until all messages can be found, while the single sender continues. */
static void
make_searchable(struct long_history *h)
{
	double cpu = gauge_cpu(0), from = gauge_now(), each = (double)h->n;
	double log = 0, most = gauge_memory(0), now;
	char *file;

	xasprintf(&file, "%s-wal", h->rig.file);
	while (long_history_indexed(h) < h->n) {
		send_one(h);
		now = gauge_memory(0);
		most = now > most ? now : most;
		now = gauge_file(file);
		log = now > log ? now : log;
	}
	printf("made searchable in         %9.1f s, %.2f us of CPU each\n",
	    gauge_now() - from, (gauge_cpu(0) - cpu) / each * 1e6);
	printf("  in the file then         %9.0f bytes each\n",
	    long_history_bytes(h) / each);
	printf("  most memory meanwhile    %9.1f MiB, and the log's file %.1f "
	       "MiB\n",
	    most / (1 << 20), log / (1 << 20));
	free(file);
}

struct history_request {
	const char *name;
	const char *room; /* NULL: a search */
	struct store_range range;
	struct store_search search;
};

static void
ask_once(struct long_history *h, const struct history_request *q)
{
	static const char *const in[] = { LONG_ROOM, LONG_QUIET };
	struct store_search search = q->search;

	if (q->room != NULL) {
		store_rig_query(&h->rig, q->room, &q->range);
		return;
	}
	if (search.in == NULL) {
		search.in = in;
		search.n = 2;
	}
	search.limit = PAGE;
	store_rig_search(&h->rig, &search);
}

static struct cost
ask(struct long_history *h, const struct history_request *q)
{
	double times[TRIES], cpu, from, begin = gauge_now();
	size_t n = 0;
	struct cost c;

	ask_once(h, q);
	cpu = gauge_cpu(0);
	do {
		from = gauge_now();
		ask_once(h, q);
		times[n++] = gauge_now() - from;
	} while (n < TRIES && gauge_now() - begin < TRIES_SECONDS);
	c.cpu = (gauge_cpu(0) - cpu) / (double)n;
	gauge_sort(times, n);
	c.time = gauge_part(times, n, .5);
	c.slowest = times[n - 1];
	c.n = h->rig.nevents;
	c.result = h->rig.result;
	return c;
}

/* The same for the long and the short history. */
static void
compare(struct long_history *many, const struct history_request *q,
    struct long_history *few, const struct history_request *q_few)
{
	struct cost a = ask(many, q), b = ask(few, q_few);

	printf("  %-34s %4zu %9.2f ms %9.2f ms of CPU; %3zu %7.2f ms; ratio "
	       "%.1f%s\n",
	    q->name, a.n, a.time * 1e3, a.cpu * 1e3, b.n, b.cpu * 1e3,
	    a.cpu / b.cpu, a.result == STORE_TOO_LONG ? " (broken off)" : "");
}

/* Return the id of the message with this number. */
static struct msgid
id_of(struct long_history *h, int64_t seq)
{
	struct store_range range = { .after.seq = (uint64_t)seq, .limit = 1 };

	store_rig_query(&h->rig, LONG_ROOM, &range);
	assert_int_equal(h->rig.nevents, 1);
	return h->rig.events[0]->id;
}

static void
ask_pages(struct long_history *h, struct history_request q[6])
{
	struct msgid middle = id_of(h, h->n / 2);
	struct store_range ranges[6] = {
		{ .latest = 1, .messages_only = 1 },
		{ .latest = 1 },
		{ .before.id = middle, .latest = 1, .messages_only = 1 },
		{ .around.id = middle },
		{ .before.time = h->first_time + h->n / 3 * LONG_STEP_MS,
		    .latest = 1 },
		{ .messages_only = 1 },
	};
	static const char *const names[6] = { "the latest",
		"the latest, with who came and went", "before an id, middle",
		"around an id, middle", "before a time", "the first" };
	int i;

	for (i = 0; i < 6; i++) {
		q[i] = (struct history_request){
			.name = names[i], .room = LONG_ROOM, .range = ranges[i]
		};
		q[i].range.limit = PAGE;
	}
}

static void
compare_pages(struct long_history *many, struct long_history *few)
{
	struct history_request q[6], q_few[6];
	int i;

	printf("a page of %d out of %lld; out of %lld:\n", PAGE,
	    (long long)many->n, (long long)few->n);
	ask_pages(many, q);
	ask_pages(few, q_few);
	for (i = 0; i < 6; i++)
		compare(many, &q[i], few, &q_few[i]);
}

static const char *const in_long[] = { LONG_ROOM };
static const char *const in_quiet[] = { LONG_QUIET };

/* clang-format off */
static const struct history_request searches[] = {
	{ .name = "a common word", .search = { .text = LONG_COMMON } },
	{ .name = "a seldom word", .search = { .text = LONG_SELDOM } },
	{ .name = "a word said once", .search = { .text = LONG_RARE } },
	{ .name = "a word never said", .search = { .text = "neversaid" } },
	{ .name = "two common words",
	    .search = { .text = LONG_COMMON " " LONG_COMMON2 } },
	{ .name = "two seldom words",
	    .search = { .text = LONG_SELDOM " " LONG_SELDOM2 } },
	{ .name = "a common and a seldom word",
	    .search = { .text = LONG_COMMON " " LONG_SELDOM } },
	{ .name = "two Han characters", .search = { .text = LONG_HAN } },
	{ .name = "from:", .search = { .from = "nick7" } },
	{ .name = "from: and a common word",
	    .search = { .from = "nick7", .text = LONG_COMMON } },
	{ .name = "in: a quiet room, a common word",
	    .search = { .in = in_quiet, .n = 1, .text = LONG_COMMON } },
	{ .name = "in: where it was never said",
	    .search = { .in = in_long, .n = 1, .text = LONG_THERE } },
};
/* clang-format on */

static void
compare_searches(struct long_history *many, struct long_history *few)
{
	struct history_request q = { .name = "before: and a common word",
		.search = { .text = LONG_COMMON } };
	struct history_request q_few = q;
	size_t i;

	printf("the latest %d found among %lld; among %lld:\n", PAGE,
	    (long long)many->n, (long long)few->n);
	for (i = 0; i < sizeof(searches) / sizeof(searches[0]); i++)
		compare(many, &searches[i], few, &searches[i]);
	q.search.before = many->first_time + many->n / 3 * LONG_STEP_MS;
	q_few.search.before = few->first_time + few->n / 3 * LONG_STEP_MS;
	compare(many, &q, few, &q_few);
}

static void
send_some(struct long_history *h, const char *when)
{
	while (sends.n < SINGLES)
		send_one(h);
	print_sends(when);
}

static void
forget_found(enum store_result result, struct chat_event *const *events,
    size_t n, void *ctx)
{
	int *busy = ctx;

	(void)result;
	(void)events;
	(void)n;
	*busy = 0;
}

/* While other clients send the most expensive requests. */
static void
send_while_searched(struct long_history *h)
{
	struct store_search search = {
		.text = LONG_THERE, .in = in_long, .n = 1, .limit = PAGE
	};
	int busy = 0;

	while (sends.n < SINGLES) {
		if (!busy) {
			busy = 1;
			h->rig.store->ops->search(
			    h->rig.store, &search, forget_found, &busy);
		}
		send_one(h);
	}
	while (busy)
		store_rig_pump(&h->rig, BETWEEN_MS);
	print_sends("while searches go on");
}

/* Open it again with limits that are too small for one part. */
static void
send_while_pruned(struct long_history *h)
{
	static const char at[] =
	    "SELECT seq FROM placed WHERE target = 1 AND what = 0"
	    " ORDER BY seq LIMIT 1 OFFSET ?1";
	int64_t cut = long_history_ask(h, at, h->n / PRUNED_PART);
	double cpu, from;

	store_rig_close(&h->rig);
	h->rig.settings.lines =
	    (size_t)(h->n - h->n / LONG_QUIET_EVERY - h->n / PRUNED_PART);
	store_rig_open(&h->rig);
	cpu = gauge_cpu(0);
	from = gauge_now();
	while (long_history_ask(h, at, 0) < cut)
		send_one(h);
	print_sends("while a twentieth is pruned");
	printf("  pruning it took          %9.1f s, %.2f us of CPU a message\n",
	    gauge_now() - from,
	    (gauge_cpu(0) - cpu) / ((double)h->n / PRUNED_PART) * 1e6);
}

static void
restart(struct long_history *h, const char *when, int fsync)
{
	double from;

	store_rig_close(&h->rig);
	h->rig.settings.fsync = fsync;
	from = gauge_now();
	store_rig_open(&h->rig);
	printf("opened again, %s: %.2f ms\n", when, (gauge_now() - from) * 1e3);
}

int
main(void)
{
	static struct long_history many, few;
	double before;

	setvbuf(stdout, NULL, _IOLBF, 0);
	long_history_init(&few, FEW);
	long_history_init(&many, gauge_number("TCHAT_BENCH_MESSAGES", MANY));
	fill(&few);
	make_searchable(&few);
	print_sends("a lone sender meanwhile");
	before = gauge_memory(0);
	fill(&many);
	printf("  memory                   %9.1f MiB, before %.1f MiB\n",
	    gauge_memory(0) / (1 << 20), before / (1 << 20));
	make_searchable(&many);
	printf("a lone sender's message is kept after (p50, p99, most):\n");
	print_sends("while it is made searchable");
	send_some(&many, "when nothing else is done");
	send_while_searched(&many);
	restart(&many, "with fsync", 1);
	send_some(&many, "when nothing else is done, fsync");
	compare_pages(&many, &few);
	compare_searches(&many, &few);
	printf("memory after that          %9.1f MiB\n",
	    gauge_memory(0) / (1 << 20));
	send_while_pruned(&many);
	long_history_clear(&many);
	long_history_clear(&few);
	return 0;
}
