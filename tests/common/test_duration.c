/*
 * duration: parsing and formatting time spans.
 */

#include "common/duration.h"
#include "tests/support/test.h"

static void
duration_parse__accepts_units_and_plain_seconds(void **state)
{
	static const struct {
		const char *text;
		long long seconds;
	} rows[] = {
		{ "1", 1 },
		{ "90", 90 },
		{ "30s", 30 },
		{ "10m", 600 },
		{ "2h", 7200 },
		{ "7d", 604800 },
		{ "1w", 604800 },
		{ "1y", 31536000 },
		{ "1h30m", 5400 },
		{ "1H30", 3630 },
		{ "0m5s", 5 },
	};
	long long seconds;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		seconds = -1;
		assert_int_equal(
		    duration_parse(view_of(rows[i].text), 1000000000, &seconds),
		    0);
		assert_int_equal(seconds, rows[i].seconds);
	}
}

static void
duration_parse__rejects_invalid_and_long_spans(void **state)
{
	static const char *const bad[] = { "", "0", "0s", "-1", "m", "1x",
		"1.5h", "10 m", "h1", "1m-", "99999999999999999999",
		"9999999999999999999y", "3601", "61m", "59m61s" };
	long long seconds = -7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
		    duration_parse(view_of(bad[i]), 3600, &seconds), -1);
	assert_int_equal(seconds, -7);
	assert_int_equal(duration_parse(VIEW("59m60s"), 3600, &seconds), 0);
	assert_int_equal(seconds, 3600);
}

static void
duration_text__writes_the_two_largest_units(void **state)
{
	static const struct {
		long long seconds;
		const char *text;
	} rows[] = {
		{ 0, "0s" },
		{ 59, "59s" },
		{ 60, "1m" },
		{ 61, "1m 1s" },
		{ 3600, "1h" },
		{ 3605, "1h" },
		{ 5400, "1h 30m" },
		{ 90000, "1d 1h" },
		{ 1209600, "2w" },
		{ 9223372036854775807LL, "292471208677y 27w" },
	};
	char text[DURATION_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		duration_text(text, rows[i].seconds);
		assert_string_equal(text, rows[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    duration_parse__accepts_units_and_plain_seconds),
		cmocka_unit_test(
		    duration_parse__rejects_invalid_and_long_spans),
		cmocka_unit_test(duration_text__writes_the_two_largest_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
