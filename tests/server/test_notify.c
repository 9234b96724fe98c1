/*
 * notify: messages to a service manager, and the address of its socket.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/clock.h"
#include "server/notify.h"
#include "tests/support/e2e.h"
#include "tests/support/environment.h"
#include "tests/support/manager.h"
#include "tests/support/test.h"

static void
tell_all(struct manager *m)
{
	struct notify n;
	char *cause = NULL;

	assert_int_equal(notify_open(&n, m->address, &cause), 0);
	notify_ready(&n, "Serving on port 5000");
	assert_true(
	    manager_hears(m, "READY=1\nSTATUS=Serving on port 5000\n\n"));
	notify_stopping(&n, "Stopping");
	assert_true(manager_hears(m, "STOPPING=1\nSTATUS=Stopping\n\n"));
	notify_close(&n);
}

static void
notify__sends_to_a_path(void **state)
{
	char *dir = e2e_folder();
	struct manager m;

	(void)state;
	manager_init(&m, dir);
	tell_all(&m);
	manager_clear(&m);
	e2e_remove(dir);
	free(dir);
}

static void
notify__sends_to_an_abstract_name(void **state)
{
	struct manager m;

	(void)state;
	manager_init(&m, NULL);
	tell_all(&m);
	manager_clear(&m);
}

/* The time is CLOCK_MONOTONIC in microseconds. */
static void
reloading__has_a_time(void **state)
{
	struct timespec ts;
	struct manager m;
	struct notify n;
	char *cause = NULL;
	int64_t before, told;

	(void)state;
	manager_init(&m, NULL);
	assert_int_equal(notify_open(&n, m.address, &cause), 0);
	clock_gettime(CLOCK_MONOTONIC, &ts);
	before = (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
	notify_reloading(&n);
	assert_true(manager_hears(&m, "RELOADING=1\nMONOTONIC_USEC="));
	told = strtoll(buf_str(&m.told), NULL, 10);
	assert_true(told >= before && told < before + 60000000);
	notify_close(&n);
	manager_clear(&m);
}

static void
notify__sends_nothing__without_an_address(void **state)
{
	struct notify n;
	char *cause = NULL;

	(void)state;
	assert_int_equal(notify_open(&n, NULL, &cause), 0);
	assert_int_equal(n.fd, -1);
	notify_ready(&n, "Serving");
	notify_reloading(&n);
	notify_stopping(&n, "Leaving");
	notify_close(&n);
	assert_int_equal(notify_open(&n, "", &cause), 0);
	assert_int_equal(n.fd, -1);
}

static void
notify__refuses_bad_addresses(void **state)
{
	char longest[200];
	const char *const bad[] = { "relative", "vsock:2:1", "/", "@",
		longest };
	struct notify n;
	char *cause;
	size_t i;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[0] = '/';
	longest[sizeof(longest) - 1] = '\0';
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cause = NULL;
		assert_int_equal(notify_open(&n, bad[i], &cause), -1);
		assert_non_null(cause);
		assert_int_equal(n.fd, -1);
		notify_ready(&n, "Serving");
		free(cause);
	}
}

/* The server does not stop if the manager is gone. */
static void
notify__survives__when_nobody_listens(void **state)
{
	struct notify n;
	char *cause = NULL;

	(void)state;
	assert_int_equal(notify_open(&n, missing_path(), &cause), 0);
	notify_ready(&n, "Serving");
	notify_close(&n);
	assert_int_equal(n.fd, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notify__sends_to_a_path),
		cmocka_unit_test(notify__sends_to_an_abstract_name),
		cmocka_unit_test(reloading__has_a_time),
		cmocka_unit_test(notify__sends_nothing__without_an_address),
		cmocka_unit_test(notify__refuses_bad_addresses),
		cmocka_unit_test(notify__survives__when_nobody_listens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
