/*
 * The server's TLS, looked at with the openssl command line: versions, ciphers, resumption, its
 * certificate and a reload of it, and who is refused unencrypted.
 */
#include <sys/stat.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/clock.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/net/tls.h"
#include "tests/support/e2e.h"
#include "tests/support/peer.h"

enum { MAX_ARGS = 24, PRINT = 95 /* length of a fingerprint */ };

static struct e2e_server server;
static struct proc *client, *other;
static struct peer peer;

static int
setup(void **state)
{
	(void)state;
	memset(&server, 0, sizeof(server));
	client = other = NULL;
	peer.fd = -1;
	if (!e2e_installed("openssl")) {
		printf("SKIP: openssl is not installed\n");
		skip();
	}
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

/* openssl s_client with those further arguments, up to a NULL. */
static struct proc *
s_client(const char *const *more)
{
	const char *argv[MAX_ARGS] = { "openssl", "s_client", "-connect" };
	struct proc *p;
	char *where;
	size_t n = 3;

	xasprintf(&where, "127.0.0.1:%u", server.port);
	argv[n++] = where;
	while (*more != NULL && n < MAX_ARGS - 1)
		argv[n++] = *more++;
	p = proc_start(argv, NULL);
	free(where);
	return p;
}

#define S_CLIENT(...) s_client((const char *const[]){ __VA_ARGS__, NULL })

/* The last fingerprint that the server has logged after so many before it. */
static void
read_fingerprint(char print[PRINT + 1], int before)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;
	const char *at;
	int i;

	do {
		at = buf_str(&server.proc->erred);
		for (i = 0; i <= before && at != NULL; i++) {
			at = strstr(at, "SHA-256 fingerprint ");
			at = at == NULL ? NULL : at + 20;
		}
		if (at != NULL && strchr(at, '\n') != NULL)
			break;
		at = NULL;
		proc_pump(server.proc, 50);
	} while (clock_mono_ms() < end);
	assert_non_null(at);
	snprintf(print, PRINT + 1, "%s", at == NULL ? "" : at);
}

static void
assert_served_is(const char *print)
{
	struct proc *p = S_CLIENT("-showcerts"), *x509;

	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	x509 = proc_start((const char *[]){ "openssl", "x509", "-noout",
			      "-fingerprint", "-sha256", NULL },
	    NULL);
	proc_say(x509, "%s", buf_str(&p->said));
	proc_end_input(x509);
	assert_true(proc_expect(x509, print));
	proc_free(x509);
	proc_free(p);
}

static void
certificate__is_made_once__and_is_for_its_owner_alone(void **state)
{
	char first[PRINT + 1], second[PRINT + 1], *file;
	struct stat st;

	(void)state;
	e2e_server_start(&server, NULL);
	read_fingerprint(first, 0);
	assert_served_is(first);
	file = path_join(server.dir, "tls.pem");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(e2e_server_stop(&server), 0);
	e2e_server_restart(&server, NULL);
	read_fingerprint(second, 0);
	assert_string_equal(first, second);
	assert_int_equal(e2e_server_stop(&server), 0);
	/* Somebody else may have read it. */
	assert_int_equal(chmod(file, 0644), 0);
	client =
	    proc_start((const char *[]){ e2e_program("tchat-server"), "-l",
			   "127.0.0.1", "-p", "0", "-D", server.dir, NULL },
		NULL);
	assert_int_equal(proc_wait(client, PROC_DEADLINE), 1);
	assert_true(proc_expect_err(client, file));
	free(file);
}

/* It says this, and ends with that status. */
static void
expect_handshake(struct proc *p, const char *said, int status)
{
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), status);
	buf_add_view(&p->said, buf_view(&p->erred));
	if (strstr(buf_str(&p->said), said) == NULL)
		fail_msg("%s", buf_str(&p->said));
	proc_free(p);
}

static void
versions__before_1_2_are_refused(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	expect_handshake(S_CLIENT("-tls1", "-cipher", "DEFAULT@SECLEVEL=0"),
	    "alert protocol version", 1);
	expect_handshake(S_CLIENT("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"),
	    "alert protocol version", 1);
	expect_handshake(S_CLIENT("-tls1_2"), "New, TLSv1.2", 0);
	expect_handshake(S_CLIENT("-tls1_3"), "New, TLSv1.3", 0);
}

static void
ciphers__are_forward_secret_and_authenticated__or_refused(void **state)
{
	static const char *const good[] = { "ECDHE-ECDSA-AES128-GCM-SHA256",
		"ECDHE-ECDSA-AES256-GCM-SHA384",
		"ECDHE-ECDSA-CHACHA20-POLY1305" };
	static const char *const bad[] = { "AES128-SHA:AES256-GCM-SHA384",
		"ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384",
		"AECDH-AES128-SHA:ADH-AES128-GCM-SHA256",
		"ECDHE-ECDSA-NULL-SHA:NULL" };
	char *ciphers;
	size_t i;

	(void)state;
	e2e_server_start(&server, NULL);
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		expect_handshake(
		    S_CLIENT("-tls1_2", "-cipher", good[i]), good[i], 0);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		xasprintf(&ciphers, "%s:@SECLEVEL=0", bad[i]);
		expect_handshake(S_CLIENT("-tls1_2", "-cipher", ciphers),
		    "alert handshake failure", 1);
		free(ciphers);
	}
}

static void
reload(void)
{
	proc_signal(server.proc, SIGHUP);
}

/* Connect once to get a ticket, and again with it. */
static void
sessions__are_resumed__and_a_reload_changes_nothing(void **state)
{
	static const char *const versions[] = { "-tls1_2", "-tls1_3" };
	static const char *const reused[] = { "Reused, TLSv1.2",
		"Reused, TLSv1.3" };
	char *file, print[PRINT + 1];
	size_t i;

	(void)state;
	e2e_server_start(&server, NULL);
	file = path_join(server.dir, "session");
	for (i = 0; i < 2; i++) {
		client = S_CLIENT(versions[i], "-sess_out", file);
		proc_say(client, "NICK ana%zu\nUSER a 0 * :a\n", i);
		assert_true(proc_expect(client, " 001 "));
		proc_end_input(client);
		assert_int_equal(proc_wait(client, PROC_DEADLINE), 0);
		proc_free(client);
		client = NULL;
		expect_handshake(
		    S_CLIENT(versions[i], "-sess_in", file), reused[i], 0);
		reload();
		read_fingerprint(print, (int)i + 1);
		expect_handshake(
		    S_CLIENT(versions[i], "-sess_in", file), reused[i], 0);
	}
	free(file);
}

static void
renegotiation__is_refused__and_the_server_goes_on(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	client = S_CLIENT("-tls1_2");
	proc_say(client, "NICK ana\nUSER ana 0 * :Ana\n");
	assert_true(proc_expect(client, " 366 ana #lobby"));
	proc_say(client, "R\n");
	assert_true(proc_expect_err(client, "no renegotiation"));
	other = S_CLIENT("-quiet");
	proc_say(other, "hello\n");
	assert_true(proc_expect(other, "your connection is encrypted"));
}

/* IRC and plain lines inside TLS, and one who came without. */
static void
everyone__talks_to_everyone__encrypted_or_not(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	client = S_CLIENT("-quiet");
	proc_say(client, "NICK ana\nUSER ana 0 * :Ana\n");
	assert_true(proc_expect(client, "your connection is encrypted"));
	assert_true(proc_expect(client, " 366 ana #lobby"));
	other = S_CLIENT("-quiet");
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
	assert_true(proc_expect(other, "an IRC client, encrypted,"));
	assert_true(proc_expect(other, "otto came by an IRC client "));
}

/* An end without close_notify: what was said is said, and nothing was wrong. */
static void
dying_peers__have_ended__and_their_last_words_are_heard(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	peer_connect(&peer, server.port);
	assert_true(peer_register(&peer, "otto"));
	client = S_CLIENT("-quiet");
	proc_say(client, "first words\n");
	assert_true(peer_expect(&peer, "first words"));
	proc_say(client, "last words\n");
	assert_true(peer_expect(&peer, "last words"));
	proc_signal(client, SIGKILL);
	assert_true(peer_expect(&peer, " QUIT "));
	assert_true(proc_expect_err(server.proc, "Connection closed"));
}

/* What is asked for at the end of the server's life is a good-bye too. */
static void
stopping__says_good_bye__in_tls_too(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	client = S_CLIENT("-msg");
	proc_say(client, "hello\n");
	assert_true(proc_expect(client, "your connection is encrypted"));
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_true(proc_expect(client, "close_notify"));
	assert_int_equal(proc_wait(client, PROC_DEADLINE), 0);
}

static void
make(const char *file, const char *name)
{
	char *cause = NULL;

	if (tls_make(file, name, &cause) != 0)
		fail_msg("%s", cause);
}

static void
reload__takes_a_new_pair__and_a_bad_one_changes_nothing(void **state)
{
	char *dir = e2e_folder(), *file = path_join(dir, "own.pem");
	char first[PRINT + 1], second[PRINT + 1], third[PRINT + 1];

	(void)state;
	make(file, "one.test");
	e2e_server_start(&server,
	    (const char *[]){ "--tls-cert", file, "--tls-key", file, NULL });
	read_fingerprint(first, 0);
	client = S_CLIENT("-quiet");
	proc_say(client, "hello\n");
	assert_true(proc_expect(client, "your connection is encrypted"));

	make(file, "two.test");
	reload();
	read_fingerprint(second, 1);
	assert_string_not_equal(first, second);
	assert_served_is(second);
	proc_say(client, "/whois nobody\n");
	assert_true(proc_expect(client, "nobody"));

	assert_int_equal(truncate(file, 300), 0);
	reload();
	assert_true(proc_expect_err(server.proc, "stay as they were"));
	assert_true(proc_expect_err(server.proc, "tls-cert: "));
	assert_true(proc_expect_err(server.proc, file));
	assert_served_is(second);
	proc_say(client, "/whois noone\n");
	assert_true(proc_expect(client, "noone"));
	make(file, "three.test");
	reload();
	read_fingerprint(third, 2);
	assert_served_is(third);
	e2e_remove(dir);
	free(file);
	free(dir);
}

static void
bad_pairs__are_named__before_the_server_starts(void **state)
{
	char *dir = e2e_folder(), *file = path_join(dir, "own.pem");

	(void)state;
	client = proc_start((const char *[]){ e2e_program("tchat-server"), "-t",
				"--tls-cert", file, NULL },
	    NULL);
	assert_int_equal(proc_wait(client, PROC_DEADLINE), 1);
	assert_true(proc_expect_err(client, file));
	make(file, "one.test");
	other = proc_start((const char *[]){ e2e_program("tchat-server"), "-t",
			       "--tls-cert", file, NULL },
	    NULL);
	assert_int_equal(proc_wait(other, PROC_DEADLINE), 0);
	proc_free(other);
	other = proc_start((const char *[]){ e2e_program("tchat-server"), "-t",
			       "--tls-key", file, NULL },
	    NULL);
	assert_int_equal(proc_wait(other, PROC_DEADLINE), 1);
	assert_true(proc_expect_err(other, "tls-cert"));
	e2e_remove(dir);
	free(file);
	free(dir);
}

static void
plaintext__is_refused__where_the_settings_say_no(void **state)
{
	(void)state;
	e2e_server_start(
	    &server, (const char *[]){ "--plaintext", "no", NULL });
	peer_connect(&peer, server.port);
	peer_say(&peer, "CAP LS 302\r\nNICK ana\r\nUSER ana 0 * :Ana\r\n");
	assert_true(peer_expect_end(&peer));
	assert_int_equal(peer_count(&peer, "\n"), 1);
	assert_true(peer_has(&peer, "ERROR :This server takes encrypted"));
	peer_close(&peer);
	peer_connect(&peer, server.port);
	peer_say(&peer, "hello?\n");
	assert_true(peer_expect_end(&peer));
	assert_int_equal(peer_count(&peer, "\n"), 1);
	assert_true(peer_has(&peer, "openssl s_client"));
	client = S_CLIENT("-quiet");
	proc_say(client, "hello\n");
	assert_true(proc_expect(client, "your connection is encrypted"));
}

static void
plaintext__is_taken_on_this_machine__where_the_settings_say_so(void **state)
{
	(void)state;
	e2e_server_start(
	    &server, (const char *[]){ "--plaintext", "loopback", NULL });
	peer_connect(&peer, server.port);
	assert_true(peer_register(&peer, "ana"));
}

/* A hello that never ends costs the peer its connection, and nobody else a thing. */
static void
slow_handshakes__are_dropped__while_others_talk(void **state)
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
	client = S_CLIENT("-quiet");
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
		TEST(certificate__is_made_once__and_is_for_its_owner_alone),
		TEST(versions__before_1_2_are_refused),
		TEST(ciphers__are_forward_secret_and_authenticated__or_refused),
		TEST(sessions__are_resumed__and_a_reload_changes_nothing),
		TEST(renegotiation__is_refused__and_the_server_goes_on),
		TEST(everyone__talks_to_everyone__encrypted_or_not),
		TEST(dying_peers__have_ended__and_their_last_words_are_heard),
		TEST(stopping__says_good_bye__in_tls_too),
		TEST(reload__takes_a_new_pair__and_a_bad_one_changes_nothing),
		TEST(bad_pairs__are_named__before_the_server_starts),
		TEST(plaintext__is_refused__where_the_settings_say_no),
		TEST(
		    plaintext__is_taken_on_this_machine__where_the_settings_say_so),
		TEST(slow_handshakes__are_dropped__while_others_talk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
