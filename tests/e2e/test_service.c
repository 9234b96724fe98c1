/*
 * tchat-server as a service: what it tells the service manager, and what it advises root without one.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/manager.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

static int
setup(void **state)
{
	(void)state;
	memset(&server, 0, sizeof(server));
	unsetenv("NOTIFY_SOCKET");
	unsetenv("INVOCATION_ID");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	e2e_server_free(&server);
	unsetenv("NOTIFY_SOCKET");
	unsetenv("INVOCATION_ID");
	return 0;
}

/* From start to stop; ready means that clients can connect. */
static void
live(struct manager *m)
{
	struct peer peer;
	char ready[64];

	setenv("NOTIFY_SOCKET", m->address, 1);
	e2e_server_start(&server, NULL);
	snprintf(ready, sizeof(ready), "READY=1\nSTATUS=Serving on port %u\n\n",
	    server.port);
	assert_true(manager_hears(m, ready));
	peer_connect(&peer, server.port);
	assert_true(peer_register(&peer, "ana"));
	proc_signal(server.proc, SIGHUP);
	assert_true(manager_hears(m, "RELOADING=1\nMONOTONIC_USEC="));
	assert_true(manager_hears(m, ready));
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_true(manager_hears(m, "STOPPING=1\n"));
	peer_close(&peer);
}

static void
manager__is_notified_at_a_path(void **state)
{
	char *dir = e2e_folder();
	struct manager m;

	(void)state;
	manager_init(&m, dir);
	live(&m);
	manager_clear(&m);
	e2e_remove(dir);
	free(dir);
}

static void
manager__is_notified_at_an_abstract_address(void **state)
{
	struct manager m;

	(void)state;
	manager_init(&m, NULL);
	live(&m);
	manager_clear(&m);
}

/* If the settings cannot be read, the server keeps the present ones. */
static void
reload__is_reported_as_finished_also_if_it_failed(void **state)
{
	char *dir = e2e_folder(), file[256];
	struct manager m;
	FILE *f;

	(void)state;
	snprintf(file, sizeof(file), "%s/conf", dir);
	f = fopen(file, "w");
	assert_non_null(f);
	manager_init(&m, dir);
	setenv("NOTIFY_SOCKET", m.address, 1);
	e2e_server_start(&server, (const char *[]){ "-f", file, NULL });
	assert_true(manager_hears(&m, "READY=1\n"));
	fputs("nonsense = 1\n", f);
	fclose(f);
	proc_signal(server.proc, SIGHUP);
	assert_true(manager_hears(&m, "RELOADING=1\n"));
	assert_true(manager_hears(&m, "READY=1\n"));
	assert_true(
	    proc_expect_err(server.proc, "the settings did not change"));
	manager_clear(&m);
	e2e_remove(dir);
	free(dir);
}

static void
bad_notify_socket__is_named_and_the_server_runs(void **state)
{
	struct peer peer;

	(void)state;
	setenv("NOTIFY_SOCKET", "nowhere", 1);
	e2e_server_start(&server, NULL);
	assert_true(proc_expect_err(server.proc, "NOTIFY_SOCKET"));
	peer_connect(&peer, server.port);
	assert_true(peer_register(&peer, "ana"));
	peer_close(&peer);
}

static int
advice_count(void)
{
	const char *at = buf_str(&server.proc->erred);
	int n = 0;

	while ((at = strstr(at, "running as root")) != NULL) {
		at++;
		n++;
	}
	return n;
}

static void
root__is_advised_once_unless_a_manager_runs_the_server(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_int_equal(advice_count(), getuid() == 0);
	setenv("INVOCATION_ID", "8d6e6a6f", 1);
	e2e_server_restart(&server, NULL);
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_int_equal(advice_count(), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(manager__is_notified_at_a_path),
		TEST(manager__is_notified_at_an_abstract_address),
		TEST(reload__is_reported_as_finished_also_if_it_failed),
		TEST(bad_notify_socket__is_named_and_the_server_runs),
		TEST(root__is_advised_once_unless_a_manager_runs_the_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
