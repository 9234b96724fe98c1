/*
 * Many clients at once, and faulty ones: a thousand in one room, one of two hundred that does not
 * read, fifty that send rubbish. The others notice nothing.
 */
#include <sys/resource.h>
#include <sys/socket.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/random.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

enum { MANY = 1000, SOME = 200, RUDE = 50, RUBBISH_LINES = 200 };

static int
setup(void **state)
{
	struct rlimit limit;

	(void)state;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	e2e_server_start(&server, NULL);
	return 0;
}

/* Read what all of them have received; keep it only if asked to. */
static void
pump_all(struct peer *peers, size_t n, int ms)
{
	struct pollfd *fds = xcalloc(n, sizeof(*fds));
	size_t i;

	for (i = 0; i < n; i++)
		fds[i] = (struct pollfd){ .fd = peers[i].fd, .events = POLLIN };
	if (poll(fds, n, ms) > 0)
		for (i = 0; i < n; i++)
			if (fds[i].fd != -1 && fds[i].revents != 0)
				peer_pump(&peers[i], 0);
	free(fds);
}

/* Wait until each of them has received text since its mark. */
static int
all_expect(struct peer *peers, size_t n, const char *text)
{
	int64_t deadline = clock_mono_ms() + 3 * PROC_DEADLINE;
	size_t i, have = 0;

	while (have < n && clock_mono_ms() < deadline) {
		pump_all(peers, n, 50);
		for (; have < n; have++)
			if (peers[have].got.len <= peers[have].mark ||
			    memmem(peers[have].got.p + peers[have].mark,
				peers[have].got.len - peers[have].mark, text,
				strlen(text)) == NULL)
				break;
	}
	if (have < n)
		fprintf(stderr, "peer %zu never got \"%s\"\n", have, text);
	for (i = 0; i < n; i++)
		peers[i].mark = peers[i].got.len;
	return have == n;
}

static void
forget_all(struct peer *peers, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		buf_reset(&peers[i].got);
		peers[i].mark = 0;
	}
}

static struct peer *
crowd_new(size_t n)
{
	struct peer *peers = xcalloc(n, sizeof(*peers));
	size_t i;

	for (i = 0; i < n; i++) {
		peer_connect(&peers[i], server.port);
		peer_say(&peers[i], "NICK u%zu\r\nUSER u 0 * :u\r\n", i);
		if (i % 50 == 49)
			pump_all(peers, i + 1, 0);
	}
	assert_true(all_expect(peers, n, " 366 "));
	return peers;
}

static void
crowd_free(struct peer *peers, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		peer_close(&peers[i]);
	free(peers);
}

static void
a_thousand_in_one_room__all_get_each_line_once_and_in_order(void **state)
{
	struct peer *peers = crowd_new(MANY);
	size_t i, k;
	char line[64];

	(void)state;
	peer_say(&peers[MANY - 1], "PING settled\r\n");
	assert_true(peer_expect(&peers[MANY - 1], "settled"));
	pump_all(peers, MANY, 0);
	forget_all(peers, MANY);
	for (k = 0; k < 10; k++)
		peer_say(&peers[k],
		    "PRIVMSG #lobby :first from %zu\r\n"
		    "PRIVMSG #lobby :second from %zu\r\n",
		    k, k);
	for (k = 0; k < 10; k++)
		peer_say(&peers[k], "PING done%zu\r\n", k);
	for (k = 0; k < 10; k++) {
		snprintf(line, sizeof(line), "done%zu", k);
		assert_true(peer_expect(&peers[k], line));
	}
	peer_say(&peers[0], "PRIVMSG #lobby :the end\r\n");
	assert_true(all_expect(peers + 1, MANY - 1, ":the end"));
	for (i = 10; i < MANY; i++) {
		for (k = 0; k < 10; k++) {
			const char *first, *second;

			snprintf(line, sizeof(line), ":first from %zu\r\n", k);
			assert_int_equal(peer_count(&peers[i], line), 1);
			first = strstr(buf_str(&peers[i].got), line);
			snprintf(line, sizeof(line), ":second from %zu\r\n", k);
			assert_int_equal(peer_count(&peers[i], line), 1);
			second = strstr(buf_str(&peers[i].got), line);
			assert_true(first < second);
		}
	}
	crowd_free(peers, MANY);
	assert_int_equal(e2e_server_stop(&server), 0);
}

static void
stuck_reader__is_dropped_at_its_limit_and_slows_nobody(void **state)
{
	const char *more[] = { "--queue-max", "64k", "--flood-rate", "0",
		NULL };
	struct peer *peers;
	char filler[400];
	size_t sent = 0, round;

	(void)state;
	e2e_server_free(&server);
	e2e_server_start(&server, more);
	peers = crowd_new(SOME);
	memset(filler, 'x', sizeof(filler) - 1);
	filler[sizeof(filler) - 1] = '\0';
	/* Number 0 stops reading; number 1 talks until 0 is dropped. */
	for (round = 0; round < 400; round++) {
		size_t k;

		for (k = 0; k < 50; k++, sent++)
			peer_say(&peers[1], "PRIVMSG #lobby :%s\r\n", filler);
		peer_say(
		    &peers[1], "PRIVMSG #lobby :round %zu over\r\n", round);
		snprintf(filler, sizeof(filler), "round %zu over", round);
		assert_true(all_expect(peers + 2, SOME - 2, filler));
		memset(filler, 'x', sizeof(filler) - 1);
		pump_all(peers + 1, 1, 0);
		if (peer_has(&peers[2], ":u0!") &&
		    memmem(peers[2].got.p, peers[2].got.len, " QUIT ", 6))
			break;
		forget_all(peers + 2, SOME - 2);
	}
	assert_true(round < 400);
	fprintf(stderr, "dropped after %zu lines of 400 bytes\n", sent);
	peer_say(&peers[2], "PING alive\r\n");
	assert_true(peer_expect(&peers[2], "alive"));
	crowd_free(peers, SOME);
	assert_int_equal(e2e_server_stop(&server), 0);
}

/* Words for rubbish that gets far into the parsers. */
static const char *const words[] = { "PRIVMSG", "NICK", "USER", "JOIN", "PART",
	"CAP", "LS", "REQ", "END", "MODE", "TOPIC", "WHO", "NAMES", "TAGMSG",
	"PING", "#lobby", "#x", ":", "::", " ", "  ", "@", "@label=1 ",
	"@+a=\\", ";;;", "=", "*", "\001ACTION", "\001", "\377\376", "\303",
	"\033[2J", "+o", "-", ",", ",,,,,,,,", "0", "999999999999999999999",
	"\360\237\246\212", "\342\200\256", "BATCH", "labeled-response",
	"message-tags", "guest", "/join", "/nick", "/msg", "\377\375\030",
	"\377\372", "QUIT", "PASS" };

static void
rubbish_line(struct buf *out)
{
	size_t parts = random_below(12) + 1, k;
	char byte;

	for (k = 0; k < parts; k++) {
		switch (random_below(8)) {
		case 0:
			byte = (char)random_below(256);
			buf_add(out, &byte, 1);
			break;
		case 1:
			for (byte = 'a'; random_below(600) != 0;)
				buf_add(out, &byte, 1);
			break;
		default:
			buf_add_str(out, words[random_below(sizeof(words) /
							    sizeof(words[0]))]);
			if (random_below(4) != 0)
				buf_add_char(out, ' ');
		}
	}
	buf_add_str(out, random_below(3) == 0 ? "\n" : "\r\n");
}

static void
rubbish_from_fifty_clients__disturbs_nobody(void **state)
{
	const char *more[] = { "--flood-rate", "0", NULL };
	struct peer ana, bo, rude[RUDE];
	struct buf line = { 0 };
	size_t i, k;

	(void)state;
	e2e_server_free(&server);
	e2e_server_start(&server, more);
	random_seed(20);
	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	for (i = 0; i < RUDE; i++)
		peer_connect(&rude[i], server.port);
	for (k = 0; k < RUBBISH_LINES; k++) {
		for (i = 0; i < RUDE; i++) {
			if (rude[i].fd == -1) {
				peer_close(&rude[i]);
				peer_connect(&rude[i], server.port);
			}
			buf_reset(&line);
			rubbish_line(&line);
			peer_write(&rude[i], line.p, line.len);
			if (random_below(40) == 0) {
				peer_close(&rude[i]);
				continue;
			}
		}
		pump_all(rude, RUDE, 0);
		forget_all(rude, RUDE);
		if (k % 20 != 0)
			continue;
		peer_say(&ana, "PRIVMSG bo :still here %zu\r\n", k);
		assert_true(peer_expect(&bo, ":still here"));
		pump_all(&ana, 1, 0);
	}
	for (i = 0; i < RUDE; i++)
		peer_close(&rude[i]);
	peer_say(&ana, "PING alive\r\n");
	assert_true(peer_expect(&ana, "alive"));
	peer_close(&ana);
	peer_close(&bo);
	buf_clear(&line);
	random_seed(0);
	/* A clean stop: with sanitizers it also proves that nothing leaked. */
	assert_int_equal(e2e_server_stop(&server), 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, server_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    a_thousand_in_one_room__all_get_each_line_once_and_in_order),
		CASE(stuck_reader__is_dropped_at_its_limit_and_slows_nobody),
		CASE(rubbish_from_fifty_clients__disturbs_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
