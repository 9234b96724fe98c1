/*
 * timed_bans and slow mode: masks that expire, and waiting between messages.
 */
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "server/chat/mask.h"
#include "server/chat/timed_bans.h"
#include "server/chat/world.h"
#include "tests/support/chat_log.h"
#include "tests/support/test.h"

static struct chat_log l;
static struct chat_from ada, bob, cleo;
static struct room *room;
static int64_t now;

static int64_t
test_clock(void)
{
	return now;
}

/* ada is an operator of #c, bob and cleo are members. */
static int
setup(void **state)
{
	(void)state;
	now = 1000000;
	clock_set(test_clock);
	chat_log_init(&l);
	ada = chat_log_enter(&l, "ada");
	bob = chat_log_enter(&l, "bob");
	cleo = chat_log_enter(&l, "cleo");
	chat_join(l.world, &ada, VIEW("#c"), VIEW(""));
	chat_join(l.world, &bob, VIEW("#c"), VIEW(""));
	chat_join(l.world, &cleo, VIEW("#c"), VIEW(""));
	room = world_find_room(l.world, VIEW("#c"));
	buf_reset(&l.text);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	chat_log_clear(&l);
	clock_set(NULL);
	return 0;
}

static enum refusal
ban(const char *mask, int64_t after)
{
	return chat_ban_until(
	    l.world, &ada, VIEW("#c"), view_of(mask), now + after);
}

static enum refusal
mode(const char *letters, const char *arg)
{
	struct mode_change ch = { letters[1], letters[0] == '+', VIEW(""),
		CHAT_OK };
	enum refusal no;

	if (arg != NULL)
		ch.arg = view_of(arg);
	no = chat_modes(l.world, &ada, VIEW("#c"), &ch, 1);
	return no != CHAT_OK ? no : ch.no;
}

static enum refusal
say(const struct chat_from *from, const char *text)
{
	return chat_say(
	    l.world, from, CHAT_PRIVMSG, VIEW("#c"), view_of(text), VIEW(""));
}

static void
ban__expires__with_an_event_by_the_server(void **state)
{
	(void)state;
	world_set_server(l.world, "chat.test");
	assert_int_equal(ban("x", 5000), CHAT_OK);
	assert_int_equal(l.due, now + 5000);
	assert_int_equal(ban("m:bob", 9000), CHAT_OK);
	assert_int_equal(ban("y", 3000), CHAT_OK);
	assert_int_equal(l.due, now + 3000);
	assert_int_equal(ban("z", 3001), CHAT_OK);
	assert_int_equal(say(&bob, "hi"), CHAT_SILENCED);
	buf_reset(&l.text);
	now += 2999;
	world_expire_masks(l.world);
	chat_log_expect(&l, "");
	now += 2;
	world_expire_masks(l.world);
	chat_log_expect(&l, "mode chat.test #c y!*@* z!*@* -bb\n");
	assert_int_equal(l.due, 1005000);
	now += 60000;
	world_expire_masks(l.world);
	chat_log_expect(&l, "mode chat.test #c x!*@* m:bob!*@* -bb\n");
	assert_int_equal(room->nmasks[ROOM_BANS], 0);
	assert_int_equal(say(&bob, "hi"), CHAT_OK);
	world_expire_masks(l.world);
}

static int64_t
wrong_clock(void)
{
	return now + 31 * 86400000LL;
}

static void
ban__expires_by_elapsed_time__when_the_clock_jumps(void **state)
{
	(void)state;
	assert_int_equal(ban("x", 5000), CHAT_OK);
	clock_set_wall(wrong_clock);
	world_expire_masks(l.world);
	assert_int_equal(room->nmasks[ROOM_BANS], 1);
	clock_set_wall(test_clock);
	now += 5000;
	world_expire_masks(l.world);
	assert_int_equal(room->nmasks[ROOM_BANS], 0);
}

static void
ban__gets_a_new_expiry__when_it_is_set_again(void **state)
{
	(void)state;
	assert_int_equal(mode("+b", "x"), CHAT_OK);
	buf_reset(&l.text);
	buf_reset(&l.kept_rooms);
	assert_int_equal(ban("X", 5000), CHAT_OK);
	assert_int_equal(ban("x", 5000), CHAT_ALREADY);
	assert_int_equal(ban("x", 7000), CHAT_OK);
	chat_log_expect(&l, "");
	assert_string_equal(buf_str(&l.kept_rooms), "keep #c\nkeep #c\n");
	now += 6000;
	world_expire_masks(l.world);
	assert_int_equal(room->nmasks[ROOM_BANS], 1);
	/* Permanent again. */
	assert_int_equal(mode("+b", "x"), CHAT_OK);
	assert_int_equal(mode("+b", "x"), CHAT_ALREADY);
	now += 6000;
	world_expire_masks(l.world);
	assert_int_equal(room->nmasks[ROOM_BANS], 1);
}

static void
lifted_ban__does_not_expire(void **state)
{
	(void)state;
	assert_int_equal(ban("x", 5000), CHAT_OK);
	assert_int_equal(ban("y", 6000), CHAT_OK);
	assert_int_equal(mode("-b", "x"), CHAT_OK);
	buf_reset(&l.text);
	now += 5500;
	world_expire_masks(l.world);
	chat_log_expect(&l, "");
	assert_int_equal(l.due, 1006000);
}

static void
ban__expires_silently_in_an_empty_room(void **state)
{
	(void)state;
	assert_int_equal(ban("x", 5000), CHAT_OK);
	chat_part(l.world, &ada, VIEW("#c"), VIEW(""));
	chat_part(l.world, &bob, VIEW("#c"), VIEW(""));
	chat_part(l.world, &cleo, VIEW("#c"), VIEW(""));
	buf_reset(&l.text);
	buf_reset(&l.kept_rooms);
	now += 5000;
	world_expire_masks(l.world);
	chat_log_expect(&l, "");
	assert_string_equal(buf_str(&l.kept_rooms), "keep #c\n");
	assert_int_equal(
	    chat_join(l.world, &ada, VIEW("#c"), VIEW("")), CHAT_OK);
	room = world_find_room(l.world, VIEW("#c"));
	assert_int_equal(room->nmasks[ROOM_BANS], 0);
}

static void
timed_ban__is_for_operators__and_needs_a_mask(void **state)
{
	const struct chat_limits limits = { .list_max = 0 };

	(void)state;
	assert_int_equal(
	    chat_ban_until(l.world, &bob, VIEW("#c"), VIEW("x"), now + 1),
	    CHAT_NOT_OP);
	assert_int_equal(
	    chat_ban_until(l.world, &ada, VIEW("#d"), VIEW("x"), now + 1),
	    CHAT_NO_ROOM);
	assert_int_equal(ban("m:", 1), CHAT_BAD_ARG);
	world_set_limits(l.world, &limits);
	assert_int_equal(ban("x", 1), CHAT_LIST_FULL);
}

static void
slow_mode__makes_members_wait__but_not_those_with_ranks(void **state)
{
	(void)state;
	assert_int_equal(mode("+W", "0"), CHAT_BAD_ARG);
	assert_int_equal(mode("+W", "7h"), CHAT_BAD_ARG);
	assert_int_equal(mode("+W", NULL), CHAT_BAD_ARG);
	assert_int_equal(mode("+W", "10s"), CHAT_OK);
	assert_int_equal(mode("+W", "10"), CHAT_ALREADY);
	chat_log_expect(&l, "mode ada #c 10 +W\n");
	assert_int_equal(say(&bob, "one"), CHAT_OK);
	now += 3001;
	assert_int_equal(say(&bob, "two"), CHAT_SLOW_MODE);
	assert_int_equal(chat_slow_mode_left(l.world, bob.user, VIEW("#c")), 7);
	assert_int_equal(
	    chat_slow_mode_left(l.world, bob.user, VIEW("@#c")), 7);
	assert_int_equal(
	    chat_slow_mode_left(l.world, cleo.user, VIEW("#c")), 0);
	assert_int_equal(say(&cleo, "mine"), CHAT_OK);
	assert_int_equal(chat_say(l.world, &bob, CHAT_TAGMSG, VIEW("#c"),
			     VIEW(""), VIEW("+typing=active")),
	    CHAT_OK);
	assert_int_equal(chat_say(l.world, &bob, CHAT_NOTICE, VIEW("#c"),
			     VIEW("two"), VIEW("")),
	    CHAT_SLOW_MODE);
	now += 6999;
	assert_int_equal(say(&bob, "two"), CHAT_OK);
	assert_int_equal(say(&ada, "a"), CHAT_OK);
	assert_int_equal(say(&ada, "b"), CHAT_OK);
	assert_int_equal(mode("+v", "bob"), CHAT_OK);
	assert_int_equal(say(&bob, "three"), CHAT_OK);
	assert_int_equal(mode("-v", "bob"), CHAT_OK);
	assert_int_equal(say(&bob, "four"), CHAT_SLOW_MODE);
	buf_reset(&l.text);
	assert_int_equal(mode("-W", NULL), CHAT_OK);
	chat_log_expect(&l, "mode ada #c -W\n");
	assert_int_equal(say(&bob, "four"), CHAT_OK);
}

static void
slow_mode__holds_after_a_rejoin(void **state)
{
	(void)state;
	assert_int_equal(mode("+W", "10"), CHAT_OK);
	assert_int_equal(say(&bob, "one"), CHAT_OK);
	chat_part(l.world, &bob, VIEW("#c"), VIEW(""));
	chat_join(l.world, &bob, VIEW("#c"), VIEW(""));
	assert_int_equal(say(&bob, "two"), CHAT_SLOW_MODE);
	now += 10000;
	assert_int_equal(say(&bob, "two"), CHAT_OK);
}

static void
slow_mode__never_refuses_an_accepted_message(void **state)
{
	(void)state;
	l.keep_back = 1;
	assert_int_equal(say(&bob, "one"), CHAT_OK);
	assert_int_equal(say(&bob, "two"), CHAT_OK);
	assert_int_equal(mode("+W", "10"), CHAT_OK);
	assert_int_equal(say(&bob, "three"), CHAT_SLOW_MODE);
	buf_reset(&l.text);
	chat_log_settle(&l);
	chat_log_expect(&l, "said bob #c one\nsaid bob #c two\n");
}

static void
slow_mode__ignores_refused_messages(void **state)
{
	(void)state;
	assert_int_equal(mode("+W", "10"), CHAT_OK);
	l.keep_back = 1;
	assert_int_equal(say(&bob, "one"), CHAT_OK);
	assert_int_equal(say(&bob, "one"), CHAT_SLOW_MODE);
	assert_int_equal(l.nkept, 1);
	chat_refuse(l.world, l.kept[0], CHAT_STORE_FAILED);
	assert_int_equal(say(&bob, "one"), CHAT_OK);
}

static void
slow_mode__lets_all_speak__when_the_clock_is_set_back(void **state)
{
	(void)state;
	assert_int_equal(mode("+W", "10"), CHAT_OK);
	assert_int_equal(say(&bob, "one"), CHAT_OK);
	now -= 5000000;
	assert_int_equal(say(&bob, "two"), CHAT_OK);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ban__expires__with_an_event_by_the_server),
		TEST(ban__gets_a_new_expiry__when_it_is_set_again),
		TEST(ban__expires_by_elapsed_time__when_the_clock_jumps),
		TEST(lifted_ban__does_not_expire),
		TEST(ban__expires_silently_in_an_empty_room),
		TEST(timed_ban__is_for_operators__and_needs_a_mask),
		TEST(slow_mode__makes_members_wait__but_not_those_with_ranks),
		TEST(slow_mode__holds_after_a_rejoin),
		TEST(slow_mode__never_refuses_an_accepted_message),
		TEST(slow_mode__ignores_refused_messages),
		TEST(slow_mode__lets_all_speak__when_the_clock_is_set_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
