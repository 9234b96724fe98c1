/*
 * The server's certificate, its own or from the settings, and a reload of it, as the openssl command
 * line sees them.
 */
#include <sys/stat.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/path.h"
#include "server/net/tls.h"
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
certificate__is_created_once_and_is_private(void **state)
{
	char first[S_CLIENT_PRINT + 1], second[S_CLIENT_PRINT + 1], *file;
	struct stat st;

	(void)state;
	e2e_server_start(&server, NULL);
	s_client_logged_print(&server, first, 0);
	s_client_expect_print(&server, first);
	file = path_join(server.dir, "tls.pem");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(e2e_server_stop(&server), 0);
	e2e_server_restart(&server, NULL);
	s_client_logged_print(&server, second, 0);
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

static void
reload(void)
{
	proc_signal(server.proc, SIGHUP);
}

static void
make(const char *file, const char *name)
{
	char *cause = NULL;

	if (tls_make(file, name, &cause) != 0)
		fail_msg("%s", cause);
}

static void
reload__takes_a_new_pair_and_ignores_a_bad_one(void **state)
{
	char *dir = e2e_folder(), *file = path_join(dir, "own.pem");
	char first[S_CLIENT_PRINT + 1], second[S_CLIENT_PRINT + 1],
	    third[S_CLIENT_PRINT + 1];

	(void)state;
	make(file, "one.test");
	e2e_server_start(&server,
	    (const char *[]){ "--tls-cert", file, "--tls-key", file, NULL });
	s_client_logged_print(&server, first, 0);
	client = S_CLIENT(&server, "-quiet");
	proc_say(client, "hello\n");
	assert_true(proc_expect(client, "your connection is encrypted"));

	make(file, "two.test");
	reload();
	s_client_logged_print(&server, second, 1);
	assert_string_not_equal(first, second);
	s_client_expect_print(&server, second);
	proc_say(client, "/whois nobody\n");
	assert_true(proc_expect(client, "nobody"));

	assert_int_equal(truncate(file, 300), 0);
	reload();
	assert_true(
	    proc_expect_err(server.proc, "the settings did not change"));
	assert_true(proc_expect_err(server.proc, "tls-cert: "));
	assert_true(proc_expect_err(server.proc, file));
	s_client_expect_print(&server, second);
	proc_say(client, "/whois noone\n");
	assert_true(proc_expect(client, "noone"));
	make(file, "three.test");
	reload();
	s_client_logged_print(&server, third, 2);
	s_client_expect_print(&server, third);
	e2e_remove(dir);
	free(file);
	free(dir);
}

static void
bad_pairs__are_named_before_the_server_starts(void **state)
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

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(certificate__is_created_once_and_is_private),
		TEST(reload__takes_a_new_pair_and_ignores_a_bad_one),
		TEST(bad_pairs__are_named_before_the_server_starts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
