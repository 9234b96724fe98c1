/*
 * former_accounts: rules against an account still apply to a user who logged out of it or in to
 * another one. The account's rights do not.
 */
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "server/chat/account.h"
#include "server/chat/room_ranks.h"
#include "server/chat/timed_bans.h"
#include "server/chat/world.h"
#include "tests/support/chat_log.h"
#include "tests/support/test.h"

static struct chat_log l;
static struct chat_from ada,
    bob; /* ada is an operator of #c, bob has the account bob */
static int64_t now;

static int64_t
told_time(void)
{
	return now;
}

static void
log_in(const struct chat_from *from, const char *account)
{
	struct account *a = world_find_account(l.world, view_of(account));

	if (a == NULL)
		a = world_add_account(l.world, view_of(account));
	assert_int_equal(chat_login(l.world, from, a), CHAT_OK);
}

static int
setup(void **state)
{
	(void)state;
	now = 1000000;
	clock_set(told_time);
	chat_log_init(&l);
	ada = chat_log_enter(&l, "ada");
	bob = chat_log_enter(&l, "bob");
	chat_join(l.world, &ada, VIEW("#c"), VIEW(""));
	log_in(&bob, "bob");
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

static void
mode(const struct chat_from *from, const char *room, char letter, int add,
    const char *arg)
{
	struct mode_change ch = { letter, add, view_of(arg), CHAT_OK };

	assert_int_equal(
	    chat_modes(l.world, from, view_of(room), &ch, 1), CHAT_OK);
	assert_int_equal(ch.no, CHAT_OK);
}

static enum refusal
join(const struct chat_from *from)
{
	return chat_join(l.world, from, VIEW("#c"), VIEW(""));
}

static enum refusal
say(const struct chat_from *from)
{
	return chat_say(
	    l.world, from, CHAT_PRIVMSG, VIEW("#c"), VIEW("hi"), VIEW(""));
}

static void
log_out(const struct chat_from *from)
{
	assert_int_equal(chat_logout(l.world, from), CHAT_OK);
}

static void
mute__holds_after_logout__under_another_nick_and_account(void **state)
{
	(void)state;
	assert_int_equal(join(&bob), CHAT_OK);
	assert_int_equal(say(&bob), CHAT_OK);
	mode(&ada, "#c", 'b', 1, "m:a:bob");
	assert_int_equal(say(&bob), CHAT_SILENCED);
	log_out(&bob);
	assert_int_equal(say(&bob), CHAT_SILENCED);
	chat_nick(l.world, &bob, VIEW("zed"));
	assert_int_equal(say(&bob), CHAT_SILENCED);
	log_in(&bob, "alt");
	assert_int_equal(say(&bob), CHAT_SILENCED);
	chat_part(l.world, &bob, VIEW("#c"), VIEW(""));
	assert_int_equal(join(&bob), CHAT_OK);
	assert_int_equal(say(&bob), CHAT_SILENCED);
	mode(&ada, "#c", 'b', 0, "m:a:bob");
	assert_int_equal(say(&bob), CHAT_OK);
}

static void
ban__holds_after_logout__by_name_and_by_host(void **state)
{
	static const char *const masks[] = { "a:bob", "a:b*", "*!*@user/bob",
		"b*!*@user/*" };
	size_t i;

	(void)state;
	chat_set_host(l.world, &bob, VIEW("user/bob"));
	log_out(&bob);
	chat_set_host(l.world, &bob, VIEW("host"));
	for (i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		mode(&ada, "#c", 'b', 1, masks[i]);
		assert_int_equal(join(&bob), CHAT_BANNED);
		mode(&ada, "#c", 'b', 0, masks[i]);
	}
	assert_int_equal(
	    chat_ban_until(l.world, &ada, VIEW("#c"), VIEW("a:bob"), now + 5),
	    CHAT_OK);
	assert_int_equal(join(&bob), CHAT_BANNED);
	now += 5;
	world_expire_masks(l.world);
	assert_int_equal(join(&bob), CHAT_OK);
}

/* Also after the account was deleted. */
static void
ban__holds_after_the_account_was_deleted(void **state)
{
	struct account *a = world_find_account(l.world, VIEW("bob"));

	(void)state;
	mode(&ada, "#c", 'b', 1, "a:bob");
	world_forget_account(l.world, "bob");
	log_out(&bob);
	world_drop_account(l.world, a);
	assert_int_equal(join(&bob), CHAT_BANNED);
}

static void
exceptions__are_deleted_with_their_account(void **state)
{
	(void)state;
	log_in(&bob, "bo");
	mode(&ada, "#c", 'b', 1, "a:bo*");
	mode(&ada, "#c", 'e', 1, "a:bob");
	/* bo is banned; an exception for bob does not help */
	assert_int_equal(join(&bob), CHAT_BANNED);
	mode(&ada, "#c", 'e', 1, "a:bo");
	assert_int_equal(join(&bob), CHAT_OK);
	/* both logged out; their exceptions from bans still apply */
	log_out(&bob);
	assert_int_equal(say(&bob), CHAT_OK);
	/* but to nothing else */
	mode(&ada, "#c", 'b', 1, "*!*@host");
	assert_int_equal(say(&bob), CHAT_SILENCED);
}

/* The rights end. */
static void
ranks_and_invitations__end_with_the_login(void **state)
{
	struct chat_from eve = chat_log_enter(&l, "eve");

	(void)state;
	log_in(&eve, "eve");
	chat_join(l.world, &eve, VIEW("#e"), VIEW(""));
	chat_join(l.world, &bob, VIEW("#e"), VIEW(""));
	mode(&eve, "#e", 'o', 1, "bob");
	assert_int_equal(
	    room_ranks_of_account(world_find_room(l.world, VIEW("#e")), "bob"),
	    MEMBER_OP);
	mode(&ada, "#c", 'i', 1, "");
	assert_int_equal(
	    chat_invite(l.world, &ada, VIEW("#c"), VIEW("bob")), CHAT_OK);
	buf_reset(&l.text);
	log_out(&bob);
	assert_non_null(strstr(buf_str(&l.text), "mode server #e bob -o\n"));
	assert_int_equal(join(&bob), CHAT_INVITE_ONLY);
	log_in(&bob, "bob");
	assert_int_equal(join(&bob), CHAT_INVITE_ONLY);
	assert_int_equal(
	    room_find_member(world_find_room(l.world, VIEW("#e")), bob.user)
		->ranks,
	    MEMBER_OP);
}

/* A user with voice by account need not wait, a guest must. */
static void
slow_mode__holds_after_logout(void **state)
{
	struct chat_from eve = chat_log_enter(&l, "eve");

	(void)state;
	log_in(&eve, "eve");
	chat_join(l.world, &eve, VIEW("#e"), VIEW(""));
	chat_join(l.world, &bob, VIEW("#e"), VIEW(""));
	mode(&eve, "#e", 'W', 1, "60");
	mode(&eve, "#e", 'v', 1, "bob");
	assert_int_equal(chat_say(l.world, &bob, CHAT_PRIVMSG, VIEW("#e"),
			     VIEW("one"), VIEW("")),
	    CHAT_OK);
	log_out(&bob);
	assert_int_equal(chat_say(l.world, &bob, CHAT_PRIVMSG, VIEW("#e"),
			     VIEW("two"), VIEW("")),
	    CHAT_SLOW_MODE);
	log_in(&bob, "alt");
	assert_int_equal(chat_say(l.world, &bob, CHAT_PRIVMSG, VIEW("#e"),
			     VIEW("three"), VIEW("")),
	    CHAT_SLOW_MODE);
}

static void
former_accounts__move_to_another_user_with_the_session(void **state)
{
	struct chat_from eve = chat_log_enter(&l, "eve");

	(void)state;
	assert_int_equal(join(&eve), CHAT_OK);
	mode(&ada, "#c", 'b', 1, "m:a:bob");
	assert_int_equal(say(&eve), CHAT_OK);
	log_out(&bob);
	chat_add_former_accounts(eve.user, &bob.user->former);
	assert_int_equal(say(&eve), CHAT_SILENCED);
	assert_int_equal(bob.user->former.n, 0);
}

static void
list__has_each_account_once__and_a_limit(void **state)
{
	struct former_accounts f = { 0 }, more = { 0 };
	char name[16];
	int i;

	(void)state;
	former_accounts_add(&f, "Ada", "h");
	former_accounts_add(&f, "ADA", "h2");
	assert_int_equal(f.n, 1);
	assert_true(former_accounts_have(&f, "ada"));
	for (i = 0; i < FORMER_ACCOUNTS_MAX; i++) {
		snprintf(name, sizeof(name), "a%d", i);
		former_accounts_add(&more, name, "h");
	}
	former_accounts_move(&f, &more);
	assert_int_equal(f.n, FORMER_ACCOUNTS_MAX);
	assert_int_equal(more.n, 0);
	assert_false(former_accounts_have(&f, "ada"));
	assert_true(former_accounts_have(&f, "a0"));
	former_accounts_clear(&f);
	assert_false(former_accounts_have(&f, "a0"));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		T(mute__holds_after_logout__under_another_nick_and_account),
		T(ban__holds_after_logout__by_name_and_by_host),
		T(ban__holds_after_the_account_was_deleted),
		T(exceptions__are_deleted_with_their_account),
		T(ranks_and_invitations__end_with_the_login),
		T(slow_mode__holds_after_logout),
		T(former_accounts__move_to_another_user_with_the_session),
		T(list__has_each_account_once__and_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
