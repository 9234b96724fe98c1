/*
 * rate: a burst, then the rate.
 */

#include "common/rate.h"
#include "tests/support/test.h"

static void
rate__allows_the_burst_and_then_the_rate(void **state)
{
	struct rate_bucket b = { 0 };
	int64_t now = 1000000;
	int i;

	(void)state;
	for (i = 0; i < 10; i++)
		assert_true(rate_take(&b, rate_per_second(2, 10), 1, now));
	assert_false(rate_take(&b, rate_per_second(2, 10), 1, now));
	assert_false(rate_take(&b, rate_per_second(2, 10), 1, now + 499));
	assert_true(rate_take(&b, rate_per_second(2, 10), 1, now + 500));
	assert_false(rate_take(&b, rate_per_second(2, 10), 1, now + 500));
	assert_true(rate_take(&b, rate_per_second(2, 10), 4, now + 2500));
	assert_false(rate_take(&b, rate_per_second(2, 10), 1, now + 2500));
}

static void
rate__is_full_again__after_a_long_time(void **state)
{
	struct rate_bucket b = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 10; i++)
		assert_true(rate_take(&b, rate_per_second(2, 10), 1, 5));
	for (i = 0; i < 10; i++)
		assert_true(
		    rate_take(&b, rate_per_second(2, 10), 1, INT64_MAX / 2));
	assert_false(rate_take(&b, rate_per_second(2, 10), 1, INT64_MAX / 2));
	assert_false(rate_take(&b, rate_per_second(2, 10), 1, 7));
}

static void
rate__allows_more_than_the_burst__from_a_full_bucket(void **state)
{
	struct rate_bucket b = { 0 };

	(void)state;
	assert_true(rate_take(&b, rate_per_second(1, 3), 5, 1000));
	assert_false(rate_take(&b, rate_per_second(1, 3), 1, 2000));
	assert_true(rate_take(&b, rate_per_second(1, 3), 1, 4000));
}

static void
rate__never_refuses__when_it_is_0(void **state)
{
	struct rate_bucket b = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		assert_true(rate_take(&b, rate_per_second(0, 1), 5, 0));
}

static void
rate__of_a_minute_is_allowed_at_once(void **state)
{
	struct rate_bucket b = { 0 };
	struct rate r = rate_per_minute(6);
	int64_t now = 5000000;

	(void)state;
	for (int i = 0; i < 6; i++) {
		assert_true(rate_has(&b, r, 1, now));
		assert_true(rate_take(&b, r, 1, now));
	}
	assert_false(rate_has(&b, r, 1, now));
	assert_false(rate_has(&b, r, 1, now + 9999));
	assert_true(rate_has(&b, r, 1, now + 10000));
	assert_true(rate_has(&b, rate_per_minute(0), 1, now));
	assert_true(rate_take(&b, r, 1, now + 10000));
	assert_false(rate_has(&b, r, 1, now + 10000));
	assert_true(rate_has(&b, r, 1, now + 500000));
}

/* What is charged beyond the burst must be gained back first. */
static void
rate__counts_what_is_charged(void **state)
{
	struct rate_bucket b = { 0 };
	struct rate r = rate_per_second(2, 10);

	(void)state;
	assert_true(rate_take(&b, r, 1, 1000));
	rate_charge(&b, r, 20);
	assert_false(rate_take(&b, r, 1, 1000 + 5999));
	assert_true(rate_take(&b, r, 1, 1000 + 6000));
	rate_charge(&b, rate_per_second(0, 10), 20);
	assert_true(rate_take(&b, r, 1, 1000 + 6500));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rate__allows_the_burst_and_then_the_rate),
		cmocka_unit_test(rate__is_full_again__after_a_long_time),
		cmocka_unit_test(
		    rate__allows_more_than_the_burst__from_a_full_bucket),
		cmocka_unit_test(rate__never_refuses__when_it_is_0),
		cmocka_unit_test(rate__of_a_minute_is_allowed_at_once),
		cmocka_unit_test(rate__counts_what_is_charged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
