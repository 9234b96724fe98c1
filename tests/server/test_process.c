/*
 * process: the limit of descriptors, and advice for root.
 */
#include <string.h>
#include <sys/resource.h>

#include "server/process.h"
#include "tests/support/test.h"

static void
raise_fds__reaches_the_hard_limit(void **state)
{
	struct rlimit r;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &r), 0);
	r.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &r), 0);
	assert_true(process_raise_fds() >= 100);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &r), 0);
	assert_true(r.rlim_cur == r.rlim_max);
}

static void
clients__fit_within_the_limit__less_what_the_server_needs(void **state)
{
	(void)state;
	assert_int_equal(process_max_clients(20), 1);
	assert_int_equal(process_max_clients(64), 32);
	assert_int_equal(process_max_clients(128), 96);
	assert_int_equal(process_max_clients(256), 192);
	assert_int_equal(process_max_clients(1024), 960);
	assert_int_equal(process_max_clients(1 << 20), (1 << 20) - 64);
}

static void
advice__is_for_root_without_a_manager(void **state)
{
	const char *advice = process_advice(0, NULL, NULL);

	(void)state;
	assert_non_null(advice);
	assert_non_null(strstr(advice, "systemctl"));
	assert_null(strchr(advice, '\n'));
	assert_null(process_advice(1000, NULL, NULL));
	assert_null(process_advice(0, "/run/notify", NULL));
	assert_null(process_advice(0, NULL, "8d6e"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    clients__fit_within_the_limit__less_what_the_server_needs),
		cmocka_unit_test(raise_fds__reaches_the_hard_limit),
		cmocka_unit_test(advice__is_for_root_without_a_manager),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
