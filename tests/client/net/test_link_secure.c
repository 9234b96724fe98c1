/*
 * link, encrypted: servers without TLS, with an old version, or that do not answer; and how an encrypted
 * connection ends.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/ssl.h>

#include "client/net/resolve.h"
#include "tests/support/secure_world.h"
#include "tests/support/test.h"

enum { BIG = 4 * 1024 * 1024 };

static struct secure_world w;

static int
setup(void **state)
{
	(void)state;
	world_open(&w);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static void
old_tls__is_refused(void **state)
{
	(void)state;
	tls_server_limit(&w.server, TLS1_1_VERSION);
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.downs, 1);
	assert_non_null(strstr(buf_str(&w.reason), "the TLS handshake with"));
	assert_int_equal(w.server.accepted, 1);
	tls_server_limit(&w.server, TLS1_2_VERSION);
	buf_reset(&w.reason);
	w.downs = 0;
	world_comes_up(&w, "127.0.0.1");
}

/* Local connections need no option; the screen shows that they are not encrypted. */
static void
local_server_without_tls__is_used_without_encryption(void **state)
{
	(void)state;
	w.server.conduct = TLS_CLOSES;
	w.config.identity = w.identity;
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.ups, 1);
	assert_int_equal(w.server.accepted, 2);
	assert_false(w.encrypted);
	tls_server_say(&w.server, "hello\r\n");
	world_until_has(&w, &w.text, "hello\n");
	link_send(w.link, VIEW("NICK me\r\n"));
	world_until_has(&w, &w.server.got, "NICK me\r\n");
	assert_string_equal(buf_str(&w.server.got), "NICK me\r\n");
	assert_int_equal(w.downs + w.notices, 0);
}

static void
local_server_that_waits_for_a_line__is_used_without_encryption(void **state)
{
	(void)state;
	w.server.conduct = TLS_SILENT;
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.ups, 1);
	assert_false(w.encrypted);
	assert_int_equal(w.server.accepted, 2);
}

static void
server_that_had_tls__is_never_used_without_encryption(void **state)
{
	(void)state;
	world_comes_up(&w, "127.0.0.1");
	w.server.conduct = TLS_CLOSES;
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.downs, 1);
	assert_non_null(
	    strstr(buf_str(&w.reason), "It used TLS before (line 1 of"));
	assert_non_null(strstr(buf_str(&w.reason), w.known_hosts));
	assert_non_null(strstr(buf_str(&w.reason), "--no-tls"));
	assert_int_equal(w.ups, 1);
	assert_int_equal(w.server.accepted, 2);
	assert_false(link_is_final(w.link));
}

static void
signed_server__is_not_used_without_encryption__after_a_reconnect(void **state)
{
	(void)state;
	world_certify(&w, "DNS:localhost", 10, 1);
	world_comes_up(&w, "localhost");
	w.server.conduct = TLS_CLOSES;
	tls_server_cut(&w.server);
	world_until(&w, &w.downs, 1);
	link_connect(w.link);
	world_until(&w, &w.downs, 2);
	assert_non_null(strstr(buf_str(&w.reason), "It used TLS before"));
	assert_int_equal(w.ups, 1);
}

static void
server_with_a_pinned_fingerprint__is_not_used_without_encryption(void **state)
{
	(void)state;
	w.config.fingerprint = w.digest;
	w.server.conduct = TLS_WORDS;
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.downs, 1);
	assert_non_null(
	    strstr(buf_str(&w.reason), "does not offer encryption"));
	assert_non_null(strstr(
	    buf_str(&w.reason), "(it sent \"ERROR :no room^[[2J left\")"));
	assert_int_equal(w.ups, 0);
	assert_int_equal(w.server.accepted, 1);
}

static void
known_hosts_that_cannot_be_read__prevents_unencrypted_connections(void **state)
{
	FILE *f = fopen(w.known_hosts, "w");

	(void)state;
	assert_non_null(f);
	fputs("nonsense\n", f);
	fclose(f);
	chmod(w.known_hosts, 0600);
	w.server.conduct = TLS_CLOSES;
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.downs, 1);
	assert_non_null(strstr(buf_str(&w.reason), "line 1 of"));
	assert_int_equal(w.ups, 0);
}

static void
handshake_that_stalls__ends_with_a_sentence(void **state)
{
	(void)state;
	w.server.conduct = TLS_HALF;
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.downs, 1);
	assert_non_null(strstr(buf_str(&w.reason), "the TLS handshake with"));
	assert_int_equal(w.server.accepted, 1);
	assert_int_equal(w.ups, 0);
}

static void
loopback_addresses__are_recognised(void **state)
{
	static const struct {
		const char *address;
		int local;
	} rows[] = { { "127.0.0.1", 1 }, { "127.9.9.9", 1 }, { "::1", 1 },
		{ "::ffff:127.0.0.1", 1 }, { "126.255.255.255", 0 },
		{ "128.0.0.1", 0 }, { "10.0.0.1", 0 }, { "0.0.0.0", 0 },
		{ "192.168.1.1", 0 }, { "::", 0 }, { "::2", 0 },
		{ "::ffff:10.0.0.1", 0 }, { "fe80::1", 0 },
		{ "2001:db8::1", 0 } };
	struct sockaddr_in sin = { .sin_family = AF_INET };
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6 };
	const void *sa;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sa = &sin;
		if (inet_pton(AF_INET, rows[i].address, &sin.sin_addr) != 1) {
			sa = &sin6;
			assert_int_equal(inet_pton(AF_INET6, rows[i].address,
					     &sin6.sin6_addr),
			    1);
		}
		assert_int_equal(resolve_is_loopback(sa), rows[i].local);
	}
}

static void
connection__ends__with_or_without_close_notify(void **state)
{
	(void)state;
	world_comes_up(&w, "127.0.0.1");
	tls_server_say(&w.server, "last words\r\n");
	world_until_has(&w, &w.text, "last words");
	tls_server_cut(&w.server);
	world_until(&w, &w.downs, 1);
	assert_string_equal(
	    buf_str(&w.reason), "the server closed the connection");
}

static void
all_is_sent__before_it_closes__with_close_notify(void **state)
{
	static char big[BIG];

	(void)state;
	world_comes_up(&w, "127.0.0.1");
	buf_reset(&w.server.got);
	memset(big, 'x', sizeof(big));
	link_send(w.link, (struct view){ big, sizeof(big) });
	link_close(w.link, world_closed_cb, &w);
	world_until(&w, &w.closes, 1);
	assert_int_equal(w.server.got.len, sizeof(big));
	assert_int_equal(w.server.ends, 1);
	assert_int_equal(w.server.clean_ends, 1);
	assert_int_equal(w.downs, 0);
}

static void
link__can_be_freed_and_dropped__in_the_middle_of_a_handshake(void **state)
{
	(void)state;
	w.server.conduct = TLS_SILENT;
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.server.accepted, 1);
	link_drop(w.link, "enough");
	assert_int_equal(w.downs, 1);
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.server.accepted, 2);
	link_close(w.link, world_closed_cb, &w);
	world_until(&w, &w.closes, 1);
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.server.accepted, 3);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(old_tls__is_refused),
		CASE(local_server_without_tls__is_used_without_encryption),
		CASE(
		    local_server_that_waits_for_a_line__is_used_without_encryption),
		CASE(server_that_had_tls__is_never_used_without_encryption),
		CASE(
		    signed_server__is_not_used_without_encryption__after_a_reconnect),
		CASE(
		    server_with_a_pinned_fingerprint__is_not_used_without_encryption),
		CASE(
		    known_hosts_that_cannot_be_read__prevents_unencrypted_connections),
		CASE(handshake_that_stalls__ends_with_a_sentence),
		CASE(loopback_addresses__are_recognised),
		CASE(connection__ends__with_or_without_close_notify),
		CASE(all_is_sent__before_it_closes__with_close_notify),
		CASE(
		    link__can_be_freed_and_dropped__in_the_middle_of_a_handshake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
