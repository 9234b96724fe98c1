/*
 * link: connecting, lines, sending, every kind of disconnection, pauses; with real sockets on the loopback.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/net/link.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/random.h"
#include "tests/support/test.h"

enum { DEADLINE_MS = 10000, BIG = 4 * 1024 * 1024 };

struct world {
	struct event_base *base;
	struct link *link;
	int listener, peer; /* -1: none */
	unsigned port;
	int ups, downs, closes, lines, overlong;
	int allowance; /* lines that may_read allows; -1: no limit */
	int asked;
	int drop_at;	    /* drop in that line's callback */
	struct view answer; /* sent for each line */
	struct buf text;    /* lines, one after the other */
	struct buf reason;  /* of the last down */
};

static struct world w;

static void
up_cb(void *arg)
{
	struct world *x = arg;

	x->ups++;
}

static void
line_cb(struct view line, void *arg)
{
	struct world *x = arg;

	x->lines++;
	buf_add_view(&x->text, line);
	buf_add_char(&x->text, '\n');
	if (x->answer.len > 0)
		link_send(x->link, x->answer);
	if (x->lines == x->drop_at)
		link_drop(x->link, "enough");
}

static void
down_cb(const char *reason, void *arg)
{
	struct world *x = arg;

	x->downs++;
	buf_reset(&x->reason);
	buf_add_str(&x->reason, reason);
}

static int
may_read_cb(void *arg)
{
	struct world *x = arg;

	x->asked++;
	if (x->allowance == 0) {
		x->allowance =
		    1; /* pretend that the keyboard was busy this turn */
		return 0;
	}
	if (x->allowance > 0)
		x->allowance--;
	return 1;
}

static void
overlong_cb(void *arg)
{
	struct world *x = arg;

	x->overlong++;
}

static void
closed_cb(void *arg)
{
	struct world *x = arg;

	x->closes++;
}

static void
make_link(const char *host, unsigned port)
{
	static const struct link_ops ops = { up_cb, line_cb, down_cb,
		may_read_cb, NULL, NULL, overlong_cb, NULL };

	w.link = link_new(w.base, host, port, &ops, &w);
}

static int
setup(void **state)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);

	(void)state;
	w = (struct world){ .peer = -1, .allowance = -1 };
	w.base = event_base_new();
	event_base_priority_init(w.base, 2);
	w.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(
	    bind(w.listener, (struct sockaddr *)&sin, sizeof(sin)), 0);
	assert_int_equal(listen(w.listener, 8), 0);
	assert_int_equal(
	    getsockname(w.listener, (struct sockaddr *)&sin, &len), 0);
	w.port = ntohs(sin.sin_port);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	link_free(w.link);
	event_base_free(w.base);
	if (w.peer != -1)
		close(w.peer);
	if (w.listener != -1)
		close(w.listener);
	buf_clear(&w.text);
	buf_clear(&w.reason);
	return 0;
}

/* Run the loop until *n is at least `least`; fails after the deadline. */
static void
until(const int *n, int least)
{
	struct timeval tick = { 0, 20000 };
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	while (*n < least) {
		assert_true(clock_mono_ms() < end);
		event_base_loopexit(w.base, &tick);
		event_base_loop(w.base, EVLOOP_ONCE);
	}
}

static void
connect_up(void)
{
	make_link("127.0.0.1", w.port);
	link_connect(w.link);
	until(&w.ups, 1);
	w.peer = accept(w.listener, NULL, NULL);
	assert_int_not_equal(w.peer, -1);
}

static void
peer_write(const char *text)
{
	assert_int_equal(write(w.peer, text, strlen(text)), strlen(text));
}

static void
link__passes_lines_and_sends(void **state)
{
	char got[16];

	(void)state;
	connect_up();
	assert_true(link_is_up(w.link));
	peer_write("one\r\ntw");
	until(&w.lines, 1);
	peer_write("o\n\nthree\r\n");
	until(&w.lines, 3);
	assert_string_equal(buf_str(&w.text), "one\ntwo\nthree\n");
	link_send(w.link, VIEW("hello\r\n"));
	while (link_queued(w.link) > 0)
		event_base_loop(w.base, EVLOOP_ONCE);
	assert_int_equal(read(w.peer, got, sizeof(got)), 7);
	assert_memory_equal(got, "hello\r\n", 7);
}

/* Write this many bytes of one line while the loop reads them. */
static void
peer_write_long(size_t n)
{
	char part[4096];
	size_t len;

	memset(part, 'x', sizeof(part));
	for (; n > 0; n -= len) {
		len = n < sizeof(part) ? n : sizeof(part);
		assert_int_equal(write(w.peer, part, len), (ssize_t)len);
		event_base_loop(w.base, EVLOOP_NONBLOCK);
	}
}

static void
link__passes_long_lines__and_reports_those_beyond_its_limit(void **state)
{
	(void)state;
	connect_up();
	peer_write_long(LINK_LINE_MAX - 2);
	peer_write("\r\nshort\r\n");
	until(&w.lines, 2);
	assert_int_equal(w.text.len, LINK_LINE_MAX - 2 + 1 + 6);
	assert_int_equal(w.overlong, 0);
	peer_write_long(LINK_LINE_MAX);
	peer_write("\r\nlast\r\n");
	until(&w.lines, 3);
	assert_int_equal(w.overlong, 1);
	assert_string_equal(buf_str(&w.text) + w.text.len - 5, "last\n");
}

static void
link__passes_what_came_before_the_end(void **state)
{
	(void)state;
	connect_up();
	peer_write("last\r\n");
	close(w.peer);
	w.peer = -1;
	until(&w.downs, 1);
	assert_string_equal(buf_str(&w.text), "last\n");
	assert_string_equal(
	    buf_str(&w.reason), "the server closed the connection");
	assert_false(link_is_up(w.link));
}

static void
link__reports_why_it_cannot_connect(void **state)
{
	char expected[64];

	(void)state;
	close(w.listener);
	w.listener = -1;
	make_link("127.0.0.1", w.port);
	link_connect(w.link);
	until(&w.downs, 1);
	snprintf(expected, sizeof(expected),
	    "connection refused by 127.0.0.1:%u", w.port);
	assert_string_equal(buf_str(&w.reason), expected);
	assert_int_equal(w.ups, 0);
}

static void
link__says_so__when_there_is_no_such_host(void **state)
{
	(void)state;
	make_link("no-such-host.invalid", 1);
	link_connect(w.link);
	until(&w.downs, 1);
	assert_non_null(strstr(buf_str(&w.reason), "no-such-host.invalid"));
}

static void
link__can_be_freed__while_a_name_is_looked_up(void **state)
{
	(void)state;
	make_link("no-such-host.invalid", 1);
	link_connect(w.link);
	link_connect(w.link);
	event_base_loop(w.base, EVLOOP_NONBLOCK);
}

static void
link__waits_for_the_keyboard__between_lines(void **state)
{
	(void)state;
	connect_up();
	w.allowance = 1;
	peer_write("1\n2\n3\n4\n5\n");
	until(&w.lines, 5);
	assert_string_equal(buf_str(&w.text), "1\n2\n3\n4\n5\n");
	assert_true(w.asked >= 10);
}

static void
link__can_be_dropped_in_a_callback__and_passes_no_more(void **state)
{
	(void)state;
	w.drop_at = 2;
	connect_up();
	peer_write("1\n2\n3\n4\n");
	until(&w.downs, 1);
	assert_string_equal(buf_str(&w.text), "1\n2\n");
	assert_string_equal(buf_str(&w.reason), "enough");
}

/* Data that this connection had still to deliver must not arrive after the next connection begins. */
static void
link__delivers_nothing_more__once_dropped(void **state)
{
	static char big[BIG], got[65536];
	int64_t end = clock_mono_ms() + DEADLINE_MS;
	size_t n = 0;
	ssize_t r;

	(void)state;
	connect_up();
	memset(big, 'x', sizeof(big));
	link_send(w.link, (struct view){ big, sizeof(big) });
	event_base_loop(w.base, EVLOOP_NONBLOCK);
	link_drop(w.link, "enough");
	do {
		assert_true(clock_mono_ms() < end);
		event_base_loop(w.base, EVLOOP_NONBLOCK);
		r = recv(w.peer, got, sizeof(got), MSG_DONTWAIT);
		n += r > 0 ? (size_t)r : 0;
	} while (r > 0 || (r < 0 && errno == EAGAIN));
	assert_int_equal(r, -1);
	assert_int_equal(errno, ECONNRESET);
	assert_true(n < BIG);
}

static void
link__sends_all__before_it_closes(void **state)
{
	static char big[BIG], got[BIG + 1];
	size_t n = 0;
	ssize_t r;
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	(void)state;
	connect_up();
	memset(big, 'x', sizeof(big));
	link_send(w.link, (struct view){ big, sizeof(big) });
	link_close(w.link, closed_cb, &w);
	for (;;) {
		assert_true(clock_mono_ms() < end);
		event_base_loop(w.base, EVLOOP_NONBLOCK);
		r = recv(w.peer, got + n, sizeof(got) - n, MSG_DONTWAIT);
		if (r == 0)
			break;
		if (r > 0)
			n += (size_t)r;
	}
	assert_int_equal(n, sizeof(big));
	close(w.peer);
	w.peer = -1;
	until(&w.closes, 1);
	assert_int_equal(w.downs, 0);
}

/* A server that sends PINGs and never reads the replies: they do not pile up. */
static void
link__reads_no_further__while_the_server_does_not_read(void **state)
{
	enum { LINES = 1000, ANSWER = 64 * 1024 };
	static char answer[ANSWER], got[65536];
	int64_t end = clock_mono_ms() + DEADLINE_MS;
	int i;

	(void)state;
	connect_up();
	memset(answer, 'x', sizeof(answer));
	w.answer = (struct view){ answer, sizeof(answer) };
	for (i = 0; i < LINES; i++)
		peer_write("x\n");
	for (i = 0; i < 1000; i++)
		event_base_loop(w.base, EVLOOP_NONBLOCK);
	assert_true(w.lines > 0);
	assert_true(w.lines < LINES / 2); /* 1 MiB, and what the kernel takes */
	while (w.lines < LINES) {
		assert_true(clock_mono_ms() < end);
		event_base_loop(w.base, EVLOOP_NONBLOCK);
		while (recv(w.peer, got, sizeof(got), MSG_DONTWAIT) > 0)
			continue;
	}
	assert_int_equal(w.downs, 0);
}

static void
link__closes__when_it_was_never_up(void **state)
{
	(void)state;
	make_link("127.0.0.1", w.port);
	link_retry(w.link);
	link_close(w.link, closed_cb, &w);
	until(&w.closes, 1);
	assert_int_equal(w.ups + w.downs, 0);
}

static void
link__pauses_longer_each_time__up_to_a_minute(void **state)
{
	static const int bases[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
	size_t i, round;
	int ms, differ = 0, last = 0;

	(void)state;
	random_seed(7);
	make_link("127.0.0.1", w.port);
	for (round = 0; round < 50; round++) {
		link_reset_pause(w.link);
		for (i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
			ms = link_retry(w.link);
			assert_true(ms >= bases[i] * 750);
			assert_true(ms <= bases[i] * 1250);
		}
		differ += ms != last;
		last = ms;
	}
	assert_true(differ > 10);
	random_seed(0);
}

static void
link__reconnects_after_the_pause(void **state)
{
	(void)state;
	connect_up();
	close(w.peer);
	w.peer = -1;
	until(&w.downs, 1);
	link_retry(w.link);
	until(&w.ups, 2);
	w.peer = accept(w.listener, NULL, NULL);
	peer_write("again\n");
	until(&w.lines, 1);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(link__passes_lines_and_sends),
		CASE(
		    link__passes_long_lines__and_reports_those_beyond_its_limit),
		CASE(link__passes_what_came_before_the_end),
		CASE(link__reports_why_it_cannot_connect),
		CASE(link__says_so__when_there_is_no_such_host),
		CASE(link__can_be_freed__while_a_name_is_looked_up),
		CASE(link__waits_for_the_keyboard__between_lines),
		CASE(link__can_be_dropped_in_a_callback__and_passes_no_more),
		CASE(link__delivers_nothing_more__once_dropped),
		CASE(link__sends_all__before_it_closes),
		CASE(link__reads_no_further__while_the_server_does_not_read),
		CASE(link__closes__when_it_was_never_up),
		CASE(link__pauses_longer_each_time__up_to_a_minute),
		CASE(link__reconnects_after_the_pause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
