/*
 * What one client of a user does is shown to the others.
 */
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/siblings.h"
#include "tests/support/test.h"

#define MODERN "echo-message message-tags draft/read-marker away-notify"

static struct irc_client *first, *second, *bob;

static int
setup(void **state)
{
	irc_set_up(state);
	user_sessions_begin(&rig, NULL, &first, &second, &bob);
	return 0;
}

static int
setup_modern(void **state)
{
	irc_set_up(state);
	user_sessions_begin(&rig, MODERN, &first, &second, &bob);
	return 0;
}

/* checklist 23 */
static void
room_messages__reach_the_other_clients__like_any_members(void **state)
{
	(void)state;
	client_send(first, "PRIVMSG #c :one");
	client_expect(second, ":ada!ada@* PRIVMSG #c :one");
	client_expect(bob, ":ada!ada@* PRIVMSG #c :one");
	client_send(second, "NOTICE #c :two");
	client_expect(first, ":ada!ada@* NOTICE #c :two");
	client_expect(bob, ":ada!ada@* NOTICE #c :two");
	client_send(second, "TOPIC #c :t");
	client_expect(first, ":ada!ada@* TOPIC #c :t");
	client_expect(second, ":ada!ada@* TOPIC #c :t");
	client_expect(bob, ":ada!ada@* TOPIC #c :t");
	client_expect_nothing(first);
	client_expect_nothing(second);
}

/* Without these capabilities, clients would show them as messages from the other person. */
static void
direct_messages__are_not_copied_to_older_clients(void **state)
{
	(void)state;
	client_send(first, "PRIVMSG bob :one");
	client_expect(bob, ":ada!ada@* PRIVMSG bob :one");
	client_expect_nothing(second);
	client_expect_nothing(first);
	client_send(bob, "PRIVMSG ada :two");
	client_expect(first, ":bob!bob@* PRIVMSG ada :two");
	client_expect(second, ":bob!bob@* PRIVMSG ada :two");
}

/* checklist 23, 24 */
static void
copies__have_the_same_id__and_no_label(void **state)
{
	struct irc_client *c = client_settle_as(&rig, "ada", "ada",
	    MODERN " labeled-response batch server-time draft/multiline");
	char *line;

	(void)state;
	client_send(c, "@label=x;+a=b PRIVMSG bob,#c :one");
	client_expect(bob, "@msgid=*;+a=b :ada!ada@* PRIVMSG bob :one");
	line = xstrdup(client_line(first));
	assert_non_null(strstr(line, "PRIVMSG bob :one"));
	assert_null(strstr(line, "label"));
	client_expect(second, line);
	client_expect(first, "@msgid=*;+a=b :ada!ada@* PRIVMSG #c :one");
	free(line);
	client_expect(c, "@label=x :chat.test BATCH *");
	client_expect(c, "@batch=*PRIVMSG bob :one");
	client_expect(c, "@batch=*PRIVMSG #c :one");
	client_expect(c, ":chat.test BATCH -*");
	client_expect_nothing(c);
	client_expect_nothing(first);
	client_skip(second);
	client_send(first, "@+typing=active TAGMSG bob");
	client_expect(second, "*+typing=active :ada!ada@* TAGMSG bob");
	client_expect(first, "*+typing=active :ada!ada@* TAGMSG bob");
	client_expect(c, "*+typing=active :ada!ada@* TAGMSG bob");
	client_expect_nothing(second);
	client_expect_nothing(first);
	client_expect_nothing(c);
}

/* checklist 24 */
static void
message_to_yourself__arrives_twice__only_at_the_sending_client(void **state)
{
	(void)state;
	client_send(first, "PRIVMSG ada :note");
	client_expect(first, "@msgid=* :ada!ada@* PRIVMSG ada :note");
	client_expect(first, "@msgid=* :ada!ada@* PRIVMSG ada :note");
	client_expect_nothing(first);
	client_expect(second, "@msgid=* :ada!ada@* PRIVMSG ada :note");
	client_expect_nothing(second);
}

/* checklist 27 */
static void
room_joined_by_one_client__is_shown_to_the_others(void **state)
{
	(void)state;
	client_send(bob, "JOIN #d");
	client_send(bob, "TOPIC #d :tea");
	client_skip(bob);
	client_send(first, "JOIN #d");
	client_expect(first, "*:ada!ada@* JOIN #d");
	client_await(first, ":chat.test 366 ada #d :*");
	client_expect(second, "*:ada!ada@* JOIN #d");
	client_expect(second, ":chat.test 332 ada #d :tea");
	client_expect(second, ":chat.test 333 ada #d bob!*");
	client_expect(second, ":chat.test MARKREAD #d *");
	client_expect(second, ":chat.test 353 ada = #d :@bob ada");
	client_expect(second, ":chat.test 366 ada #d :*");
	client_expect_nothing(second);
	client_expect_nothing(first);
	client_expect(bob, "*:ada!ada@* JOIN #d");
	client_send(second, "PART #d :tired");
	client_expect(first, "*:ada!ada@* PART #d :tired");
	client_expect(second, "*:ada!ada@* PART #d :tired");
	client_expect(bob, "*:ada!ada@* PART #d :tired");
	client_send(second, "JOIN 0");
	client_expect(first, "*:ada!ada@* PART #c");
	client_expect_nothing(first);
}

static void
changes_of_the_user__are_sent_to_its_other_clients(void **state)
{
	(void)state;
	client_send(first, "NICK adele");
	client_expect(first, "*:ada!ada@* NICK adele");
	client_expect(second, "*:ada!ada@* NICK adele");
	client_expect(bob, "*:ada!ada@* NICK adele");
	client_send(second, "MODE adele +i");
	client_expect(first, "*:adele!ada@* MODE adele +i");
	client_expect(second, "*:adele!ada@* MODE adele +i");
	client_send(first, "MARKREAD #c timestamp=2023-01-02T03:04:05.678Z");
	client_expect(first, ":chat.test MARKREAD #c timestamp=2023-*");
	client_expect(second, ":chat.test MARKREAD #c timestamp=2023-*");
	client_send(bob, "PRIVMSG #c :hi");
	client_expect(first, "* PRIVMSG #c :hi");
	client_expect(second, "* PRIVMSG #c :hi");
	client_send(bob, "INVITE adele #x");
	client_send(bob, "JOIN #x");
	client_send(bob, "INVITE adele #x");
	client_expect(first, "*:bob!bob@* INVITE adele #x");
	client_expect(second, "*:bob!bob@* INVITE adele #x");
	client_send(first, "KICK #c bob :out");
	client_expect(first, "*:adele!ada@* KICK #c bob :out");
	client_expect(second, "*:adele!ada@* KICK #c bob :out");
	client_send(second, "RENAME #c #e :moved");
	client_expect(first, "*:adele!ada@* PART #c :moved");
	client_expect(first, "*:adele!ada@* JOIN #e");
	client_expect(second, "*:adele!ada@* PART #c :moved");
	client_expect(second, "*:adele!ada@* JOIN #e");
}

/* checklist 44 */
static void
away_state__belongs_to_the_user__and_any_client_sets_it(void **state)
{
	struct irc_client *c;

	(void)state;
	client_send(first, "AWAY :lunch");
	client_expect(first, ":chat.test 306 ada :*");
	client_expect(second, ":chat.test 306 ada :*");
	client_expect(bob, ":ada!ada@* AWAY :lunch");
	c = client_enter_as(&rig, "ada", "ada", NULL);
	client_expect(c, ":chat.test 306 ada :*");
	client_expect(c, ":ada!ada@* JOIN #c");
	client_send(second, "AWAY");
	client_expect(second, ":chat.test 305 ada :*");
	client_expect(first, ":chat.test 305 ada :*");
	client_expect(bob, ":ada!ada@* AWAY");
	client_expect_nothing(first);
	client_expect_nothing(second);
}

/* IRCv3 draft/pre-away: the user is not looking at this client, but at others. */
static void
unattended_client__does_not_set_the_user_away(void **state)
{
	struct irc_client *c = client_connect_as(&rig, "ada");

	(void)state;
	client_send(c, "CAP REQ :draft/pre-away");
	client_send(c, "AWAY *");
	client_send(c, "NICK ada");
	client_send(c, "USER a 0 * :a");
	client_send(c, "CAP END");
	client_await(c, ":chat.test 422 *");
	assert_null(rig_user(&rig, "ada")->away);
	client_skip(c);
	client_send(c, "AWAY *");
	client_expect(c, ":chat.test 306 ada :*");
	assert_null(rig_user(&rig, "ada")->away);
	client_expect_nothing(first);
	client_expect_nothing(bob);
	client_send(first, "QUIT");
	client_send(second, "QUIT");
	irc_rig_run(&rig);
	client_send(c, "AWAY *");
	client_expect(bob, ":ada!ada@* AWAY :Away");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)
#define MODERN_TEST(f) \
	cmocka_unit_test_setup_teardown(f, setup_modern, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(room_messages__reach_the_other_clients__like_any_members),
		TEST(direct_messages__are_not_copied_to_older_clients),
		MODERN_TEST(copies__have_the_same_id__and_no_label),
		MODERN_TEST(
		    message_to_yourself__arrives_twice__only_at_the_sending_client),
		MODERN_TEST(room_joined_by_one_client__is_shown_to_the_others),
		MODERN_TEST(changes_of_the_user__are_sent_to_its_other_clients),
		MODERN_TEST(
		    away_state__belongs_to_the_user__and_any_client_sets_it),
		MODERN_TEST(unattended_client__does_not_set_the_user_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
