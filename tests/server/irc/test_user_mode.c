/*
 * The modes of users, bots (checklist 54), and real names.
 */

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

static void
user_modes__change__and_only_oper_makes_operators(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "MODE ada +iw-B+o");
	client_expect(a, ":ada!ada@* MODE ada +iw");
	client_send(a, "MODE ada");
	client_expect(a, ":chat.test 221 ada +iw");
	client_send(a, "MODE ada -i+i-w");
	client_expect(a, ":ada!ada@* MODE ada -w");
	client_send(a, "MODE ada +xy");
	client_expect(a, ":chat.test 501 ada :*");
	client_send(a, "MODE ada +i");
	client_expect_nothing(a);
}

/* checklist 54 */
static void
bot_tag__is_on_all_events_of_a_bot__and_its_echo(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "message-tags echo-message");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *c = client_enter_with(&rig, "cyd", "message-tags");

	(void)state;
	client_send(a, "MODE ada +B");
	client_await(a, "*:ada!ada@* MODE ada +B");
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(c, "#c");
	client_send(a, "PRIVMSG #c :beep");
	client_expect(a, "@bot;msgid=* :ada!ada@* PRIVMSG #c :beep");
	client_expect(c, "@bot;msgid=* :ada!ada@* PRIVMSG #c :beep");
	client_expect(b, ":ada!ada@* PRIVMSG #c :beep");
	client_send(a, "TAGMSG #c");
	client_expect(a, "@bot;msgid=* :ada!ada@* TAGMSG #c");
	client_expect(c, "@bot;msgid=* :ada!ada@* TAGMSG #c");
	client_send(a, "MODE ada -B");
	client_await(a, "*MODE ada -B");
	client_send(a, "PRIVMSG cyd :done");
	client_expect(c, "@msgid=* :ada!ada@* PRIVMSG cyd :done");
}

static void
names__have_the_whole_source__with_userhost_in_names(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "userhost-in-names");

	(void)state;
	client_send(a, "JOIN #c");
	client_await(a, ":chat.test 353 ada = #c :@ada!ada@*");
}

int
main(void)
{
#define T(f) IRC_TEST(f)
	const struct CMUnitTest tests[] = {
		T(user_modes__change__and_only_oper_makes_operators),
		T(bot_tag__is_on_all_events_of_a_bot__and_its_echo),
		T(names__have_the_whole_source__with_userhost_in_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
