/*
 * A server that runs out of something: descriptors, connections, memory for unread output. Two
 * bystanders keep chatting; the time that their messages took is printed.
 */
#include <sys/resource.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "tests/support/gauge.h"
#include "tests/support/hostile_rig.h"
#include "tests/support/test.h"

enum {
	MANY = 200,
	FDS = 60,      /* left to the server, which needs some for itself */
	MOMENT = 2000, /* ms */
	SILENT = 8,    /* clients that do not read */
	LINES = 60000, /* messages to them, at most */
	FIT = 32,      /* clients, with 64 descriptors */
	GROWTH_MAX = 32 * 1024 * 1024
};

/* Return the part of a CPU that the server uses while nobody sends anything. */
static double
load(void)
{
	int64_t end = clock_mono_ms() + MOMENT;
	double before = gauge_cpu(server.proc->pid);

	while (clock_mono_ms() < end)
		poll(NULL, 0, 50);
	return (gauge_cpu(server.proc->pid) - before) * 1000 / MOMENT;
}

/* Wait until a new client is welcomed: the server has noticed that there is room. */
static void
assert_takes_again(void)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;
	struct peer late;
	int welcome = 0;

	while (!welcome && clock_mono_ms() < end) {
		peer_connect(&late, server.port);
		peer_say(&late, "NICK late\r\nUSER late 0 * :late\r\n");
		while (late.fd != -1 && !peer_has(&late, " 001 ") &&
		       clock_mono_ms() < end)
			peer_pump(&late, 50);
		welcome = peer_has(&late, " 001 ");
		peer_close(&late);
	}
	assert_true(welcome);
}

static void
listener__refuses_with_a_reason_if_no_descriptor_is_left(void **state)
{
	struct rlimit few = { FDS, FDS };
	double part;

	(void)state;
	hostile_begin(NULL);
	/* It had more descriptors when it started. */
	assert_int_equal(
	    prlimit(server.proc->pid, RLIMIT_NOFILE, &few, NULL), 0);
	attackers_come(&attackers, MANY, server.port, 0);
	attackers_say_all(&attackers, "NICK a");
	assert_true(proc_expect_err(server.proc, "cannot accept on port"));
	assert_true(
	    attackers_any(&attackers, "ERROR :This server cannot accept"));
	part = load();
	printf("the server's load meanwhile: %.1f %%\n", part * 100);
	assert_true(part < 0.1);
	hostile_talk_during("no descriptor left", NULL);
	attackers_go(&attackers);
	assert_takes_again();
	assert_true(bystanders_talk(&bystanders, 1, NULL, NULL));
}

static void
start_with_few_descriptors(void)
{
	const char *at;

	server.dir = e2e_folder();
	server.proc = proc_start(
	    (const char *[]){ "sh", "-c", "ulimit -n 64; exec \"$@\"", "sh",
		e2e_program("tchat-server"), "-l", "127.0.0.1", "-p", "0", "-D",
		server.dir, NULL },
	    NULL);
	assert_true(proc_expect_err(server.proc, "fingerprint"));
	at = strstr(buf_str(&server.proc->erred), " port ");
	assert_non_null(at);
	server.port = (unsigned)strtoul(at + 6, NULL, 10);
}

/* With few descriptors from the start, as in a container: many clients fit, and the log says how many. */
static void
server__logs_how_many_clients_fit_and_accepts_them(void **state)
{
	struct peer p[FIT + 1];
	size_t i;

	(void)state;
	e2e_server_start(
	    &server, (const char *[]){ "--max-clients", "1000", NULL });
	assert_true(proc_expect_err(server.proc, "room for clients=1000"));
	e2e_server_free(&server);
	start_with_few_descriptors();
	assert_true(proc_expect_err(server.proc,
	    "only 32 clients fit, because the descriptor limit is 64"));
	for (i = 0; i < FIT; i++) {
		peer_connect(&p[i], server.port);
		peer_say(&p[i], "NICK a%zu\r\nUSER a 0 * :a\r\n", i);
		assert_true(peer_expect(&p[i], " 001 "));
	}
	peer_connect(&p[FIT], server.port);
	assert_true(peer_expect(&p[FIT], "ERROR :This server is full"));
	for (i = 0; i <= FIT; i++)
		peer_close(&p[i]);
}

static void
full_server__says_so_and_accepts_others_later(void **state)
{
	struct buf got = { 0 };
	size_t i, told = 0;

	(void)state;
	hostile_begin((const char *[]){ "--max-clients", "20", NULL });
	attackers_come(&attackers, MANY, server.port, 0);
	attackers_say_all(&attackers, "NICK a");
	for (i = 0; i < MANY; i++)
		if (attackers.fds[i] != -1 && i >= 18) {
			told += (size_t)attackers_hear(
			    &attackers, i, "ERROR :This server is full", &got);
			buf_reset(&got);
		}
	printf("told that it is full: %zu of %d\n", told, MANY - 18);
	/* A client that sent something first may have been reset instead. */
	assert_true(told > 0);
	hostile_talk_during("a server that is full", NULL);
	attackers_go(&attackers);
	assert_takes_again();
	buf_clear(&got);
}

/* The kernel buffers some megabytes for each before the server has to queue anything. */
static int
noise(struct peer *from)
{
	char line[430];
	int i;

	memset(line, 'n', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	for (i = 0; i < LINES; i++) {
		peer_say(from, "PRIVMSG #noise :%s\r\n", line);
		if (i % 500 != 499)
			continue;
		peer_say(from, "PING done%d\r\n", i);
		if (!peer_expect(from, ":done"))
			return 0;
		proc_pump(server.proc, 0);
		if (strstr(buf_str(&server.proc->erred), "output queues full"))
			return 1;
	}
	return 0;
}

static void
join_all(void)
{
	struct buf got = { 0 };
	char line[128];
	size_t i;

	for (i = 0; i < attackers.n; i++) {
		snprintf(line, sizeof(line),
		    "NICK deaf%zu\r\nUSER x 0 * :x\r\nJOIN #noise\r\n", i);
		attackers_say(&attackers, i, line, strlen(line));
		assert_true(attackers_hear(&attackers, i, "#noise :End", &got));
		buf_clear(&got);
	}
}

static void
queues__have_a_common_limit_and_the_longest_is_dropped(void **state)
{
	struct peer loud;
	double before, growth;

	(void)state;
	hostile_begin((const char *[]){ "--queues-max", "2M", "--flood-rate",
	    "0", "--history", "none", "--close-seconds", "60", NULL });
	attackers_come(&attackers, SILENT, server.port, 4096);
	join_all();
	peer_connect(&loud, server.port);
	assert_true(peer_register(&loud, "loud"));
	peer_say(&loud, "JOIN #noise\r\n");
	assert_true(peer_expect(&loud, "#noise :End"));
	before = gauge_memory(server.proc->pid);
	assert_true(noise(&loud));
	growth = gauge_memory(server.proc->pid) - before;
	printf("memory of the server: %.1f MiB more\n", growth / (1 << 20));
	assert_true(!gauge_memory_counts() || growth < GROWTH_MAX);
	hostile_talk_during("8 who do not read", NULL);
	peer_close(&loud);
	/* It gets the reason now that it reads. */
	assert_true(attackers_any(&attackers,
	    "ERROR :Closing link: The server's output queues are full"));
}

#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, hostile_setup, hostile_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(listener__refuses_with_a_reason_if_no_descriptor_is_left),
		TEST(server__logs_how_many_clients_fit_and_accepts_them),
		TEST(full_server__says_so_and_accepts_others_later),
		TEST(queues__have_a_common_limit_and_the_longest_is_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
