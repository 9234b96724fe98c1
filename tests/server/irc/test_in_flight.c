/*
 * A store that settles late: events in flight are not shown, and later commands wait.
 */
#include <stdio.h>
#include <string.h>

#include "server/store/store.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

static int
setup(void **state)
{
	(void)state;
	irc_rig_init(&rig, store_late_new());
	store_late_hurry(rig.store, 1);
	return 0;
}

static void
be_late(void)
{
	irc_rig_run(&rig);
	store_late_hurry(rig.store, 0);
}

static void
settle(size_t n)
{
	irc_rig_run(&rig);
	store_late_settle(rig.store, n, STORE_OK);
}

static void
message__is_not_shown_before_it_is_settled(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "echo-message");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	be_late();
	client_send(a, "PRIVMSG #c :one");
	client_send(a, "PRIVMSG bob :two");
	client_expect_nothing(a);
	client_expect_nothing(b);
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG #c :one");
	client_expect(b, ":ada!ada@* PRIVMSG #c :one");
	client_expect_nothing(b);
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG bob :two");
	client_expect(b, ":ada!ada@* PRIVMSG bob :two");
}

/* checklist 2 */
static void
commands__wait_for_the_messages_before_them__others_do_not(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "echo-message");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	be_late();
	client_send(a, "PRIVMSG #c :one");
	client_send(a, "PRIVMSG #c :two");
	client_send(a, "PING x");
	client_send(a, "PART #c");
	client_send(b, "PING y");
	client_expect(b, ":chat.test PONG chat.test :y");
	client_send(b, "NICK bert");
	client_expect(b, ":bob!bob@* NICK bert");
	client_expect(a, ":bob!bob@* NICK bert");
	client_expect_nothing(a);
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG #c :one");
	client_expect_nothing(a);
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG #c :two");
	client_expect(a, ":chat.test PONG chat.test :x");
	client_expect(a, ":ada!ada@* PART #c");
	client_expect(b, ":ada!ada@* PRIVMSG #c :one");
	client_expect(b, ":ada!ada@* PRIVMSG #c :two");
	client_expect(b, ":ada!ada@* PART #c");
}

/* checklist 2 */
static void
message_in_error__waits_like_a_command(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "echo-message");

	(void)state;
	client_join(a, "#c");
	be_late();
	client_send(a, "PRIVMSG #c :one");
	client_send(a, "PRIVMSG nobody :two");
	client_send(a, "PRIVMSG #c :three");
	client_expect_nothing(a);
	assert_int_equal(store_late_waiting(rig.store), 1);
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG #c :one");
	client_expect(a, ":chat.test 401 ada nobody :*");
	client_expect_nothing(a);
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG #c :three");
}

static void
overlong_line__is_reported_after_what_is_in_flight(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "echo-message");
	char text[700];

	(void)state;
	client_join(a, "#c");
	be_late();
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	client_send(a, "PRIVMSG #c :one");
	client_send(a, "PRIVMSG #c :%s", text);
	client_send(a, "PRIVMSG #c :two");
	client_expect_nothing(a);
	assert_int_equal(store_late_waiting(rig.store), 1);
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG #c :one");
	client_expect(a, ":chat.test 417 ada :*");
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG #c :two");
}

/* Twenty senders use up the limit for all together; then each may have only one message in flight. */
static void
sender__may_have_one_message_underway__when_the_store_is_behind(void **state)
{
	struct irc_client *many[20], *a;
	int i, k;

	(void)state;
	irc_rig_set(&rig, "inflight-max", "10000");
	a = client_enter(&rig, "ada");
	client_join(a, "#c");
	for (i = 0; i < 20; i++) {
		char nick[16];

		snprintf(nick, sizeof(nick), "u%d", i);
		many[i] = client_enter(&rig, nick);
		client_join(many[i], "#c");
	}
	be_late();
	for (k = 0; k < 600; k++) {
		for (i = 0; i < 20; i++)
			client_send(many[i], "PRIVMSG #c :%d", k);
		irc_rig_run(&rig);
	}
	assert_int_equal(store_late_waiting(rig.store), 10000);
	client_send(a, "PRIVMSG #c :first");
	client_send(a, "PRIVMSG #c :second");
	irc_rig_run(&rig);
	assert_int_equal(store_late_waiting(rig.store), 10001);
	client_skip(a);
	settle(10001);
	irc_rig_run(&rig);
	assert_true(store_late_waiting(rig.store) > 1000);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	irc_rig_run(&rig);
	client_await(many[0], ":ada!ada@* PRIVMSG #c :second");
}

static void
sender__waits_at_the_limit__and_continues_at_half(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	int i;

	(void)state;
	irc_rig_set(&rig, "inflight-max", "4");
	client_join(a, "#c");
	client_join(b, "#c");
	be_late();
	for (i = 0; i < 10; i++)
		client_send(a, "PRIVMSG #c :%d", i);
	irc_rig_run(&rig);
	assert_int_equal(store_late_waiting(rig.store), 4);
	settle(1);
	irc_rig_run(&rig);
	assert_int_equal(store_late_waiting(rig.store), 3);
	settle(1);
	irc_rig_run(&rig);
	assert_int_equal(store_late_waiting(rig.store), 4);
	for (i = 0; i < 10; i++)
		settle(1);
	for (i = 0; i < 10; i++) {
		char line[64];

		snprintf(line, sizeof(line), ":ada!ada@* PRIVMSG #c :%d", i);
		client_expect(b, line);
	}
	client_expect_nothing(b);
}

static void
quit__follows_messages_in_flight(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	be_late();
	client_send(a, "PRIVMSG #c :one");
	client_send(a, "QUIT :bye");
	client_expect_nothing(b);
	assert_false(client_is_closed(a));
	settle(1);
	client_expect(b, ":ada!ada@* PRIVMSG #c :one");
	client_expect(b, ":ada!ada@* QUIT :Quit: bye");
	client_expect(a, "ERROR :*bye*");
}

static void
vanished_sender__leaves_when_nothing_is_in_flight(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	be_late();
	client_send(a, "PRIVMSG #c :one");
	client_send(a, "PRIVMSG #c :two");
	irc_rig_run(&rig);
	client_close(a);
	client_expect_nothing(b);
	assert_int_equal(world_users(rig.server->world), 2);
	settle(1);
	client_expect(b, ":ada!ada@* PRIVMSG #c :one");
	client_expect_nothing(b);
	settle(1);
	client_expect(b, ":ada!ada@* PRIVMSG #c :two");
	client_expect(b, ":ada!ada@* QUIT :Connection closed");
	assert_int_equal(world_users(rig.server->world), 1);
}

static void
full_store__is_reported_to_the_sender_only__and_the_room_works_on(void **state)
{
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "echo-message batch labeled-response");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	be_late();
	client_send(a, "@label=x PRIVMSG #c :one");
	client_send(a, "NOTICE #c :two");
	client_send(a, "PRIVMSG #c :three");
	irc_rig_run(&rig);
	store_late_settle(rig.store, 2, STORE_FULL);
	client_expect(a, "@label=x :chat.test FAIL PRIVMSG NOT_STORED #c :*");
	client_expect(a, ":chat.test FAIL NOTICE NOT_STORED #c :*");
	client_expect_nothing(b);
	settle(1);
	client_expect(a, ":ada!ada@* PRIVMSG #c :three");
	client_expect(b, ":ada!ada@* PRIVMSG #c :three");
	client_send(a, "@label=y TOPIC #c :news");
	irc_rig_run(&rig);
	store_late_settle(rig.store, 1, STORE_FAILED);
	client_expect(a, "@label=y :chat.test FAIL TOPIC NOT_STORED #c :*");
	client_expect_nothing(b);
}

static void
applying__refuses_a_sender_who_was_kicked_meanwhile(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "echo-message");
	struct irc_client *b = client_enter(&rig, "bob");
	struct chat_from from = { 0 };

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	be_late();
	client_send(a, "PRIVMSG #c :one");
	irc_rig_run(&rig);
	from.user = world_find_user(rig.server->world, VIEW("ada"));
	chat_part(rig.server->world, &from, VIEW("#c"), VIEW("out"));
	client_expect(a, ":ada!ada@* PART #c :out");
	client_expect(b, ":ada!ada@* PART #c :out");
	settle(1);
	client_expect(a, ":chat.test 404 ada #c :*");
	client_expect_nothing(b);
}

/* checklist 24 */
static void
labels__wait_for_the_events_they_answer(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "batch labeled-response");
	struct irc_client *e = client_enter_with(
	    &rig, "eve", "batch labeled-response echo-message");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(e, "#c");
	be_late();
	client_send(a, "@label=1 PRIVMSG #c :one");
	client_send(a, "@label=2 PRIVMSG bob,#c :two");
	client_send(a, "@label=3 PRIVMSG bob,nobody :three");
	irc_rig_run(&rig);
	client_send(e, "@label=4 PRIVMSG #c,nobody,bob :four");
	client_expect(e, "@label=4 :chat.test BATCH +1 labeled-response");
	client_expect(e, "@batch=1 :chat.test 401 eve nobody :*");
	client_expect_nothing(e);
	client_expect_nothing(a);
	settle(3);
	client_expect(a, "@label=1 :chat.test ACK");
	client_expect(a, "@label=2 :chat.test ACK");
	client_expect_nothing(a);
	assert_int_equal(store_late_waiting(rig.store), 3);
	settle(3);
	client_expect(a, ":eve!eve@* PRIVMSG #c :four");
	client_expect(a, "@label=3 :chat.test 401 ada nobody :*");
	client_expect_nothing(a);
	client_await(e, "@batch=1 :eve!eve@* PRIVMSG #c :four");
	client_expect(e, "@batch=1 :eve!eve@* PRIVMSG bob :four");
	client_expect(e, ":chat.test BATCH -1");
	client_expect_nothing(e);
	client_expect(b, ":ada!ada@* PRIVMSG bob :two");
	client_expect(b, ":eve!eve@* PRIVMSG bob :four");
	client_expect(b, ":ada!ada@* PRIVMSG bob :three");
}

static void
topic__is_changed_and_echoed__when_it_is_settled(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "batch labeled-response");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	be_late();
	client_send(a, "@label=t TOPIC #c :news");
	client_send(a, "TOPIC #c");
	irc_rig_run(&rig);
	client_send(b, "TOPIC #c");
	client_expect(b, ":chat.test 331 bob #c :*");
	client_expect_nothing(a);
	settle(1);
	client_expect(a, "@label=t :ada!ada@* TOPIC #c :news");
	client_expect(a, ":chat.test 332 ada #c :news");
}

static void
pings__keep_clients_whose_input_waits(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	irc_rig_set(&rig, "ping-seconds", "30");
	irc_rig_set(&rig, "ping-timeout", "30");
	client_join(a, "#c");
	be_late();
	client_send(a, "PRIVMSG #c :one");
	client_send(a, "PING x");
	irc_rig_run(&rig);
	irc_rig_pass(&rig, 500);
	assert_false(client_is_closed(a));
	settle(1);
	client_await(a, ":chat.test PONG chat.test :x");
}

static void
server__is_freed__with_events_in_flight(void **state)
{
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "batch labeled-response echo-message");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	be_late();
	client_send(a, "@label=1 PRIVMSG #c,bob :one");
	client_send(b, "PRIVMSG #c :two");
	irc_rig_run(&rig);
	client_close(b);
	irc_rig_run(&rig);
	assert_int_equal(store_late_waiting(rig.store), 3);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(message__is_not_shown_before_it_is_settled),
		TEST(
		    commands__wait_for_the_messages_before_them__others_do_not),
		TEST(message_in_error__waits_like_a_command),
		TEST(overlong_line__is_reported_after_what_is_in_flight),
		TEST(sender__waits_at_the_limit__and_continues_at_half),
		TEST(
		    sender__may_have_one_message_underway__when_the_store_is_behind),
		TEST(quit__follows_messages_in_flight),
		TEST(vanished_sender__leaves_when_nothing_is_in_flight),
		TEST(
		    full_store__is_reported_to_the_sender_only__and_the_room_works_on),
		TEST(applying__refuses_a_sender_who_was_kicked_meanwhile),
		TEST(labels__wait_for_the_events_they_answer),
		TEST(topic__is_changed_and_echoed__when_it_is_settled),
		TEST(pings__keep_clients_whose_input_waits),
		TEST(server__is_freed__with_events_in_flight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
