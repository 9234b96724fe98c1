/*
 * net: detection, listening, limits, and the end of the turn.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "server/net/wheel.h"
#include "tests/support/net_rig.h"
#include "tests/support/test.h"

struct fixture {
	struct net_rig rig;
	int fd;
	struct buf got;
};

static struct fixture *fx;

static struct net_settings
quick(void)
{
	return (struct net_settings){
		.plain = NET_PLAIN_YES,
		.silence_ms = 20,
		.queue_max = 1024 * 1024,
		.close_seconds = 5,
	};
}

static int
setup(void **state)
{
	struct net_settings s = quick();

	fx = calloc(1, sizeof(*fx));
	net_rig_init(&fx->rig);
	net_configure(fx->rig.net, &s);
	fx->fd = -1;
	*state = fx;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (fx->fd != -1)
		close(fx->fd);
	net_rig_clear(&fx->rig);
	buf_clear(&fx->got);
	free(fx);
	return 0;
}

static const char *
told(void)
{
	net_rig_run(&fx->rig);
	return buf_str(&fx->rig.told);
}

/* Returns everything received until the server closes its side. */
static const char *
last_words(int fd)
{
	int i;

	for (i = 0; i < 1000000 && net_rig_read(fd, &fx->got) != 0; i++)
		event_base_loop(fx->rig.base, EVLOOP_NONBLOCK);
	assert_int_not_equal(i, 1000000);
	return buf_str(&fx->got);
}

static void
detect__opens_irc__when_the_first_line_registers(void **state)
{
	(void)state;
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "NICK a");
	net_rig_run(&fx->rig);
	assert_int_equal(fx->rig.opened, 0);
	net_rig_write(fx->fd, "na\r\nhi\r\n");
	assert_string_equal(told(), "line:NICK ana\nline:hi\n");
	assert_int_equal(fx->rig.dialect, NET_IRC);
}

static void
detect__opens_plain__when_the_first_line_is_text(void **state)
{
	(void)state;
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "pass me the salt\n");
	assert_string_equal(told(), "line:pass me the salt\n");
	assert_int_equal(fx->rig.dialect, NET_PLAIN);
}

static void
detect__opens_plain__when_input_ends_without_a_line_end(void **state)
{
	(void)state;
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "hi");
	shutdown(fx->fd, SHUT_WR);
	assert_string_equal(told(), "line:hi\nended\n");
	assert_int_equal(fx->rig.dialect, NET_PLAIN);
}

static void
detect__opens_plain__when_telnet_negotiates(void **state)
{
	(void)state;
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "\xff\xfb\x1f");
	net_rig_run(&fx->rig);
	assert_int_equal(fx->rig.opened, 1);
	assert_int_equal(fx->rig.dialect, NET_PLAIN);
}

static void
detect__opens_plain__after_silence(void **state)
{
	int i;

	(void)state;
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "\r\n");
	for (i = 0; i < 1000 && fx->rig.opened == 0; i++)
		event_base_loop(fx->rig.base, EVLOOP_ONCE);
	assert_int_equal(fx->rig.dialect, NET_PLAIN);
}

/* Runs the loop for 150 ms, seven times the silence limit. */
static void
pass_time(void)
{
	static const struct timeval tv = { 0, 150000 };

	event_base_loopexit(fx->rig.base, &tv);
	event_base_dispatch(fx->rig.base);
}

static void
detect__waits_for_the_line__after_the_first_byte(void **state)
{
	(void)state;
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "N");
	pass_time();
	assert_int_equal(fx->rig.opened, 0);
	net_rig_write(fx->fd, "ICK ana\r\n");
	net_rig_run(&fx->rig);
	assert_int_equal(fx->rig.dialect, NET_IRC);
}

static void
detect__waits_for_a_line__when_silence_is_not_enough(void **state)
{
	struct net_settings s = quick();

	(void)state;
	s.plain = NET_PLAIN_SPOKEN;
	net_configure(fx->rig.net, &s);
	fx->fd = net_rig_enter(&fx->rig);
	pass_time();
	assert_int_equal(fx->rig.opened, 0);
	net_rig_write(fx->fd, "hello\n");
	assert_string_equal(told(), "line:hello\n");
}

static void
detect__refuses_plain_peers_with_a_reason__when_plain_is_off(void **state)
{
	struct net_settings s = quick();

	(void)state;
	s.plain = NET_PLAIN_NO;
	net_configure(fx->rig.net, &s);
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "hello\nworld\n");
	assert_string_equal(last_words(fx->fd),
	    "ERROR :This server accepts IRC clients only.\r\n");
	assert_int_equal(fx->rig.opened, 0);
	close(fx->fd);
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "NICK ana\n");
	assert_string_equal(told(), "line:NICK ana\n");
}

static void
detect__limits_silent_peers__but_serves_those_that_send(void **state)
{
	struct net_settings s = quick();
	int fds[4], i;

	(void)state;
	s.silent_rate = 2;
	net_configure(fx->rig.net, &s);
	for (i = 0; i < 4; i++)
		fds[i] = net_rig_enter(&fx->rig);
	pass_time();
	assert_int_equal(fx->rig.opened, 2);
	for (i = 0; i < 4; i++)
		net_rig_write(fds[i], "hi\n");
	net_rig_run(&fx->rig);
	assert_int_equal(fx->rig.opened, 4);
	for (i = 0; i < 4; i++)
		close(fds[i]);
}

static void
detect__explains_the_port__to_other_protocols(void **state)
{
	static const char *const lines[] = { "GET / HTTP/1.1\r\nHost: x\r\n",
		"SSH-2.0-x\r\n", "PROXY TCP4 a b 1 2\r\nNICK ana\r\n" };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		fx->fd = net_rig_enter(&fx->rig);
		net_rig_write(fx->fd, lines[i]);
		assert_non_null(strstr(last_words(fx->fd), "chat server"));
		buf_reset(&fx->got);
		close(fx->fd);
	}
	fx->fd = -1;
	assert_int_equal(fx->rig.opened, 0);
}

static void
detect__closes_silently__when_tls_is_not_enabled(void **state)
{
	(void)state;
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "\x16\x03\x01");
	assert_string_equal(last_words(fx->fd), "");
	assert_int_equal(fx->rig.opened, 0);
	assert_int_equal(conns_count(net_conns(fx->rig.net)), 0);
}

static void
detect__ignores_leading_nul_bytes(void **state)
{
	static const char hello[] = "\0\r\0\n\x16\x03\x01";

	(void)state;
	fx->fd = net_rig_enter(&fx->rig);
	assert_int_equal(write(fx->fd, hello, sizeof(hello) - 1), 7);
	assert_string_equal(last_words(fx->fd), "");
	assert_int_equal(fx->rig.opened, 0);
}

static void
detect__takes_an_overlong_first_line_as_plain(void **state)
{
	static char line[10001];

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, line);
	net_rig_write(fx->fd, "\n");
	assert_string_equal(told(), "overlong\n");
	assert_int_equal(fx->rig.dialect, NET_PLAIN);
}

static void
detect__applies_the_irc_limit__to_the_first_irc_line(void **state)
{
	char line[701] = "NICK ";

	(void)state;
	memset(line + 5, 'x', sizeof(line) - 6);
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, line);
	net_rig_write(fx->fd, "\r\nPING x\r\n");
	assert_string_equal(told(), "overlong\nline:PING x\n");
	assert_int_equal(fx->rig.dialect, NET_IRC);
}

static void
detect__closes_the_connection__when_no_line_arrives(void **state)
{
	struct net_settings s = quick();
	int i;

	(void)state;
	s.enter_seconds = 3;
	net_configure(fx->rig.net, &s);
	fx->fd = net_rig_enter(&fx->rig);
	net_rig_write(fx->fd, "x");
	net_rig_run(&fx->rig);
	for (i = 0; i < 4; i++)
		wheel_tick(net_wheel(fx->rig.net));
	assert_non_null(strstr(last_words(fx->fd), "ERROR :You sent nothing"));
	assert_int_equal(conns_count(net_conns(fx->rig.net)), 0);
}

static void
net__refuses_with_a_reason__when_full(void **state)
{
	struct net_settings s = quick();
	int first;

	(void)state;
	s.max_conns = 1;
	net_configure(fx->rig.net, &s);
	first = net_rig_enter(&fx->rig);
	fx->fd = net_rig_enter(&fx->rig);
	assert_non_null(
	    strstr(last_words(fx->fd), "ERROR :This server is full"));
	net_rig_write(first, "hi\n");
	assert_string_equal(told(), "line:hi\n");
	close(first);
}

static int
connect_v4(unsigned port)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	return fd;
}

static int
connect_v6(unsigned port)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd != -1 &&
	    connect(fd, (struct sockaddr *)&in6, sizeof(in6)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static int
have_ipv6(void)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), ok;

	ok = fd != -1 && bind(fd, (struct sockaddr *)&in6, sizeof(in6)) == 0;
	if (fd != -1)
		close(fd);
	return ok;
}

static void
net_listen__binds_both_families_to_one_port__when_it_picks(void **state)
{
	char *cause = NULL;
	int fd6;

	(void)state;
	assert_int_equal(net_listen(fx->rig.net, NULL, 0, &cause), 0);
	assert_int_not_equal(net_port(fx->rig.net), 0);
	fx->fd = connect_v4(net_port(fx->rig.net));
	net_rig_write(fx->fd, "four\n");
	assert_true(net_rig_wait(&fx->rig, "line:four"));
	assert_string_equal(conn_host(fx->rig.conn), "127.0.0.1");
	assert_true(conn_is_loopback(fx->rig.conn));
	if (!have_ipv6())
		return;
	fd6 = connect_v6(net_port(fx->rig.net));
	assert_int_not_equal(fd6, -1);
	net_rig_write(fd6, "six\n");
	assert_true(net_rig_wait(&fx->rig, "line:six"));
	assert_string_equal(conn_host(fx->rig.conn), "0::1");
	close(fd6);
}

static void
net_listen__accepts_an_address_in_brackets(void **state)
{
	(void)state;
	assert_int_equal(net_listen(fx->rig.net,
			     have_ipv6() ? "[::1]" : "[127.0.0.1]", 0, NULL),
	    0);
	assert_int_not_equal(net_port(fx->rig.net), 0);
}

static void
net_listen__names_the_address_and_port__when_in_use(void **state)
{
	char *cause = NULL, port[16];

	(void)state;
	assert_int_equal(net_listen(fx->rig.net, "127.0.0.1", 0, NULL), 0);
	snprintf(port, sizeof(port), "%u", net_port(fx->rig.net));
	assert_int_equal(
	    net_listen(fx->rig.net, "127.0.0.1", net_port(fx->rig.net), &cause),
	    -1);
	assert_non_null(strstr(cause, "127.0.0.1"));
	assert_non_null(strstr(cause, port));
	assert_non_null(strstr(cause, "in use"));
	free(cause);
}

static void
net_listen__names_the_address__when_invalid(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_int_equal(net_listen(fx->rig.net, "1.2.3.999", 0, &cause), -1);
	assert_non_null(strstr(cause, "1.2.3.999"));
	free(cause);
}

/* Reads everything until the server closes the connection. */
static void
read_to_end(int fd, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while ((n = recv(fd, text + len, size - 1 - len, 0)) > 0)
		len += (size_t)n;
	text[len] = '\0';
}

static void
net__refuses_a_peer_with_a_reason__when_no_descriptor_is_left(void **state)
{
	struct rlimit old, few;
	int peer, next, probe;
	char text[256];

	(void)state;
	assert_int_equal(net_listen(fx->rig.net, "127.0.0.1", 0, NULL), 0);
	peer = connect_v4(net_port(fx->rig.net));
	next = connect_v4(net_port(fx->rig.net));
	net_rig_write(peer, "hello\n");
	net_rig_write(next, "hello\n");
	probe = dup(peer);
	getrlimit(RLIMIT_NOFILE, &old);
	few = old;
	few.rlim_cur = (rlim_t)probe;
	close(probe);
	setrlimit(RLIMIT_NOFILE, &few);
	event_base_loop(fx->rig.base, EVLOOP_ONCE);
	event_base_loop(fx->rig.base, EVLOOP_ONCE);
	assert_int_equal(fx->rig.opened, 0);
	setrlimit(RLIMIT_NOFILE, &old);
	read_to_end(peer, text, sizeof(text));
	assert_non_null(strstr(text, "ERROR :This server cannot accept"));
	read_to_end(next, text, sizeof(text));
	assert_non_null(strstr(text, "ERROR :This server cannot accept"));
	close(peer);
	close(next);
	/* Descriptors are available again. */
	peer = connect_v4(net_port(fx->rig.net));
	net_rig_write(peer, "hello\n");
	assert_true(net_rig_wait(&fx->rig, "line:hello"));
	close(peer);
}

static void
note(void *ctx)
{
	buf_add_str(&fx->rig.told, ctx);
}

static void
net_defer__runs_after_turn_ended(void **state)
{
	static char text[] = "deferred\n";

	(void)state;
	net_defer(fx->rig.net, note, text);
	assert_int_equal(fx->rig.turns, 0);
	assert_string_equal(told(), "deferred\n");
	assert_int_equal(fx->rig.turns, 1);
}

static enum conn_verdict
want_turn(struct net_rig *r, struct conn *c, struct view line)
{
	(void)c;
	buf_printf(&r->told, "line:%.*s\n", VIEW_ARG(line));
	net_request_turn_end(r->net);
	return CONN_TAKEN;
}

static void
note_turn(struct net_rig *r)
{
	buf_add_str(&r->told, "turn\n");
}

static void
net__ends_the_turn__after_reading_everything_readable(void **state)
{
	int fds[20], i;

	(void)state;
	for (i = 0; i < 20; i++)
		fds[i] = net_rig_connect(&fx->rig);
	net_rig_run(&fx->rig);
	fx->rig.on_line = want_turn;
	fx->rig.on_turn = note_turn;
	for (i = 0; i < 20; i++)
		net_rig_write(fds[i], "x\n");
	told();
	/* Twenty "line:x" lines, and only then the end of the turn. */
	assert_ptr_equal(strstr(buf_str(&fx->rig.told), "turn\n"),
	    fx->rig.told.p + 20 * strlen("line:x\n"));
	for (i = 0; i < 20; i++)
		close(fds[i]);
}

static int
count_conn(struct conn *c, void *ctx)
{
	(void)c;
	return ++*(int *)ctx == 3 ? 7 : 0;
}

static void
net_each_conn__stops__when_the_callback_returns_nonzero(void **state)
{
	int fds[5], i, n = 0;

	(void)state;
	for (i = 0; i < 5; i++)
		fds[i] = net_rig_connect(&fx->rig);
	assert_int_equal(conns_count(net_conns(fx->rig.net)), 5);
	assert_int_equal(conns_each(net_conns(fx->rig.net), count_conn, &n), 7);
	assert_int_equal(n, 3);
	for (i = 0; i < 5; i++)
		close(fds[i]);
}

enum { BUSY_PEERS = 10, BUSY_LINES = 50 };

static int64_t busy_now = 1000;

static int64_t
busy_clock(void)
{
	return busy_now;
}

/* Handling a line takes a millisecond. */
static enum conn_verdict
take_time(struct net_rig *r, struct conn *c, struct view line)
{
	(void)c;
	buf_printf(&r->told, "line:%.*s\n", VIEW_ARG(line));
	busy_now++;
	return CONN_TAKEN;
}

static size_t
count_lines(const char *text, const char *end)
{
	size_t n = 0;

	for (; text < end; text++)
		n += *text == '\n';
	return n;
}

/* Many peers send many lines at once, and another peer sends one. */
static void
net__serves_a_peer_with_one_line__beside_peers_with_many(void **state)
{
	int busy[BUSY_PEERS], i, k;
	const char *at;

	(void)state;
	for (i = 0; i < BUSY_PEERS; i++)
		busy[i] = net_rig_connect(&fx->rig);
	fx->fd = net_rig_connect(&fx->rig);
	net_rig_run(&fx->rig);
	fx->rig.on_line = take_time;
	clock_set(busy_clock);
	for (i = 0; i < BUSY_PEERS; i++)
		for (k = 0; k < BUSY_LINES; k++)
			net_rig_write(busy[i], "much\n");
	net_rig_write(fx->fd, "little\n");
	net_rig_run(&fx->rig);
	clock_set(NULL);
	at = strstr(told(), "line:little");
	assert_non_null(at);
	assert_true(count_lines(told(), at) < 5 * BUSY_PEERS);
	assert_int_equal(count_lines(told(), told() + strlen(told())),
	    BUSY_PEERS * BUSY_LINES + 1);
	for (i = 0; i < BUSY_PEERS; i++)
		close(busy[i]);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(detect__opens_irc__when_the_first_line_registers),
		T(detect__opens_plain__when_the_first_line_is_text),
		T(detect__opens_plain__when_input_ends_without_a_line_end),
		T(detect__opens_plain__when_telnet_negotiates),
		T(detect__opens_plain__after_silence),
		T(detect__waits_for_the_line__after_the_first_byte),
		T(detect__waits_for_a_line__when_silence_is_not_enough),
		T(detect__refuses_plain_peers_with_a_reason__when_plain_is_off),
		T(detect__limits_silent_peers__but_serves_those_that_send),
		T(detect__explains_the_port__to_other_protocols),
		T(detect__closes_silently__when_tls_is_not_enabled),
		T(detect__ignores_leading_nul_bytes),
		T(detect__takes_an_overlong_first_line_as_plain),
		T(detect__applies_the_irc_limit__to_the_first_irc_line),
		T(detect__closes_the_connection__when_no_line_arrives),
		T(net__refuses_with_a_reason__when_full),
		T(net_listen__binds_both_families_to_one_port__when_it_picks),
		T(net_listen__accepts_an_address_in_brackets),
		T(net_listen__names_the_address_and_port__when_in_use),
		T(net_listen__names_the_address__when_invalid),
		T(net__refuses_a_peer_with_a_reason__when_no_descriptor_is_left),
		T(net_defer__runs_after_turn_ended),
		T(net__ends_the_turn__after_reading_everything_readable),
		T(net__serves_a_peer_with_one_line__beside_peers_with_many),
		T(net_each_conn__stops__when_the_callback_returns_nonzero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
