/*
 * room_founder: who becomes a room's founder, and the founder's rights.
 */
#include <string.h>

#include "server/chat/account.h"
#include "server/chat/room_ranks.h"
#include "server/chat/world.h"
#include "tests/support/chat_rig.h"
#include "tests/support/test.h"

static void
all_leave(void)
{
	part(&ada, "#c");
	part(&bob, "#c");
	part(&cleo, "#c");
	assert_null(room_c());
	buf_reset(&l.text);
}

static void
room__gets_its_creator_as_founder__unless_a_guest(void **state)
{
	(void)state;
	assert_string_equal(room_c()->founder, "Ada");
	assert_int_equal(ranks(&ada), MEMBER_FOUNDER);
	assert_int_equal(ranks(&bob), 0);
	join(&cleo, "#guests");
	join(&bob, "#guests");
	assert_null(world_find_room(l.world, VIEW("#guests"))->founder);
	part(&cleo, "#guests");
	part(&bob, "#guests");
	/* It has no founder, even if a logged-in user joins it when it is empty. */
	join(&bob, "#guests");
	assert_null(world_find_room(l.world, VIEW("#guests"))->founder);
	assert_int_equal(
	    TAILQ_FIRST(&world_find_room(l.world, VIEW("#guests"))->members)
		->ranks,
	    MEMBER_OP);
}

static void
lobby__has_no_founder(void **state)
{
	struct room *lobby;

	(void)state;
	world_set_lobby(l.world, "#lobby");
	join(&ada, "#lobby");
	lobby = world_find_room(l.world, VIEW("#lobby"));
	assert_null(lobby->founder);
	assert_int_equal(TAILQ_FIRST(&lobby->members)->ranks, 0);
	/* The same if it had a founder before. */
	all_leave();
	world_set_lobby(l.world, "#c");
	join(&ada, "#c");
	assert_null(room_c()->founder);
	assert_int_equal(ranks(&ada), 0);
}

static void
founder__gets_the_rank_back_on_each_join(void **state)
{
	struct chat_from dora = chat_log_enter(&l, "dora");

	(void)state;
	part(&ada, "#c");
	buf_reset(&l.text);
	join(&ada, "#c");
	chat_log_expect(
	    &l, "added ada #c 3\njoin ada #c\nmode server #c ada +q\n");
	/* By account, not by nick. */
	log_in(&dora, "ada");
	join(&dora, "#c");
	assert_int_equal(ranks(&dora), MEMBER_FOUNDER);
}

static void
founder__is_above_operators(void **state)
{
	(void)state;
	assert_int_equal(mode(&ada, "+o", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "+o", "ada"), CHAT_OK);
	assert_int_equal(mode(&bob, "-o", "ada"), CHAT_IS_FOUNDER);
	assert_int_equal(mode(&bob, "-q", "ada"), CHAT_NOT_FOUNDER);
	assert_int_equal(mode(&bob, "+q", "bob"), CHAT_NOT_FOUNDER);
	assert_int_equal(mode(&cleo, "+q", "cleo"), CHAT_NOT_OP);
	assert_int_equal(
	    chat_kick(l.world, &bob, VIEW("#c"), VIEW("ada"), VIEW("")),
	    CHAT_IS_FOUNDER);
	assert_int_equal(
	    chat_rename(l.world, &bob, VIEW("#c"), VIEW("#mine"), VIEW("")),
	    CHAT_NOT_FOUNDER);
	assert_int_equal(mode(&ada, "-o", "bob"), CHAT_OK);
	assert_int_equal(
	    chat_kick(l.world, &ada, VIEW("#c"), VIEW("bob"), VIEW("")),
	    CHAT_OK);
	assert_int_equal(ranks(&ada), MEMBER_FOUNDER | MEMBER_OP);
}

static void
founder__can_always_join_and_speak(void **state)
{
	(void)state;
	assert_int_equal(mode(&ada, "+o", "bob"), CHAT_OK);
	assert_int_equal(mode(&bob, "+b", "a:ada"), CHAT_OK);
	assert_int_equal(mode(&bob, "+b", "*!*@*"), CHAT_OK);
	assert_int_equal(mode(&bob, "+k", "key"), CHAT_OK);
	assert_int_equal(mode(&bob, "+i", NULL), CHAT_OK);
	assert_int_equal(mode(&bob, "+l", "1"), CHAT_OK);
	assert_int_equal(mode(&bob, "+W", "1h"), CHAT_OK);
	part(&ada, "#c");
	join(&ada, "#c");
	assert_int_equal(chat_say(l.world, &ada, CHAT_PRIVMSG, VIEW("#c"),
			     VIEW("one"), VIEW("")),
	    CHAT_OK);
	assert_int_equal(chat_say(l.world, &ada, CHAT_PRIVMSG, VIEW("#c"),
			     VIEW("two"), VIEW("")),
	    CHAT_OK);
}

static void
room__is_transferred__to_a_logged_in_user(void **state)
{
	(void)state;
	assert_int_equal(mode(&ada, "+q", "cleo"), CHAT_NOT_LOGGED_IN);
	assert_int_equal(mode(&ada, "+q", "ada"), CHAT_ALREADY);
	assert_int_equal(mode(&ada, "+q", "bob"), CHAT_OK);
	chat_log_expect(&l, "mode ada #c ada ada bob -q+oq\n");
	assert_string_equal(room_c()->founder, "bob");
	assert_int_equal(ranks(&ada), MEMBER_OP);
	assert_int_equal(ranks(&bob), MEMBER_FOUNDER);
	/* The previous founder is an operator. */
	all_leave();
	join(&ada, "#c");
	assert_int_equal(ranks(&ada), MEMBER_OP);
	join(&bob, "#c");
	assert_int_equal(ranks(&bob), MEMBER_FOUNDER);
}

static void
room__has_no_founder__after_the_founder_gives_it_up(void **state)
{
	(void)state;
	assert_int_equal(mode(&ada, "+v", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "-q", "bob"), CHAT_ALREADY);
	buf_reset(&l.text);
	assert_int_equal(mode(&ada, "-q", "ada"), CHAT_OK);
	chat_log_expect(&l, "mode ada #c ada ada -q+o\n");
	assert_null(room_c()->founder);
	assert_int_equal(room_c()->naccount_ranks, 0);
	part(&ada, "#c");
	join(&ada, "#c");
	assert_int_equal(ranks(&ada), 0);
}

static void
room_without_founder__is_claimed_by_a_logged_in_operator(void **state)
{
	(void)state;
	assert_int_equal(mode(&ada, "+o", "cleo"), CHAT_OK);
	assert_int_equal(mode(&ada, "+o", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "-q", "ada"), CHAT_OK);
	assert_int_equal(mode(&cleo, "+q", "cleo"), CHAT_NOT_LOGGED_IN);
	assert_int_equal(mode(&bob, "+q", "ada"), CHAT_NOT_FOUNDER);
	buf_reset(&l.text);
	assert_int_equal(mode(&bob, "+q", "bob"), CHAT_OK);
	chat_log_expect(&l, "mode bob #c bob +q\n");
	assert_int_equal(ranks(&bob), MEMBER_FOUNDER | MEMBER_OP);
	assert_int_equal(mode(&ada, "+q", "ada"), CHAT_NOT_FOUNDER);
}

static void
rename__refuses_the_name_of_an_empty_founded_room(void **state)
{
	(void)state;
	all_leave();
	join(&bob, "#mine");
	assert_int_equal(
	    chat_rename(l.world, &bob, VIEW("#mine"), VIEW("#C"), VIEW("")),
	    CHAT_ROOM_TAKEN);
	join(&ada, "#c");
	assert_int_equal(
	    chat_rename(l.world, &ada, VIEW("#c"), VIEW("#d"), VIEW("")),
	    CHAT_OK);
	assert_string_equal(
	    world_find_room(l.world, VIEW("#d"))->founder, "Ada");
}

static void
founder_status__reaches_only_the_founder(void **state)
{
	struct chat_event e = { .status = (char *)(uintptr_t) "~" };

	(void)state;
	assert_int_equal(chat_say(l.world, &bob, CHAT_PRIVMSG, VIEW("~#c"),
			     VIEW("psst"), VIEW("")),
	    CHAT_OK);
	chat_log_expect(&l, "said bob ~ #c psst\n");
	mode(&ada, "+o", "bob");
	assert_true(
	    chat_event_is_for(&e, room_find_member(room_c(), ada.user)));
	assert_false(
	    chat_event_is_for(&e, room_find_member(room_c(), bob.user)));
	e.status = (char *)(uintptr_t) "@";
	assert_true(
	    chat_event_is_for(&e, room_find_member(room_c(), ada.user)));
}

#define TEST(f)                          \
	cmocka_unit_test_setup_teardown( \
	    f, chat_rig_setup_founder, chat_rig_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(room__gets_its_creator_as_founder__unless_a_guest),
		TEST(lobby__has_no_founder),
		TEST(founder__gets_the_rank_back_on_each_join),
		TEST(founder__is_above_operators),
		TEST(founder__can_always_join_and_speak),
		TEST(room__is_transferred__to_a_logged_in_user),
		TEST(room__has_no_founder__after_the_founder_gives_it_up),
		TEST(room_without_founder__is_claimed_by_a_logged_in_operator),
		TEST(rename__refuses_the_name_of_an_empty_founded_room),
		TEST(founder_status__reaches_only_the_founder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
