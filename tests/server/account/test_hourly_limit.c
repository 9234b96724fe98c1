/*
 * hourly_limit: each address has its own count, which ages; a full table refuses nobody.
 */
#include <stdio.h>
#include <stdlib.h>

#include "server/account/hourly_limit.h"
#include "tests/support/test.h"

enum { ADDRESSES = 1000, MINUTE = 60000, HOUR = 60 * MINUTE };

static struct hourly_limit *limit;

static int
setup(void **state)
{
	(void)state;
	limit = hourly_limit_new(ADDRESSES);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	hourly_limit_free(limit);
	return 0;
}

static int
take(const char *address, int64_t now)
{
	struct range r;

	assert_int_equal(range_parse(&r, view_of(address)), 0);
	return hourly_limit_take(limit, &r, 2, now);
}

static void
address__is_limited_per_hour(void **state)
{
	(void)state;
	assert_true(take("192.0.2.1", 0));
	assert_true(take("192.0.2.1", 30 * MINUTE));
	assert_false(take("192.0.2.1", 59 * MINUTE));
	assert_true(take("192.0.2.2", 59 * MINUTE));
	assert_true(take("192.0.2.1", 60 * MINUTE));
	assert_false(take("192.0.2.1", 61 * MINUTE));
	assert_true(take("192.0.2.1", 90 * MINUTE));
}

static void
ipv6_address__counts_by_its_64(void **state)
{
	(void)state;
	assert_true(take("2001:db8::1", 0));
	assert_true(take("2001:db8::2", 0));
	assert_false(take("2001:db8::3", 0));
	assert_true(take("2001:db8:0:1::1", 0));
}

static void
addresses__are_forgotten__after_an_hour(void **state)
{
	(void)state;
	assert_true(take("192.0.2.1", 0));
	assert_true(take("192.0.2.2", MINUTE));
	assert_int_equal(hourly_limit_addresses(limit), 2);
	assert_true(take("192.0.2.3", HOUR));
	assert_int_equal(hourly_limit_addresses(limit), 2);
	assert_true(take("192.0.2.3", 3 * HOUR));
	assert_int_equal(hourly_limit_addresses(limit), 1);
}

static void
full_table__replaces_the_oldest_address(void **state)
{
	char address[32];
	int i;

	(void)state;
	for (i = 0; i < 2 * ADDRESSES; i++) {
		snprintf(
		    address, sizeof(address), "10.1.%d.%d", i / 256, i % 256);
		assert_true(take(address, i));
		assert_true(take(address, i));
	}
	assert_int_equal(hourly_limit_addresses(limit), ADDRESSES);
	assert_false(take(address, i));
	assert_true(take("192.0.2.1", i));
	assert_int_equal(hourly_limit_addresses(limit), ADDRESSES);
	assert_false(take("10.1.7.207", i));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(address__is_limited_per_hour),
		CASE(ipv6_address__counts_by_its_64),
		CASE(addresses__are_forgotten__after_an_hour),
		CASE(full_table__replaces_the_oldest_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
