/*
 * Plain sessions of users who have other sessions, too.
 */

#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "server/plain/current_room.h"
#include "server/session/session.h"
#include "server/session/user_sessions.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/plain_client.h"
#include "tests/support/siblings.h"
#include "tests/support/test.h"

/* ada with an IRC client and with nc, and bob; all in #lobby. */
static struct irc_client *irc, *plain, *bob;

static void
become_ada(const char *guest)
{
	struct world *w = rig.server->world;
	struct user *u = rig_user(&rig, guest), *ada = rig_user(&rig, "ada");
	struct session *s = LIST_FIRST(session_list_of(u));
	struct chat_from from = session_from(s, 0);

	assert_false(user_sessions_can_move(s, ada));
	chat_login(w, &from, world_find_account(w, VIEW("ada")));
	assert_true(user_sessions_can_move(s, ada));
	plain_move_to_user(s, ada);
}

static int
setup(void **state)
{
	irc_set_up_lobby(state);
	irc = client_settle_as(
	    &rig, "ada", "ada", "echo-message draft/read-marker");
	plain = plain_enter(&rig, "guest");
	bob = client_enter(&rig, "bob");
	irc_rig_skip(&rig);
	return 0;
}

static int
setup_joined(void **state)
{
	setup(state);
	become_ada("guest");
	irc_rig_skip(&rig);
	return 0;
}

static void
guest__moves_to_the_user__and_keeps_its_room(void **state)
{
	(void)state;
	client_send(irc, "JOIN #tea");
	irc_rig_skip(&rig);
	become_ada("guest");
	client_expect(
	    plain, "* You are now ada, together with your other sessions.");
	client_expect(plain, "* You are in #lobby, your current room.");
	client_expect(plain, "* You are in #tea.");
	client_expect_nothing(plain);
	client_expect(irc, ":guest!guest@* QUIT :Quit: now connected as ada");
	client_expect(bob, ":guest!guest@* QUIT :Quit: now connected as ada");
	client_send(plain, "hello");
	client_expect(bob, ":ada!ada@* PRIVMSG #lobby :hello");
	client_expect(irc, ":ada!ada@* PRIVMSG #lobby :hello");
	client_expect_nothing(irc);
	client_expect_nothing(plain);
}

static void
login__moves_a_guest__to_the_user_of_other_sessions(void **state)
{
	struct account *ada =
	    world_find_account(rig.server->world, VIEW("ada"));

	(void)state;
	assert_int_equal(verifier_make(&ada->verifier, "sesame", 4096), 0);
	client_send(plain, "/login ada sesame");
	irc_rig_work(&rig);
	client_expect(
	    plain, "* You are now ada, together with your other sessions.");
	client_expect(plain, "* You are in #lobby, your current room.");
	client_expect_nothing(plain);
	client_send(plain, "/logout");
	client_expect(plain, "* Other clients of yours are logged in *");
	client_send(plain, "hello");
	client_expect(irc, ":guest!guest@* QUIT *");
	client_expect(irc, ":ada!ada@* PRIVMSG #lobby :hello");
}

static void
events_of_other_sessions__are_shown_as_your_own(void **state)
{
	(void)state;
	client_send(irc, "PRIVMSG #lobby :hello");
	client_expect(plain, "<ada> hello");
	client_send(irc, "PRIVMSG bob :psst");
	client_expect(plain, "[-> bob] psst");
	client_send(irc, "JOIN #tea");
	client_expect(plain, "* You joined #tea (1 member)");
	client_send(irc, "AWAY :lunch");
	client_expect(plain, "* You are away: lunch");
	client_send(irc, "NICK adele");
	client_expect(plain, "* You are now known as adele");
	client_send(bob, "PRIVMSG adele :hi");
	client_expect(plain, "[bob] hi");
	client_send(irc, "PART #lobby");
	client_expect(plain, "* You left #lobby");
	client_expect_nothing(plain);
	client_send(plain, "anybody?");
	client_expect(plain, "* You are no longer in #lobby, *");
	client_expect(plain, "* Your current room is now #tea.");
	client_skip(irc);
	client_send(plain, "/msg bob boo");
	client_expect(plain, "[-> bob] boo");
	client_expect(irc, ":adele!ada@* PRIVMSG bob :boo");
}

static void
say(struct session *s, const char *text)
{
	struct chat_from from = session_from(s, 0);

	assert_int_equal(chat_say(rig.server->world, &from, CHAT_PRIVMSG,
			     VIEW("#lobby"), view_of(text), VIEW("")),
	    CHAT_OK);
}

/* The lines of both sessions are in one batch, with lines of others between them. */
static void
sessions_of_one_user__see_each_others_messages__of_one_turn(void **state)
{
	struct session *by_plain =
	    LIST_FIRST(session_list_of(rig_user(&rig, "ada")));
	struct session *by_irc = LIST_NEXT(by_plain, of_user);

	(void)state;
	say(by_plain, "one");
	say(by_irc, "two");
	say(LIST_FIRST(session_list_of(rig_user(&rig, "bob"))), "three");
	say(by_irc, "four");
	say(by_plain, "five");
	client_expect(plain, "<ada> two");
	client_expect(plain, "<bob> three");
	client_expect(plain, "<ada> four");
	client_expect_nothing(plain);
	client_expect(irc, ":ada!ada@* PRIVMSG #lobby :one");
	client_expect(irc, ":ada!ada@* PRIVMSG #lobby :two");
	client_expect(irc, ":bob!bob@* PRIVMSG #lobby :three");
	client_expect(irc, ":ada!ada@* PRIVMSG #lobby :four");
	client_expect(irc, ":ada!ada@* PRIVMSG #lobby :five");
	client_expect_nothing(irc);
	client_expect(bob, ":ada!ada@* PRIVMSG #lobby :one");
	client_expect(bob, ":ada!ada@* PRIVMSG #lobby :two");
	client_expect(bob, ":ada!ada@* PRIVMSG #lobby :four");
	client_expect(bob, ":ada!ada@* PRIVMSG #lobby :five");
	client_expect_nothing(bob);
	assert_true(
	    by_plain->private_lines == NULL && by_irc->private_lines == NULL);
}

static void
end_of_input__ends_only_that_session(void **state)
{
	(void)state;
	client_close(plain);
	client_expect_nothing(irc);
	client_expect_nothing(bob);
	assert_true(user_sessions_count(rig_user(&rig, "ada")) == 1);
}

static void
whois__shows_several_connection_types(void **state)
{
	(void)state;
	client_send(bob, "WHOIS ada");
	client_await(bob,
	    ":chat.test 312 bob ada chat.test :connected with several kinds *");
	client_close(plain);
	client_skip(bob);
	client_send(bob, "WHOIS ada");
	client_await(bob,
	    ":chat.test 312 bob ada chat.test :connected with an IRC client");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)
#define JOINED(f) \
	cmocka_unit_test_setup_teardown(f, setup_joined, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(guest__moves_to_the_user__and_keeps_its_room),
		TEST(login__moves_a_guest__to_the_user_of_other_sessions),
		JOINED(events_of_other_sessions__are_shown_as_your_own),
		JOINED(
		    sessions_of_one_user__see_each_others_messages__of_one_turn),
		JOINED(end_of_input__ends_only_that_session),
		JOINED(whois__shows_several_connection_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
