/*
 * The lobby's operators: the accounts of the setting lobby-operators, and server operators.
 */
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/auth/password.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/logged_in.h"
#include "tests/support/test.h"

static int
setup(void **state)
{
	struct config_operator *o;

	irc_set_up(state);
	o = settings_add_section(
	    settings_find(config_settings, "operator"), &rig.config, "root");
	o->password = password_hash("sesame", NULL);
	irc_rig_set(&rig, "lobby", "#lobby");
	irc_rig_set(&rig, "lobby-operators", "ada");
	return 0;
}

static struct irc_client *
enter(const char *nick)
{
	struct irc_client *c = client_enter(&rig, nick);

	client_await(c, "* 366 * #lobby *");
	return c;
}

static void
account__is_operator_of_the_lobby__from_its_login_on(void **state)
{
	struct irc_client *bob = enter("bob"), *ada = enter("ada");

	(void)state;
	client_skip(bob);
	client_send(ada, "MODE #lobby +m");
	client_expect(ada, "* 482 ada #lobby *");
	rig_account(&rig, "ada");
	rig_log_in(&rig, "ada", "ada");
	client_skip(ada);
	client_send(ada, "MODE #lobby +m");
	client_expect(ada, ":ada!* MODE #lobby +m");
	client_send(ada, "KICK #lobby bob :bye");
	client_expect(ada, ":ada!* KICK #lobby bob :bye");
	client_await(bob, ":ada!* KICK #lobby bob :bye");
	client_send(ada, "RENAME #lobby #mine");
	client_expect(ada, "* 482 ada #lobby *");
}

static void
setting__gives_and_takes_the_rank_at_once(void **state)
{
	struct irc_client *bob = enter("bob");

	(void)state;
	rig_account(&rig, "bob");
	rig_log_in(&rig, "bob", "bob");
	client_skip(bob);
	irc_rig_set(&rig, "lobby-operators", "BOB,cy");
	client_expect(bob, ":chat.test MODE #lobby +o bob");
	irc_rig_set(&rig, "lobby-operators", "");
	client_expect(bob, ":chat.test MODE #lobby -o bob");
	client_send(bob, "MODE #lobby +i");
	client_expect(bob, "* 482 bob #lobby *");
}

/* But only in the lobby, and only the client that sent OPER. */
static void
server_operator__acts_in_the_lobby(void **state)
{
	struct irc_client *bob = enter("bob"), *root = enter("root");

	(void)state;
	client_send(bob, "JOIN #other");
	client_skip(bob);
	client_skip(root);
	client_send(root, "MODE #lobby +b bob!*@*");
	client_expect(root, "* 482 root #lobby *");
	client_send(root, "OPER root sesame");
	irc_rig_work(&rig);
	client_await(root, "*MODE root +o");
	client_send(root, "MODE #lobby +b bob!*@*");
	client_expect(root, ":root!* MODE #lobby +b bob!*@*");
	client_send(root, "KICK #lobby bob");
	client_expect(root, ":root!* KICK #lobby bob*");
	client_skip(bob);
	client_send(bob, "JOIN #lobby");
	client_expect(bob, "* 474 bob #lobby *");
	client_send(root, "JOIN #other");
	client_skip(root);
	client_send(root, "MODE #other +m");
	client_expect(root, "* 482 root #other *");
	client_send(root, "KICK #other bob");
	client_expect(root, "* 482 root #other *");
}

static void
lobby__keeps_its_bans_while_it_is_empty__if_it_has_operators(void **state)
{
	struct irc_client *ada = enter("ada"), *eve;

	(void)state;
	rig_account(&rig, "ada");
	rig_log_in(&rig, "ada", "ada");
	client_send(ada, "MODE #lobby +bi eve!*@*");
	client_await(ada, ":ada!* MODE #lobby +*");
	client_send(ada, "PART #lobby");
	client_await(ada, ":ada!* PART #lobby*");
	eve = client_connect(&rig);
	client_send(eve, "NICK eve\r\nUSER u 0 * :r");
	client_await(eve, "* 474 eve #lobby *");
	client_send(eve, "JOIN #lobby");
	client_expect(eve, "* 474 eve #lobby *");
	client_send(ada, "JOIN #lobby");
	client_await(ada, "* 366 ada #lobby *");
	client_send(ada, "MODE #lobby -bi eve!*@*");
	client_await(ada, ":ada!* MODE #lobby -*");
	client_send(eve, "JOIN #lobby");
	client_await(eve, "* 366 eve #lobby *");
}

static void
timed_ban__says_in_a_tag_how_long_it_lasts(void **state)
{
	struct irc_client *ada = client_enter_with(&rig, "ada", "message-tags");

	(void)state;
	client_send(ada, "JOIN #tea");
	client_await(ada, "* 366 ada #tea *");
	client_send(ada, "TBAN #tea 2h eve!*@*");
	client_await(
	    ada, "@*tchat/ban-seconds=7200* :ada!* MODE #tea +b eve!*@*");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, irc_tear_down)
	const struct CMUnitTest tests[] = {
		T(account__is_operator_of_the_lobby__from_its_login_on),
		T(setting__gives_and_takes_the_rank_at_once),
		T(server_operator__acts_in_the_lobby),
		T(lobby__keeps_its_bans_while_it_is_empty__if_it_has_operators),
		T(timed_ban__says_in_a_tag_how_long_it_lasts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
