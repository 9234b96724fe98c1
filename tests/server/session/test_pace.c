/*
 * pace: the token bucket.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/session/pace.h"
static void
pace__gives_the_burst_and_then_the_rate(void **state)
{
	struct pace p = { 0 };
	int64_t now = 1000000;
	int i;

	(void)state;
	for (i = 0; i < 10; i++)
		assert_true(pace_take(&p, 10, 2, 1, now));
	assert_false(pace_take(&p, 10, 2, 1, now));
	assert_false(pace_take(&p, 10, 2, 1, now + 499));
	assert_true(pace_take(&p, 10, 2, 1, now + 500));
	assert_false(pace_take(&p, 10, 2, 1, now + 500));
	assert_true(pace_take(&p, 10, 2, 4, now + 2500));
	assert_false(pace_take(&p, 10, 2, 1, now + 2500));
}

static void
pace__is_full_again__after_a_long_time(void **state)
{
	struct pace p = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 10; i++)
		assert_true(pace_take(&p, 10, 2, 1, 5));
	for (i = 0; i < 10; i++)
		assert_true(pace_take(&p, 10, 2, 1, INT64_MAX / 2));
	assert_false(pace_take(&p, 10, 2, 1, INT64_MAX / 2));
	assert_false(pace_take(&p, 10, 2, 1, 7));
}

static void
pace__takes_what_costs_more_than_the_burst__from_a_full_bucket(void **state)
{
	struct pace p = { 0 };

	(void)state;
	assert_true(pace_take(&p, 3, 1, 5, 1000));
	assert_false(pace_take(&p, 3, 1, 1, 2000));
	assert_true(pace_take(&p, 3, 1, 1, 4000));
}

static void
pace__never_refuses__at_rate_0(void **state)
{
	struct pace p = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		assert_true(pace_take(&p, 1, 0, 5, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pace__gives_the_burst_and_then_the_rate),
		cmocka_unit_test(pace__is_full_again__after_a_long_time),
		cmocka_unit_test(
		    pace__takes_what_costs_more_than_the_burst__from_a_full_bucket),
		cmocka_unit_test(pace__never_refuses__at_rate_0),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
