/*
 * /register, /login and /logout: names that are theirs, for people with nc.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "common/xmalloc.h"
#include "server/account/registration.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/moderation/lockdown.h"
#include "server/net/net_impl.h"
#include "server/session/session.h"
#include "server/verifier.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/plain_client.h"
#include "tests/support/store_late.h"

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

/* ana, who has registered and gone again. */
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
register__makes_the_name_theirs__when_it_is_kept(void **state)
{
	struct irc_client *c = plain_enter(&rig, "Ana");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(c, "/register correct horse");
	client_send(c, "/nick");
	irc_rig_work(&rig);
	client_expect_nothing(c);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_expect(c, "* The name Ana is yours now*; next time: /login Ana "
			 "PASSWORD");
	client_expect(c, "* You are logged in as Ana.");
	client_expect(c, "* You are Ana; */nick NAME*");
	assert_true(verifier_matches(&find("ana")->verifier, "correct horse"));
	assert_string_equal(account_of("ana"), "Ana");
	client_send(c, "/register again and again");
	client_expect(c, "* You are logged in as Ana already.");
}

static void
register__says_what_is_missing(void **state)
{
	struct irc_client *c = plain_connect(&rig, 1);

	(void)state;
	client_skip(c);
	client_send(c, "/register correct horse");
	client_expect(c, "* Give yourself a name first: /nick NAME");
	client_send(c, "/nick ana");
	client_skip(c);
	client_send(c, "/register");
	client_expect(c, "* By which password? /register PASSWORD");
	client_send(c, "/register short");
	client_expect(c, "* A password has 6 characters or more.");
	store_late_hurry(rig.store, 0);
	send_and_work(c, "/register correct horse");
	store_late_settle(rig.store, SIZE_MAX, STORE_FULL);
	client_expect(c, "* It could not be kept, and nothing has changed*");
	assert_null(find("ana"));
	client_send(c, "/nick");
	client_expect(c, "* You are ana; */nick NAME*");
}

static void
register__takes_a_code__where_one_is_invited(void **state)
{
	struct irc_client *c = plain_enter(&rig, "ana");
	int64_t until;

	(void)state;
	irc_rig_set(&rig, "registration", "invite");
	client_send(c, "/register correcthorse");
	client_expect(c, "*ask an operator*: /register PASSWORD CODE");
	client_send(c, "/register correct horse nonsense");
	client_expect(c, "* That invitation is unknown, used, or too old.");
	client_send(c, "/register correct horse %s",
	    registration_invite(rig.server, &until));
	irc_rig_work(&rig);
	client_await(c, "* You are logged in as ana.");
	assert_true(verifier_matches(&find("ana")->verifier, "correct horse"));
}

static void
login__gives_the_name__and_takes_it_from_others(void **state)
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
	client_await(a, "* You are Ana now, as elsewhere at the same time.");
}

/* The rules against the account stay, also for a client that speaks IRC after all. */
static void
logout__does_not_escape_a_mute__nor_does_registering_late(void **state)
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
logout__closes__during_a_lockdown(void **state)
{
	struct irc_client *a = plain_enter(&rig, "ana");

	(void)state;
	send_and_work(a, "/register correct horse");
	lockdown_begin(rig.server, 0);
	client_send(a, "/logout");
	client_send(a, "still here");
	client_await(a, "* You are logged out.");
	client_expect(a, "* Server: good-bye: No new guests are let in *");
	assert_true(client_is_closed(a));
}

/* Whoever bears it without having shown that it is theirs has to give way. */
static void
login__frees_the_name__that_was_left_by_logging_out(void **state)
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
	client_await(a, "*its owner has come: you are guest-*");
	assert_string_equal(account_of("ana"), "ana");
}

static void
wrong_passwords__are_counted(void **state)
{
	struct irc_client *c;

	(void)state;
	make_ana();
	irc_rig_set(&rig, "login-tries", "3");
	c = plain_enter(&rig, "bo");
	client_send(c, "/login ana");
	client_expect(c, "* Which account? /login NAME PASSWORD");
	send_and_work(c, "/login ana wrong");
	client_expect(c, "* That is not the password.");
	send_and_work(c, "/login nobody wrong");
	client_expect(c, "* That is not the password.");
	assert_string_equal(account_of("bo"), "");
	send_and_work(c, "/login ana wrong");
	client_expect(c, "* That is not the password.");
	client_await(c, "*Too many failed logins*");
	assert_true(client_is_closed(c));
}

static void
suspended__is_said_to_the_owner_alone(void **state)
{
	struct irc_client *c;

	(void)state;
	make_ana();
	xreplace(&find("ana")->suspended, "spam");
	c = plain_enter(&rig, "bo");
	send_and_work(c, "/login ana wrong");
	client_expect(c, "* That is not the password.");
	send_and_work(c, "/login ana correct horse");
	client_expect(c, "* That account is suspended.");
	assert_string_equal(account_of("bo"), "");
}

static void
who_reads_along__reads_no_password(void **state)
{
	struct irc_client *c = plain_enter(&rig, "ana");
	struct session *s;

	(void)state;
	for (s = rig.server->sessions; s != NULL; s = s->hh.next)
		s->conn->is_loopback = 0;
	client_send(c, "/register correct horse");
	client_expect(c, "* No password is taken over a connection that is "
			 "not encrypted: come by TLS.");
	client_send(c, "/login ana correct horse");
	client_expect(c, "* No password is taken over *");
}

/* End of input ends the input only. */
static void
end_of_input__waits_for_the_answer(void **state)
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
who_is_gone__is_let_go(void **state)
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
look_alikes__are_refused__in_words(void **state)
{
	struct irc_client *a = plain_enter(&rig, "bo");

	(void)state;
	make_ana();
	client_send(a, "/nick \xd0\xb0n\xd0\xb0");
	client_expect(a, "* The name * looks like another user's: choose *");
	client_send(a, "/nick N\xd1\x96\xd1\x81kServ");
	client_expect(a, "* Nobody may be called *");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(register__makes_the_name_theirs__when_it_is_kept),
		CASE(register__says_what_is_missing),
		CASE(register__takes_a_code__where_one_is_invited),
		CASE(login__gives_the_name__and_takes_it_from_others),
		CASE(logout__does_not_escape_a_mute__nor_does_registering_late),
		CASE(logout__closes__during_a_lockdown),
		CASE(look_alikes__are_refused__in_words),
		CASE(login__frees_the_name__that_was_left_by_logging_out),
		CASE(wrong_passwords__are_counted),
		CASE(suspended__is_said_to_the_owner_alone),
		CASE(who_reads_along__reads_no_password),
		CASE(end_of_input__waits_for_the_answer),
		CASE(who_is_gone__is_let_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
