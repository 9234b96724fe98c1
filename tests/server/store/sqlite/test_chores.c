/*
 * The writer's batches, and its chores under load: they are done in steps, even if messages never
 * stop.
 */
#include <poll.h>
#include <stdio.h>

#include "common/clock.h"
#include "tests/support/long_history.h"
#include "tests/support/proc.h"
#include "tests/support/test.h"

enum { MANY = 30000, LINES = 25000, BURST = 64 };

static struct long_history h;

static void
messages_of_one_turn__settle_together(void **state)
{
	int i;

	(void)state;
	long_history_init(&h, 0);
	for (i = 0; i < BURST; i++)
		store_rig_say(&h.rig, LONG_ROOM, "x");
	while (h.rig.underway == BURST)
		store_rig_pump(&h.rig, PROC_DEADLINE);
	assert_int_equal(h.rig.underway, 0);
	long_history_clear(&h);
}

static int64_t
kept_in_room(void)
{
	return long_history_ask(&h,
	    "SELECT count(*) FROM placed p JOIN targets t ON t.id = p.target"
	    " WHERE t.folded = '" LONG_ROOM "' AND p.what = 0",
	    0);
}

static int64_t
first_in_room(void)
{
	return long_history_ask(&h,
	    "SELECT min(seq) FROM placed p JOIN targets t ON t.id = p.target"
	    " WHERE t.folded = '" LONG_ROOM "' AND p.what = 0",
	    0);
}

static void
long_room__is_counted_in_steps__and_cut_exactly_at_the_limit(void **state)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE, said, first;

	(void)state;
	long_history_init(&h, MANY);
	long_history_fill(&h);
	said = kept_in_room();
	assert_true(said > LINES);
	first = long_history_ask(&h,
	    "SELECT seq FROM placed p JOIN targets t ON t.id = p.target"
	    " WHERE t.folded = '" LONG_ROOM "' AND p.what = 0"
	    " ORDER BY seq LIMIT 1 OFFSET ?1",
	    said + 1 - LINES);
	store_rig_close(&h.rig);
	h.rig.settings.lines = LINES;
	store_rig_open(&h.rig);
	long_history_say(&h);
	while (kept_in_room() > LINES && clock_mono_ms() < deadline)
		poll(NULL, 0, 10);
	assert_int_equal(kept_in_room(), LINES);
	assert_int_equal(first_in_room(), first);
	long_history_clear(&h);
}

static void
search_table__is_updated__while_messages_never_stop(void **state)
{
	int64_t deadline, last;

	(void)state;
	long_history_init(&h, MANY / 5);
	long_history_fill(&h);
	last = h.n;
	deadline = clock_mono_ms() + PROC_DEADLINE;
	while (long_history_indexed(&h) < last && clock_mono_ms() < deadline)
		long_history_say(&h);
	assert_true(long_history_indexed(&h) >= last);
	long_history_clear(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_of_one_turn__settle_together),
		cmocka_unit_test(
		    long_room__is_counted_in_steps__and_cut_exactly_at_the_limit),
		cmocka_unit_test(
		    search_table__is_updated__while_messages_never_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
