/*
 * conn_tls: data over TLS, how TLS ends, and the refusal of peers without TLS.
 */
#include <sys/socket.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include <openssl/ssl.h>

#include "server/net/conn_impl.h"
#include "tests/support/test.h"
#include "tests/support/tls_rig.h"

static void
detect__opens_irc_inside_tls(void **state)
{
	(void)state;
	tls_rig_enter();
	assert_int_equal(tls_rig->rig.opened, 0);
	tls_rig_say("NICK ana\r\nhi\r\n");
	assert_string_equal(tls_rig_told(), "line:NICK ana\nline:hi\n");
	assert_int_equal(tls_rig->rig.dialect, NET_IRC);
	assert_true(conn_is_tls(tls_rig->rig.conn));
	assert_string_equal(conn_tls_version(tls_rig->rig.conn), "TLSv1.3");
	assert_null(conn_tls_digest(tls_rig->rig.conn));
	conn_send(tls_rig->rig.conn, "hello\r\n", 7);
	assert_string_equal(tls_rig_heard(), "hello\r\n");
}

static void
detect__opens_plain_inside_tls__after_a_line_or_silence(void **state)
{
	int i;

	(void)state;
	tls_rig_enter();
	tls_rig_say("good morning\n");
	assert_string_equal(tls_rig_told(), "line:good morning\n");
	assert_int_equal(tls_rig->rig.dialect, NET_PLAIN);
	tls_rig_enter();
	for (i = 0; i < 1000 && tls_rig->rig.opened == 1; i++)
		event_base_loop(tls_rig->rig.base, EVLOOP_ONCE);
	assert_int_equal(tls_rig->rig.opened, 2);
	assert_int_equal(tls_rig->rig.dialect, NET_PLAIN);
}

static void
older_versions__are_refused__with_an_alert(void **state)
{
	static const int versions[] = { TLS1_VERSION, TLS1_1_VERSION };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		tls_client_limit(&tls_rig->client, versions[i], versions[i]);
		assert_int_equal(tls_rig_connect(SIZE_MAX), -1);
		assert_int_equal(tls_rig->rig.opened, 0);
		assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 0);
	}
}

static void
output__is_complete_and_in_order__when_the_peer_is_slow(void **state)
{
	enum { LINES = 20000 };
	struct buf want = { 0 };
	char line[32];
	int i;

	(void)state;
	tls_rig_enter();
	tls_rig_say("NICK ana\r\n");
	for (i = 0; i < LINES; i++) {
		snprintf(line, sizeof(line), "this is line %d\r\n", i);
		buf_add_str(&want, line);
		conn_send(tls_rig->rig.conn, line, strlen(line));
	}
	assert_true(conn_queued(tls_rig->rig.conn) > 0);
	for (i = 0; i < 10000 && tls_rig->client.got.len < want.len; i++) {
		tls_rig_pump(SIZE_MAX);
		tls_client_go_on(&tls_rig->client);
	}
	assert_int_equal(tls_rig->client.got.len, want.len);
	assert_memory_equal(tls_rig->client.got.p, want.p, want.len);
	buf_clear(&want);
}

static void
queue__is_limited__with_tls_too(void **state)
{
	static char much[512 * 1024];
	int i;

	(void)state;
	tls_rig_enter();
	tls_rig_say("NICK ana\r\n");
	memset(much, 'x', sizeof(much));
	for (i = 0; i < 4 && tls_rig->rig.conn != NULL; i++)
		conn_send(tls_rig->rig.conn, much, sizeof(much));
	assert_non_null(strstr(tls_rig_told(), "closed:Output queue exceeded"));
}

static void
dropped_peer__gets_the_reason_and_close_notify__when_it_reads_again(
    void **state)
{
	static char much[64 * 1024];
	int i;

	(void)state;
	tls_rig_enter();
	tls_rig_say("NICK ana\r\n");
	memset(much, 'x', sizeof(much));
	conn_set_queue_limit(tls_rig->rig.conn, 100000);
	for (i = 0; i < 100 && conn_is_open(tls_rig->rig.conn); i++)
		conn_send(tls_rig->rig.conn, much, sizeof(much));
	assert_non_null(strstr(tls_rig_told(), "closed:Output queue exceeded"));
	for (i = 0; i < 10000 && !tls_client_heard_goodbye(&tls_rig->client);
	     i++) {
		tls_rig_pump(SIZE_MAX);
		tls_client_go_on(&tls_rig->client);
	}
	assert_true(tls_client_heard_goodbye(&tls_rig->client));
	assert_non_null(strstr(buf_str(&tls_rig->client.got),
	    "xERROR :Closing link: Output queue exceeded\r\n"));
}

static enum conn_verdict
hold_the_first(struct net_rig *r, struct conn *c, struct view line)
{
	(void)c;
	buf_printf(&r->told, "held:%.*s\n", VIEW_ARG(line));
	r->on_line = NULL;
	return CONN_HOLD;
}

static void
held_lines__are_handed_up__when_released(void **state)
{
	(void)state;
	tls_rig_enter();
	tls_rig_say("NICK ana\r\n");
	tls_rig->rig.on_line = hold_the_first;
	tls_rig_say("one\r\ntwo\r\n");
	tls_rig_say("three\r\n");
	tls_client_goodbye(&tls_rig->client);
	tls_rig_pump(SIZE_MAX);
	assert_string_equal(tls_rig_told(), "line:NICK ana\nheld:one\n");
	conn_release(tls_rig->rig.conn);
	assert_string_equal(tls_rig_told(),
	    "line:NICK ana\nheld:one\nline:one\n"
	    "line:two\nline:three\nended\n");
}

static void
end_of_input__is_reported__with_and_without_close_notify(void **state)
{
	(void)state;
	tls_rig_enter();
	tls_rig_say("NICK ana\r\nbye");
	shutdown(tls_rig->fd, SHUT_WR);
	assert_string_equal(tls_rig_told(), "line:NICK ana\nline:bye\nended\n");
	conn_send(tls_rig->rig.conn, "still\r\n", 7);
	assert_string_equal(tls_rig_heard(), "still\r\n");
	tls_rig_enter();
	buf_reset(&tls_rig->rig.told);
	tls_rig_say("NICK ana\r\nbye");
	tls_client_goodbye(&tls_rig->client);
	tls_rig_pump(SIZE_MAX);
	assert_string_equal(tls_rig_told(), "line:NICK ana\nline:bye\nended\n");
	conn_send(tls_rig->rig.conn, "still\r\n", 7);
	assert_string_equal(tls_rig_heard(), "still\r\n");
}

static void
closing__sends_close_notify__after_the_last_output(void **state)
{
	(void)state;
	tls_rig_enter();
	tls_rig_say("NICK ana\r\n");
	conn_send(tls_rig->rig.conn, "last words\r\n", 12);
	conn_close(tls_rig->rig.conn, "done");
	assert_string_equal(tls_rig_heard(), "last words\r\n");
	assert_true(tls_client_heard_goodbye(&tls_rig->client));
	assert_non_null(strstr(tls_rig_told(), "closed:done"));
}

static void
broken_records__end_the_connection(void **state)
{
	(void)state;
	tls_rig_enter();
	tls_rig_say("NICK ana\r\n");
	net_rig_write(tls_rig->fd, "\x17\x03\x03\001\001nonsense");
	net_rig_write(tls_rig->fd,
	    "this is no record at all, and it is long enough "
	    "to be taken for one that was encrypted; it has "
	    "not been, and so its check fails at once. this "
	    "is no record at all, and it is long enough to be "
	    "taken for one that was encrypted; it has not "
	    "been, and so its check fails.");
	assert_non_null(strstr(tls_rig_told(), "closed:TLS: "));
}

static void
is_refused(const char *line, const char *answer)
{
	struct buf words = { 0 };

	tls_rig->fd = net_rig_enter(&tls_rig->rig);
	TAILQ_LAST(&net_conns(tls_rig->rig.net)->list, conn_list)->is_loopback =
	    0;
	net_rig_write(tls_rig->fd, line);
	tls_rig_last_words(&words);
	assert_non_null(strstr(buf_str(&words), answer));
	assert_ptr_equal(
	    strchr(buf_str(&words), '\n'), buf_str(&words) + words.len - 1);
	assert_int_equal(tls_rig->rig.opened, 0);
	close(tls_rig->fd);
	tls_rig->fd = -1;
	buf_clear(&words);
}

static void
plaintext__is_refused_with_one_line__when_the_settings_forbid_it(void **state)
{
	static const enum net_plaintext strict[] = { NET_PLAINTEXT_LOOPBACK,
		NET_PLAINTEXT_NO };
	struct net_settings s = tls_rig_settings();
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		s.plaintext = strict[i];
		net_configure(tls_rig->rig.net, &s);
		is_refused(
		    "NICK ana\r\n", "ERROR :This server accepts encrypted");
		is_refused("hello\r\n", "This server accepts encrypted");
		is_refused("\xff\xfb\x1f", "This server accepts encrypted");
		is_refused("GET / HTTP/1.1\r\n", "This port is a chat server");
	}
	tls_rig_enter();
	tls_rig_say("hello\n");
	assert_int_equal(tls_rig->rig.opened, 1);
}

static void
plaintext__is_accepted_from_loopback__when_allowed(void **state)
{
	struct net_settings s = tls_rig_settings();

	(void)state;
	s.plaintext = NET_PLAINTEXT_LOOPBACK;
	net_configure(tls_rig->rig.net, &s);
	tls_rig->fd = net_rig_enter(&tls_rig->rig);
	net_rig_write(tls_rig->fd, "hello\n");
	assert_string_equal(tls_rig_told(), "line:hello\n");
}

static void
silence__opens_nothing__when_plaintext_is_refused(void **state)
{
	struct net_settings s = tls_rig_settings();
	int i;

	(void)state;
	s.plaintext = NET_PLAINTEXT_NO;
	s.silence_ms = 1;
	net_configure(tls_rig->rig.net, &s);
	tls_rig->fd = net_rig_enter(&tls_rig->rig);
	/* The silence timer fires and does nothing. */
	for (i = 0; i < 3; i++)
		event_base_loop(tls_rig->rig.base, EVLOOP_ONCE);
	assert_int_equal(tls_rig->rig.opened, 0);
	assert_int_equal(conns_count(net_conns(tls_rig->rig.net)), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TLS_TEST(detect__opens_irc_inside_tls),
		TLS_TEST(
		    detect__opens_plain_inside_tls__after_a_line_or_silence),
		TLS_TEST(older_versions__are_refused__with_an_alert),
		TLS_TEST(
		    output__is_complete_and_in_order__when_the_peer_is_slow),
		TLS_TEST(queue__is_limited__with_tls_too),
		TLS_TEST(
		    dropped_peer__gets_the_reason_and_close_notify__when_it_reads_again),
		TLS_TEST(held_lines__are_handed_up__when_released),
		TLS_TEST(
		    end_of_input__is_reported__with_and_without_close_notify),
		TLS_TEST(closing__sends_close_notify__after_the_last_output),
		TLS_TEST(broken_records__end_the_connection),
		TLS_TEST(
		    plaintext__is_refused_with_one_line__when_the_settings_forbid_it),
		TLS_TEST(plaintext__is_accepted_from_loopback__when_allowed),
		TLS_TEST(silence__opens_nothing__when_plaintext_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
