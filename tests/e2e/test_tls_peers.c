/*
 * Encrypted and unencrypted clients together: TLS clients, connections without close_notify, refused
 * unencrypted clients, and endless handshakes.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/peer.h"
#include "tests/support/s_client.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

static struct proc *client, *other;
static struct peer peer;

static int
setup(void **state)
{
	(void)state;
	memset(&server, 0, sizeof(server));
	client = other = NULL;
	peer.fd = -1;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	proc_free(client);
	proc_free(other);
	peer_close(&peer);
	e2e_server_free(&server);
	return 0;
}

/* IRC and nc inside TLS, and an unencrypted client. */
static void
encrypted_and_unencrypted_clients__talk_to_each_other(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	client = S_CLIENT(&server, "-quiet");
	proc_say(client, "NICK ana\nUSER ana 0 * :Ana\n");
	assert_true(proc_expect(client, "your connection is encrypted"));
	assert_true(proc_expect(client, " 366 ana #lobby"));
	other = S_CLIENT(&server, "-quiet");
	assert_true(proc_expect(other, "your connection is encrypted"));
	proc_say(other, "/nick pia\n");
	assert_true(proc_expect(client, "NICK pia"));
	peer_connect(&peer, server.port);
	assert_true(peer_register(&peer, "otto"));
	assert_true(peer_has(&peer, "your connection is not encrypted"));
	peer_say(&peer, "PRIVMSG #lobby :in the clear\r\n");
	assert_true(proc_expect(client, "in the clear"));
	assert_true(proc_expect(other, "in the clear"));
	proc_say(other, "said by pia\n");
	assert_true(peer_expect(&peer, "said by pia"));
	peer_say(&peer, "WHOIS ana\r\nWHOIS otto\r\n");
	assert_true(peer_expect(&peer, " 671 otto ana :"));
	assert_true(peer_expect(&peer, " 318 otto otto "));
	assert_false(peer_has(&peer, " 671 otto otto "));
	proc_say(other, "/whois ana\n/whois otto\n");
	assert_true(
	    proc_expect(other, "ana connected with an IRC client (encrypted)"));
	assert_true(proc_expect(other, "otto connected with an IRC client "));
}

/*
 * Connections that end without close_notify: their messages are delivered, and nothing is reported as
 * an error.
 */
static void
dying_peers__have_their_last_messages_delivered(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	peer_connect(&peer, server.port);
	assert_true(peer_register(&peer, "otto"));
	client = S_CLIENT(&server, "-quiet");
	proc_say(client, "first words\n");
	assert_true(peer_expect(&peer, "first words"));
	proc_say(client, "last words\n");
	assert_true(peer_expect(&peer, "last words"));
	proc_signal(client, SIGKILL);
	assert_true(peer_expect(&peer, " QUIT "));
	assert_true(proc_expect_err(server.proc, "Connection closed"));
}

/* A stopping server says goodbye over TLS too. */
static void
stopping_server__says_goodbye_over_tls(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	client = S_CLIENT(&server, "-msg");
	proc_say(client, "hello\n");
	assert_true(proc_expect(client, "your connection is encrypted"));
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_true(proc_expect(client, "close_notify"));
	assert_int_equal(proc_wait(client, PROC_DEADLINE), 0);
}

static void
plaintext__is_refused_if_the_settings_say_no(void **state)
{
	(void)state;
	e2e_server_start(
	    &server, (const char *[]){ "--plaintext", "no", NULL });
	peer_connect(&peer, server.port);
	peer_say(&peer, "CAP LS 302\r\nNICK ana\r\nUSER ana 0 * :Ana\r\n");
	assert_true(peer_expect_end(&peer));
	assert_int_equal(peer_count(&peer, "\n"), 1);
	assert_true(peer_has(&peer, "ERROR :This server accepts encrypted"));
	peer_close(&peer);
	peer_connect(&peer, server.port);
	peer_say(&peer, "hello?\n");
	assert_true(peer_expect_end(&peer));
	assert_int_equal(peer_count(&peer, "\n"), 1);
	assert_true(peer_has(&peer, "openssl s_client"));
	client = S_CLIENT(&server, "-quiet");
	proc_say(client, "hello\n");
	assert_true(proc_expect(client, "your connection is encrypted"));
}

static void
plaintext__is_accepted_on_this_machine_if_the_settings_say_so(void **state)
{
	(void)state;
	e2e_server_start(
	    &server, (const char *[]){ "--plaintext", "loopback", NULL });
	peer_connect(&peer, server.port);
	assert_true(peer_register(&peer, "ana"));
}

/* An endless ClientHello costs the peer its connection, and disturbs nobody. */
static void
slow_handshakes__are_dropped_while_others_talk(void **state)
{
	static const char hello[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03"
				    "\x03";
	struct peer slow[20];
	size_t i;

	(void)state;
	e2e_server_start(
	    &server, (const char *[]){ "--handshake-seconds", "1", NULL });
	for (i = 0; i < 20; i++) {
		peer_connect(&slow[i], server.port);
		peer_write(&slow[i], hello, sizeof(hello) - 1);
	}
	client = S_CLIENT(&server, "-quiet");
	proc_say(client, "hello\n");
	assert_true(proc_expect(client, "your connection is encrypted"));
	for (i = 0; i < 20; i++) {
		assert_true(peer_expect_end(&slow[i]));
		assert_int_equal(slow[i].got.len, 0);
		peer_close(&slow[i]);
	}
	assert_true(
	    proc_expect_err(server.proc, "TLS: the handshake took too long"));
	proc_say(client, "/whois nobody\n");
	assert_true(proc_expect(client, "nobody"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(encrypted_and_unencrypted_clients__talk_to_each_other),
		TEST(dying_peers__have_their_last_messages_delivered),
		TEST(stopping_server__says_goodbye_over_tls),
		TEST(plaintext__is_refused_if_the_settings_say_no),
		TEST(
		    plaintext__is_accepted_on_this_machine_if_the_settings_say_so),
		TEST(slow_handshakes__are_dropped_while_others_talk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
