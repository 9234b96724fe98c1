/*
 * clock: real time, time set by a test, and times as text.
 */
#include <time.h>

#include "common/clock.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static int64_t
fixed_time(void)
{
	return 1234567;
}

static void
clock__reads_the_real_time(void **state)
{
	int64_t before, between;

	(void)state;
	before = (int64_t)time(NULL) * 1000;
	between = clock_ms();
	assert_true(between >= before);
	assert_true(between <= ((int64_t)time(NULL) + 1) * 1000);
}

static void
clock_mono_ms__never_goes_back(void **state)
{
	int64_t last = clock_mono_ms(), now;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		now = clock_mono_ms();
		assert_true(now >= last);
		last = now;
	}
}

static void
clock__can_be_set_by_a_test(void **state)
{
	(void)state;
	clock_set(fixed_time);
	assert_int_equal(clock_ms(), 1234567);
	assert_int_equal(clock_mono_ms(), 1234567);
	clock_set(NULL);
	assert_true(clock_ms() > 1234567);
}

static void
assert_iso(int64_t ms, const char *text)
{
	char buf[CLOCK_ISO_SIZE];
	int64_t back;

	clock_iso(buf, ms);
	assert_string_equal(buf, text);
	assert_int_equal(clock_parse_iso(view_of(text), &back), 0);
	assert_int_equal(back, ms);
}

static void
clock_iso__writes_times_that_clock_parse_iso_reads(void **state)
{
	(void)state;
	assert_iso(0, "1970-01-01T00:00:00.000Z");
	assert_iso(1, "1970-01-01T00:00:00.001Z");
	assert_iso(-1, "1969-12-31T23:59:59.999Z");
	assert_iso(951782399999, "2000-02-28T23:59:59.999Z");
	assert_iso(951782400000, "2000-02-29T00:00:00.000Z");
	assert_iso(1767225600000, "2026-01-01T00:00:00.000Z");
	assert_iso(4107542400000, "2100-03-01T00:00:00.000Z");
	assert_iso(-62167219200000, "0000-01-01T00:00:00.000Z");
	assert_iso(253402300799999, "9999-12-31T23:59:59.999Z");
}

static void
clock_parse_iso__reads_what_clock_iso_writes__for_any_time(void **state)
{
	struct prng prng = { 7 };
	char buf[CLOCK_ISO_SIZE];
	int64_t ms, back;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		ms = (int64_t)prng_next(&prng) * 59000 + prng_next(&prng);
		clock_iso(buf, ms);
		assert_int_equal(clock_parse_iso(view_of(buf), &back), 0);
		assert_int_equal(back, ms);
	}
}

static void
clock_iso__keeps_years_to_four_digits(void **state)
{
	char buf[CLOCK_ISO_SIZE];

	(void)state;
	clock_iso(buf, INT64_MAX);
	assert_string_equal(buf, "9999-12-31T23:59:59.999Z");
	clock_iso(buf, INT64_MIN);
	assert_string_equal(buf, "0000-01-01T00:00:00.000Z");
}

static void
clock_parse_iso__accepts_any_fraction(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} good[] = {
		{ "1970-01-01T00:00:01Z", 1000 },
		{ "1970-01-01T00:00:01.5Z", 1500 },
		{ "1970-01-01T00:00:01.25Z", 1250 },
		{ "1970-01-01T00:00:01.123999999Z", 1123 },
		/* server-time: a leap second is valid */
		{ "2016-12-31T23:59:60.419Z", 1483228800419 },
	};
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(
		    clock_parse_iso(view_of(good[i].text), &ms), 0);
		assert_int_equal(ms, good[i].ms);
	}
}

static void
clock_parse_iso__rejects_other_text(void **state)
{
	static const char *const bad[] = { "", "*", "Z", "1970-01-01",
		"1970-01-01T00:00:00", "1970-01-01T00:00:00z",
		"1970-01-01 00:00:00Z", "1970-01-01T00:00:00.Z",
		"1970-01-01T00:00:00,5Z", "1970-01-01T00:00:00.5",
		"1970-01-01T00:00:00Z ", " 1970-01-01T00:00:00Z",
		"1970-1-01T00:00:00Z", "970-01-01T00:00:00Z",
		"19700-01-01T00:00:00Z", "1970-00-01T00:00:00Z",
		"1970-13-01T00:00:00Z", "1970-01-00T00:00:00Z",
		"1970-01-32T00:00:00Z", "1970-04-31T00:00:00Z",
		"1970-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
		"1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z",
		"1970-01-01T00:00:61Z", "-970-01-01T00:00:00Z",
		"1970-01-01T00:00:00+01:00", "1970-01-01T00:00:0xZ" };
	int64_t ms = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (clock_parse_iso(view_of(bad[i]), &ms) != -1)
			fail_msg("taken for a time: %s", bad[i]);
	}
	assert_int_equal(ms, 42);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(clock__reads_the_real_time),
		cmocka_unit_test(clock_mono_ms__never_goes_back),
		cmocka_unit_test(clock__can_be_set_by_a_test),
		cmocka_unit_test(
		    clock_iso__writes_times_that_clock_parse_iso_reads),
		cmocka_unit_test(
		    clock_parse_iso__reads_what_clock_iso_writes__for_any_time),
		cmocka_unit_test(clock_iso__keeps_years_to_four_digits),
		cmocka_unit_test(clock_parse_iso__accepts_any_fraction),
		cmocka_unit_test(clock_parse_iso__rejects_other_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
