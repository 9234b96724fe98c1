/*
 * Logged-in users: what others see of the account, and who owns a nick (checklist 21, 47, 50, 53).
 */
#include <stdlib.h>
#include <string.h>

#include "server/chat/account.h"
#include "server/net/conn_impl.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/logins.h"
#include "tests/support/test.h"

static struct account *ada;

static int
set_up(void **state)
{
	irc_set_up(state);
	ada = login_account(&rig, "ada", "sesame");
	return 0;
}

/* checklist 50, 53 */
static void
login__is_sent__to_clients_with_account_notify(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "nell", "sasl account-notify");
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "account-notify chghost");
	struct irc_client *c = client_enter(&rig, "carl");
	struct irc_client *d =
	    client_enter_with(&rig, "dora", "account-notify extended-monitor");
	struct irc_client *e =
	    client_enter_with(&rig, "emma", "account-notify");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(c, "#c");
	client_send(d, "MONITOR + nell");
	client_send(e, "MONITOR + nell");
	client_skip(d);
	client_skip(e);
	login_plain(a, "ada", "sesame");
	client_expect(a, "AUTHENTICATE +");
	client_expect(a, ":chat.test 900 nell nell!nell@* ada :*");
	client_expect(a, ":chat.test 903 nell :*");
	client_expect(a, ":nell!nell@* ACCOUNT ada");
	client_expect(b, ":nell!nell@* ACCOUNT ada");
	client_expect(b, ":nell!nell@* CHGHOST nell user/ada");
	client_expect_nothing(b);
	client_expect_nothing(c);
	client_expect(d, ":nell!nell@* ACCOUNT ada");
	client_expect_nothing(d);
	client_expect_nothing(e);
	login_plain(a, "ada", "sesame");
	client_expect_nothing(b);
}

/* checklist 21 */
static void
account_tag__is_on_all_events_of_a_user__with_the_capability(void **state)
{
	struct irc_client *a =
	    login_enter(&rig, "ada", "ada", "sesame", "batch draft/multiline");
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "account-tag extended-join");
	struct irc_client *c = client_enter_with(&rig, "carl", "server-time");
	struct irc_client *d = client_enter_with(
	    &rig, "dora", "account-tag batch draft/multiline message-tags");

	(void)state;
	client_join(b, "#c");
	client_join(c, "#c");
	client_join(d, "#c");
	client_send(a, "JOIN #c");
	client_expect(
	    b, "@account=ada :ada!ada@user/ada JOIN #c ada :Real ada");
	client_expect(c, "@time=*Z :ada!ada@user/ada JOIN #c");
	client_skip(d);
	client_send(a, "PRIVMSG #c :hi");
	client_expect(b, "@account=ada :ada!ada@user/ada PRIVMSG #c :hi");
	client_expect(c, "@time=*Z :ada!ada@user/ada PRIVMSG #c :hi");
	client_expect(d, "@account=ada;msgid=* :ada!ada@* PRIVMSG #c :hi");
	client_send(b, "PRIVMSG #c :ho");
	client_expect(d, "@msgid=* :bob!bob@* PRIVMSG #c :ho");
	client_expect(c, "@time=*Z :bob!bob@* PRIVMSG #c :ho");
	client_send(a, "BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 PRIVMSG #c :one");
	client_send(a, "@batch=1 PRIVMSG #c :two");
	client_send(a, "BATCH -1");
	client_expect(b, "@account=ada :ada!ada@* PRIVMSG #c :one");
	client_expect(b, "@account=ada :ada!ada@* PRIVMSG #c :two");
	client_expect(d, "@account=ada;msgid=* :ada!ada@* BATCH +*");
	client_expect(d, "@batch=* :ada!ada@* PRIVMSG #c :one");
}

/* checklist 46, 47 */
static void
account__is_shown_by_who_and_whois(void **state)
{
	struct irc_client *a = login_enter(&rig, "nell", "ada", "sesame", "");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_skip(a);
	client_send(b, "WHO nell %%na");
	client_expect(b, ":chat.test 354 bob nell ada");
	client_skip(b);
	client_send(b, "WHOIS nell");
	client_await(b, ":chat.test 330 bob nell ada :*");
	client_send(a, "WHO bob %%na");
	client_expect(a, ":chat.test 354 nell bob 0");
}

/* History shows the account that the sender had then. */
static void
account_tag__is_on_history_too(void **state)
{
	struct irc_client *a = login_enter(&rig, "ada", "ada", "sesame", "");
	struct irc_client *b = client_enter_with(
	    &rig, "bob", "account-tag batch draft/chathistory");

	(void)state;
	client_join(b, "#c");
	client_join(a, "#c");
	client_send(a, "PRIVMSG #c :hi");
	client_send(b, "CHATHISTORY LATEST #c * 5");
	client_await(b, ":chat.test BATCH +* chathistory #c");
	client_expect(b, "@batch=*;account=ada :ada!ada@* PRIVMSG #c :hi");
}

/* By then the client may have logged in to the account. */
static void
reserved_nick__is_checked_when_registration_ends(void **state)
{
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	client_send(c, "NICK Ada");
	client_send(c, "USER ada 0 * :Ada");
	client_expect_nothing(c);
	login_plain(c, "ada", "sesame");
	client_await(c, ":chat.test 903 *");
	client_send(c, "CAP END");
	client_expect(c, ":chat.test 001 Ada :*");
	client_close(c);
	c = login_connect(&rig, "");
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	login_plain(c, "ada", "wrong");
	client_await(c, ":chat.test 904 *");
	client_send(c, "CAP END");
	client_expect(
	    c, ":chat.test 433 * ada :That nick is registered. Log in*");
	client_send(c, "PING 1");
	client_expect(c, ":chat.test PONG chat.test :1");
	client_send(c, "NICK nell");
	client_expect(c, ":chat.test 001 nell :*");
	client_skip(c);
	client_send(c, "NICK ADA");
	client_expect(
	    c, ":chat.test 433 nell ADA :That nick is registered. Log in*");
	login_plain(c, "ada", "sesame");
	client_await(c, ":chat.test 903 nell :*");
	client_skip(c);
	client_send(c, "NICK ADA");
	client_expect(c, ":nell!ada@* NICK ADA");
}

/* Also without CAP. */
static void
reserved_nick__is_433__for_a_client_that_does_not_log_in(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_expect(
	    c, ":chat.test 433 * ada :That nick is registered. Log in*");
	client_send(c, "NICK ada2");
	client_expect(c, ":chat.test 001 ada2 :*");
}

static void
nick_in_use__is_433_at_once__unless_it_may_turn_out_theirs(void **state)
{
	struct irc_client *a = client_enter(&rig, "bob");
	struct irc_client *c = login_connect(&rig, "");

	(void)state;
	client_skip(a);
	client_send(c, "NICK bob");
	client_expect(c, ":chat.test 433 * bob :*in use*");
}

static void
nick__is_reclaimed__when_its_owner_logs_in(void **state)
{
	struct irc_client *b = client_enter_with(&rig, "bob", "sasl");
	struct irc_client *c = client_enter(&rig, "carl");
	struct irc_client *o;
	const char *line;

	(void)state;
	client_join(b, "#c");
	client_join(c, "#c");
	login_account(&rig, "bob", "hunter2");
	o = login_connect(&rig, "");
	client_send(o, "NICK bob");
	client_send(o, "USER bob 0 * :Bob");
	client_expect_nothing(o);
	login_plain(o, "bob", "hunter2");
	client_expect(b, ":chat.test NOTICE bob :The name bob is registered*");
	client_expect(b, ":bob!bob@* NICK guest-*");
	client_expect(c, ":bob!bob@* NICK guest-*");
	client_await(o, ":chat.test 903 *");
	client_send(o, "CAP END");
	client_expect(o, ":chat.test 001 bob :*");
	client_skip(c);
	client_send(b, "PRIVMSG #c :still here");
	line = client_line(c);
	assert_non_null(line);
	assert_non_null(strstr(line, ":guest-"));
	client_send(b, "NICK bob");
	client_expect(b, ":chat.test 433 * bob :*in use*");
}

/* A client that is logged in to the account may use the nick. */
static void
nick__stays_with_a_logged_in_user__when_another_client_logs_in(void **state)
{
	struct irc_client *a = login_enter(&rig, "ada", "ada", "sesame", "");
	struct irc_client *b = client_enter_with(&rig, "nell", "sasl");

	(void)state;
	client_skip(a);
	login_plain(b, "ada", "sesame");
	client_await(b, ":chat.test 903 nell :*");
	client_expect_nothing(a);
	client_send(a, "PING 1");
	client_expect(a, ":chat.test PONG chat.test :1");
}

static void
access__is_for_accounts__when_the_settings_say_so(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "access", "accounts");
	c = client_connect(&rig);
	client_send(c, "NICK bob");
	client_send(c, "USER bob 0 * :Bob");
	client_expect(c, ":chat.test FAIL * ACCOUNT_REQUIRED :*SASL*");
	client_expect(c, "ERROR :Closing Link *");
	assert_true(client_is_closed(c));
	c = login_enter(&rig, "bob", "ada", "sesame", "");
	client_send(c, "PING 1");
	client_expect(c, ":chat.test PONG chat.test :1");
}

/* checklist 10: 432, and a valid nick registers then. */
static void
names_of_services__are_reserved(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "NICK nickserv");
	client_expect(c, ":chat.test 432 * nickserv :That nick is reserved*");
	client_send(c, "USER bob 0 * :Bob");
	client_send(c, "NICK bob");
	client_expect(c, ":chat.test 001 bob :*");
	client_skip(c);
	client_send(c, "NICK ChanServ");
	client_expect(c, ":chat.test 432 bob ChanServ :That nick is reserved*");
	irc_rig_set(&rig, "reserved-nicks", "b?b*");
	client_send(c, "NICK ChanServ");
	client_expect(c, ":bob!bob@* NICK ChanServ");
	client_send(c, "NICK Bobby");
	client_expect(c, ":chat.test 432 ChanServ Bobby :*");
}

/* With Cyrillic letters, before registration and after. */
static void
nick__that_looks_like_an_accounts_or_a_services__is_refused(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	login_account(&rig, "bob", NULL);
	client_send(c, "NICK b\xd0\xbe"
		       "b");
	client_send(c, "USER b 0 * :B");
	client_await(c, ":chat.test 433 * * :That nick looks like another *");
	client_send(c, "NICK N\xd1\x96\xd1\x81kServ");
	client_await(c, ":chat.test 432 * * :*");
	client_send(c, "NICK eve");
	client_await(c, ":chat.test 001 eve *");
	client_await(c, ":chat.test 422 *");
	client_send(c, "NICK b\xd0\xbe"
		       "b");
	client_expect(
	    c, ":chat.test 433 eve * :That nick looks like another *");
	client_send(c, "NICK N\xd1\x96\xd1\x81kServ");
	client_expect(c, ":chat.test 432 eve * :That nick is reserved*");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    nick__that_looks_like_an_accounts_or_a_services__is_refused),
		TEST(login__is_sent__to_clients_with_account_notify),
		TEST(
		    account_tag__is_on_all_events_of_a_user__with_the_capability),
		TEST(account__is_shown_by_who_and_whois),
		TEST(account_tag__is_on_history_too),
		TEST(reserved_nick__is_checked_when_registration_ends),
		TEST(reserved_nick__is_433__for_a_client_that_does_not_log_in),
		TEST(
		    nick_in_use__is_433_at_once__unless_it_may_turn_out_theirs),
		TEST(nick__is_reclaimed__when_its_owner_logs_in),
		TEST(
		    nick__stays_with_a_logged_in_user__when_another_client_logs_in),
		TEST(access__is_for_accounts__when_the_settings_say_so),
		TEST(names_of_services__are_reserved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
