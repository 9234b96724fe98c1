/*
 * history: the last lines on joining, /history and /search.
 */
#include <sys/socket.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/logged_in.h"
#include "tests/support/logins.h"
#include "tests/support/plain_client.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

static int
setup_late(void **state)
{
	(void)state;
	irc_rig_init(&rig, store_late_new());
	store_late_hurry(rig.store, 1);
	irc_rig_set(&rig, "lobby", "#lobby");
	return 0;
}

static void
say(struct irc_client *c, const char *text)
{
	client_send(c, "%s", text);
	irc_rig_skip(&rig);
}

static void
join__shows_the_last_lines__with_their_time(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"), *c;

	(void)state;
	irc_rig_set(&rig, "welcome-lines", "2");
	say(ana, "one");
	say(ana, "two");
	irc_rig_pass(&rig, 2 * 60 * 60);
	say(ana, "/me waves");
	c = plain_connect(&rig, 1);
	client_await(c, "* You joined #lobby (2 members)");
	client_expect(c, "[2023-11-14 22:13] <ana> two");
	client_expect(c, "[00:13] * ana waves");
	client_expect_nothing(c);
	client_send(c, "/join tea");
	client_expect(c, "* You joined #tea (1 member)");
	client_expect_nothing(c);
	irc_rig_set(&rig, "welcome-lines", "0");
	c = plain_connect(&rig, 1);
	client_await(c, "* You joined #lobby (3 members)");
	client_expect_nothing(c);
}

static void
history__shows_the_last_lines_of_a_room(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana");

	(void)state;
	say(ana, "one");
	say(ana, "two");
	client_send(ana, "/history");
	client_expect(ana, "[22:13] <ana> one");
	client_expect(ana, "[22:13] <ana> two");
	client_send(ana, "/history 1");
	client_expect(ana, "[22:13] <ana> two");
	say(ana, "/join tea");
	client_send(ana, "/history");
	client_expect(ana, "* No messages.");
	client_send(ana, "/history lobby 1");
	client_expect(ana, "[22:13] <ana> two");
	client_send(ana, "/history #none 1");
	client_expect(ana, "* You are not in #none*");
	client_send(ana, "/history all");
	client_expect(ana, "* Invalid number of lines. */history*");
	client_expect_nothing(ana);
}

static void
search__finds_messages__in_all_rooms_of_the_user(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana");
	struct irc_client *bo = plain_enter(&rig, "bo");

	(void)state;
	say(bo, "/join secret");
	say(bo, "no green tea");
	say(ana, "green tea");
	say(ana, "/join tea");
	say(ana, "black tea");
	client_send(ana, "/search tea");
	client_expect(ana, "[22:13] #lobby <ana> green tea");
	client_expect(ana, "[22:13] <ana> black tea");
	client_send(ana, "/search TEA green");
	client_expect(ana, "[22:13] #lobby <ana> green tea");
	client_send(ana, "/search coffee");
	client_expect(ana, "* No messages found.");
	client_send(ana, "/search");
	client_expect(ana, "* Words missing. */search*");
	client_expect_nothing(ana);
}

/* Logged-in users have a history of direct messages. */
static void
history_and_search__include_direct_messages(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana");
	struct irc_client *bo = plain_enter(&rig, "bo");

	(void)state;
	client_send(ana, "/history bo");
	client_expect(ana, "* Invalid number of lines. */history*");
	rig_log_in(&rig, "ana", "ana");
	say(bo, "/msg ana tea?");
	say(ana, "/msg bo yes, tea");
	client_send(ana, "/history bo");
	client_expect(ana, "[22:13] [bo] tea?");
	client_expect(ana, "[22:13] [-> bo] yes, tea");
	client_send(ana, "/history BO 1");
	client_expect(ana, "[22:13] [-> bo] yes, tea");
	client_send(ana, "/search tea?");
	client_expect(ana, "[22:13] [bo] tea?");
	client_send(ana, "/history cy");
	client_expect(ana, "* No messages.");
	client_expect_nothing(ana);
}

static void
msg__to_an_offline_account__is_stored_and_shown_on_login(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana");
	struct irc_client *bo;

	(void)state;
	login_account(&rig, "bo", "secret");
	irc_rig_pass(&rig, 1);
	client_send(ana, "/msg bo tea?");
	client_expect(ana, "[-> bo] tea?");
	client_expect(ana, "* bo is offline. Your message is kept and *");
	client_send(ana, "/msg bo no tea?");
	client_expect(ana, "[-> bo] no tea?");
	client_expect_nothing(ana);
	bo = plain_enter(&rig, "guest");
	client_send(bo, "/login bo secret");
	irc_rig_work(&rig);
	client_await(bo, "* You are logged in as bo.");
	client_expect(bo, "[22:13] [ana] tea?");
	client_expect(bo, "[22:13] [ana] no tea?");
	client_expect_nothing(bo);
	client_send(ana, "/msg bo more tea?");
	client_expect(bo, "[ana] more tea?");
	irc_rig_pass(&rig, 1);
	client_close(bo);
	irc_rig_run(&rig);
	bo = plain_enter(&rig, "guest");
	client_send(bo, "/login bo secret");
	irc_rig_work(&rig);
	client_await(bo, "* You are logged in as bo.");
	client_expect_nothing(bo);
}

/* "printf '/history\n' | nc -N" gets its reply. */
static void
end_of_input__waits_for_the_history(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana");

	(void)state;
	say(ana, "one");
	store_late_hold_reads(rig.store, 1);
	client_send(ana, "/history");
	client_send(ana, "/who");
	assert_int_equal(shutdown(ana->fd, SHUT_WR), 0);
	client_expect_nothing(ana);
	assert_false(client_is_closed(ana));
	store_late_read(rig.store);
	client_expect(ana, "[22:13] <ana> one");
	client_expect(ana, "* In #lobby (1 member): ana (you*");
	assert_true(client_is_closed(ana));
}

#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, irc_set_up_lobby, irc_tear_down)
#define TEST_LATE(f) \
	cmocka_unit_test_setup_teardown(f, setup_late, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(join__shows_the_last_lines__with_their_time),
		TEST(history__shows_the_last_lines_of_a_room),
		TEST(search__finds_messages__in_all_rooms_of_the_user),
		TEST(history_and_search__include_direct_messages),
		TEST(msg__to_an_offline_account__is_stored_and_shown_on_login),
		TEST_LATE(end_of_input__waits_for_the_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
