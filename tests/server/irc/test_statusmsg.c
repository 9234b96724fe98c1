/*
 * Messages to the members of a rank (checklist 41).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

static struct irc_client *ada, *bob, *cleo, *dora;

/* An operator, a voice, a member, an outsider. */
static void
fill_room(void)
{
	ada = client_enter(&rig, "ada");
	bob = client_enter(&rig, "bob");
	cleo = client_enter(&rig, "cleo");
	dora = client_enter(&rig, "dora");
	client_join(ada, "#c");
	client_join(bob, "#c");
	client_join(cleo, "#c");
	client_send(ada, "MODE #c +v bob");
	client_skip(ada);
	client_skip(bob);
	client_skip(cleo);
}

/* checklist 41 */
static void
status__reaches_that_rank_alone__and_not_its_sender(void **state)
{
	(void)state;
	fill_room();
	client_send(cleo, "PRIVMSG @#c :help");
	client_expect(ada, ":cleo!cleo@* PRIVMSG @#c :help");
	client_expect_nothing(bob);
	client_expect_nothing(cleo);
	client_send(cleo, "NOTICE +#C :voices");
	client_expect(ada, ":cleo!cleo@* NOTICE +#c :voices");
	client_expect(bob, ":cleo!cleo@* NOTICE +#c :voices");
	client_expect_nothing(cleo);
	client_send(ada, "PRIVMSG @#c :me");
	client_expect_nothing(ada);
	client_expect_nothing(bob);
	client_expect_nothing(dora);
}

/* checklist 41 */
static void
status__follows_the_rules_of_the_room(void **state)
{
	(void)state;
	fill_room();
	client_send(dora, "PRIVMSG @#c :let me in");
	client_expect(dora, ":chat.test 404 dora @#c :*");
	client_send(dora, "PRIVMSG @#nowhere :x");
	client_expect(dora, ":chat.test 403 dora @#nowhere :*");
	client_expect_nothing(ada);
	client_send(ada, "MODE #c -n");
	client_skip(ada);
	client_send(dora, "PRIVMSG @#c :let me in");
	client_expect(ada, ":dora!dora@* PRIVMSG @#c :let me in");
}

/* checklist 41, 23 */
static void
status__is_echoed__with_the_target_as_it_was(void **state)
{
	struct irc_client *e;

	(void)state;
	fill_room();
	e = client_enter_with(
	    &rig, "eve", "echo-message message-tags batch labeled-response");
	client_join(e, "#c");
	client_send(e, "@label=x;+typing=done PRIVMSG @#c :psst");
	client_expect(e, "@*label=x*:eve!eve@* PRIVMSG @#c :psst");
	client_expect(ada, ":eve!eve@* PRIVMSG @#c :psst");
	client_expect_nothing(cleo);
}

/* checklist 41, 66 */
static void
status__holds_for_all_lines_of_a_message(void **state)
{
	struct irc_client *e;

	(void)state;
	fill_room();
	e = client_enter_with(&rig, "eve", "draft/multiline batch");
	client_join(e, "#c");
	client_send(e, "BATCH +1 draft/multiline @#c");
	client_send(e, "@batch=1 PRIVMSG @#c :one");
	client_send(e, "@batch=1 PRIVMSG @#c :two");
	client_send(e, "BATCH -1");
	client_expect(ada, ":eve!eve@* PRIVMSG @#c :one");
	client_expect(ada, ":eve!eve@* PRIVMSG @#c :two");
	client_expect_nothing(bob);
	client_expect_nothing(cleo);
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(status__reaches_that_rank_alone__and_not_its_sender),
		TEST(status__follows_the_rules_of_the_room),
		TEST(status__is_echoed__with_the_target_as_it_was),
		TEST(status__holds_for_all_lines_of_a_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
