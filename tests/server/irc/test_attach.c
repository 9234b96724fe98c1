/*
 * Several clients of one account with the same nick are one user with many sessions: how they
 * connect, disconnect and are counted.
 */
#include <unistd.h>

#include "server/deliver/oper_notices.h"
#include "server/session/session.h"
#include "server/session/user_sessions.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/siblings.h"
#include "tests/support/test.h"

static struct irc_client *first, *second, *bob;

static int
setup(void **state)
{
	irc_set_up(state);
	user_sessions_begin(&rig, NULL, &first, &second, &bob);
	return 0;
}

/* checklist 6, 27, 64 */
static void
client__is_put_into_the_users_rooms__unseen_by_others(void **state)
{
	struct irc_client *c;

	(void)state;
	client_send(first, "JOIN #b");
	client_send(first, "TOPIC #b :tea");
	client_send(first, "MODE ada +B");
	client_send(first, "MARKREAD #b timestamp=2023-01-02T03:04:05.678Z");
	client_skip(first);
	client_skip(second);
	c = client_connect_as(&rig, "ada");
	client_send(c, "CAP REQ :extended-join draft/read-marker");
	client_send(c, "NICK ADA");
	client_send(c, "USER other 0 * :Somebody else");
	client_await(c, ":chat.test CAP * ACK *");
	client_expect_nothing(c);
	client_send(c, "CAP END");
	client_expect(c, ":chat.test 001 ada *");
	client_await(c, ":chat.test 422 *");
	client_expect(c, ":chat.test 221 ada +B");
	client_expect(c, ":ada!ada@* JOIN #c ada :Real ada");
	client_expect(c, ":chat.test MARKREAD #c *");
	client_expect(c, ":chat.test 353 ada = #c :*ada bob");
	client_expect(c, ":chat.test 366 *");
	client_expect(c, ":ada!ada@* JOIN #b ada :Real ada");
	client_expect(c, ":chat.test 332 ada #b :tea");
	client_expect(c, ":chat.test 333 ada #b ada!*");
	client_expect(
	    c, ":chat.test MARKREAD #b timestamp=2023-01-02T03:04:05.678Z");
	client_expect(c, ":chat.test 353 ada = #b :*ada");
	client_expect(c, ":chat.test 366 *");
	client_expect_nothing(c);
	client_expect_nothing(first);
	client_expect_nothing(second);
	client_expect_nothing(bob);
}

static void
client__is_shown_the_history_of_the_rooms(void **state)
{
	struct irc_client *c;

	(void)state;
	client_send(bob, "PRIVMSG #c :one");
	client_send(second, "PRIVMSG #c :two");
	client_skip(bob);
	c = client_enter_as(&rig, "ada", "ada", "server-time batch");
	client_await(c, ":chat.test BATCH +* chathistory #c");
	client_expect(c, "@batch=*time=*:bob!bob@* PRIVMSG #c :one");
	client_expect(c, "@batch=*time=*:ada!ada@* PRIVMSG #c :two");
	client_expect(c, ":chat.test BATCH -*");
	client_send(bob, "PRIVMSG #c :three");
	client_expect(c, "@time=* PRIVMSG #c :three");
	client_expect_nothing(c);
}

/* checklist 10, 11 */
static void
nick_of_another_user__is_refused__also_to_logged_in_clients(void **state)
{
	struct irc_client *c = client_connect_as(&rig, "eve");
	struct irc_client *guest = client_connect(&rig);

	(void)state;
	client_send(c, "NICK ada");
	client_expect(c, ":chat.test 433 * ada :*");
	client_send(guest, "NICK ada");
	client_expect(guest, ":chat.test 433 * ada :*");
}

/* A client may log in after NICK (checklist 56), but not after CAP END. */
static void
nick_of_an_account__may_be_requested__until_cap_end(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "CAP LS 302");
	client_skip(c);
	client_send(c, "NICK bob");
	client_expect(c, ":chat.test 433 * bob :*");
	client_send(c, "NICK ada");
	client_send(c, "USER a 0 * :a");
	client_expect_nothing(c);
	client_send(c, "CAP END");
	client_expect(c, ":chat.test 433 * ada :*");
	client_send(c, "NICK eve");
	client_expect(c, ":chat.test 001 eve *");
	assert_true(user_sessions_count(rig_user(&rig, "ada")) == 2);
}

static void
too_many_connections__are_refused__of_all_nicks_of_an_account(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "sessions-max", "2");
	c = client_connect_as(&rig, "ada");
	client_send(c, "NICK ada");
	client_send(c, "USER a 0 * :a");
	client_send(c, "CAP END");
	client_expect(c, "ERROR :Closing Link (Too many connections of account "
			 "ada: the limit is 2)");
	assert_true(client_is_closed(c));
	c = client_connect_as(&rig, "ada");
	client_send(c, "NICK dora");
	client_send(c, "USER a 0 * :a");
	client_send(c, "CAP END");
	client_expect(c, "ERROR :Closing Link (Too many *");
	client_send(second, "QUIT");
	client_skip(second);
	client_settle_as(&rig, "ada", "ada", NULL);
	assert_true(user_sessions_count(rig_user(&rig, "ada")) == 2);
	client_expect_nothing(bob);
}

/* checklist 13 */
static void
client__leaves_unnoticed__but_the_last_one(void **state)
{
	(void)state;
	client_send(first, "QUIT :bye");
	client_expect(first, "ERROR :Closing Link (Quit: bye)");
	assert_true(client_is_closed(first));
	client_expect_nothing(second);
	client_expect_nothing(bob);
	client_send(bob, "PRIVMSG #c :hi");
	client_expect(second, ":bob!bob@* PRIVMSG #c :hi");
	client_close(second);
	client_expect(bob, ":ada!ada@* QUIT :*");
	assert_null(rig_user(&rig, "ada"));
}

/* checklist 49 */
static void
users__are_counted__not_their_connections(void **state)
{
	(void)state;
	client_connect(&rig);
	client_send(bob, "LUSERS");
	client_expect(bob, ":chat.test 251 bob :There are 2 users and 0 *");
	client_expect(bob, ":chat.test 252 bob 0 :*");
	client_await(bob, ":chat.test 266 bob 2 2 :*");
	client_send(bob, "NAMES #c");
	client_expect(bob, ":chat.test 353 bob = #c :*ada bob");
	client_expect(bob, ":chat.test 366 *");
	client_send(bob, "WHO #c");
	client_expect(bob, ":chat.test 352 *");
	client_expect(bob, ":chat.test 352 *");
	client_expect(bob, ":chat.test 315 *");
}

/* checklist 50 */
static void
monitor__reports_the_user__not_single_clients(void **state)
{
	struct irc_client *c;

	(void)state;
	client_send(bob, "MONITOR + ada");
	client_expect(bob, ":chat.test 730 bob :ada!ada@*");
	client_send(first, "MONITOR + bob");
	client_expect(first, ":chat.test 730 ada :bob!bob@*");
	client_send(second, "MONITOR L");
	client_expect(second, ":chat.test 733 ada :*");
	c = client_settle_as(&rig, "ada", "ada", NULL);
	client_send(c, "QUIT");
	client_send(first, "QUIT");
	client_skip(first);
	client_expect_nothing(bob);
	client_send(second, "QUIT");
	client_expect(bob, ":ada!ada@* QUIT *");
	client_expect(bob, ":chat.test 731 bob :ada");
}

/* checklist 51 */
static void
killed__is_the_user__with_all_clients(void **state)
{
	struct chat_from from = { rig_user(&rig, "bob"), 0, 0, 0 };

	(void)state;
	LIST_FIRST(session_list_of(from.user))->opered = 1;
	chat_user_modes(rig.server->world, &from, USER_OPERATOR, 0);
	client_skip(bob);
	client_send(bob, "KILL ada :enough");
	client_expect(first, ":bob!bob@* KILL ada :enough");
	client_expect(first, "ERROR :*");
	client_expect(second, ":bob!bob@* KILL ada :enough");
	client_expect(second, "ERROR :*");
	assert_true(client_is_closed(first));
	assert_true(client_is_closed(second));
	client_expect(bob, ":ada!ada@* QUIT :Killed *");
	client_expect_nothing(bob);
}

/* The user stops being an operator when the client that used OPER disconnects. */
static void
user__is_an_operator__while_a_client_that_used_oper_is_connected(void **state)
{
	struct user *ada = rig_user(&rig, "ada");
	struct session *s = LIST_FIRST(session_list_of(ada));
	struct chat_from from = session_from(s, 0);

	(void)state;
	s->opered = 1;
	chat_user_modes(rig.server->world, &from, USER_OPERATOR, 0);
	client_expect(first, ":ada!ada@* MODE ada +o");
	client_expect(second, ":ada!ada@* MODE ada +o");
	client_send(second, "QUIT");
	client_expect(first, ":ada!ada@* MODE ada -o");
	client_expect_nothing(bob);
	assert_int_equal(ada->modes & USER_OPERATOR, 0);
}

/* OPER by one client gives no rights to the others, which may be connected less securely. */
static void
operator_commands__are_for_the_client_that_used_oper(void **state)
{
	static const char *const lines[] = { "KLINE eve", "DLINE 192.0.2.1",
		"UNKLINE eve", "LOCKDOWN ON", "STATS k", "STATS o", "REHASH",
		"KILL bob :x", "WALLOPS :x" };
	static const char *const numerics[] = { "* 311 *", "* 319 *", "* 312 *",
		"* 317 *", "* 318 *" }; /* and no 378 */
	struct session *s = LIST_FIRST(session_list_of(rig_user(&rig, "ada")));
	struct chat_from from = session_from(s, 0);
	size_t i;

	(void)state;
	s->opered = 1;
	chat_user_modes(rig.server->world, &from, USER_OPERATOR, 0);
	client_expect(first, ":ada!ada@* MODE ada +o");
	client_skip(second);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		client_send(first, "%s", lines[i]);
		client_expect(first, ":chat.test 481 ada :*");
		client_skip(first);
	}
	client_send(first, "ACCOUNT INVITE");
	client_expect(first, "* FAIL ACCOUNT PRIVILEGES_REQUIRED INVITE :*");
	client_send(first, "WHOIS bob");
	for (i = 0; i < sizeof(numerics) / sizeof(numerics[0]); i++)
		client_expect(first, numerics[i]);
	client_send(second, "STATS k");
	client_expect(second, ":chat.test 219 ada k :*");
	oper_notice(rig.server, NULL, "Banned 192.0.2.1 for good");
	client_expect(second, ":chat.test NOTICE ada :Banned 192.0.2.1 *");
	client_expect_nothing(first);
}

static void
operator_mode_removed__is_removed_for_all_clients(void **state)
{
	struct user *ada = rig_user(&rig, "ada");
	struct session *s = LIST_FIRST(session_list_of(ada));
	struct chat_from from = session_from(s, 0);

	(void)state;
	s->opered = 1;
	chat_user_modes(rig.server->world, &from, USER_OPERATOR, 0);
	client_send(first, "MODE ada -o");
	client_skip(first);
	assert_int_equal(s->opered, 0);
	client_send(second, "QUIT");
	client_expect_nothing(first);
}

/* Events of the other clients must not pile up for one that does not read. */
static void
client_that_does_not_read__is_dropped__and_the_user_stays(void **state)
{
	struct user *ada = rig_user(&rig, "ada");
	int i, fd = second->fd;

	(void)state;
	second->fd = -1;
	for (i = 0; i < 5000 && user_sessions_count(ada) == 2; i++) {
		client_send(first, "JOIN #d");
		client_send(first, "PART #d :%0300d", i);
		if (i % 20 == 0)
			client_skip(first);
	}
	client_skip(first);
	assert_true(i < 5000);
	assert_true(user_sessions_count(ada) == 1);
	client_send(first, "PRIVMSG #c :hi");
	client_expect(bob, ":ada!ada@* PRIVMSG #c :hi");
	client_expect_nothing(bob);
	close(fd);
}

/* The server sends PING to each client (checklist 1). */
static void
silent_client__is_dropped__and_the_user_stays(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 25; i++) {
		irc_rig_pass(&rig, 10);
		client_send(second, "PING x");
		client_send(bob, "PING x");
	}
	client_await(first, "ERROR :Ping timeout*");
	assert_true(client_is_closed(first));
	assert_non_null(rig_user(&rig, "ada"));
	assert_true(session_is_only(
	    LIST_FIRST(session_list_of(rig_user(&rig, "ada")))));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(client__is_put_into_the_users_rooms__unseen_by_others),
		TEST(client__is_shown_the_history_of_the_rooms),
		TEST(
		    nick_of_another_user__is_refused__also_to_logged_in_clients),
		TEST(nick_of_an_account__may_be_requested__until_cap_end),
		TEST(
		    too_many_connections__are_refused__of_all_nicks_of_an_account),
		TEST(client__leaves_unnoticed__but_the_last_one),
		TEST(users__are_counted__not_their_connections),
		TEST(monitor__reports_the_user__not_single_clients),
		TEST(killed__is_the_user__with_all_clients),
		TEST(
		    user__is_an_operator__while_a_client_that_used_oper_is_connected),
		TEST(operator_commands__are_for_the_client_that_used_oper),
		TEST(operator_mode_removed__is_removed_for_all_clients),
		TEST(client_that_does_not_read__is_dropped__and_the_user_stays),
		TEST(silent_client__is_dropped__and_the_user_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
