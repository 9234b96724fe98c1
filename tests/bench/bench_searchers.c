/*
 * bench_searchers: how long a page of history takes beside 0, 8 and 30 clients that search without a
 * pause, each search as expensive as a client can make it. Also measures an ordinary search.
 * $TCHAT_BENCH_MESSAGES (40,000) messages are searched, for $TCHAT_BENCH_SECONDS (10) with each number
 * of searchers. Prints figures; never fails because of them.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/gauge.h"
#include "tests/support/peer.h"

enum {
	MESSAGES = 40000,
	SECONDS = 10,
	SEARCHERS_MAX = 30,
	PHRASES = 12,
	SAMPLES_MAX = 10000,
	TEXT_WORDS = 78
};

#define PAGE_EVERY   .05 /* seconds between two pages */
#define SEARCH_EVERY 1.0 /* seconds between two ordinary searches */
#define REFUSED_WAIT .5	 /* seconds that a searcher waits after a refusal */
#define LAST_WORD    "thelast"
#define PATIENCE     120.0 /* seconds to wait for the last replies at the end */

/* Every message has each of these words, but no two of them in this order. */
static const char letters[] = "badcfehgjilknmporqtsvuxwzy";

struct client {
	struct peer peer;
	const char *question; /* a whole line */
	double every;	      /* seconds between two requests; 0: no pause */
	double asked;	      /* 0: not waiting for a reply */
	double next;
	double times[SAMPLES_MAX];
	size_t n;
	size_t refused;
};

static struct client searchers[SEARCHERS_MAX], reader, seeker;
static struct buf expensive;

static void
make_expensive(void)
{
	int i;

	buf_add_str(&expensive, "SEARCH in=#lobby;text=");
	for (i = 0; i < PHRASES; i++)
		buf_printf(&expensive, "%s%c-%c", i == 0 ? "" : "\\s",
		    letters[2 * i + 1], letters[2 * i]);
	buf_add_str(&expensive, "\r\n");
}

static void
write_history(const char *file, long messages)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	FILE *f = fopen(file, "w");
	char stamp[32], id[27] = "01K00000000000000000000000";
	long i, n, k;
	time_t t;

	if (f == NULL)
		exit(1);
	for (i = 0; i < messages; i++) {
		t = (time_t)(1764547200 - messages + i);
		strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", gmtime(&t));
		for (k = 25, n = i + 1; n > 0; k--, n /= 32)
			id[k] = digits[n % 32];
		fprintf(f,
		    "{\"msgid\":\"%s\",\"time\":\"%s.000Z\",\"type\":"
		    "\"message\",\"in\":[\"#lobby\"],\"room\":\"#lobby\","
		    "\"nick\":\"mal\",\"username\":\"m\",\"host\":\"h\","
		    "\"realname\":\"m\",\"text\":\"",
		    id, stamp);
		for (k = 0; k < TEXT_WORDS * 3; k++)
			fprintf(f, "%c ", letters[k % 26]);
		fprintf(f, "word%ld%s\"}\n", i % 1000,
		    i == messages - 1 ? " " LAST_WORD : "");
	}
	fclose(f);
}

static void
import(const struct e2e_server *server, const char *file)
{
	char *command;

	xasprintf(&command, "%s import -D %s %s >/dev/null",
	    e2e_program("tchat-server"), server->dir, file);
	if (system(command) != 0) /* NOLINT(cert-env33-c) */
		exit(1);
	free(command);
}

static void
client_enter(struct client *c, unsigned port, const char *nick,
    const char *question, double every)
{
	c->question = question;
	c->every = every;
	peer_connect(&c->peer, port);
	peer_say(&c->peer,
	    "CAP REQ :batch draft/chathistory soju.im/search\r\n"
	    "NICK %s\r\nUSER u 0 * :u\r\nCAP END\r\n",
	    nick);
	if (!peer_expect(&c->peer, " 366 "))
		exit(1);
}

static void
client_begin(struct client *c)
{
	buf_reset(&c->peer.got);
	c->peer.mark = 0;
	c->n = c->refused = 0;
	c->next = gauge_now();
}

static void
client_ask(struct client *c, double now)
{
	if (c->asked != 0 || now < c->next)
		return;
	c->asked = now;
	peer_write(&c->peer, c->question, strlen(c->question));
}

/* Read what arrived; record how long the reply took when it is complete. */
static void
client_hear(struct client *c)
{
	double now;
	int refused;

	peer_pump(&c->peer, 0);
	refused = peer_has(&c->peer, "FAIL ");
	if (c->asked == 0 || (!refused && !peer_has(&c->peer, "BATCH -")))
		return;
	now = gauge_now();
	if (c->n < SAMPLES_MAX)
		c->times[c->n++] = now - c->asked;
	c->refused += (size_t)refused;
	c->next = c->asked + c->every;
	if (refused && c->next < now + REFUSED_WAIT)
		c->next = now + REFUSED_WAIT;
	c->asked = 0;
	buf_reset(&c->peer.got);
	c->peer.mark = 0;
}

static void
turn(struct client *const *all, size_t n, int may_ask)
{
	struct pollfd fds[SEARCHERS_MAX + 2];
	double now = gauge_now();
	size_t i;

	for (i = 0; i < n; i++) {
		if (may_ask)
			client_ask(all[i], now);
		fds[i] =
		    (struct pollfd){ .fd = all[i]->peer.fd, .events = POLLIN };
	}
	if (poll(fds, n, 5) <= 0)
		return;
	for (i = 0; i < n; i++)
		if (fds[i].revents != 0)
			client_hear(all[i]);
}

static void
print(struct client *c, const char *what)
{
	if (c->asked != 0 && c->n < SAMPLES_MAX)
		c->times[c->n++] = gauge_now() - c->asked;
	gauge_sort(c->times, c->n);
	printf("  %-24s %9.1f ms %9.1f ms %9.1f ms (%zu, %zu refused%s)\n",
	    what, gauge_part(c->times, c->n, .5) * 1e3,
	    gauge_part(c->times, c->n, .99) * 1e3, c->times[c->n - 1] * 1e3,
	    c->n, c->refused, c->asked != 0 ? ", the last not answered" : "");
}

static void
measure(size_t nsearchers, double seconds)
{
	struct client *all[SEARCHERS_MAX + 2];
	size_t i, searches = 0, refused = 0;
	double end;

	for (i = 0; i < nsearchers; i++)
		all[i] = &searchers[i];
	all[i] = &reader;
	all[i + 1] = &seeker;
	for (i = 0; i < nsearchers + 2; i++)
		client_begin(all[i]);
	for (end = gauge_now() + 2; nsearchers > 0 && gauge_now() < end;)
		turn(all, nsearchers, 1);
	for (end = gauge_now() + seconds; gauge_now() < end;)
		turn(all, nsearchers + 2, 1);
	for (end = gauge_now() + PATIENCE;
	     gauge_now() < end && (reader.asked != 0 || seeker.asked != 0);)
		turn(all, nsearchers + 2, 0);
	for (i = 0; i < nsearchers; i++) {
		searches += searchers[i].n;
		refused += searchers[i].refused;
	}
	printf("%zu searchers (%zu searches answered, %zu of them refused):\n",
	    nsearchers, searches, refused);
	print(&reader, "a page of 50 (p50, p99, most)");
	print(&seeker, "an ordinary search");
	for (end = gauge_now() + PATIENCE, i = 0;
	     i < nsearchers && gauge_now() < end;) {
		turn(all, nsearchers, 0);
		i += searchers[i].asked == 0;
	}
}

static void
enter_all(unsigned port)
{
	char nick[16];
	int i;

	client_enter(&reader, port, "reader",
	    "CHATHISTORY LATEST #lobby * 50\r\n", PAGE_EVERY);
	client_enter(&seeker, port, "seeker",
	    "SEARCH in=#lobby;text=word7;limit=10\r\n", SEARCH_EVERY);
	for (i = 0; i < SEARCHERS_MAX; i++) {
		snprintf(nick, sizeof(nick), "mal%d", i);
		client_enter(&searchers[i], port, nick, buf_str(&expensive), 0);
	}
}

/* Wait until the last message can be found. */
static void
await_index(void)
{
	static const char last[] =
	    "SEARCH in=#lobby;text=" LAST_WORD ";limit=1\r\n";

	do {
		usleep(200000);
		buf_reset(&seeker.peer.got);
		seeker.peer.mark = 0;
		peer_write(&seeker.peer, last, sizeof(last) - 1);
		if (!peer_expect(&seeker.peer, "BATCH -"))
			exit(1);
	} while (!peer_has(&seeker.peer, "PRIVMSG"));
}

int
main(void)
{
	static const char *const more[] = { "--flood-rate", "0", NULL };
	static const size_t numbers[] = { 0, 8, 30 };
	long messages = gauge_number("TCHAT_BENCH_MESSAGES", MESSAGES);
	double seconds = (double)gauge_number("TCHAT_BENCH_SECONDS", SECONDS);
	struct e2e_server server;
	char *file;
	size_t i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	make_expensive();
	e2e_server_start(&server, NULL);
	e2e_server_stop(&server);
	file = path_join(server.home, "history.json");
	write_history(file, messages);
	import(&server, file);
	unlink(file);
	e2e_server_restart(&server, more);
	enter_all(server.port);
	await_index();
	printf("%ld messages in the room:\n", messages);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		measure(numbers[i], seconds);
	e2e_server_stop(&server);
	e2e_server_free(&server);
	buf_clear(&expensive);
	free(file);
	return 0;
}
