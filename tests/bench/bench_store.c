/*
 * bench_store: what keeping costs: messages a second into 1, 100 and 10,000 rooms with both
 * durabilities, from handing one in to having it settled, pages and searches in a long room,
 * bytes a message. TCHAT_BENCH_MESSAGES says how long that room is (200000). Prints
 * figures; judges nothing.
 */
#include <sys/resource.h>
#include <sys/stat.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <fcntl.h>

#include "common/buf.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"
#include "server/store/store.h"
#include "tests/support/e2e.h"
#include "tests/support/prng.h"

enum {
	SPEED_MESSAGES = 50000,
	SINGLES = 300,
	UNDERWAY_MAX = 10000,
	VOCABULARY = 20000,
	PEOPLE = 50,
	READS = 20
};

static struct store *store;
static int fds[2];
static uint64_t seq;
static size_t underway;
static size_t found;
static struct prng prng = { 4 };

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void
ring(void *ctx)
{
	(void)ctx;
	if (write(fds[1], "", 1) != 1)
		abort();
}

static void
pump(void)
{
	struct pollfd fd = { .fd = fds[0], .events = POLLIN };
	char bytes[256];

	if (poll(&fd, 1, -1) == 1 && read(fds[0], bytes, sizeof(bytes)) > 0)
		store->ops->collect(store);
}

static void
open_store(const char *file, int fsync_each)
{
	struct store_sqlite_settings settings = {
		.file = file, .fsync = fsync_each, .wake = ring
	};
	char *cause = NULL;

	store = store_sqlite_new(&settings, &cause);
	if (store == NULL) {
		fprintf(stderr, "%s\n", cause);
		exit(1);
	}
	seq = store->last_seq;
}

static void
close_store(void)
{
	store->ops->free(store);
	store = NULL;
}

/* Some words are common and most are rare, as in talk. */
static void
make_text(struct buf *text)
{
	size_t n = 3 + (unsigned)prng_below(&prng, 12);

	buf_reset(text);
	while (n-- > 0) {
		unsigned r = (unsigned)prng_below(&prng, VOCABULARY) *
			     ((unsigned)prng_below(&prng, 1000) + 1);

		buf_printf(text, "w%u ", r / 1000);
	}
}

static void
on_done(enum store_result result, void *ctx)
{
	(void)ctx;
	if (result != STORE_OK) {
		fprintf(stderr, "a message was refused\n");
		exit(1);
	}
	underway--;
}

static void
say(const char *room, const char *text)
{
	static char username[] = "user", host[] = "host.example.org",
		    realname[] = "A Real Name";
	char nick[16];
	struct user u = { .nick = nick,
		.username = username,
		.host = host,
		.realname = realname };
	struct chat_event *e;

	snprintf(
	    nick, sizeof(nick), "nick%u", (unsigned)prng_below(&prng, PEOPLE));
	e = chat_event_new(CHAT_MESSAGE, &u);
	e->target = xstrdup(room);
	e->text = xstrdup(text);
	e->seq = ++seq;
	underway++;
	store->ops->append(store, e, on_done, NULL);
	chat_event_unref(e);
}

static void
say_many(size_t n, unsigned rooms)
{
	struct buf text = { 0 };
	char room[16];
	size_t i;

	for (i = 0; i < n; i++) {
		make_text(&text);
		snprintf(room, sizeof(room), "#%u",
		    (unsigned)prng_below(&prng, rooms));
		say(room, buf_str(&text));
		while (underway >= UNDERWAY_MAX)
			pump();
	}
	while (underway > 0)
		pump();
	buf_clear(&text);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
measure_singles(const char *name)
{
	double took[SINGLES];
	size_t i;

	for (i = 0; i < SINGLES; i++) {
		took[i] = now();
		say("#0", "one at a time");
		while (underway > 0)
			pump();
		took[i] = now() - took[i];
	}
	qsort(took, SINGLES, sizeof(took[0]), compare);
	printf("%-8s one at a time, handed in to settled: p50 %.2f ms, "
	       "p99 %.2f ms\n",
	    name, took[SINGLES / 2] * 1e3, took[SINGLES * 99 / 100] * 1e3);
}

static void
measure_speed(const char *dir, const char *name, int fsync_each)
{
	static const unsigned rooms[] = { 1, 100, 10000 };
	char *file = path_join(dir, name);
	double began;
	size_t i;

	open_store(file, fsync_each);
	for (i = 0; i < 3; i++) {
		began = now();
		say_many(SPEED_MESSAGES, rooms[i]);
		printf("%-8s %5u rooms: %.0f messages/s\n", name, rooms[i],
		    SPEED_MESSAGES / (now() - began));
	}
	measure_singles(name);
	close_store();
	free(file);
}

static void
on_events(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	(void)ctx;
	(void)events;
	found = n;
	underway--;
	if (result != STORE_OK)
		printf("(reading ended with %d) ", (int)result);
}

static void
measure_page(const char *what, const struct store_range *range)
{
	double began = now();
	int i;

	for (i = 0; i < READS; i++) {
		underway++;
		store->ops->query(store, "#0", range, on_events, NULL);
		while (underway > 0)
			pump();
	}
	printf("%-38s %8.2f ms, %zu found\n", what,
	    (now() - began) / READS * 1e3, found);
}

static void
measure_search(const char *what, const char *text, const char *from)
{
	static const char *const in[] = { "#0" };
	struct store_search asked = {
		.text = text, .from = from, .in = in, .n = 1, .limit = 50
	};
	double began = now();
	int i;

	for (i = 0; i < READS; i++) {
		underway++;
		store->ops->search(store, &asked, on_events, NULL);
		while (underway > 0)
			pump();
	}
	printf("%-38s %8.2f ms, %zu found\n", what,
	    (now() - began) / READS * 1e3, found);
}

static long long
size_of(const char *file)
{
	struct stat st;

	return stat(file, &st) == 0 ? (long long)st.st_size : 0;
}

/* Searching for the last word said, until all before it is indexed. */
static void
await_index(void)
{
	static const char *const in[] = { "#0" };
	struct store_search asked = {
		.text = "lastword", .in = in, .n = 1, .limit = 1
	};

	say("#0", "lastword");
	while (underway > 0)
		pump();
	do {
		poll(NULL, 0, 20);
		underway++;
		store->ops->search(store, &asked, on_events, NULL);
		while (underway > 0)
			pump();
	} while (found == 0);
}

static void
measure_reading(void)
{
	struct store_range latest = { .limit = 100, .latest = 1 };
	struct store_range middle = { .after.seq = seq / 2, .limit = 100 };
	struct store_range around = { .around.seq = seq / 3, .limit = 100 };

	measure_page("the latest 100", &latest);
	measure_page("100 from the middle", &middle);
	around.said_only = latest.said_only = 1;
	measure_page("100 around one", &around);
	measure_page("the latest 100 that were said", &latest);
	measure_search("search: a rare word", "w19000", NULL);
	measure_search("search: a common word", "w1", NULL);
	measure_search("search: two common words", "w1 w2", NULL);
	measure_search("search: a word that is not there", "nowhere", NULL);
	measure_search("search: a common word by one", "w2", "nick7");
}

static void
measure_long_room(const char *dir)
{
	const char *env = getenv("TCHAT_BENCH_MESSAGES");
	size_t n = env == NULL ? 200000 : strtoul(env, NULL, 10);
	char *file = path_join(dir, "long");
	struct rusage usage;
	double began = now();

	open_store(file, 0);
	say_many(n, 1);
	printf("a room of %zu messages: kept in %.1f s,", n, now() - began);
	fflush(stdout);
	await_index();
	printf(" searchable after %.1f s\n", now() - began);
	measure_reading();
	close_store();
	getrusage(RUSAGE_SELF, &usage);
	printf("%.0f bytes a message with its index; most memory %ld MiB\n",
	    (double)size_of(file) / (double)n, usage.ru_maxrss / 1024);
	free(file);
}

int
main(void)
{
	char *dir = e2e_folder();

	if (pipe2(fds, O_CLOEXEC) != 0)
		return 1;
	measure_speed(dir, "commit", 0);
	measure_speed(dir, "fsync", 1);
	measure_long_room(dir);
	e2e_remove(dir);
	free(dir);
	return 0;
}
