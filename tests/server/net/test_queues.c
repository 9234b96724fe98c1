/*
 * conn: peers that do not read their output: one queue that is too long, and all queues
 * together.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/net/conn_impl.h"
#include "tests/support/net_rig.h"
#include "tests/support/test.h"

enum { PEERS = 5, LIMIT = 100000 };

struct fixture {
	struct net_rig rig;
	struct conn *conns[PEERS];
	int fds[PEERS];
	struct buf got;
};

static struct fixture *fx;

static int
setup(void **state)
{
	int i;

	(void)state;
	fx = calloc(1, sizeof(*fx));
	net_rig_init(&fx->rig);
	for (i = 0; i < PEERS; i++) {
		fx->fds[i] = net_rig_connect(&fx->rig);
		fx->conns[i] = fx->rig.conn;
	}
	return 0;
}

static int
teardown(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < PEERS; i++)
		close(fx->fds[i]);
	net_rig_clear(&fx->rig);
	buf_clear(&fx->got);
	free(fx);
	return 0;
}

static void
limit_all(long long bytes)
{
	struct net_settings s = {
		.queue_max = 64 * 1024 * 1024,
		.queues_max = bytes,
		.close_seconds = 5,
	};
	int i;

	net_configure(fx->rig.net, &s);
	for (i = 0; i < PEERS; i++)
		conn_set_queue_limit(fx->conns[i], (size_t)s.queue_max);
}

/* Sends lines until this many bytes are queued for the peer, or it is closed. */
static void
fill(int i, size_t bytes)
{
	char line[128];
	int k;

	for (k = 0;
	     conn_is_open(fx->conns[i]) && conn_queued(fx->conns[i]) < bytes;
	     k++) {
		snprintf(line, sizeof(line), "this is line %d for %d\n", k, i);
		conn_send(fx->conns[i], line, strlen(line));
	}
}

static const char *
told(void)
{
	net_rig_run(&fx->rig);
	return buf_str(&fx->rig.told);
}

/* Returns everything sent to the peer, to the end. */
static const char *
read_all(int i)
{
	int rounds;

	buf_reset(&fx->got);
	for (rounds = 0; rounds < 100000 && net_rig_read(fx->fds[i], &fx->got);
	     rounds++)
		net_rig_run(&fx->rig);
	assert_int_not_equal(rounds, 100000);
	return buf_str(&fx->got);
}

/* Expects the lines in order, then the reason, then the end. */
static void
assert_lines_then(int i, const char *last)
{
	const char *at = read_all(i);
	char line[128];
	int k;

	for (k = 0;; k++) {
		snprintf(line, sizeof(line), "this is line %d for %d\n", k, i);
		if (strncmp(at, line, strlen(line)) != 0)
			break;
		at += strlen(line);
	}
	assert_true(k > 0);
	assert_string_equal(at, last);
}

static void
slow_peer__gets_the_reason_after_a_whole_line__when_it_reads_again(void **state)
{
	(void)state;
	conn_set_queue_limit(fx->conns[0], LIMIT);
	fill(0, SIZE_MAX);
	assert_false(conn_is_open(fx->conns[0]));
	/* The handler is notified at once. */
	assert_string_equal(told(), "closed:Output queue exceeded\n");
	assert_int_equal(conns_count(net_conns(fx->rig.net)), PEERS - 1);
	assert_true(net_conns(fx->rig.net)->queued < 1000);
	assert_lines_then(0, "ERROR :Closing link: Output queue exceeded\r\n");
	assert_int_equal(net_conns(fx->rig.net)->queued, 0);
}

static void
slow_peer__gets_the_reason__when_one_burst_was_too_long(void **state)
{
	struct buf burst = { 0 };
	int k;

	(void)state;
	conn_set_queue_limit(fx->conns[0], LIMIT);
	for (k = 0; k < 200000; k++)
		buf_printf(&burst, "this is line %d for 0\n", k);
	conn_send(fx->conns[0], burst.p, burst.len);
	assert_string_equal(told(), "closed:Output queue exceeded\n");
	assert_lines_then(0, "ERROR :Closing link: Output queue exceeded\r\n");
	buf_clear(&burst);
}

static void
slow_peer__is_freed__when_it_never_reads_again(void **state)
{
	int i;

	(void)state;
	conn_set_queue_limit(fx->conns[0], LIMIT);
	fill(0, SIZE_MAX);
	told();
	assert_int_equal(net_conns(fx->rig.net)->nsockets, PEERS);
	for (i = 0; i < 10; i++)
		wheel_tick(net_wheel(fx->rig.net));
	told();
	assert_int_equal(net_conns(fx->rig.net)->nsockets, PEERS - 1);
	assert_int_equal(net_conns(fx->rig.net)->queued, 0);
}

static void
all_queues__drop_the_longest__past_the_total_limit(void **state)
{
	int i;

	(void)state;
	limit_all(10 * LIMIT);
	fill(0, LIMIT);
	fill(1, 3 * LIMIT);
	fill(2, 2 * LIMIT);
	assert_true(net_conns(fx->rig.net)->queued >= 6 * LIMIT);
	fill(3, 2 * LIMIT + 1000);
	assert_string_equal(told(), "");
	fill(4, 2 * LIMIT);
	assert_string_equal(
	    told(), "closed:The server's output queues are full\n");
	for (i = 0; i < PEERS; i++)
		if (i != 1)
			assert_true(conn_is_open(fx->conns[i]));
	assert_true(net_conns(fx->rig.net)->queued <= 10 * LIMIT);
	assert_lines_then(
	    1, "ERROR :Closing link: The server's output queues are full\r\n");
}

static void
all_queues__count_only_queued_bytes(void **state)
{
	int i;

	(void)state;
	limit_all(10 * LIMIT);
	for (i = 0; i < PEERS; i++)
		fill(i, LIMIT);
	/* One peer reads, another closes. */
	while (conn_queued(fx->conns[0]) > 0) {
		net_rig_read(fx->fds[0], &fx->got);
		net_rig_run(&fx->rig);
	}
	conn_abort(fx->conns[1], "gone");
	net_rig_run(&fx->rig);
	assert_int_equal(net_conns(fx->rig.net)->queued,
	    conn_queued(fx->conns[2]) + conn_queued(fx->conns[3]) +
		conn_queued(fx->conns[4]));
	assert_true(net_conns(fx->rig.net)->queued < 4 * LIMIT);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(slow_peer__gets_the_reason_after_a_whole_line__when_it_reads_again),
		T(slow_peer__gets_the_reason__when_one_burst_was_too_long),
		T(slow_peer__is_freed__when_it_never_reads_again),
		T(all_queues__drop_the_longest__past_the_total_limit),
		T(all_queues__count_only_queued_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
