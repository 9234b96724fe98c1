/*
 * TLS as the openssl command line sees it: versions, ciphers, resumption, and what the server does not
 * support.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/s_client.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

static struct proc *client, *other;

static int
setup(void **state)
{
	(void)state;
	memset(&server, 0, sizeof(server));
	client = other = NULL;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	proc_free(client);
	proc_free(other);
	e2e_server_free(&server);
	return 0;
}

static void
versions_before_1_2__are_refused(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	s_client_expect(
	    S_CLIENT(&server, "-tls1", "-cipher", "DEFAULT@SECLEVEL=0"),
	    "alert protocol version", 1);
	s_client_expect(
	    S_CLIENT(&server, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"),
	    "alert protocol version", 1);
	s_client_expect(S_CLIENT(&server, "-tls1_2"), "New, TLSv1.2", 0);
	s_client_expect(S_CLIENT(&server, "-tls1_3"), "New, TLSv1.3", 0);
}

static void
ciphers__are_forward_secret_and_authenticated_or_refused(void **state)
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
		s_client_expect(
		    S_CLIENT(&server, "-tls1_2", "-cipher", good[i]), good[i],
		    0);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		xasprintf(&ciphers, "%s:@SECLEVEL=0", bad[i]);
		s_client_expect(
		    S_CLIENT(&server, "-tls1_2", "-cipher", ciphers),
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
sessions__are_resumed_also_after_a_reload(void **state)
{
	static const char *const versions[] = { "-tls1_2", "-tls1_3" };
	static const char *const reused[] = { "Reused, TLSv1.2",
		"Reused, TLSv1.3" };
	char *file, print[S_CLIENT_PRINT + 1];
	size_t i;

	(void)state;
	e2e_server_start(&server, NULL);
	file = path_join(server.dir, "session");
	for (i = 0; i < 2; i++) {
		client = S_CLIENT(&server, versions[i], "-sess_out", file);
		proc_say(client, "NICK ana%zu\nUSER a 0 * :a\n", i);
		assert_true(proc_expect(client, " 001 "));
		proc_end_input(client);
		assert_int_equal(proc_wait(client, PROC_DEADLINE), 0);
		proc_free(client);
		client = NULL;
		s_client_expect(
		    S_CLIENT(&server, versions[i], "-sess_in", file), reused[i],
		    0);
		reload();
		s_client_logged_print(&server, print, (int)i + 1);
		s_client_expect(
		    S_CLIENT(&server, versions[i], "-sess_in", file), reused[i],
		    0);
	}
	free(file);
}

static void
renegotiation__is_refused_and_the_server_continues(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	client = S_CLIENT(&server, "-tls1_2");
	proc_say(client, "NICK ana\nUSER ana 0 * :Ana\n");
	assert_true(proc_expect(client, " 366 ana #lobby"));
	proc_say(client, "R\n");
	assert_true(proc_expect_err(client, "no renegotiation"));
	other = S_CLIENT(&server, "-quiet");
	proc_say(other, "hello\n");
	assert_true(proc_expect(other, "your connection is encrypted"));
}

/* Compression leaks secrets by length (CRIME); early data can be replayed. */
static void
compression_and_early_data__are_not_supported(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	s_client_expect(
	    S_CLIENT(&server, "-tls1_2", "-comp"), "Compression: NONE", 0);
	s_client_expect(
	    S_CLIENT(&server, "-tls1_3", "-comp"), "Compression: NONE", 0);
	client = S_CLIENT(&server, "-tls1_3");
	proc_say(client, "hello\n");
	assert_true(proc_expect(client, "your connection is encrypted"));
	/* The session has arrived before that, and is printed at the end. */
	proc_end_input(client);
	assert_int_equal(proc_wait(client, PROC_DEADLINE), 0);
	assert_true(proc_has_said(client, "Max Early Data: 0"));
}

/* The key exchange uses strong curves or fails. */
static void
weak_curves__are_refused(void **state)
{
	static const char *const good[] = { "X25519", "P-256", "P-384" };
	size_t i;

	(void)state;
	e2e_server_start(&server, NULL);
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		s_client_expect(
		    S_CLIENT(&server, "-tls1_3", "-curves", good[i]),
		    "New, TLSv1.3", 0);
	s_client_expect(S_CLIENT(&server, "-tls1_2", "-curves", "secp224r1",
			    "-cipher", "ECDHE:@SECLEVEL=0"),
	    "alert handshake failure", 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(versions_before_1_2__are_refused),
		TEST(ciphers__are_forward_secret_and_authenticated_or_refused),
		TEST(sessions__are_resumed_also_after_a_reload),
		TEST(renegotiation__is_refused_and_the_server_continues),
		TEST(compression_and_early_data__are_not_supported),
		TEST(weak_curves__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
