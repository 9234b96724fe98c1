/*
 * oper_actions: KILL and WALLOPS.
 */

#include "tests/support/chat_log.h"
#include "tests/support/test.h"

static struct chat_log l;
static struct chat_from ada, bob;

static int
setup(void **state)
{
	(void)state;
	chat_log_init(&l);
	ada = chat_log_enter(&l, "ada");
	bob = chat_log_enter(&l, "bob");
	chat_user_modes(l.world, &ada, USER_OPERATOR, 0);
	buf_reset(&l.text);
	l.nrecorded = 0;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	chat_log_clear(&l);
	return 0;
}

static void
kill__is_an_event__and_closes_nothing_itself(void **state)
{
	(void)state;
	assert_int_equal(
	    chat_kill(l.world, &ada, VIEW("BOB"), VIEW("too loud")), CHAT_OK);
	chat_log_expect(&l, "kill ada bob too loud\n");
	assert_int_equal(l.nrecorded, 1);
	assert_ptr_equal(world_find_user(l.world, VIEW("bob")), bob.user);
}

static void
kill__is_refused__without_target_or_operator(void **state)
{
	(void)state;
	assert_int_equal(
	    chat_kill(l.world, &ada, VIEW("zoe"), VIEW("x")), CHAT_NO_NICK);
	assert_int_equal(chat_kill(l.world, &bob, VIEW("ada"), VIEW("x")),
	    CHAT_NOT_OPERATOR);
	chat_log_expect(&l, "");
}

static void
wallops__needs_a_text_and_an_operator(void **state)
{
	(void)state;
	assert_int_equal(chat_wallops(l.world, &ada, VIEW("hi")), CHAT_OK);
	chat_log_expect(&l, "wallops ada hi\n");
	assert_int_equal(chat_wallops(l.world, &ada, VIEW("")), CHAT_NO_TEXT);
	assert_int_equal(
	    chat_wallops(l.world, &bob, VIEW("hi")), CHAT_NOT_OPERATOR);
	chat_user_modes(l.world, &ada, 0, USER_OPERATOR);
	buf_reset(&l.text);
	assert_int_equal(
	    chat_wallops(l.world, &ada, VIEW("hi")), CHAT_NOT_OPERATOR);
	chat_log_expect(&l, "");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(kill__is_an_event__and_closes_nothing_itself),
		T(kill__is_refused__without_target_or_operator),
		T(wallops__needs_a_text_and_an_operator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
