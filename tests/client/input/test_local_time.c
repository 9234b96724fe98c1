/*
 * Tests of local_time: the forms that people may type.
 */
#include <stdlib.h>
#include <time.h>

#include "client/input/local_time.h"
#include "tests/support/test.h"

static int64_t
at(int year, int month, int day, int hour, int minute)
{
	struct tm tm = { .tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_isdst = -1 };

	return (int64_t)mktime(&tm) * 1000;
}

static void
assert_near(const char *text, int64_t want)
{
	int64_t ms = 0;

	if (local_time_parse_near(view_of(text), at(2026, 3, 1, 10, 30), &ms) !=
	    0)
		fail_msg("\"%s\" was refused", text);
	if (ms != want)
		print_error("\"%s\"\n", text);
	assert_int_equal(ms, want);
}

static void
local_time__knows_days_and_times(void **state)
{
	(void)state;
	assert_near("2026-02-20", at(2026, 2, 20, 0, 0));
	assert_near("2026-02-20 14:00", at(2026, 2, 20, 14, 0));
	assert_near("2026-02-20T14:00", at(2026, 2, 20, 14, 0));
	assert_near("10:30", at(2026, 3, 1, 10, 30));
	assert_near("9:05", at(2026, 3, 1, 9, 5));
	assert_near("10:31", at(2026, 2, 28, 10, 31));
	assert_near("today", at(2026, 3, 1, 0, 0));
	assert_near("Today 23:00", at(2026, 3, 1, 23, 0));
	assert_near("yesterday", at(2026, 2, 28, 0, 0));
	assert_near("yesterday 14:00", at(2026, 2, 28, 14, 0));
}

static void
local_time__refuses_everything_else(void **state)
{
	static const char *const texts[] = { "", " ", "x", "2026", "2026-02-30",
		"2026-13-01", "2026-02-20 25:00", "2026-02-20 14:00 x", "24:30",
		"14", "14:", "tomorrow", "yesterday x", "yesterday 1",
		"1969-01-01", "-1:00" };
	int64_t ms;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (local_time_parse_near(
			view_of(texts[i]), at(2026, 3, 1, 10, 30), &ms) == 0)
			fail_msg("\"%s\" was accepted", texts[i]);
	assert_int_equal(local_time_parse(VIEW("today"), &ms), -1);
	assert_int_equal(local_time_parse(VIEW("10:30"), &ms), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(local_time__knows_days_and_times),
		cmocka_unit_test(local_time__refuses_everything_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
