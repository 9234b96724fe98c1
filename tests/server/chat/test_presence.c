/*
 * presence: users arrive, leave, join, part and change nick.
 */

#include "tests/support/chat_log.h"
#include "tests/support/test.h"

static struct chat_log l;

static int
setup(void **state)
{
	(void)state;
	chat_log_init(&l);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	chat_log_clear(&l);
	return 0;
}

static enum refusal
join(struct chat_from *from, const char *room)
{
	return chat_join(l.world, from, view_of(room), VIEW(""));
}

static void
add_user__refuses_a_nick_in_use_in_another_case(void **state)
{
	struct user *u;

	(void)state;
	chat_log_enter(&l, "Ada");
	assert_int_equal(chat_add_user(l.world,
			     &(struct chat_newcomer){ .nick = VIEW("aDA"),
				 .username = VIEW("u"),
				 .host = VIEW("h"),
				 .realname = VIEW("r") },
			     &u),
	    CHAT_NICK_TAKEN);
	assert_null(u);
	assert_int_equal(chat_add_user(l.world,
			     &(struct chat_newcomer){ .nick = VIEW("#ada"),
				 .username = VIEW("u"),
				 .host = VIEW("h"),
				 .realname = VIEW("r") },
			     &u),
	    CHAT_BAD_NICK);
	assert_int_equal(world_users(l.world), 1);
}

static void
add_user__gives_an_id_that_no_earlier_run_gave(void **state)
{
	struct user *first, *second;

	(void)state;
	first = chat_log_enter(&l, "ada").user;
	assert_int_equal(first->id >> 32, 1);
	world_set_epoch(l.world, 7);
	second = chat_log_enter(&l, "bob").user;
	assert_int_equal(second->id >> 32, 7);
	assert_ptr_equal(world_user_by_id(l.world, second->id), second);
	assert_ptr_equal(world_user_by_id(l.world, first->id), first);
}

static void
add_user__cuts_an_overlong_real_name(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 10,
		.realname_bytes = 4 };
	struct user *u;

	(void)state;
	world_set_limits(l.world, &limits);
	assert_int_equal(chat_add_user(l.world,
			     &(struct chat_newcomer){ .nick = VIEW("ada"),
				 .username = VIEW("u"),
				 .host = VIEW("h"),
				 .realname = VIEW("abc\xc3\xa9") },
			     &u),
	    CHAT_OK);
	assert_string_equal(u->realname, "abc");
}

static void
join__makes_the_first_an_op__when_the_room_is_new(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");
	struct chat_from b = chat_log_enter(&l, "bob");
	struct room *r;

	(void)state;
	assert_int_equal(join(&a, "#C"), CHAT_OK);
	assert_int_equal(join(&b, "#c"), CHAT_OK);
	r = world_find_room(l.world, VIEW("#c"));
	assert_string_equal(r->name, "#C");
	assert_int_equal(r->modes, ROOM_NO_OUTSIDE | ROOM_TOPIC_OPS);
	assert_int_equal(room_find_member(r, a.user)->ranks, MEMBER_OP);
	assert_int_equal(room_find_member(r, b.user)->ranks, 0);
	chat_log_expect(&l, "added ada #C 1\njoin ada #C\n"
			    "added bob #C 2\njoin bob #C\n");
	assert_int_equal(l.nrecorded, 2);
}

static void
join__makes_nobody_an_op__in_the_lobby(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");
	struct room *r;

	(void)state;
	world_set_lobby(l.world, "#Lobby");
	assert_int_equal(join(&a, "#lobby"), CHAT_OK);
	r = world_find_room(l.world, VIEW("#lobby"));
	assert_int_equal(r->modes, ROOM_NO_OUTSIDE);
	assert_int_equal(room_find_member(r, a.user)->ranks, 0);
	assert_int_equal(join(&a, "#c"), CHAT_OK);
	r = world_find_room(l.world, VIEW("#c"));
	assert_int_equal(room_find_member(r, a.user)->ranks, MEMBER_OP);
}

static void
join__returns_the_refusal(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 1 };
	struct chat_from a = chat_log_enter(&l, "ada");

	(void)state;
	world_set_limits(l.world, &limits);
	assert_int_equal(join(&a, "c"), CHAT_BAD_ROOM);
	assert_int_equal(join(&a, "#a b"), CHAT_BAD_ROOM);
	assert_int_equal(join(&a, "#c"), CHAT_OK);
	assert_int_equal(join(&a, "#C"), CHAT_ALREADY);
	assert_int_equal(join(&a, "#d"), CHAT_TOO_MANY_ROOMS);
	assert_int_equal(world_rooms(l.world), 1);
}

static void
part__is_shown_before_the_member_leaves__and_the_room_emptied_after(
    void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");

	(void)state;
	assert_int_equal(
	    chat_part(l.world, &a, VIEW("#c"), VIEW("")), CHAT_NO_ROOM);
	join(&a, "#c");
	chat_log_expect(&l, "added ada #c 1\njoin ada #c\n");
	assert_int_equal(
	    chat_part(l.world, &a, VIEW("#C"), VIEW("bye")), CHAT_OK);
	chat_log_expect(&l, "part ada #c bye\nleaving ada #c 1\ngone #c\n");
	assert_int_equal(world_rooms(l.world), 0);
	assert_int_equal(a.user->nrooms, 0);
}

static void
part__refuses__when_not_a_member(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");
	struct chat_from b = chat_log_enter(&l, "bob");

	(void)state;
	join(&a, "#c");
	assert_int_equal(
	    chat_part(l.world, &b, VIEW("#c"), VIEW("")), CHAT_NOT_MEMBER);
}

static void
quit__leaves_all_rooms__and_frees_the_nick(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");
	struct chat_from b = chat_log_enter(&l, "bob");

	(void)state;
	join(&a, "#c");
	join(&a, "#d");
	join(&b, "#d");
	buf_reset(&l.text);
	chat_quit(l.world, &a, VIEW("gone fishing"), 0);
	chat_log_expect(&l, "quit ada gone fishing\nleaving ada #c 1\ngone #c\n"
			    "leaving ada #d 2\n");
	assert_null(world_find_user(l.world, VIEW("ada")));
	assert_int_equal(world_users(l.world), 1);
	assert_int_equal(world_users_most(l.world), 2);
	chat_log_enter(&l, "ADA");
}

static void
quit_and_nick__name_the_rooms_they_are_about(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");

	(void)state;
	chat_nick(l.world, &a, VIEW("ida"));
	assert_null(l.rooms);
	join(&a, "#c");
	join(&a, "#D");
	assert_null(l.rooms);
	chat_nick(l.world, &a, VIEW("ada"));
	assert_string_equal(l.rooms, "#c,#D");
	chat_part(l.world, &a, VIEW("#c"), VIEW(""));
	assert_null(l.rooms);
	chat_quit(l.world, &a, VIEW("x"), 0);
	assert_string_equal(l.rooms, "#D");
}

static void
quit__sends_no_event__when_quiet(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");

	(void)state;
	join(&a, "#c");
	buf_reset(&l.text);
	l.nrecorded = 0;
	chat_quit(l.world, &a, VIEW("x"), 1);
	chat_log_expect(&l, "leaving ada #c 1\ngone #c\n");
	assert_int_equal(l.nrecorded, 0);
}

/* checklist 11 */
static void
nick__changes_case__and_does_nothing_when_equal(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");
	struct chat_from b = chat_log_enter(&l, "bob");

	(void)state;
	join(&a, "#c");
	buf_reset(&l.text);
	assert_int_equal(chat_nick(l.world, &a, VIEW("ADA")), CHAT_OK);
	chat_log_expect(&l, "nick ada ADA\n");
	assert_int_equal(chat_nick(l.world, &a, VIEW("ADA")), CHAT_ALREADY);
	assert_int_equal(chat_nick(l.world, &b, VIEW("ada")), CHAT_NICK_TAKEN);
	assert_int_equal(chat_nick(l.world, &b, VIEW("")), CHAT_BAD_NICK);
	chat_log_expect(&l, "");
	assert_ptr_equal(world_find_user(l.world, VIEW("ada")), a.user);
	assert_ptr_equal(world_find_user(l.world, VIEW("bob")), b.user);
}

static void
setname_and_away__are_events(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");

	(void)state;
	assert_int_equal(chat_setname(l.world, &a, VIEW("Countess")), CHAT_OK);
	assert_int_equal(chat_setname(l.world, &a, VIEW("")), CHAT_NO_TEXT);
	assert_string_equal(a.user->realname, "Countess");
	assert_int_equal(chat_away(l.world, &a, VIEW("")), CHAT_ALREADY);
	assert_int_equal(chat_away(l.world, &a, VIEW("tea")), CHAT_OK);
	assert_string_equal(a.user->away, "tea");
	assert_int_equal(chat_away(l.world, &a, VIEW("")), CHAT_OK);
	assert_null(a.user->away);
	chat_log_expect(&l, "setname ada Countess\naway ada tea\naway ada\n");
}

static void
invisible_users__are_counted__until_they_quit(void **state)
{
	struct chat_from a = chat_log_enter(&l, "ada");

	(void)state;
	assert_int_equal(
	    chat_user_modes(l.world, &a, USER_INVISIBLE, 0), CHAT_OK);
	assert_int_equal(
	    chat_user_modes(l.world, &a, USER_INVISIBLE, 0), CHAT_ALREADY);
	assert_int_equal(world_invisible(l.world), 1);
	chat_quit(l.world, &a, VIEW("x"), 0);
	assert_int_equal(world_invisible(l.world), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(add_user__refuses_a_nick_in_use_in_another_case),
		TEST(add_user__gives_an_id_that_no_earlier_run_gave),
		TEST(add_user__cuts_an_overlong_real_name),
		TEST(join__makes_the_first_an_op__when_the_room_is_new),
		TEST(join__makes_nobody_an_op__in_the_lobby),
		TEST(join__returns_the_refusal),
		TEST(
		    part__is_shown_before_the_member_leaves__and_the_room_emptied_after),
		TEST(part__refuses__when_not_a_member),
		TEST(quit__leaves_all_rooms__and_frees_the_nick),
		TEST(quit_and_nick__name_the_rooms_they_are_about),
		TEST(quit__sends_no_event__when_quiet),
		TEST(nick__changes_case__and_does_nothing_when_equal),
		TEST(setname_and_away__are_events),
		TEST(invisible_users__are_counted__until_they_quit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
