/*
 * admission: bans, connections per address, and their rate.
 */
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/clock_watch.h"
#include "server/net/admission.h"
#include "tests/support/test.h"

static struct admission *admission;
static const char *words;
static int64_t now;

static int64_t
wall(void)
{
	return now;
}

static int
setup(void **state)
{
	(void)state;
	now = 1700000000000;
	clock_set(wall);
	admission = admission_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	admission_free(admission);
	clock_set(NULL);
	return 0;
}

static struct range
range(const char *text)
{
	struct range r;

	assert_int_equal(range_parse(&r, view_of(text)), 0);
	return r;
}

static enum admission_result
ask(const char *address)
{
	struct range r = range(address);

	return admission_check(admission, &r, now, &words);
}

static void
leave(const char *address)
{
	struct range r = range(address);

	admission_release(admission, &r);
}

static void
set(long long per_address, long long rate)
{
	struct admission_settings s = { .per_address = per_address,
		.rate = rate };

	admission_set(admission, &s);
}

static void
shut(const char *text, int64_t until)
{
	struct range r = range(text);

	admission_ban(
	    admission, &r, until, clock_expiry(until), "ERROR :no\r\n");
}

/* checklist 17 */
static void
admission__allows_everyone__without_limits(void **state)
{
	struct range none = { 0 };
	int i;

	(void)state;
	set(0, 0);
	for (i = 0; i < 1000; i++)
		assert_int_equal(ask("192.0.2.7"), ADMISSION_ALLOWED);
	assert_int_equal(admission_addresses(admission), 1);
	for (i = 0; i < 1000; i++)
		leave("192.0.2.7");
	assert_int_equal(admission_addresses(admission), 0);
	assert_int_equal(
	    admission_check(admission, &none, now, &words), ADMISSION_ALLOWED);
	admission_release(admission, &none);
}

static void
admission__counts_connections_per_address__and_per_ipv6_64(void **state)
{
	(void)state;
	set(2, 0);
	assert_int_equal(ask("192.0.2.7"), ADMISSION_ALLOWED);
	assert_int_equal(ask("192.0.2.7"), ADMISSION_ALLOWED);
	assert_int_equal(ask("192.0.2.7"), ADMISSION_TOO_MANY);
	assert_non_null(strstr(words, "ERROR :Too many connections"));
	assert_int_equal(ask("192.0.2.8"), ADMISSION_ALLOWED);
	leave("192.0.2.7");
	assert_int_equal(ask("192.0.2.7"), ADMISSION_ALLOWED);
	assert_int_equal(ask("2001:db8::1"), ADMISSION_ALLOWED);
	assert_int_equal(ask("2001:db8::2"), ADMISSION_ALLOWED);
	assert_int_equal(ask("2001:db8::3"), ADMISSION_TOO_MANY);
	assert_int_equal(ask("2001:db8:0:1::3"), ADMISSION_ALLOWED);
}

static void
admission__limits_the_rate__even_of_short_connections(void **state)
{
	int i;

	(void)state;
	set(0, 6);
	for (i = 0; i < 6; i++) {
		assert_int_equal(ask("192.0.2.7"), ADMISSION_ALLOWED);
		leave("192.0.2.7");
	}
	assert_int_equal(ask("192.0.2.7"), ADMISSION_TOO_FAST);
	assert_non_null(strstr(words, "too often"));
	now += 10000;
	assert_int_equal(ask("192.0.2.7"), ADMISSION_ALLOWED);
	assert_int_equal(ask("192.0.2.7"), ADMISSION_TOO_FAST);
}

static void
admission__never_refuses_exempt_ranges(void **state)
{
	static const char *const texts[] = { "198.51.100.0/24", "nonsense" };
	struct admission_settings s = { .per_address = 1,
		.exempt_loopback = 1,
		.exempt = texts,
		.nexempt = 2 };
	int i;

	(void)state;
	admission_set(admission, &s);
	shut("198.51.0.0/16", 0);
	for (i = 0; i < 5; i++) {
		assert_int_equal(ask("127.1.2.3"), ADMISSION_ALLOWED);
		assert_int_equal(ask("::1"), ADMISSION_ALLOWED);
		assert_int_equal(ask("198.51.100.9"), ADMISSION_ALLOWED);
	}
	assert_int_equal(ask("198.51.101.9"), ADMISSION_BANNED);
	s.exempt_loopback = 0;
	admission_set(admission, &s);
	assert_int_equal(ask("127.1.2.3"), ADMISSION_TOO_MANY);
}

static void
admission__refuses_banned_ranges__until_the_ban_expires(void **state)
{
	struct range r = range("192.0.2.0/24");

	(void)state;
	shut("192.0.2.0/24", now + 1000);
	assert_int_equal(ask("192.0.2.7"), ADMISSION_BANNED);
	assert_string_equal(words, "ERROR :no\r\n");
	assert_int_equal(ask("192.0.3.7"), ADMISSION_ALLOWED);
	shut("192.0.2.6/31", 0);
	now += 1000;
	assert_int_equal(ask("192.0.2.7"), ADMISSION_BANNED);
	assert_int_equal(ask("192.0.2.8"), ADMISSION_ALLOWED);
	shut("192.0.2.0/24", 0);
	assert_int_equal(ask("192.0.2.7"), ADMISSION_BANNED);
	admission_unban(admission, &r);
	assert_int_equal(ask("192.0.2.8"), ADMISSION_ALLOWED);
}

static void
admission__limits_the_number_of_idle_addresses(void **state)
{
	char text[32];
	unsigned i;

	(void)state;
	set(0, 2);
	assert_int_equal(ask("10.9.9.9"), ADMISSION_ALLOWED);
	for (i = 0; i < 20000; i++) {
		snprintf(text, sizeof(text), "10.0.%u.%u", i / 256, i % 256);
		assert_int_equal(ask(text), ADMISSION_ALLOWED);
		leave(text);
	}
	assert_true(admission_addresses(admission) <= 8193);
	assert_int_equal(ask("10.9.9.9"), ADMISSION_ALLOWED);
	assert_int_equal(ask("10.9.9.9"), ADMISSION_TOO_FAST);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(admission__allows_everyone__without_limits),
		T(admission__counts_connections_per_address__and_per_ipv6_64),
		T(admission__limits_the_rate__even_of_short_connections),
		T(admission__never_refuses_exempt_ranges),
		T(admission__refuses_banned_ranges__until_the_ban_expires),
		T(admission__limits_the_number_of_idle_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
