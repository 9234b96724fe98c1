/*
 * clock_watch: when a clock that jumps is trusted, and which time decides ages.
 */

#include "common/clock.h"
#include "common/clock_watch.h"
#include "tests/support/test.h"

#define MINUTE 60000LL
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define START  1800000000000LL

static int64_t boot, wall;

static int64_t
boot_fn(void)
{
	return boot;
}

static int64_t
wall_fn(void)
{
	return wall;
}

static int
setup(void **state)
{
	(void)state;
	boot = 5 * MINUTE;
	wall = START;
	clock_set(boot_fn);
	clock_set_wall(wall_fn);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	clock_set(NULL);
	return 0;
}

/* Let both clocks advance, with a look every ten minutes. */
static void
pass(struct clock_watch *w, int64_t ms)
{
	for (; ms > 0; ms -= 10 * MINUTE) {
		boot += 10 * MINUTE;
		wall += 10 * MINUTE;
		clock_watch_look(w);
	}
}

static void
clock_watch__allows_deleting__after_a_day_without_a_jump(void **state)
{
	struct clock_watch w = { 0 };

	(void)state;
	assert_false(clock_watch_may_delete(&w));
	pass(&w, DAY - 10 * MINUTE);
	assert_false(clock_watch_may_delete(&w));
	pass(&w, 10 * MINUTE);
	assert_true(clock_watch_may_delete(&w));
	assert_int_equal(clock_watch_ms(&w), wall);
}

static void
clock_watch__starts_again__when_the_clock_jumps_on_the_first_day(void **state)
{
	struct clock_watch w = { 0 };

	(void)state;
	clock_watch_look(&w);
	pass(&w, DAY - 10 * MINUTE);
	wall -= 31 * DAY;
	assert_int_equal(clock_watch_look(&w), CLOCK_WATCH_JUMPED);
	assert_int_equal(clock_watch_ms(&w), wall);
	pass(&w, DAY - 10 * MINUTE);
	assert_false(clock_watch_may_delete(&w));
	pass(&w, 10 * MINUTE);
	assert_true(clock_watch_may_delete(&w));
}

static void
clock_watch__restores_trust__when_the_clock_returns(void **state)
{
	struct clock_watch w = { 0 };
	int64_t before;

	(void)state;
	clock_watch_look(&w);
	pass(&w, 2 * DAY);
	before = wall;
	wall += 31 * DAY;
	assert_false(clock_watch_may_delete(&w));
	assert_int_equal(clock_watch_ms(&w), before);
	pass(&w, HOUR);
	assert_int_equal(clock_watch_ms(&w), before + HOUR);
	wall -= 31 * DAY;
	assert_int_equal(clock_watch_look(&w), CLOCK_WATCH_RETURNED);
	assert_true(clock_watch_may_delete(&w));
	assert_int_equal(clock_watch_ms(&w), wall);
}

static void
clock_watch__follows_the_clock__a_day_after_a_jump(void **state)
{
	struct clock_watch w = { 0 };

	(void)state;
	clock_watch_look(&w);
	pass(&w, DAY);
	wall += 31 * DAY;
	clock_watch_look(&w);
	pass(&w, HOUR);
	wall += 31 * DAY; /* and another day */
	clock_watch_look(&w);
	pass(&w, DAY - 10 * MINUTE);
	assert_false(clock_watch_may_delete(&w));
	assert_true(clock_watch_ms(&w) < wall);
	pass(&w, 10 * MINUTE);
	assert_true(clock_watch_may_delete(&w));
	assert_int_equal(clock_watch_ms(&w), wall);
}

/* For example when a time server corrects it. */
static void
clock_watch__trusts_a_clock_that_is_a_little_wrong(void **state)
{
	struct clock_watch w = { 0 };
	int i;

	(void)state;
	clock_watch_look(&w);
	pass(&w, DAY);
	for (i = 0; i < 10; i++) {
		wall += 30 * MINUTE;
		pass(&w, DAY);
		assert_true(clock_watch_may_delete(&w));
		assert_int_equal(clock_watch_ms(&w), wall);
	}
}

static void
clock_expiry__counts_elapsed_time__when_the_clock_changes(void **state)
{
	int64_t until = wall + 10 * MINUTE, ends_at;

	(void)state;
	clock_expiry_begin();
	ends_at = clock_expiry(until);
	wall += 31 * DAY;
	assert_false(clock_has_expired(until, ends_at));
	assert_int_equal(clock_expiry_left(until, ends_at), 10 * MINUTE);
	wall -= 62 * DAY;
	boot += 10 * MINUTE - 1;
	assert_false(clock_has_expired(until, ends_at));
	boot++;
	assert_true(clock_has_expired(until, ends_at));
	assert_false(clock_has_expired(0, clock_expiry(0)));
}

/* For example a ban set in an earlier run. */
static void
clock_end__waits_for_a_consistent_clock__after_start_up(void **state)
{
	struct clock_watch unused = { 0 };
	int64_t until = wall + HOUR;

	(void)state;
	/* The clock is ahead for a minute after start-up. */
	wall += 31 * DAY;
	clock_expiry_begin();
	assert_false(clock_has_expired(until, 0));
	boot += MINUTE;
	wall += MINUTE;
	assert_false(clock_has_expired(until, 0));
	wall -= 31 * DAY;
	assert_false(clock_has_expired(until, 0));
	pass(&unused, 50 * MINUTE);
	assert_false(clock_has_expired(until, 0));
	assert_int_equal(clock_expiry_left(until, 0), 9 * MINUTE);
	pass(&unused, 10 * MINUTE);
	assert_true(clock_has_expired(until, 0));
}

static void
clock_end__does_not_move__when_a_trusted_clock_jumps(void **state)
{
	struct clock_watch unused = { 0 };
	int64_t until = wall + 2 * DAY;

	(void)state;
	clock_expiry_begin();
	pass(&unused, DAY);
	assert_false(clock_has_expired(until, 0));
	wall += 31 * DAY;
	assert_false(clock_has_expired(until, 0));
	pass(&unused, HOUR);
	assert_false(clock_has_expired(until, 0));
	assert_int_equal(clock_expiry_left(until, 0), 23 * HOUR);
}

#define CLOCK_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CLOCK_TEST(
		    clock_watch__allows_deleting__after_a_day_without_a_jump),
		CLOCK_TEST(
		    clock_watch__starts_again__when_the_clock_jumps_on_the_first_day),
		CLOCK_TEST(clock_watch__restores_trust__when_the_clock_returns),
		CLOCK_TEST(clock_watch__follows_the_clock__a_day_after_a_jump),
		CLOCK_TEST(clock_watch__trusts_a_clock_that_is_a_little_wrong),
		CLOCK_TEST(
		    clock_expiry__counts_elapsed_time__when_the_clock_changes),
		CLOCK_TEST(
		    clock_end__waits_for_a_consistent_clock__after_start_up),
		CLOCK_TEST(
		    clock_end__does_not_move__when_a_trusted_clock_jumps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
