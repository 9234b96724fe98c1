/*
 * REGISTER and VERIFY (checklist 58, 2).
 */
#include <stdio.h>
#include <string.h>

#include "server/account/accounts.h"
#include "server/account/registration.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/moderation/lockdown.h"
#include "server/moderation/server_bans.h"
#include "server/net/conn_impl.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define CAP "draft/account-registration"

static int
set_up(void **state)
{
	irc_set_up_late(state);
	irc_rig_set(&rig, "password-iterations", "4096");
	return 0;
}

static struct account *
find(const char *name)
{
	return world_find_account(rig.server->world, view_of(name));
}

/* Connect, send these lines before registration, and read the replies. */
static struct irc_client *
come(const char *nick)
{
	struct irc_client *c = client_connect(&rig);

	client_send(c, "CAP REQ :" CAP);
	client_send(c, "NICK %s", nick);
	return c;
}

static void
pass_for_remote(struct irc_client *c)
{
	struct session *s;

	(void)c;
	for (s = rig.server->sessions; s != NULL; s = s->hh.next)
		s->conn->is_loopback = 0;
}

/* checklist 58 */
static void
register__makes_the_nick_theirs__and_logs_in(void **state)
{
	struct irc_client *a = client_enter(&rig, "Ada");

	(void)state;
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test REGISTER SUCCESS Ada :*");
	client_expect(a, ":chat.test 900 Ada Ada!Ada@* Ada :*");
	client_expect_nothing(a);
	assert_non_null(find("ADA"));
	assert_true(verifier_matches(&find("ada")->verifier, "correcthorse"));
	assert_false(verifier_matches(&find("ada")->verifier, "incorrect"));
	assert_int_equal(find("ada")->nkeys, 0);
	assert_string_equal(
	    world_find_user(rig.server->world, VIEW("ada"))->account, "Ada");
	client_send(a, "REGISTER * * another-one");
	client_expect(
	    a, ":chat.test FAIL REGISTER ALREADY_AUTHENTICATED Ada :*");
	client_send(a, "VERIFY Ada 1234");
	client_expect(a, ":chat.test FAIL VERIFY ALREADY_AUTHENTICATED Ada :*");
}

static void
register__takes_the_name_itself__for_the_star(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "REGISTER ADA * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test REGISTER SUCCESS ADA :*");
	client_expect(a, "* 900 *");
	assert_string_equal(find("ada")->name, "ADA");
}

/* checklist 58 */
static void
other_names__are_refused__unless_the_settings_say_so(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "REGISTER bob * correcthorse");
	client_expect(
	    a, ":chat.test FAIL REGISTER ACCOUNT_NAME_MUST_BE_NICK bob :*");
	client_send(a, "REGISTER b!b * correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER BAD_ACCOUNT_NAME b!b :*");
	irc_rig_set(&rig, "registration-any-name", "yes");
	client_send(a, "CAP LS 302");
	client_await(a, "* LS *" CAP "=before-connect,custom-account-name *");
	client_skip(a);
	client_send(a, "REGISTER bob * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, "* REGISTER SUCCESS bob :*");
	client_expect(a, "* 900 ada ada!ada@* bob :*");
}

/* With Cyrillic letters; the second time the name is taken while the password is hashed. */
static void
names__that_look_like_anothers__are_refused(void **state)
{
	struct irc_client *a = client_enter(&rig, "eve");

	(void)state;
	irc_rig_set(&rig, "registration-any-name", "yes");
	client_send(a, "REGISTER \xd0\xb0"
		       "d\xd0\xb0 * correcthorse");
	world_add_account(rig.server->world, VIEW("ada"));
	irc_rig_work(&rig);
	client_expect(a, ":chat.test FAIL REGISTER BAD_ACCOUNT_NAME * :That "
			 "name looks like another user's name;*");
	client_send(a, "REGISTER \xd0\xb0"
		       "d\xd0\xb0 * correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER BAD_ACCOUNT_NAME * :That "
			 "name looks like another user's name;*");
	assert_int_equal(world_accounts(rig.server->world), 1);
	client_send(a, "REGISTER N\xd1\x96\xd1\x81kServ * correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER BAD_ACCOUNT_NAME *");
}

/* checklist 58 */
static void
names_of_others__exist__whoever_asks(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada"), *b;

	(void)state;
	client_enter(&rig, "root");
	b = come("root");
	client_await(b, "* 433 *");
	client_send(b, "REGISTER * * correcthorse");
	client_expect(b, ":chat.test FAIL REGISTER ACCOUNT_EXISTS root :*");
	client_send(b, "REGISTER root * correcthorse");
	client_expect(b, ":chat.test FAIL REGISTER ACCOUNT_EXISTS root :*");
	client_send(a, "REGISTER ROOT * correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER ACCOUNT_EXISTS ROOT :*");
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_await(a, "* 900 *");
	b = come("ada");
	client_skip(b);
	client_send(b, "REGISTER * * correcthorse");
	client_expect(b, ":chat.test FAIL REGISTER ACCOUNT_EXISTS ada :*");
	assert_int_equal(world_accounts(rig.server->world), 1);
}

/* checklist 58 */
static void
before_they_are_in__it_works__where_the_settings_say_so(void **state)
{
	struct irc_client *a = client_connect(&rig);

	(void)state;
	client_send(a, "CAP LS 302");
	client_await(a, "* LS *" CAP "=before-connect *");
	client_skip(a);
	client_send(a, "REGISTER * * correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER NEED_NICK * :*");
	client_send(a, "NICK ada");
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test REGISTER SUCCESS ada :*");
	client_expect(a, ":chat.test 900 * ada!*@* ada :*");
	client_send(a, "USER ada 0 * :A");
	client_send(a, "CAP END");
	client_expect(a, "* 001 ada *");
	assert_string_equal(
	    world_find_user(rig.server->world, VIEW("ada"))->account, "ada");
	irc_rig_set(&rig, "registration-early", "no");
	a = come("bob");
	client_skip(a);
	client_send(a, "REGISTER * * correcthorse");
	client_expect(
	    a, ":chat.test FAIL REGISTER COMPLETE_CONNECTION_REQUIRED * :*");
}

static void
access_for_accounts_only__allows_registering_while_connecting(void **state)
{
	struct irc_client *a = come("ada"), *b = come("bob");

	(void)state;
	irc_rig_set(&rig, "access", "accounts");
	client_send(a, "USER ada 0 * :A");
	client_skip(a);
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_send(a, "CAP END");
	client_await(a, "* 001 ada *");
	client_send(b, "USER bob 0 * :B");
	client_send(b, "CAP END");
	client_await(b, "* FAIL * ACCOUNT_REQUIRED *");
	client_await(b, "ERROR *");
	assert_true(client_is_closed(b));
}

static void
expect_no_account(const char *answer)
{
	struct irc_client *a = come("ada");

	client_skip(a);
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, answer);
	client_expect_nothing(a);
	assert_null(find("ada"));
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

/* The server's password, a lockdown and bans also apply to REGISTER. */
static void
register__is_refused__to_a_client_that_may_not_connect(void **state)
{
	struct ban_request wish = { .kind = BAN_MASK, .mask = VIEW("ada!*@*") };
	struct irc_client *b;

	(void)state;
	irc_rig_set(&rig, "password", "sesame");
	expect_no_account("* FAIL REGISTER COMPLETE_CONNECTION_REQUIRED * :*");
	b = client_connect(&rig);
	client_send(b, "PASS sesame");
	client_send(b, "CAP REQ :" CAP);
	client_send(b, "NICK bob");
	client_skip(b);
	client_send(b, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_expect(b, "* REGISTER SUCCESS bob :*");
	irc_rig_set(&rig, "password", "");
	lockdown_begin(rig.server, 0);
	expect_no_account("* FAIL REGISTER TEMPORARILY_UNAVAILABLE * :*");
	lockdown_end(rig.server);
	assert_int_equal(
	    server_bans_add(rig.server, &wish, ignore_ban, NULL, NULL), 0);
	expect_no_account("* FAIL REGISTER TEMPORARILY_UNAVAILABLE * :*");
}

static void
names_of_services__are_reserved(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	irc_rig_set(&rig, "registration-any-name", "yes");
	client_skip(a);
	client_send(a, "REGISTER NickServ * correcthorse");
	client_expect(
	    a, ":chat.test FAIL REGISTER BAD_ACCOUNT_NAME NickServ *");
}

/* checklist 58 */
static void
email_addresses__are_refused(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "REGISTER * nonsense correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER INVALID_EMAIL ada :*");
	client_send(a, "REGISTER * a@b@c.d correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER INVALID_EMAIL ada :*");
	client_send(a, "REGISTER * ada@example.org correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER UNACCEPTABLE_EMAIL ada :*");
	client_send(a, "REGISTER * *");
	client_expect(a, ":chat.test FAIL REGISTER NEED_MORE_PARAMS :*");
	client_send(a, "REGISTER * * :");
	client_expect(a, ":chat.test FAIL REGISTER NEED_MORE_PARAMS :*");
	assert_int_equal(world_accounts(rig.server->world), 0);
	client_send(a, "VERIFY ada 1234");
	client_expect(a, ":chat.test FAIL VERIFY INVALID_CODE ada :*");
	client_send(a, "VERIFY ada");
	client_expect(a, ":chat.test FAIL VERIFY NEED_MORE_PARAMS :*");
}

static void
password__must_be_long_enough_text__or_a_certificate(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "REGISTER * * 12345");
	client_expect(a, ":chat.test FAIL REGISTER WEAK_PASSWORD ada :*6*");
	client_send(a, "REGISTER * * *");
	client_expect(
	    a, ":chat.test FAIL REGISTER UNACCEPTABLE_PASSWORD ada :*cert*");
	client_send(a, "REGISTER * * :12345\x01"
		       "678");
	irc_rig_work(&rig);
	client_expect(
	    a, ":chat.test FAIL REGISTER UNACCEPTABLE_PASSWORD ada *");
	assert_null(find("ada"));
	irc_rig_set(&rig, "password-min", "4");
	client_send(a, "REGISTER * * :a b c");
	irc_rig_work(&rig);
	client_expect(a, "* REGISTER SUCCESS ada :*");
	assert_true(verifier_matches(&find("ada")->verifier, "a b c"));
}

static void
passwords__are_refused__on_unencrypted_connections(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	pass_for_remote(a);
	client_send(a, "REGISTER * * correcthorse");
	client_expect(
	    a, ":chat.test FAIL REGISTER SECURE_CONNECTION_REQUIRED ada :*");
	irc_rig_work(&rig);
	client_expect_nothing(a);
	assert_null(find("ada"));
}

/* checklist 2 */
static void
success__is_sent_when_the_account_is_stored(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(a, "REGISTER * * correcthorse");
	client_send(a, "PING after");
	irc_rig_work(&rig);
	client_expect_nothing(a);
	assert_null(find("ada"));
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_expect(a, "* REGISTER SUCCESS ada :*");
	client_expect(a, "* 900 *");
	client_expect(a, "* PONG chat.test *after");
}

static void
full_disk__refuses_the_account__and_nothing_is_left(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	store_late_settle(rig.store, SIZE_MAX, STORE_FULL);
	client_expect(
	    a, ":chat.test FAIL REGISTER TEMPORARILY_UNAVAILABLE ada :*");
	client_expect_nothing(a);
	assert_null(find("ada"));
	store_late_hurry(rig.store, 1);
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, "* REGISTER SUCCESS ada :*");
}

/* checklist 10 asks the same of nicks */
static void
two_at_once__one_gets_it(void **state)
{
	struct irc_client *a = come("ada"), *b = come("ada");

	(void)state;
	client_skip(a);
	client_skip(b);
	store_late_hurry(rig.store, 0);
	client_send(a, "REGISTER * * correcthorse");
	client_send(b, "REGISTER * * battery-staple");
	irc_rig_work(&rig);
	client_expect_nothing(a);
	client_expect(b, ":chat.test FAIL REGISTER ACCOUNT_EXISTS ada :*");
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_expect(a, "* REGISTER SUCCESS ada :*");
	assert_true(verifier_matches(&find("ada")->verifier, "correcthorse"));
}

static void
register__fails__if_another_user_took_the_nick_meanwhile(void **state)
{
	struct irc_client *a = come("ada"), *b;

	(void)state;
	client_skip(a);
	client_send(a, "REGISTER * * correcthorse");
	b = client_enter(&rig, "ada");
	irc_rig_work(&rig);
	client_await(a, "* FAIL REGISTER ACCOUNT_EXISTS ada :*");
	client_expect_nothing(b);
	assert_null(find("ada"));
}

static void
register__completes__when_the_client_left_meanwhile(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_close(a);
	irc_rig_run(&rig);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	irc_rig_run(&rig);
	assert_non_null(find("ada"));
	assert_true(LIST_EMPTY(&find("ada")->users));
}

static void
label__is_on_the_answer(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "labeled-response batch");

	(void)state;
	client_send(a, "@label=x REGISTER * * short");
	client_expect(a, "@label=x :chat.test FAIL REGISTER WEAK_PASSWORD *");
	client_send(a, "@label=y REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, "@label=y :chat.test BATCH +* labeled-response");
	client_expect(a, "@batch=* REGISTER SUCCESS ada :*");
	client_expect(a, "@batch=* 900 *");
	client_expect(a, ":chat.test BATCH -*");
	client_expect_nothing(a);
}

static void
one_address__registers_a_limited_number_an_hour(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	irc_rig_set(&rig, "exempt-loopback", "no");
	irc_rig_set(&rig, "registrations-hour", "1");
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, "* REGISTER SUCCESS ada :*");
	client_send(b, "REGISTER * * correcthorse");
	client_expect(
	    b, ":chat.test FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :*hour");
	irc_rig_set(&rig, "ping-seconds", "86400");
	irc_rig_pass(&rig, 3601);
	client_skip(b);
	client_send(b, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_await(b, "* REGISTER SUCCESS bob :*");
}

static void
accounts__are_limited(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	irc_rig_set(&rig, "accounts-max", "1");
	client_send(a, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_expect(a, "* REGISTER SUCCESS ada :*");
	client_send(b, "REGISTER * * correcthorse");
	client_expect(
	    b, ":chat.test FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :*limit*");
}

static void
closed_registration__refuses_all__and_hides_the_capability(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "cap-notify");

	(void)state;
	irc_rig_set(&rig, "registration", "closed");
	client_expect(a, ":chat.test CAP ada DEL :" CAP);
	client_send(a, "REGISTER * * correcthorse");
	client_expect(
	    a, ":chat.test FAIL REGISTER TEMPORARILY_UNAVAILABLE ada :*");
}

static void
invitation__is_good_once__and_not_for_ever(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	char code[REGISTRATION_CODE + 1];
	int64_t until;

	(void)state;
	irc_rig_set(&rig, "registration", "invite");
	client_send(a, "REGISTER * * correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER INVITATION_REQUIRED ada :*");
	client_send(a, "REGISTER * code:0123456789abcdef correcthorse");
	client_expect(a, ":chat.test FAIL REGISTER INVALID_CODE ada :*");
	snprintf(
	    code, sizeof(code), "%s", registration_invite(rig.server, &until));
	store_late_hurry(rig.store, 0);
	client_send(a, "REGISTER * code:%s correcthorse", code);
	irc_rig_work(&rig);
	client_send(b, "REGISTER * code:%s correcthorse", code);
	client_expect(b, ":chat.test FAIL REGISTER INVALID_CODE bob :*");
	store_late_settle(rig.store, SIZE_MAX, STORE_FULL);
	client_expect(a, "* FAIL REGISTER TEMPORARILY_UNAVAILABLE *");
	store_late_hurry(rig.store, 1);
	client_send(b, "REGISTER * code:%s correcthorse", code);
	irc_rig_work(&rig);
	client_expect(b, "* REGISTER SUCCESS bob :*");
	client_send(a, "REGISTER * code:%s correcthorse", code);
	client_expect(a, ":chat.test FAIL REGISTER INVALID_CODE ada :*");
	snprintf(
	    code, sizeof(code), "%s", registration_invite(rig.server, &until));
	irc_rig_set(&rig, "ping-seconds", "86400");
	irc_rig_pass(&rig, REGISTRATION_CODE_DAYS * 86400 + 1);
	client_skip(a);
	if (client_is_closed(a))
		a = client_enter(&rig, "ada");
	client_send(a, "REGISTER * code:%s correcthorse", code);
	client_expect(a, ":chat.test FAIL REGISTER INVALID_CODE ada :*");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(register__makes_the_nick_theirs__and_logs_in),
		CASE(register__takes_the_name_itself__for_the_star),
		CASE(other_names__are_refused__unless_the_settings_say_so),
		CASE(names__that_look_like_anothers__are_refused),
		CASE(names_of_others__exist__whoever_asks),
		CASE(before_they_are_in__it_works__where_the_settings_say_so),
		CASE(
		    access_for_accounts_only__allows_registering_while_connecting),
		CASE(register__is_refused__to_a_client_that_may_not_connect),
		CASE(names_of_services__are_reserved),
		CASE(email_addresses__are_refused),
		CASE(password__must_be_long_enough_text__or_a_certificate),
		CASE(passwords__are_refused__on_unencrypted_connections),
		CASE(success__is_sent_when_the_account_is_stored),
		CASE(full_disk__refuses_the_account__and_nothing_is_left),
		CASE(two_at_once__one_gets_it),
		CASE(register__fails__if_another_user_took_the_nick_meanwhile),
		CASE(register__completes__when_the_client_left_meanwhile),
		CASE(label__is_on_the_answer),
		CASE(one_address__registers_a_limited_number_an_hour),
		CASE(accounts__are_limited),
		CASE(
		    closed_registration__refuses_all__and_hides_the_capability),
		CASE(invitation__is_good_once__and_not_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
