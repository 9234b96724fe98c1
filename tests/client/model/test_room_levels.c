/*
 * room_levels: the level of a room, for ever and for a time.
 */
#include "client/model/room_levels.h"

#include "tests/support/test.h"

static void
room_levels__have_a_level_for_a_room__and_the_normal_one_for_others(
    void **state)
{
	struct room_levels l = { 0 };

	(void)state;
	assert_int_equal(
	    room_levels_get(&l, VIEW("#a"), LEVEL_MENTIONS), LEVEL_MENTIONS);
	room_levels_set(&l, VIEW("#A"), LEVEL_NOTHING, 0);
	room_levels_set(&l, VIEW("bo"), LEVEL_ALL, 0);
	assert_int_equal(
	    room_levels_get(&l, VIEW("#a"), LEVEL_MENTIONS), LEVEL_NOTHING);
	assert_int_equal(
	    room_levels_get(&l, VIEW("Bo"), LEVEL_MENTIONS), LEVEL_ALL);
	assert_int_equal(
	    room_levels_get(&l, VIEW("#b"), LEVEL_MENTIONS), LEVEL_MENTIONS);
	assert_int_equal(room_levels_reset(&l, VIEW("#a")), 1);
	assert_int_equal(room_levels_reset(&l, VIEW("#a")), 0);
	assert_int_equal(
	    room_levels_get(&l, VIEW("#a"), LEVEL_MENTIONS), LEVEL_MENTIONS);
	assert_int_equal(room_levels_get(&l, VIEW("#a"), LEVEL_ALL), LEVEL_ALL);
	room_levels_clear(&l);
}

static void
room_levels_expire__gives_back_the_level_before(void **state)
{
	struct room_levels l = { 0 };

	(void)state;
	room_levels_set(&l, VIEW("#a"), LEVEL_NOTHING, 2000);
	room_levels_set(&l, VIEW("#b"), LEVEL_ALL, 0);
	room_levels_set(&l, VIEW("#b"), LEVEL_NOTHING, 1000);
	room_levels_set(&l, VIEW("#b"), LEVEL_NOTHING, 3000); /* longer */
	assert_int_equal(room_levels_next_end(&l), 2000);
	assert_int_equal(room_levels_expire(&l, 1999), 0);
	assert_int_equal(room_levels_expire(&l, 2000), 1);
	assert_int_equal(
	    room_levels_get(&l, VIEW("#a"), LEVEL_MENTIONS), LEVEL_MENTIONS);
	assert_null(room_levels_find(&l, VIEW("#a")));
	assert_int_equal(
	    room_levels_get(&l, VIEW("#b"), LEVEL_MENTIONS), LEVEL_NOTHING);
	assert_int_equal(room_levels_expire(&l, 5000), 1);
	assert_int_equal(
	    room_levels_get(&l, VIEW("#b"), LEVEL_MENTIONS), LEVEL_ALL);
	assert_int_equal(room_levels_next_end(&l), 0);
	assert_int_equal(room_levels_expire(&l, INT64_MAX), 0);
	room_levels_set(&l, VIEW("#b"), LEVEL_NOTHING, 9000);
	room_levels_set(&l, VIEW("#b"), LEVEL_MENTIONS, 0); /* for good */
	assert_int_equal(room_levels_expire(&l, INT64_MAX), 0);
	assert_int_equal(
	    room_levels_get(&l, VIEW("#b"), LEVEL_MENTIONS), LEVEL_MENTIONS);
	room_levels_clear(&l);
}

static void
room_level__has_a_word_for_each_level(void **state)
{
	(void)state;
	for (int i = LEVEL_ALL; i <= LEVEL_NOTHING; i++)
		assert_int_equal(room_level_find(view_of(
				     room_level_word((enum room_level)i))),
		    i);
	assert_int_equal(room_level_find(VIEW("None")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    room_levels__have_a_level_for_a_room__and_the_normal_one_for_others),
		cmocka_unit_test(
		    room_levels_expire__gives_back_the_level_before),
		cmocka_unit_test(room_level__has_a_word_for_each_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
