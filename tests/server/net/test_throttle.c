/*
 * throttle: rates per minute.
 */
#include <stdio.h>

#include "server/net/throttle.h"
#include "tests/support/test.h"

enum { NOW = 1000000 };

static int
take(struct throttle *t, const char *key, int n, int64_t now)
{
	int got = 0;

	while (n-- > 0)
		got += throttle_take(t, key, now);
	return got;
}

static void
throttle__allows_a_burst_and_then_its_rate__per_key(void **state)
{
	struct throttle *t = throttle_new();

	(void)state;
	throttle_set(t, 6, 0);
	assert_int_equal(take(t, "a", 10, NOW), 6);
	assert_int_equal(take(t, "b", 10, NOW), 6);
	assert_int_equal(take(t, "a", 10, NOW + 9999), 0);
	assert_int_equal(take(t, "a", 10, NOW + 10001), 1);
	assert_int_equal(take(t, "a", 10, NOW + 3600000), 6);
	throttle_free(t);
}

static void
throttle__allows_a_burst_and_then_its_rate__for_all_keys(void **state)
{
	struct throttle *t = throttle_new();

	(void)state;
	throttle_set(t, 6, 8);
	assert_int_equal(take(t, "a", 10, NOW), 6);
	assert_int_equal(take(t, "b", 10, NOW), 2);
	assert_int_equal(take(t, "b", 10, NOW + 7501), 1);
	throttle_free(t);
}

static void
throttle__has_no_limit__when_none_is_set(void **state)
{
	struct throttle *t = throttle_new();

	(void)state;
	throttle_set(t, 0, 0);
	assert_int_equal(take(t, "a", 1000, NOW), 1000);
	assert_int_equal(throttle_keys(t), 0);
	throttle_free(t);
}

static void
throttle__limits_its_keys__without_refusing_new_ones(void **state)
{
	struct throttle *t = throttle_new();
	char key[16];
	int i, given = 0;

	(void)state;
	throttle_set(t, 1, 0);
	for (i = 0; i < 10000; i++) {
		snprintf(key, sizeof(key), "%d", i);
		given += throttle_take(t, key, NOW);
	}
	assert_int_equal(given, 10000);
	assert_int_equal(throttle_keys(t), 4096);
	/* The most recent keys are remembered. */
	assert_int_equal(throttle_take(t, "9999", NOW), 0);
	assert_int_equal(throttle_take(t, "6000", NOW), 0);
	assert_int_equal(throttle_take(t, "new", NOW), 1);
	assert_int_equal(throttle_take(t, "6000", NOW), 0);
	assert_int_equal(throttle_keys(t), 4096);
	throttle_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    throttle__allows_a_burst_and_then_its_rate__per_key),
		cmocka_unit_test(
		    throttle__allows_a_burst_and_then_its_rate__for_all_keys),
		cmocka_unit_test(throttle__has_no_limit__when_none_is_set),
		cmocka_unit_test(
		    throttle__limits_its_keys__without_refusing_new_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
