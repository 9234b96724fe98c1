/*
 * Clients of one account that log in or out, or become one user after registration.
 */

#include "server/account/accounts.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
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

/* A client that logged in late, under another nick, is attached to the other clients' user by NICK. */
static void
nick_of_your_other_clients__attaches_a_registered_client(void **state)
{
	struct irc_client *c = client_settle_as(&rig, "ada_", "ada", NULL);

	(void)state;
	client_join(c, "#c,#e");
	client_send(c, "NICK ada");
	client_expect(c, ":ada_!ada_@* PART #c");
	client_expect(c, ":ada_!ada_@* PART #e");
	client_expect(c, ":ada_!ada_@* NICK ada");
	client_expect(c, ":ada!ada@* JOIN #c");
	client_expect(c, ":chat.test 353 ada = #c :*ada bob");
	client_expect(c, ":chat.test 366 *");
	client_expect_nothing(c);
	client_expect(bob, ":ada_!ada_@* QUIT :Quit: now connected as ada");
	client_expect(first, ":ada_!ada_@* QUIT :Quit: now connected as ada");
	client_expect_nothing(bob);
	assert_true(user_sessions_count(rig_user(&rig, "ada")) == 3);
	assert_null(rig_user(&rig, "ada_"));
	client_send(c, "PRIVMSG #c :hi");
	client_expect(first, ":ada!ada@* PRIVMSG #c :hi");
	client_send(first, "QUIT");
	client_send(second, "QUIT");
	client_send(c, "QUIT");
	client_expect(bob, ":ada!ada@* PRIVMSG #c :hi");
	client_expect(bob, ":ada!ada@* QUIT *");
}

/* checklist 11 */
static void
nick_of_your_other_clients__is_refused__to_a_client_that_shares_its_user(
    void **state)
{
	struct irc_client *c = client_settle_as(&rig, "ada_", "ada", NULL);
	struct irc_client *d = client_settle_as(&rig, "ada_", "ada", NULL);

	(void)state;
	client_send(c, "NICK ada");
	client_expect(c, ":chat.test 433 ada_ ada :*");
	client_send(d, "QUIT");
	client_skip(d);
	client_send(c, "NICK Bob");
	client_expect(c, ":chat.test 433 ada_ Bob :*");
}

static void
log_in_as_eve(struct irc_client *c)
{
	client_send(c, "AUTHENTICATE PLAIN");
	client_expect(c, "AUTHENTICATE +");
	client_send(c, "AUTHENTICATE AGV2ZQBzZXNhbWU=");
	irc_rig_work(&rig);
}

/* checklist 55 */
static void
account__is_not_changed__under_other_clients(void **state)
{
	struct account *eve = world_add_account(rig.server->world, VIEW("eve"));

	(void)state;
	assert_int_equal(verifier_make(&eve->verifier, "sesame", 4096), 0);
	client_send(first, "CAP REQ :sasl");
	client_expect(first, ":chat.test CAP ada ACK :sasl");
	log_in_as_eve(first);
	client_expect(first, ":chat.test 904 ada :Other clients of yours *");
	assert_string_equal(rig_user(&rig, "ada")->account, "ada");
	client_send(second, "QUIT");
	irc_rig_run(&rig);
	log_in_as_eve(first);
	client_await(first, ":chat.test 900 ada * eve :*");
	client_expect(first, ":chat.test 903 ada :*");
	assert_string_equal(rig_user(&rig, "ada")->account, "eve");
}

static void
logout__is_refused__while_the_user_has_other_clients(void **state)
{
	struct session *s = LIST_FIRST(session_list_of(rig_user(&rig, "ada")));
	struct account *ada =
	    world_find_account(rig.server->world, VIEW("ADA"));

	(void)state;
	assert_non_null(user_sessions_login_error(s, NULL));
	assert_null(user_sessions_login_error(s, ada));
	client_send(first, "QUIT");
	irc_rig_run(&rig);
	assert_null(user_sessions_login_error(s, NULL));
}

/* Another user may register the name at once; this client must not be attached to it. */
static void
unregistered_client__is_closed__when_its_account_is_deleted(void **state)
{
	struct irc_client *c = client_connect_as(&rig, "ada");
	struct irc_client *guest = client_connect(&rig);

	(void)state;
	client_skip(guest);
	accounts_log_out(
	    rig.server, world_find_account(rig.server->world, VIEW("ada")));
	client_expect(c, "ERROR :The account ada was deleted, *");
	assert_true(client_is_closed(c));
	client_await(
	    first, ":chat.test NOTICE ada :The account ada was deleted*");
	client_expect_nothing(guest);
	assert_false(client_is_closed(guest));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nick_of_your_other_clients__attaches_a_registered_client),
		TEST(
		    nick_of_your_other_clients__is_refused__to_a_client_that_shares_its_user),
		TEST(account__is_not_changed__under_other_clients),
		TEST(logout__is_refused__while_the_user_has_other_clients),
		TEST(
		    unregistered_client__is_closed__when_its_account_is_deleted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
