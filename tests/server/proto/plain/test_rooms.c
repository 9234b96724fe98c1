/*
 * What plain peers do with rooms and with each other there, and the words in which they are
 * told of it. In patterns * stands for anything, so also for the star of a server's line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/plain_client.h"

/* ana is the operator of #tea, bo is in it; both talk there. */
static struct irc_client *ana, *bo;

static void
meet(void)
{
	ana = plain_enter(&rig, "ana");
	bo = plain_enter(&rig, "bo");
	client_send(ana, "/join tea");
	irc_rig_run(&rig);
	client_send(bo, "/join tea");
	irc_rig_skip(&rig);
}

static void
expect_both(const char *pattern)
{
	client_expect(ana, pattern);
	client_expect(bo, pattern);
}

static void
kick__is_told_with_its_reason__and_talk_goes_on_elsewhere(void **state)
{
	(void)state;
	meet();
	client_send(ana, "/kick bo too loud");
	expect_both("* bo was put out of #tea by ana (too loud)");
	client_send(bo, "but why?");
	client_expect(bo, "* You are not in #tea any more, so nothing was *");
	client_expect(bo, "* You are in #lobby now.");
	client_expect_nothing(ana);
	client_send(bo, "why?");
	client_expect(ana, "#lobby <bo> why?");
}

static void
kick__says_what_is_wrong(void **state)
{
	(void)state;
	meet();
	client_send(bo, "/kick ana");
	client_expect(bo, "* You are no operator of #tea.");
	client_send(ana, "/kick nobody");
	client_expect(ana, "* There is nobody called nobody.");
	client_send(ana, "/kick");
	client_expect(ana, "* Whom? /kick NAME");
	client_send(ana, "/kick #nowhere bo");
	client_expect(ana, "* There is no room #nowhere.");
	client_send(ana, "/kick #lobby bo");
	client_expect(ana, "* You are no operator of #lobby.");
	client_expect_nothing(bo);
}

static void
invite__asks_in__and_who_was_asked_finds_it_again(void **state)
{
	struct irc_client *cleo, *irc;

	(void)state;
	meet();
	cleo = plain_enter(&rig, "cleo");
	irc = client_enter(&rig, "dora");
	irc_rig_skip(&rig);
	client_send(cleo, "/invite");
	client_expect(cleo, "* Nobody has asked you into a room.");
	client_send(ana, "/mode +i");
	expect_both("* ana changed the rules of #tea: one enters by "
		    "invitation only");
	client_send(cleo, "/join tea");
	client_expect(cleo, "* #tea is entered by invitation only: *");
	client_send(bo, "/invite cleo");
	client_expect(bo, "* You are no operator of #tea.");
	client_send(ana, "/invite cleo");
	client_expect(ana, "* You invited cleo to #tea");
	client_expect(bo, "* ana invited cleo to #tea");
	client_expect(cleo, "* ana invites you to #tea: /join #tea");
	client_send(cleo, "/invite");
	client_expect(cleo, "* You are invited to #tea: /join #tea");
	client_send(cleo, "/join tea");
	client_expect(cleo, "* You are in #tea (3 members)");
	irc_rig_skip(&rig);
	client_send(ana, "/invite cleo tea");
	client_expect(ana, "* cleo is there already.");
	client_send(ana, "/invite nobody");
	client_expect(ana, "* There is nobody called nobody.");
	client_send(ana, "/invite dora");
	client_expect(irc, ":ana!guest@* INVITE dora #tea");
}

static void
ranks__are_given_and_taken__to_several_at_once(void **state)
{
	(void)state;
	meet();
	client_send(ana, "/op bo");
	expect_both("* ana changed the rules of #tea: bo is an operator");
	client_send(bo, "/who");
	client_expect(
	    bo, "* In #tea (2 members): ana (operator), bo (you, operator)");
	client_send(ana, "/op bo");
	client_expect(ana, "* That is so already: bo");
	client_send(bo, "/deop #tea ana bo");
	expect_both("*: ana is no operator any more");
	expect_both("*: bo is no operator any more");
	client_send(ana, "/voice bo");
	client_expect(ana, "* You are no operator of #tea.");
	client_send(ana, "/op");
	client_expect(ana, "* Whom? *");
}

static void
ban_and_mute__are_told_and_listed__and_lifted(void **state)
{
	struct irc_client *cleo;

	(void)state;
	meet();
	cleo = plain_enter(&rig, "cleo");
	client_send(ana, "/ban");
	client_expect(ana, "* Nobody is banned from #tea.");
	client_send(ana, "/ban CLEO");
	expect_both("* ana changed the rules of #tea: CLEO is banned");
	client_send(cleo, "/join tea");
	client_expect(cleo, "* You are banned from #tea.");
	client_send(bo, "/ban");
	client_expect(bo, "* Banned from #tea: CLEO!*@* (by ana)");
	client_send(ana, "/unban cleo");
	expect_both("*: CLEO is not banned any more");
	client_send(ana, "/mute bo");
	expect_both("*: bo is silenced");
	client_send(bo, "hello");
	client_expect(bo, "* You can't speak in #tea.");
	client_send(ana, "/unmute bo");
	expect_both("*: bo may speak again");
	client_send(bo, "hello");
	client_expect(ana, "<bo> hello");
}

static void
mode__tells_and_changes_the_rules_in_words(void **state)
{
	struct irc_client *cleo;

	(void)state;
	meet();
	client_send(bo, "/mode");
	client_expect(bo, "* The rules of #tea: only members may speak, only "
			  "operators change the topic");
	client_send(ana, "/mode +mk-t key");
	expect_both("* ana changed the rules of #tea: only who has a voice "
		    "may speak, one enters with the key key, all may change "
		    "the topic");
	client_send(bo, "/rules tea");
	client_expect(bo, "* The rules of #tea: only who has a voice may "
			  "speak, only members may speak, one enters with the "
			  "key key");
	cleo = plain_enter(&rig, "cleo");
	client_send(cleo, "/mode #tea");
	client_expect(cleo, "*, one enters with the key ***");
	client_send(cleo, "/join tea");
	client_expect(cleo, "* #tea is locked: *");
	client_send(cleo, "/join tea key");
	client_expect(cleo, "* You are in #tea (3 members)");
	irc_rig_skip(&rig);
	client_send(ana, "/mode +zlo 0 nobody");
	client_expect(ana, "* There is no such rule: z");
	client_expect(ana, "* That does not fit: 0");
	client_expect(ana, "* There is nobody called nobody.");
	client_send(ana, "/mode -mkn+l 5");
	expect_both("*: everyone may speak, nobody needs a key, outsiders "
		    "may speak, too, at most 5 members");
	client_send(ana, "/mode -l");
	expect_both("*: any number of members");
	client_send(ana, "/mode");
	client_expect(ana, "* #tea has no rules.");
}

/* checklist 42, in words */
static void
rename__is_told__and_talk_goes_on_in_the_room(void **state)
{
	(void)state;
	meet();
	client_send(ana, "/rename coffee enough tea");
	expect_both("* ana gave #tea the name #coffee (enough tea)");
	client_send(bo, "coffee!");
	client_expect(ana, "<bo> coffee!");
	client_send(ana, "/rename #coffee #cocoa");
	expect_both("* ana gave #coffee the name #cocoa");
	client_send(ana, "/rename lobby");
	client_expect(ana, "* There is a room #lobby already.");
	client_send(bo, "/rename mine");
	client_expect(bo, "* You are no operator of #cocoa.");
	client_send(ana, "/rename");
	client_expect(ana, "* What is it to be called? *");
}

/* checklist 41, in words */
static void
status__is_shown_with_its_mark(void **state)
{
	(void)state;
	meet();
	client_send(bo, "/msg @#tea help");
	client_expect(ana, "@#tea <bo> help");
	client_expect_nothing(bo);
}

#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, irc_set_up_lobby, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kick__is_told_with_its_reason__and_talk_goes_on_elsewhere),
		TEST(kick__says_what_is_wrong),
		TEST(invite__asks_in__and_who_was_asked_finds_it_again),
		TEST(ranks__are_given_and_taken__to_several_at_once),
		TEST(ban_and_mute__are_told_and_listed__and_lifted),
		TEST(mode__tells_and_changes_the_rules_in_words),
		TEST(rename__is_told__and_talk_goes_on_in_the_room),
		TEST(status__is_shown_with_its_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
