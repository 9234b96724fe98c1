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

#include "server/chat/account.h"
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
log_in(const char *nick)
{
	struct world *w = rig.server->world;
	struct chat_from from = { .user = world_find_user(w, view_of(nick)) };

	assert_int_equal(
	    chat_login(w, &from, world_add_account(w, view_of(nick))), CHAT_OK);
}

static void
ban__for_a_time_and_by_account__is_told_and_ends(void **state)
{
	struct irc_client *cleo;

	(void)state;
	meet();
	cleo = plain_enter(&rig, "cleo");
	client_send(cleo, "/join tea");
	irc_rig_run(&rig);
	log_in("cleo");
	irc_rig_skip(&rig);
	client_send(ana, "/ban cleo 2m for shouting");
	expect_both("* ana changed the rules of #tea: the account cleo is "
		    "banned");
	expect_both("* cleo was put out of #tea by ana (for shouting)");
	client_send(ana, "/mute #tea bo zoe 1h30m");
	expect_both("*: bo is silenced");
	expect_both("*: zoe is silenced");
	client_send(ana, "/mute 10m");
	client_expect(ana, "* Whom? *");
	irc_rig_pass(&rig, 60);
	client_send(bo, "/ban");
	client_expect(bo, "* Banned from #tea: a:cleo (by ana, 1m left)");
	client_expect(bo, "* Banned from #tea: m:bo!*@* (by ana, 1h 29m left)");
	client_expect(
	    bo, "* Banned from #tea: m:zoe!*@* (by ana, 1h 29m left)");
	client_send(bo, "/ban ana 1m");
	client_expect(bo, "* You are no operator of #tea.");
	irc_rig_pass(&rig, 62);
	expect_both("* chat.test changed the rules of #tea: the account cleo "
		    "is not banned any more");
	client_send(ana, "/ban cleo");
	expect_both("*: the account cleo is banned");
	client_send(ana, "/unban cleo");
	expect_both("*: the account cleo is not banned any more");
	client_send(ana, "/unban cleo");
	client_expect(ana, "* That is so already: cleo");
}

static void
slow_mode__says_how_long_to_wait(void **state)
{
	(void)state;
	meet();
	client_send(ana, "/mode +W 30");
	expect_both("*: one may speak every 30 seconds");
	client_send(bo, "one");
	client_expect(ana, "<bo> one");
	client_send(bo, "two");
	client_expect(bo, "* That was not said: #tea is in slow mode. Wait 30 "
			  "seconds.");
	irc_rig_pass(&rig, 30);
	client_send(bo, "%0600d", 1);
	client_expect(ana, "<bo> 000*");
	client_expect_nothing(ana);
	client_expect(bo, "* Only the beginning was said: *");
	client_expect(bo, "* That was not said: *");
	client_send(bo, "/mode");
	client_expect(bo, "*, one may speak every 30 seconds");
}

static void
founder__is_told_in_words(void **state)
{
	struct irc_client *cleo = plain_enter(&rig, "cleo");

	(void)state;
	log_in("cleo");
	client_send(cleo, "/join hers");
	irc_rig_run(&rig);
	meet();
	client_send(bo, "/join hers");
	irc_rig_skip(&rig);
	client_send(bo, "/who");
	client_expect(bo, "* In #hers (2 members): cleo (founder), bo (you)");
	client_send(cleo, "/leave");
	client_send(cleo, "/join hers");
	client_await(
	    cleo, "* chat.test changed the rules of #hers: the room is cleo's");
	client_await(bo, "*: the room is cleo's");
	client_send(cleo, "/op bo");
	client_await(bo, "*: bo is an operator");
	client_send(bo, "/kick cleo");
	client_expect(bo, "* cleo is the founder of the room.");
	client_send(bo, "/rename mine");
	client_expect(bo, "* Only the founder of #hers may do that.");
	client_send(cleo, "/mode +q bo");
	client_await(cleo, "* bo is not logged in, *");
	client_send(bo, "/mode -q cleo");
	client_await(bo, "* Only the founder of #hers may do that.");
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
		TEST(ban__for_a_time_and_by_account__is_told_and_ends),
		TEST(slow_mode__says_how_long_to_wait),
		TEST(founder__is_told_in_words),
		TEST(mode__tells_and_changes_the_rules_in_words),
		TEST(rename__is_told__and_talk_goes_on_in_the_room),
		TEST(status__is_shown_with_its_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
