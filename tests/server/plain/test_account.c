/*
 * account: /register, /login and /logout.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "common/xmalloc.h"
#include "server/account/registration.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/moderation/lockdown.h"
#include "server/net/conn_impl.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/plain_client.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

static int
set_up(void **state)
{
	irc_set_up_late(state);
	irc_rig_set(&rig, "lobby", "#lobby");
	irc_rig_set(&rig, "password-iterations", "4096");
	return 0;
}

static struct account *
find(const char *name)
{
	return world_find_account(rig.server->world, view_of(name));
}

static const char *
account_of(const char *nick)
{
	const struct user *u =
	    world_find_user(rig.server->world, view_of(nick));

	assert_non_null(u);
	return u->account == NULL ? "" : u->account;
}

static void
send_and_work(struct irc_client *c, const char *line)
{
	client_send(c, "%s", line);
	irc_rig_work(&rig);
}

/* ana registers and disconnects. */
static void
make_ana(void)
{
	struct irc_client *c = plain_enter(&rig, "Ana");

	send_and_work(c, "/register correct horse");
	client_await(c, "* You are logged in as Ana.");
	client_close(c);
	irc_rig_run(&rig);
	assert_null(world_find_user(rig.server->world, VIEW("ana")));
	irc_rig_skip(&rig);
}

static void
register__logs_in__after_the_account_is_stored(void **state)
{
	struct irc_client *c = plain_enter(&rig, "Ana");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(c, "/register correct horse");
	client_send(c, "/nick");
	irc_rig_work(&rig);
	client_expect_nothing(c);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_expect(c,
	    "* Ana is registered to you*. To log in next time: /login Ana "
	    "PASSWORD");
	client_expect(c, "* You are logged in as Ana.");
	client_expect(c, "* You are Ana. *");
	assert_true(verifier_matches(&find("ana")->verifier, "correct horse"));
	assert_string_equal(account_of("ana"), "Ana");
	client_send(c, "/register again and again");
	client_expect(c, "* You are already logged in as Ana.");
}

static void
register__explains_invalid_arguments(void **state)
{
	struct irc_client *c = plain_connect(&rig, 1);

	(void)state;
	client_skip(c);
	client_send(c, "/register correct horse");
	client_expect(c, "* Choose a nick first: /nick NICK");
	client_send(c, "/nick ana");
	client_skip(c);
	client_send(c, "/register");
	client_expect(c, "* Password missing. Usage: /register PASSWORD");
	client_send(c, "/register short");
	client_expect(
	    c, "* The password is too short. It needs at least 6 characters.");
	store_late_hurry(rig.store, 0);
	send_and_work(c, "/register correct horse");
	store_late_settle(rig.store, SIZE_MAX, STORE_FULL);
	client_expect(
	    c, "* The change could not be saved, and nothing was changed*");
	assert_null(find("ana"));
	client_send(c, "/nick");
	client_expect(c, "* You are ana. *");
}

static void
register__takes_a_code__when_registration_is_by_invitation(void **state)
{
	struct irc_client *c = plain_enter(&rig, "ana");
	int64_t until;

	(void)state;
	irc_rig_set(&rig, "registration", "invite");
	client_send(c, "/register correcthorse");
	client_expect(c, "*ask an operator*: /register PASSWORD CODE");
	client_send(c, "/register correct horse nonsense");
	client_expect(c, "* That invitation code is unknown, used or expired.");
	client_send(c, "/register correct horse %s",
	    registration_invite(rig.server, &until));
	irc_rig_work(&rig);
	client_await(c, "* You are logged in as ana.");
	assert_true(verifier_matches(&find("ana")->verifier, "correct horse"));
}

static void
login__gives_the_nick__and_takes_it_from_others(void **state)
{
	struct irc_client *a, *b;

	(void)state;
	make_ana();
	a = plain_enter(&rig, "bo");
	b = plain_enter_irc(&rig, "eve");
	send_and_work(a, "/login ana correct horse");
	client_expect(a, "* You are now known as Ana");
	client_expect(a, "* You are logged in as Ana.");
	assert_string_equal(account_of("ana"), "Ana");
	client_await(b, ":bo!* NICK *Ana");
	client_send(a, "/logout");
	client_await(a, "* You are logged out.");
	assert_string_equal(account_of("ana"), "");
	client_send(a, "/logout");
	client_expect(a, "* You are not logged in.");
	client_skip(b);
	send_and_work(a, "/nick cy");
	client_skip(a);
	b = plain_enter(&rig, "dan");
	send_and_work(b, "/login Ana correct horse");
	client_await(b, "* You are logged in as Ana.");
	client_skip(a);
	send_and_work(a, "/login Ana correct horse");
	client_await(
	    a, "* You are now Ana, together with your other sessions.");
}

/* The rules against the account still apply, also when the client turns out to be an IRC client. */
static void
mute__still_applies__after_logout_and_late_irc_registration(void **state)
{
	struct irc_client *a = plain_enter(&rig, "ana"), *op;

	(void)state;
	send_and_work(a, "/register correct horse");
	op = plain_enter_irc(&rig, "op");
	client_send(op, "JOIN #r");
	client_send(op, "MODE #r +b a:ana");
	client_send(a, "/logout");
	client_await(a, "* You are logged out.");
	client_send(a, "/join #r");
	client_await(a, "*banned*");
	client_send(a, "/login ana correct horse");
	irc_rig_work(&rig);
	client_await(a, "* You are logged in as ana.");
	client_send(a, "NICK ann");
	client_send(a, "USER ann 0 * :Ann");
	client_await(a, ":chat.test 001 ann *");
	client_send(a, "JOIN #r");
	client_await(a, ":chat.test 474 ann #r *");
}

static void
logout__ends_the_session__during_a_lockdown(void **state)
{
	struct irc_client *a = plain_enter(&rig, "ana");

	(void)state;
	send_and_work(a, "/register correct horse");
	lockdown_begin(rig.server, 0);
	client_send(a, "/logout");
	client_send(a, "still here");
	client_await(a, "* You are logged out.");
	client_expect(a, "* Goodbye. The server closes the connection: No new "
			 "guests are accepted *");
	assert_true(client_is_closed(a));
}

/* A session that uses the nick without being logged in must give it up. */
static void
login__takes_the_nick__that_a_logged_out_session_kept(void **state)
{
	struct irc_client *a = plain_enter(&rig, "ana"), *b;

	(void)state;
	send_and_work(a, "/register correct horse");
	client_send(a, "/logout");
	client_await(a, "* You are logged out.");
	client_skip(a);
	b = plain_enter(&rig, "bo");
	send_and_work(b, "/login ana correct horse");
	client_await(b, "* You are logged in as ana.");
	client_await(a, "*its owner has logged in. You are now guest-*");
	assert_string_equal(account_of("ana"), "ana");
}

static void
login__ends_the_session__after_too_many_wrong_passwords(void **state)
{
	struct irc_client *c;

	(void)state;
	make_ana();
	irc_rig_set(&rig, "login-tries", "3");
	c = plain_enter(&rig, "bo");
	client_send(c, "/login ana");
	client_expect(
	    c, "* Nick or password missing. Usage: /login NICK PASSWORD");
	send_and_work(c, "/login ana wrong");
	client_expect(c, "* Wrong password.");
	send_and_work(c, "/login nobody wrong");
	client_expect(c, "* Wrong password.");
	assert_string_equal(account_of("bo"), "");
	send_and_work(c, "/login ana wrong");
	client_expect(c, "* Wrong password.");
	client_await(c, "*Too many failed logins*");
	assert_true(client_is_closed(c));
}

static void
login__reports_a_suspension__only_with_the_right_password(void **state)
{
	struct irc_client *c;

	(void)state;
	make_ana();
	xreplace(&find("ana")->suspended, "spam");
	c = plain_enter(&rig, "bo");
	send_and_work(c, "/login ana wrong");
	client_expect(c, "* Wrong password.");
	send_and_work(c, "/login ana correct horse");
	client_expect(c, "* That account is suspended.");
	assert_string_equal(account_of("bo"), "");
}

static void
login__refuses_a_password__over_an_unencrypted_connection(void **state)
{
	struct irc_client *c = plain_enter(&rig, "ana");
	struct session *s;

	(void)state;
	for (s = rig.server->sessions; s != NULL; s = s->hh.next)
		s->conn->is_loopback = 0;
	client_send(c, "/register correct horse");
	client_expect(c,
	    "* This connection is not encrypted, so no password is "
	    "accepted; connect with TLS.");
	client_send(c, "/login ana correct horse");
	client_expect(c, "* This connection is not encrypted*");
}

/* The end of the input does not cancel the login. */
static void
end_of_input__waits_for_the_login(void **state)
{
	struct irc_client *c = plain_enter(&rig, "ana");

	(void)state;
	client_send(c, "/register correct horse");
	irc_rig_run(&rig);
	shutdown(c->fd, SHUT_WR);
	irc_rig_work(&rig);
	client_await(c, "* You are logged in as ana.");
	assert_true(client_is_closed(c));
	assert_non_null(find("ana"));
}

static void
login__is_abandoned__when_the_peer_disconnects(void **state)
{
	struct irc_client *c = plain_enter(&rig, "ana");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(c, "/register correct horse");
	irc_rig_work(&rig);
	client_close(c);
	irc_rig_run(&rig);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	irc_rig_run(&rig);
	assert_non_null(find("ana"));
	assert_null(world_find_user(rig.server->world, VIEW("ana")));
}

static void
nick__is_refused__when_it_looks_like_another(void **state)
{
	struct irc_client *a = plain_enter(&rig, "bo");

	(void)state;
	make_ana();
	client_send(a, "/nick \xd0\xb0n\xd0\xb0");
	client_expect(a, "* The nick * looks like another user's. Choose *");
	client_send(a, "/nick N\xd1\x96\xd1\x81kServ");
	client_expect(a, "* The nick * is reserved. *");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(register__logs_in__after_the_account_is_stored),
		CASE(register__explains_invalid_arguments),
		CASE(
		    register__takes_a_code__when_registration_is_by_invitation),
		CASE(login__gives_the_nick__and_takes_it_from_others),
		CASE(
		    mute__still_applies__after_logout_and_late_irc_registration),
		CASE(logout__ends_the_session__during_a_lockdown),
		CASE(nick__is_refused__when_it_looks_like_another),
		CASE(login__takes_the_nick__that_a_logged_out_session_kept),
		CASE(login__ends_the_session__after_too_many_wrong_passwords),
		CASE(login__reports_a_suspension__only_with_the_right_password),
		CASE(login__refuses_a_password__over_an_unencrypted_connection),
		CASE(end_of_input__waits_for_the_login),
		CASE(login__is_abandoned__when_the_peer_disconnects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
