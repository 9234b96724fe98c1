/*
 * handshakes: hellos that are split, invalid, slow or many.
 */
#include <sys/socket.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include <openssl/ssl.h>

#include "common/clock.h"
#include "common/fair_queue.h"
#include "server/net/conn_impl.h"
#include "tests/support/test.h"
#include "tests/support/tls_rig.h"

static void
handshake__works_byte_by_byte__and_so_do_lines(void **state)
{
	(void)state;
	assert_int_equal(tls_rig_connect(1), 1);
	tls_client_say(&tls_rig->client, "NICK ana\r\n", 10);
	tls_rig_pump(1);
	assert_string_equal(tls_rig_told(), "line:NICK ana\n");
}

static void
tls12__works__and_can_resume(void **state)
{
	(void)state;
	tls_client_limit(&tls_rig->client, TLS1_2_VERSION, TLS1_2_VERSION);
	tls_rig_enter();
	tls_rig_say("NICK ana\r\n");
	assert_string_equal(conn_tls_version(tls_rig->rig.conn), "TLSv1.2");
	tls_rig_enter();
	assert_true(tls_client_resumed(&tls_rig->client));
}

static void
hello__is_refused__when_invalid_or_too_long(void **state)
{
	static const struct {
		const char *p;
		size_t n;
	} bad[] = { { "\x16\x03\x01\x02\x00\x01\x01\xff\xff", 9 },
		{ "\x16\x03\x01\x50\x00\x01\x00\x02\x00", 9 },
		{ "\x16\x03\x01\x02\x00\x02\x00\x01\xfc", 9 },
		{ "\x16\x02\x01\x02\x00\x01\x00\x01\xfc", 9 },
		{ "\x16\x03\x01\x00\x03\x01\x00\x01\xfc", 9 } };
	struct buf words = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		tls_rig->fd = net_rig_enter(&tls_rig->rig);
		send(tls_rig->fd, bad[i].p, bad[i].n, MSG_NOSIGNAL);
		tls_rig_last_words(&words);
		assert_int_equal(words.len, 0);
		assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 0);
		close(tls_rig->fd);
		tls_rig->fd = -1;
	}
	buf_clear(&words);
}

static void
tls_within_tls__is_refused(void **state)
{
	(void)state;
	tls_rig_enter();
	tls_rig_say("\x16\x03\x01");
	assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 0);
	assert_int_equal(tls_rig->rig.opened, 0);
}

static void
slow_handshakes__are_dropped__at_any_stage(void **state)
{
	struct net_settings s = tls_rig_settings();
	struct buf out = { 0 }, words = { 0 };
	size_t cut;
	int i;

	(void)state;
	s.enter_seconds = 2;
	net_configure(tls_rig->rig.net, &s);
	for (cut = 1; cut < 3; cut++) {
		tls_rig->fd = net_rig_enter(&tls_rig->rig);
		tls_client_begin(&tls_rig->client);
		tls_client_go_on(&tls_rig->client);
		buf_reset(&out);
		tls_client_take(&tls_rig->client, &out);
		/* First half of the hello, then all of it. */
		net_rig_run(&tls_rig->rig);
		send(tls_rig->fd, out.p, cut == 1 ? out.len / 2 : out.len,
		    MSG_NOSIGNAL);
		net_rig_run(&tls_rig->rig);
		assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 1);
		for (i = 0; i < 4; i++)
			wheel_tick(net_wheel(tls_rig->rig.net));
		tls_rig_last_words(&words);
		assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 0);
		assert_int_equal(tls_rig->rig.opened, 0);
		close(tls_rig->fd);
		tls_rig->fd = -1;
	}
	buf_clear(&out);
	buf_clear(&words);
}

static struct handshakes *
handshakes(void)
{
	return &net_conns(tls_rig->rig.net)->handshakes;
}

static struct conn *
last_conn(void)
{
	return TAILQ_LAST(&net_conns(tls_rig->rig.net)->list, conn_list);
}

/* Sends only a hello from that address (NULL: none). Returns the peer's socket. */
static int
half_handshake_from(struct tls_client *client, const char *address)
{
	int fd = net_rig_enter(&tls_rig->rig);
	struct buf out = { 0 };

	if (address != NULL)
		range_parse(&last_conn()->address, view_of(address));
	tls_client_init(client);
	tls_client_begin(client);
	tls_client_go_on(client);
	tls_client_take(client, &out);
	send(fd, out.p, out.len, MSG_NOSIGNAL);
	net_rig_run(&tls_rig->rig);
	buf_clear(&out);
	return fd;
}

static int
half_handshake(struct tls_client *client)
{
	return half_handshake_from(client, NULL);
}

static void
handshakes__have_a_shorter_time_limit_than_the_first_line(void **state)
{
	struct net_settings s = tls_rig_settings();
	struct tls_client client;
	int i, fd;

	(void)state;
	s.enter_seconds = 60;
	s.handshake_seconds = 3;
	net_configure(tls_rig->rig.net, &s);
	fd = half_handshake(&client);
	for (i = 0; i < 5; i++)
		wheel_tick(net_wheel(tls_rig->rig.net));
	net_rig_run(&tls_rig->rig);
	assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 0);
	tls_client_clear(&client);
	close(fd);
	/* After the handshake, the time limit for the first line applies. */
	tls_rig_enter();
	for (i = 0; i < 20; i++)
		wheel_tick(net_wheel(tls_rig->rig.net));
	tls_rig_say("NICK ana\r\n");
	assert_int_equal(tls_rig->rig.opened, 1);
}

/* More hellos than are answered in an interval; other input is served meanwhile. */
static void
hellos__are_all_answered__when_many_arrive_at_once(void **state)
{
	enum { MANY = 60 };
	struct tls_client clients[MANY];
	int fds[MANY], i, plain, rounds;
	char byte;

	(void)state;
	plain = net_rig_enter(&tls_rig->rig);
	for (i = 0; i < MANY; i++) {
		fds[i] = half_handshake(&clients[i]);
		assert_true(handshakes()->nanswered <= 16);
	}
	net_rig_write(plain, "hello\n");
	assert_true(net_rig_wait(&tls_rig->rig, "line:hello"));
	for (i = 0; i < MANY; i++) {
		for (rounds = 0;
		     recv(fds[i], &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 1;
		     rounds++) {
			assert_true(rounds < 10000);
			event_base_loop(tls_rig->rig.base, EVLOOP_ONCE);
		}
	}
	assert_int_equal(handshakes()->nrunning, MANY);
	assert_int_equal(fair_queue_waiting(handshakes()->waiting), 0);
	for (i = 0; i < MANY; i++) {
		close(fds[i]);
		tls_client_clear(&clients[i]);
	}
	close(plain);
}

/* Some waiting peers disconnect before their turn. */
static void
hellos__are_skipped__when_the_peer_disconnected(void **state)
{
	enum { MANY = 40 };
	struct tls_client clients[MANY];
	int i, rounds;

	(void)state;
	for (i = 0; i < MANY; i++)
		close(half_handshake(&clients[i]));
	for (rounds = 0; conns_count(net_conns(tls_rig->rig.net)) > 0;
	     rounds++) {
		assert_true(rounds < 10000);
		event_base_loop(tls_rig->rig.base, EVLOOP_ONCE);
	}
	assert_int_equal(handshakes()->nrunning, 0);
	assert_int_equal(fair_queue_waiting(handshakes()->waiting), 0);
	for (i = 0; i < MANY; i++)
		tls_client_clear(&clients[i]);
}

static void
handshakes__drop_the_oldest__past_the_limit(void **state)
{
	struct net_settings s = tls_rig_settings();
	struct tls_client clients[4];
	int fds[4], i;
	char byte;

	(void)state;
	s.handshakes_max = 3;
	net_configure(tls_rig->rig.net, &s);
	for (i = 0; i < 4; i++)
		fds[i] = half_handshake(&clients[i]);
	net_rig_run(&tls_rig->rig);
	assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 3);
	for (i = 0; i < 4; i++)
		assert_int_equal(recv(fds[i], &byte, 1, MSG_PEEK) == 1, 1);
	/* Completed handshakes do not count. */
	tls_rig_enter();
	tls_rig_say("NICK ana\r\n");
	assert_int_equal(tls_rig->rig.opened, 1);
	assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 3);
	for (i = 0; i < 4; i++) {
		close(fds[i]);
		tls_client_clear(&clients[i]);
	}
	net_rig_run(&tls_rig->rig);
	assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 1);
	assert_int_equal(handshakes()->nrunning, 0);
}

static int64_t
stopped_clock(void)
{
	return 1000000;
}

/* All wait for the next interval and are then answered in this order. */
static void
hellos__are_answered__in_turn_by_address(void **state)
{
	static const char *const from[] = { "192.0.2.1", "192.0.2.1",
		"192.0.2.1", "192.0.2.2" };
	static const int order[] = { 0, 3, 1, 2 };
	struct handshakes *all = handshakes();
	struct tls_client clients[4];
	struct conn *conns[4];
	struct handshake *h;
	int fds[4], i;

	(void)state;
	clock_set(stopped_clock);
	all->interval_began = stopped_clock();
	all->nanswered = 1000;
	for (i = 0; i < 4; i++) {
		fds[i] = half_handshake_from(&clients[i], from[i]);
		conns[i] = last_conn();
		event_del(all->interval);
	}
	assert_int_equal(fair_queue_waiting(all->waiting), 4);
	event_active(all->interval, EV_TIMEOUT, 0);
	net_rig_run(&tls_rig->rig);
	clock_set(NULL);
	i = 0;
	TAILQ_FOREACH (h, &all->running, link)
		assert_ptr_equal(h->ctx, conns[order[i++]]);
	assert_int_equal(i, 4);
	for (i = 0; i < 4; i++) {
		close(fds[i]);
		tls_client_clear(&clients[i]);
	}
}

static void
handshakes__drop_one_of_the_busiest_address__past_the_limit(void **state)
{
	static const char *const from[] = { "192.0.2.1", "2001:db8::1",
		"2001:db8::2", "192.0.2.3" };
	struct net_settings s = tls_rig_settings();
	struct tls_client clients[4];
	int fds[4], i;
	char byte;

	(void)state;
	s.handshakes_max = 3;
	net_configure(tls_rig->rig.net, &s);
	for (i = 0; i < 4; i++)
		fds[i] = half_handshake_from(&clients[i], from[i]);
	net_rig_run(&tls_rig->rig);
	assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 3);
	assert_int_equal(handshakes()->nrunning, 3);
	for (i = 0; i < 4; i++)
		while (recv(fds[i], &byte, 1, MSG_DONTWAIT) > 0)
			;
	for (i = 0; i < 4; i++)
		assert_int_equal(
		    recv(fds[i], &byte, 1, MSG_DONTWAIT) == 0, i == 1);
	for (i = 0; i < 4; i++) {
		close(fds[i]);
		tls_client_clear(&clients[i]);
	}
	net_rig_run(&tls_rig->rig);
	assert_int_equal(handshakes()->nrunning, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TLS_TEST(handshake__works_byte_by_byte__and_so_do_lines),
		TLS_TEST(tls12__works__and_can_resume),
		TLS_TEST(hello__is_refused__when_invalid_or_too_long),
		TLS_TEST(tls_within_tls__is_refused),
		TLS_TEST(slow_handshakes__are_dropped__at_any_stage),
		TLS_TEST(
		    handshakes__have_a_shorter_time_limit_than_the_first_line),
		TLS_TEST(hellos__are_all_answered__when_many_arrive_at_once),
		TLS_TEST(hellos__are_skipped__when_the_peer_disconnected),
		TLS_TEST(hellos__are_answered__in_turn_by_address),
		TLS_TEST(
		    handshakes__drop_one_of_the_busiest_address__past_the_limit),
		TLS_TEST(handshakes__drop_the_oldest__past_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
