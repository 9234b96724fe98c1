/* conn over socketpairs: input lines, output, pauses and closing. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "server/net/conn.h"
#include "server/net/wheel.h"
#include "tests/support/net_rig.h"
#include "tests/support/test.h"

struct fixture {
	struct net_rig rig;
	int fd;
	int count;
	struct buf got;
};

static struct fixture *fx;

static int
setup(void **state)
{
	fx = calloc(1, sizeof(*fx));
	net_rig_init(&fx->rig);
	fx->fd = net_rig_connect(&fx->rig);
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

static const char *
got(void)
{
	net_rig_run(&fx->rig);
	net_rig_read(fx->fd, &fx->got);
	return buf_str(&fx->got);
}

static void
conn__hands_up_lines__when_they_come_in_pieces(void **state)
{
	const char *p;

	(void)state;
	for (p = "one\r\ntwo\nthr"; *p != '\0'; p++) {
		char s[2] = { *p, '\0' };

		net_rig_write(fx->fd, s);
		net_rig_run(&fx->rig);
	}
	assert_string_equal(told(), "line:one\nline:two\n");
}

static void
conn__knows_the_line_ending__after_a_line(void **state)
{
	(void)state;
	assert_int_equal(conn_spoke_crlf(fx->rig.conn), -1);
	net_rig_write(fx->fd, "one\r\n");
	net_rig_run(&fx->rig);
	assert_int_equal(conn_spoke_crlf(fx->rig.conn), 1);
	net_rig_write(fx->fd, "two\n");
	net_rig_run(&fx->rig);
	assert_int_equal(conn_spoke_crlf(fx->rig.conn), 0);
}

static void
conn__reports_an_overlong_line__in_order_with_others(void **state)
{
	char line[701];

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	net_rig_write(fx->fd, "a\n");
	net_rig_write(fx->fd, line);
	net_rig_write(fx->fd, "\nb\n");
	assert_string_equal(told(), "line:a\noverlong\nline:b\n");
}

static enum conn_verdict
hold_second(struct net_rig *r, struct conn *c, struct view line)
{
	(void)c;
	if (++fx->count == 2)
		return CONN_HOLD;
	buf_printf(&r->told, "line:%.*s\n", VIEW_ARG(line));
	return CONN_TAKEN;
}

static void
conn__keeps_a_held_line__until_it_is_released(void **state)
{
	(void)state;
	fx->rig.on_line = hold_second;
	net_rig_write(fx->fd, "a\nb\nc\n");
	assert_string_equal(told(), "line:a\n");
	net_rig_write(fx->fd, "d\n");
	assert_string_equal(told(), "line:a\n");
	conn_release(fx->rig.conn);
	/* conn_release does not hand up lines itself. */
	assert_string_equal(buf_str(&fx->rig.told), "line:a\n");
	assert_string_equal(told(), "line:a\nline:b\nline:c\nline:d\n");
	conn_release(fx->rig.conn);
	net_rig_write(fx->fd, "e\n");
	assert_non_null(strstr(told(), "line:e\n"));
}

static enum conn_verdict
hold_every_other(struct net_rig *r, struct conn *c, struct view line)
{
	if (fx->count++ % 2 == 0)
		return CONN_HOLD;
	buf_printf(&r->told, "%.*s,", VIEW_ARG(line));
	conn_hold(c);
	return CONN_TAKEN;
}

static void
conn__loses_nothing__when_each_line_is_held_and_released(void **state)
{
	char line[16];
	int i, n = 0;
	const char *p;

	(void)state;
	fx->rig.on_line = hold_every_other;
	for (i = 0; i < 200; i++) {
		snprintf(line, sizeof(line), "%d\n", i);
		net_rig_write(fx->fd, line);
	}
	for (i = 0; i < 401; i++) {
		event_base_loop(fx->rig.base, EVLOOP_NONBLOCK);
		conn_release(fx->rig.conn);
	}
	for (p = told(); *p != '\0'; p = strchr(p, ',') + 1)
		assert_int_equal(strtol(p, NULL, 10), n++);
	assert_int_equal(n, 200);
}

static void
conn__stops_reading__while_lines_are_held(void **state)
{
	char chunk[1000];
	size_t sent = 0;
	ssize_t n;
	int i;

	(void)state;
	memset(chunk, '\n', sizeof(chunk));
	conn_hold(fx->rig.conn);
	for (i = 0; i < 100000; i++) {
		n = send(fx->fd, chunk, sizeof(chunk), MSG_DONTWAIT);
		if (n > 0)
			sent += (size_t)n;
		else if (i > 1000)
			break;
		event_base_loop(fx->rig.base, EVLOOP_NONBLOCK);
	}
	/* Only what fits in the socket's buffer was sent, not everything offered. */
	assert_in_range(sent, 1, 4 * 1024 * 1024);
	assert_int_not_equal(i, 100000);
}

static enum conn_verdict
exchange(struct net_rig *r, struct conn *c, struct view line)
{
	static struct conn_handler other;

	other = net_rig_handler;
	r->on_line = NULL;
	buf_printf(&r->told, "exchanged at %.*s\n", VIEW_ARG(line));
	conn_set_handler(c, &other, r);
	return CONN_AGAIN;
}

static void
conn__gives_the_line_to_the_new_handler__after_conn_again(void **state)
{
	(void)state;
	fx->rig.on_line = exchange;
	net_rig_write(fx->fd, "a\nb\n");
	assert_string_equal(told(), "exchanged at a\nline:a\nline:b\n");
}

static void
conn__can_write__after_the_peer_closed_its_sending_side(void **state)
{
	(void)state;
	net_rig_write(fx->fd, "a\nrest");
	shutdown(fx->fd, SHUT_WR);
	assert_string_equal(told(), "line:a\nline:rest\nended\n");
	conn_send(fx->rig.conn, "late\n", 5);
	assert_string_equal(got(), "late\n");
	conn_close(fx->rig.conn, "done");
	assert_non_null(strstr(told(), "closed:done\n"));
	assert_int_equal(net_rig_read(fx->fd, &fx->got), 0);
}

static void
conn__reports_end_of_input__after_the_held_line(void **state)
{
	(void)state;
	conn_hold(fx->rig.conn);
	net_rig_write(fx->fd, "a\nrest");
	shutdown(fx->fd, SHUT_WR);
	assert_string_equal(told(), "");
	conn_release(fx->rig.conn);
	assert_string_equal(told(), "line:a\nline:rest\nended\n");
}

static void
conn__sends_in_order__when_the_socket_is_full(void **state)
{
	static char out[600000];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(out); i++)
		out[i] = (char)('a' + i % 26);
	for (i = 0; i < sizeof(out); i += 6000)
		conn_send(fx->rig.conn, out + i, 6000);
	assert_true(conn_queued(fx->rig.conn) > 0);
	for (i = 0; i < 1000 && fx->got.len < sizeof(out); i++)
		got();
	assert_int_equal(fx->got.len, sizeof(out));
	assert_memory_equal(fx->got.p, out, sizeof(out));
	assert_int_equal(conn_queued(fx->rig.conn), 0);
}

static void
conn__sends_at_once__when_nothing_is_queued(void **state)
{
	(void)state;
	conn_send(fx->rig.conn, "now\n", 4);
	/* This needs no turn of the loop. */
	net_rig_read(fx->fd, &fx->got);
	assert_string_equal(buf_str(&fx->got), "now\n");
}

static void
conn__is_closed_at_the_end_of_the_turn__when_its_queue_is_full(void **state)
{
	static char out[100000];
	int i;

	(void)state;
	conn_set_queue_limit(fx->rig.conn, 200000);
	for (i = 0; i < 30; i++)
		conn_send(fx->rig.conn, out, sizeof(out));
	assert_false(conn_is_open(fx->rig.conn));
	assert_string_equal(buf_str(&fx->rig.told), "");
	assert_string_equal(told(), "closed:Output queue exceeded\n");
	assert_int_equal(conns_count(net_conns(fx->rig.net)), 0);
}

static void
conn__is_closed_with_the_reason__when_the_peer_is_dead(void **state)
{
	(void)state;
	close(fx->fd);
	fx->fd = -1;
	conn_send(fx->rig.conn, "x\n", 2);
	conn_send(fx->rig.conn, "y\n", 2);
	assert_string_equal(buf_str(&fx->rig.told), "");
	assert_string_equal(told(), "closed:Broken pipe\n");
}

static void
conn__drains_its_queue__before_it_closes(void **state)
{
	static char out[500000];
	int i;

	(void)state;
	memset(out, 'x', sizeof(out));
	conn_send(fx->rig.conn, out, sizeof(out));
	conn_close(fx->rig.conn, "enough");
	conn_send(fx->rig.conn, "never", 5);
	assert_string_equal(told(), "");
	net_rig_write(fx->fd, "ignored\n");
	for (i = 0; i < 1000 && net_rig_read(fx->fd, &fx->got) != 0; i++)
		net_rig_run(&fx->rig);
	assert_string_equal(told(), "closed:enough\n");
	assert_int_equal(fx->got.len, sizeof(out));
}

static void
conn__stops_draining__after_the_time_limit(void **state)
{
	static char out[500000];
	int i;

	(void)state;
	conn_send(fx->rig.conn, out, sizeof(out));
	conn_close(fx->rig.conn, "enough");
	for (i = 0; i < 4; i++)
		wheel_tick(net_wheel(fx->rig.net));
	assert_string_equal(told(), "");
	wheel_tick(net_wheel(fx->rig.net));
	wheel_tick(net_wheel(fx->rig.net));
	assert_string_equal(told(), "closed:enough\n");
}

static void
conn__discards_its_queue__when_aborted(void **state)
{
	static char out[500000];

	(void)state;
	conn_send(fx->rig.conn, out, sizeof(out));
	conn_abort(fx->rig.conn, "now");
	conn_abort(fx->rig.conn, "again");
	assert_string_equal(told(), "closed:now\n");
}

static enum conn_verdict
close_on_line(struct net_rig *r, struct conn *c, struct view line)
{
	buf_printf(&r->told, "line:%.*s\n", VIEW_ARG(line));
	conn_send(c, "bye\n", 4);
	conn_close(c, "quit");
	return CONN_TAKEN;
}

static void
conn__hands_up_no_lines__while_closing(void **state)
{
	(void)state;
	fx->rig.on_line = close_on_line;
	net_rig_write(fx->fd, "a\nb\nc\n");
	assert_string_equal(told(), "line:a\nclosed:quit\n");
	assert_string_equal(got(), "bye\n");
}

static void
conn__is_loopback__over_a_socketpair(void **state)
{
	(void)state;
	assert_string_equal(conn_host(fx->rig.conn), "localhost");
	assert_true(conn_is_loopback(fx->rig.conn));
	assert_false(conn_is_tls(fx->rig.conn));
	assert_true(conn_id(fx->rig.conn) > 0);
}

static int
connect_to(unsigned port)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	return fd;
}

/* On TCP, closing with unread input resets the connection, and the peer loses our last lines. */
static void
conn__delivers_its_last_output__when_input_is_unread(void **state)
{
	char flood[2000];
	int fd, i, more = 1;

	(void)state;
	memset(flood, 'x', sizeof(flood));
	memcpy(flood, "QUIT\nPING\n", 10);
	fx->rig.on_line = close_on_line;
	assert_int_equal(net_listen(fx->rig.net, "127.0.0.1", 0, NULL), 0);
	fd = connect_to(net_port(fx->rig.net));
	for (i = 0; i < 50; i++)
		send(fd, flood, sizeof(flood), MSG_NOSIGNAL | MSG_DONTWAIT);
	assert_true(net_rig_wait(&fx->rig, "closed:quit"));
	for (i = 0; i < 50; i++)
		send(fd, flood, sizeof(flood), MSG_NOSIGNAL | MSG_DONTWAIT);
	for (i = 0; i < 100000 && more; i++) {
		event_base_loop(fx->rig.base, EVLOOP_NONBLOCK);
		more = net_rig_read(fd, &fx->got);
	}
	assert_string_equal(buf_str(&fx->got), "bye\n");
	close(fd);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(conn__hands_up_lines__when_they_come_in_pieces),
		T(conn__knows_the_line_ending__after_a_line),
		T(conn__reports_an_overlong_line__in_order_with_others),
		T(conn__keeps_a_held_line__until_it_is_released),
		T(conn__loses_nothing__when_each_line_is_held_and_released),
		T(conn__stops_reading__while_lines_are_held),
		T(conn__gives_the_line_to_the_new_handler__after_conn_again),
		T(conn__can_write__after_the_peer_closed_its_sending_side),
		T(conn__reports_end_of_input__after_the_held_line),
		T(conn__sends_in_order__when_the_socket_is_full),
		T(conn__sends_at_once__when_nothing_is_queued),
		T(conn__is_closed_at_the_end_of_the_turn__when_its_queue_is_full),
		T(conn__is_closed_with_the_reason__when_the_peer_is_dead),
		T(conn__drains_its_queue__before_it_closes),
		T(conn__stops_draining__after_the_time_limit),
		T(conn__discards_its_queue__when_aborted),
		T(conn__hands_up_no_lines__while_closing),
		T(conn__is_loopback__over_a_socketpair),
		T(conn__delivers_its_last_output__when_input_is_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
