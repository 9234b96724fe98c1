/*
 * ACCOUNT LOGOUT and DROP: the server's rules against an account still apply to the connection, and
 * the connection is closed if the server admits only accounts.
 */
#include <stdio.h>

#include "server/account/accounts.h"
#include "server/chat/account.h"
#include "server/moderation/lockdown.h"
#include "server/moderation/server_bans.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/logins.h"
#include "tests/support/siblings.h"
#include "tests/support/test.h"

static struct irc_client *bob, *eve;

/* Log bob in, and read all lines up to there. */
static int
set_up(void **state)
{
	irc_set_up(state);
	login_account(&rig, "bob", "x");
	login_account(&rig, "alt", "x");
	bob = login_enter(&rig, "bob", "bob", "x", "");
	eve = client_enter(&rig, "eve");
	client_join(eve, "#c");
	client_join(bob, "#c");
	client_skip(bob);
	client_skip(eve);
	return 0;
}

static struct account *
find(const char *name)
{
	return world_find_account(rig.server->world, view_of(name));
}

static void
log_out(void)
{
	client_send(bob, "ACCOUNT LOGOUT");
	client_await(bob, ":chat.test 901 bob *");
}

static void
ignore_ban(struct server *server, enum store_result result,
    const struct ban *set, void *ctx)
{
	(void)server;
	(void)result;
	(void)set;
	(void)ctx;
}

static char *
ban(enum ban_kind kind, const char *mask)
{
	const struct ban_request wish = { .kind = kind,
		.mask = view_of(mask),
		.by = VIEW("root"),
		.reason = VIEW("noise") };
	char *cause = NULL;

	server_bans_add(rig.server, &wish, ignore_ban, NULL, &cause);
	return cause;
}

/* Commands after the logout in the same packet are ignored. */
static void
logout__closes__where_only_accounts_may_be(void **state)
{
	(void)state;
	irc_rig_set(&rig, "access", "accounts");
	client_send(bob, "ACCOUNT LOGOUT");
	client_send(bob, "PRIVMSG #c :still here");
	client_await(bob, ":chat.test 901 bob *");
	client_await(
	    bob, "ERROR :Closing Link (Only logged-in users may use *");
	assert_true(client_is_closed(bob));
	client_expect(eve, ":bob!* QUIT :Only logged-in users may use *");
	client_expect_nothing(eve);
	assert_false(client_is_closed(eve));
}

static void
drop__closes__where_only_accounts_may_be(void **state)
{
	(void)state;
	irc_rig_set(&rig, "access", "accounts");
	client_send(bob, "ACCOUNT DROP bob");
	client_send(bob, "PRIVMSG #c :still here");
	irc_rig_work(&rig);
	client_await(bob, "ERROR :Only logged-in users may use *");
	assert_true(client_is_closed(bob));
	assert_null(find("bob"));
	client_expect(eve, ":bob!* QUIT :Only logged-in users may use *");
	client_expect_nothing(eve);
}

/* The operator deletes the account; all its connections are closed. */
static void
deleted_account__closes_all__where_only_accounts_may_be(void **state)
{
	struct irc_client *other = client_settle_as(&rig, "bob", "bob", NULL);

	(void)state;
	irc_rig_set(&rig, "access", "accounts");
	accounts_delete(rig.server, "bob", NULL, NULL);
	client_await(bob, "ERROR :Only logged-in users may use *");
	client_await(other, "ERROR :Only logged-in users may use *");
	assert_null(rig_user(&rig, "bob"));
}

static void
logout__closes_during_a_lockdown__but_no_operator(void **state)
{
	(void)state;
	lockdown_begin(rig.server, 0);
	rig_user(&rig, "bob")->modes |= USER_OPERATOR;
	log_out();
	assert_false(client_is_closed(bob));
	rig_user(&rig, "bob")->modes &= ~(unsigned)USER_OPERATOR;
	login_plain(bob, "bob", "x");
	client_await(bob, ":chat.test 903 bob *");
	client_send(bob, "ACCOUNT LOGOUT");
	client_await(bob, "ERROR :Closing Link (No new guests are accepted *");
	assert_true(client_is_closed(bob));
	assert_false(client_is_closed(eve));
}

static void
suspension__closes_a_client_that_logged_out(void **state)
{
	(void)state;
	log_out();
	login_plain(bob, "alt", "x");
	client_await(bob, ":chat.test 903 bob *");
	accounts_close_sessions(rig.server, find("bob"), "It is suspended");
	client_await(bob, "ERROR :It is suspended");
	assert_true(client_is_closed(bob));
	assert_false(client_is_closed(eve));
}

static void
server_ban__closes_a_client_that_logged_out(void **state)
{
	(void)state;
	log_out();
	client_send(bob, "NICK zed");
	client_await(bob, "* NICK *zed");
	assert_null(ban(BAN_ACCOUNT, "BOB"));
	client_await(bob, ":chat.test 465 zed :*noise*");
	client_await(bob, "ERROR *");
	assert_true(client_is_closed(bob));
}

static void
server_ban_of_the_accounts_host__closes_a_client_that_logged_out(void **state)
{
	(void)state;
	assert_string_equal(rig_user(&rig, "bob")->host, "user/bob");
	log_out();
	assert_string_not_equal(rig_user(&rig, "bob")->host, "user/bob");
	assert_null(ban(BAN_MASK, "*!*@user/bob"));
	client_await(bob, ":chat.test 465 bob :*noise*");
	client_await(bob, "ERROR *");
	assert_true(client_is_closed(bob));
}

/* Logged in to two accounts before registration; the first is banned. */
static void
server_ban__refuses_a_client_that_used_the_account_before_registration(
    void **state)
{
	struct irc_client *c;

	(void)state;
	assert_null(ban(BAN_ACCOUNT, "alt"));
	c = login_connect(&rig, "sasl");
	client_send(c, "NICK cy");
	login_plain(c, "alt", "x");
	client_await(c, ":chat.test 903 *");
	login_plain(c, "bob", "x");
	client_await(c, ":chat.test 903 *");
	client_send(c, "USER cy 0 * :Cy");
	client_send(c, "CAP END");
	client_await(c, ":chat.test 465 *noise*");
	client_await(c, "ERROR *");
	assert_true(client_is_closed(c));
}

/* A client of the banned user is attached to another user. */
static void
room_ban__follows_the_client_to_its_other_user(void **state)
{
	struct irc_client *alt = login_enter(&rig, "alt", "alt", "x", "");

	(void)state;
	client_join(alt, "#c");
	client_send(eve, "MODE #c +b m:a:bob");
	log_out();
	login_plain(bob, "alt", "x");
	client_await(bob, ":chat.test 903 bob *");
	client_send(bob, "NICK alt");
	client_await(bob, ":bob!* NICK *alt");
	client_skip(eve);
	client_send(bob, "PRIVMSG #c :evading");
	client_await(bob, ":chat.test 404 alt #c :*");
	client_expect_nothing(eve);
}

/* The server compares each of them with each ban, so their number is limited. */
static void
accounts_of_one_connection__have_a_limit(void **state)
{
	char name[16];
	int i;

	(void)state;
	for (i = 0; i < FORMER_ACCOUNTS_MAX; i++) {
		snprintf(name, sizeof(name), "a%d", i);
		login_account(&rig, name, "x");
		login_plain(bob, name, "x");
		client_await(bob, ":chat.test 903 bob *");
	}
	login_plain(bob, "alt", "x");
	client_await(bob, ":chat.test 904 bob :You used too many *");
	login_plain(bob, "bob", "x");
	client_await(bob, ":chat.test 903 bob *");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(logout__closes__where_only_accounts_may_be),
		TEST(drop__closes__where_only_accounts_may_be),
		TEST(deleted_account__closes_all__where_only_accounts_may_be),
		TEST(logout__closes_during_a_lockdown__but_no_operator),
		TEST(suspension__closes_a_client_that_logged_out),
		TEST(server_ban__closes_a_client_that_logged_out),
		TEST(
		    server_ban_of_the_accounts_host__closes_a_client_that_logged_out),
		TEST(
		    server_ban__refuses_a_client_that_used_the_account_before_registration),
		TEST(room_ban__follows_the_client_to_its_other_user),
		TEST(accounts_of_one_connection__have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
