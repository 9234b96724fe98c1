/*
 * account: accounts are found by name and by key, and reserve their nicks.
 */

#include "common/clock.h"
#include "server/chat/account.h"
#include "tests/support/chat_log.h"
#include "tests/support/test.h"

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

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

static void
add__takes_a_nick__once_in_any_case(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("Ada"));

	(void)state;
	assert_non_null(a);
	assert_null(world_add_account(l.world, VIEW("aDA")));
	assert_null(world_add_account(l.world, VIEW("#ada")));
	assert_ptr_equal(world_find_account(l.world, VIEW("ADA")), a);
	assert_int_equal(world_accounts(l.world), 1);
	world_drop_account(l.world, a);
	assert_null(world_find_account(l.world, VIEW("Ada")));
}

static void
bound_keys__select_the_account_of_the_nick__or_the_oldest(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("ada"));
	struct account *b = world_add_account(l.world, VIEW("bob"));

	(void)state;
	assert_int_equal(world_add_key(l.world, a, KEY_A, 1), 0);
	assert_int_equal(world_add_key(l.world, a, KEY_A, 2), -1);
	assert_int_equal(world_add_key(l.world, a, "AB", 2), -1);
	assert_int_equal(world_add_key(l.world, b, KEY_A, 3), 0);
	assert_ptr_equal(world_account_by_key(l.world, KEY_A, VIEW("")), a);
	assert_ptr_equal(world_account_by_key(l.world, KEY_A, VIEW("Bob")), b);
	assert_ptr_equal(world_account_by_key(l.world, KEY_A, VIEW("cy")), a);
	assert_null(world_account_by_key(l.world, KEY_B, VIEW("ada")));
	assert_ptr_equal(
	    world_account_with_key(l.world, KEY_A, VIEW("BOB")), b);
	assert_null(world_account_with_key(l.world, KEY_A, VIEW("cy")));
	assert_null(world_account_with_key(l.world, KEY_B, VIEW("bob")));
}

static int64_t now;

static int64_t
told_time(void)
{
	return now;
}

static void
pending_keys__select_no_account__and_expire(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("ada"));
	struct account *b = world_add_account(l.world, VIEW("bob"));

	(void)state;
	now = 1000;
	clock_set(told_time);
	assert_int_equal(
	    world_add_pending_key(l.world, a, KEY_A, 1, now + 10), 0);
	assert_int_equal(
	    world_add_pending_key(l.world, a, KEY_A, 1, now + 10), -1);
	assert_null(world_account_by_key(l.world, KEY_A, VIEW("ada")));
	assert_int_equal(world_add_key(l.world, b, KEY_A, 2), 0);
	assert_ptr_equal(world_account_by_key(l.world, KEY_A, VIEW("ada")), b);
	assert_ptr_equal(
	    world_account_with_key(l.world, KEY_A, VIEW("ada")), a);
	assert_int_equal(account_pending_keys(a), 1);
	assert_int_equal(account_bound_keys(a), 0);
	assert_false(account_can_log_in(a));
	now += 10;
	assert_null(world_account_with_key(l.world, KEY_A, VIEW("ada")));
	assert_null(account_find_key(a, KEY_A));
	assert_int_equal(account_pending_keys(a), 0);
	assert_int_equal(world_add_pending_key(l.world, a, KEY_B, 1, 0), 0);
	assert_true(account_can_log_in(a));
	assert_int_equal(world_drop_key(l.world, a, KEY_A), 0);
	clock_set(NULL);
}

static void
keys__are_deleted_in_any_order(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("ada"));
	struct account *b = world_add_account(l.world, VIEW("bob"));
	struct account *c = world_add_account(l.world, VIEW("cy"));

	(void)state;
	world_add_key(l.world, a, KEY_A, 1);
	world_add_key(l.world, b, KEY_A, 1);
	world_add_key(l.world, c, KEY_A, 1);
	assert_int_equal(world_drop_key(l.world, b, KEY_A), 0);
	assert_int_equal(world_drop_key(l.world, b, KEY_A), -1);
	assert_ptr_equal(world_account_by_key(l.world, KEY_A, VIEW("cy")), c);
	world_drop_account(l.world, c);
	assert_ptr_equal(world_account_by_key(l.world, KEY_A, VIEW("")), a);
	assert_int_equal(world_drop_key(l.world, a, KEY_A), 0);
	assert_null(world_account_by_key(l.world, KEY_A, VIEW("")));
}

static void
account_nick__is_reserved_for_its_logged_in_users(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("ada"));
	struct chat_from bob = chat_log_enter(&l, "bob");
	struct user *u;

	(void)state;
	assert_int_equal(chat_add_user(l.world,
			     &(struct chat_newcomer){ .nick = VIEW("ADA"),
				 .username = VIEW("u"),
				 .host = VIEW("h"),
				 .realname = VIEW("r") },
			     &u),
	    CHAT_NICK_RESERVED);
	assert_int_equal(
	    chat_nick(l.world, &bob, VIEW("Ada")), CHAT_NICK_RESERVED);
	assert_int_equal(chat_login(l.world, &bob, a), CHAT_OK);
	assert_int_equal(chat_nick(l.world, &bob, VIEW("Ada")), CHAT_OK);
	chat_log_expect(&l, "account bob ada\nnick bob Ada\n");
	assert_string_equal(bob.user->account, "ada");
}

static void
login_and_logout__send_an_event_and_update_the_account(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("ada"));
	struct chat_from bob = chat_log_enter(&l, "bob");

	(void)state;
	chat_login(l.world, &bob, a);
	assert_int_equal(chat_login(l.world, &bob, a), CHAT_ALREADY);
	assert_ptr_equal(LIST_FIRST(&a->users), bob.user);
	assert_int_equal(chat_logout(l.world, &bob), CHAT_OK);
	assert_int_equal(chat_logout(l.world, &bob), CHAT_ALREADY);
	assert_true(LIST_EMPTY(&a->users));
	assert_null(bob.user->account);
	chat_log_expect(&l, "account bob ada\naccount bob\n");
}

static void
quit__logs_the_user_out(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("ada"));
	struct chat_from from = { 0 };

	(void)state;
	assert_int_equal(chat_add_user(l.world,
			     &(struct chat_newcomer){ .nick = VIEW("ada"),
				 .username = VIEW("u"),
				 .host = VIEW("h"),
				 .realname = VIEW("r"),
				 .account = a },
			     &from.user),
	    CHAT_OK);
	assert_ptr_equal(LIST_FIRST(&a->users), from.user);
	chat_quit(l.world, &from, VIEW("bye"), 0);
	assert_true(LIST_EMPTY(&a->users));
}

static void
host_change__is_an_event_with_the_old_host(void **state)
{
	struct chat_from bob = chat_log_enter(&l, "bob");

	(void)state;
	assert_int_equal(
	    chat_set_host(l.world, &bob, VIEW("user/bob")), CHAT_OK);
	assert_int_equal(
	    chat_set_host(l.world, &bob, VIEW("user/bob")), CHAT_ALREADY);
	assert_string_equal(bob.user->host, "user/bob");
	assert_string_equal(bob.user->address, "host");
	chat_log_expect(&l, "host bob user/bob\n");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		T(add__takes_a_nick__once_in_any_case),
		T(bound_keys__select_the_account_of_the_nick__or_the_oldest),
		T(pending_keys__select_no_account__and_expire),
		T(keys__are_deleted_in_any_order),
		T(account_nick__is_reserved_for_its_logged_in_users),
		T(login_and_logout__send_an_event_and_update_the_account),
		T(quit__logs_the_user_out),
		T(host_change__is_an_event_with_the_old_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
