/*
 * rooms: what plain users do in rooms, and the notices about it. In patterns, * matches
 * anything, also the star at the start of a line.
 */
#include <stdio.h>
#include <string.h>

#include "server/chat/account.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/logged_in.h"
#include "tests/support/plain_client.h"
#include "tests/support/test.h"

/* ana is the operator of #tea, bo is a member; it is the current room of both. */
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
kick__shows_the_reason__and_changes_the_current_room(void **state)
{
	(void)state;
	meet();
	client_send(ana, "/kick bo too loud");
	expect_both("* ana kicked bo from #tea (too loud)");
	client_send(bo, "but why?");
	client_expect(bo, "* You are no longer in #tea, so nothing was *");
	client_expect(bo, "* Your current room is now #lobby.");
	client_expect_nothing(ana);
	client_send(bo, "why?");
	client_expect(ana, "#lobby <bo> why?");
}

static void
kick__explains_a_refusal(void **state)
{
	(void)state;
	meet();
	client_send(bo, "/kick ana");
	client_expect(bo, "* You are not an operator of #tea.");
	client_send(ana, "/kick nobody");
	client_expect(ana, "* There is no user named nobody.");
	client_send(ana, "/kick");
	client_expect(ana, "* Nick missing. Usage: /kick NICK");
	client_send(ana, "/kick #nowhere bo");
	client_expect(ana, "* There is no room named #nowhere.");
	client_send(ana, "/kick #lobby bo");
	client_expect(ana, "* You are not an operator of #lobby.");
	client_expect_nothing(bo);
}

static void
invite__is_shown_and_listed(void **state)
{
	struct irc_client *cleo, *irc;

	(void)state;
	meet();
	cleo = plain_enter(&rig, "cleo");
	irc = client_enter(&rig, "dora");
	irc_rig_skip(&rig);
	client_send(cleo, "/invite");
	client_expect(cleo, "* You have no invitations.");
	client_send(ana, "/mode +i");
	expect_both("* ana changed the modes of #tea: only invited "
		    "users may join");
	client_send(cleo, "/join tea");
	client_expect(cleo, "* You need an invitation to join #tea. *");
	client_send(bo, "/invite cleo");
	client_expect(bo, "* You are not an operator of #tea.");
	client_send(ana, "/invite cleo");
	client_expect(ana, "* You invited cleo to #tea");
	client_expect(bo, "* ana invited cleo to #tea");
	client_expect(cleo, "* ana invites you to #tea. To join: /join #tea");
	client_send(cleo, "/invite");
	client_expect(cleo, "* You are invited to #tea. To join: /join #tea");
	client_send(cleo, "/join tea");
	client_expect(cleo, "* You joined #tea (3 members)");
	irc_rig_skip(&rig);
	client_send(ana, "/invite cleo tea");
	client_expect(ana, "* cleo is already in that room.");
	client_send(ana, "/invite nobody");
	client_expect(ana, "* There is no user named nobody.");
	client_send(ana, "/invite dora");
	client_expect(irc, ":ana!guest@* INVITE dora #tea");
}

static void
op_and_voice__take_several_names(void **state)
{
	(void)state;
	meet();
	client_send(ana, "/op bo");
	expect_both("* ana changed the modes of #tea: bo is an operator");
	client_send(bo, "/who");
	client_expect(
	    bo, "* In #tea (2 members): ana (operator), bo (you, operator)");
	client_send(ana, "/op bo");
	client_expect(ana, "* Nothing to change: bo");
	client_send(bo, "/deop #tea ana bo");
	expect_both("*: ana is no longer an operator");
	expect_both("*: bo is no longer an operator");
	client_send(ana, "/voice bo");
	client_expect(ana, "* You are not an operator of #tea.");
	client_send(ana, "/op");
	client_expect(ana, "* Nick missing. *");
}

static void
ban_and_mute__are_shown_listed_and_removed(void **state)
{
	struct irc_client *cleo;

	(void)state;
	meet();
	cleo = plain_enter(&rig, "cleo");
	client_send(ana, "/ban");
	client_expect(ana, "* Nobody is banned or muted in #tea.");
	client_send(ana, "/ban CLEO");
	expect_both("* ana changed the modes of #tea: CLEO is banned");
	client_send(cleo, "/join tea");
	client_expect(cleo, "* You are banned from #tea.");
	client_send(bo, "/ban");
	client_expect(bo, "* Banned from #tea: CLEO!*@* (by ana)");
	client_send(ana, "/unban cleo");
	expect_both("*: CLEO is no longer banned");
	client_send(ana, "/mute bo");
	expect_both("*: bo is muted");
	client_send(bo, "hello");
	client_expect(bo, "* You are banned or muted in #tea.");
	client_send(bo, "/ban");
	client_expect(bo, "* Muted in #tea: bo!*@* (by ana)");
	client_send(ana, "/unmute bo");
	expect_both("*: bo is no longer muted");
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
timed_ban__applies_to_the_account__and_ends(void **state)
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
	expect_both("* ana changed the modes of #tea: the account cleo is "
		    "banned");
	expect_both("* ana kicked cleo from #tea (for shouting)");
	client_send(ana, "/mute #tea bo zoe 1h30m");
	expect_both("*: bo is muted");
	expect_both("*: zoe is muted");
	client_send(ana, "/mute 10m");
	client_expect(ana, "* Nick missing. *");
	irc_rig_pass(&rig, 60);
	client_send(bo, "/ban");
	client_expect(bo, "* Banned from #tea: a:cleo (by ana, 1m left)");
	client_expect(bo, "* Muted in #tea: bo!*@* (by ana, 1h 29m left)");
	client_expect(bo, "* Muted in #tea: zoe!*@* (by ana, 1h 29m left)");
	client_send(bo, "/ban ana 1m");
	client_expect(bo, "* You are not an operator of #tea.");
	irc_rig_pass(&rig, 62);
	expect_both("* chat.test changed the modes of #tea: the account cleo "
		    "is no longer banned");
	client_send(ana, "/ban cleo");
	expect_both("*: the account cleo is banned");
	client_send(ana, "/unban cleo");
	expect_both("*: the account cleo is no longer banned");
	client_send(ana, "/unban cleo");
	client_expect(ana, "* Nothing to change: cleo");
}

static void
slow_mode__shows_how_long_to_wait(void **state)
{
	(void)state;
	meet();
	client_send(ana, "/mode +W 30");
	expect_both("*: one message per user every 30 seconds");
	client_send(bo, "one");
	client_expect(ana, "<bo> one");
	client_send(bo, "two");
	client_expect(bo,
	    "* Your message was not sent: #tea is in slow mode. Wait 30 "
	    "seconds.");
	irc_rig_pass(&rig, 30);
	client_send(bo, "%0600d", 1);
	client_expect(ana, "<bo> 000*");
	client_expect_nothing(ana);
	client_expect(bo, "* Only the beginning was sent: *");
	client_expect(bo, "* Your message was not sent: *");
	client_send(bo, "/mode");
	client_expect(bo, "*, one message per user every 30 seconds");
}

static void
founder__is_shown_in_words(void **state)
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
	client_await(cleo,
	    "* chat.test changed the modes of #hers: cleo is the founder");
	client_await(bo, "*: cleo is the founder");
	client_send(cleo, "/op bo");
	client_await(bo, "*: bo is an operator");
	client_send(bo, "/kick cleo");
	client_expect(bo, "* cleo is the founder of the room.");
	client_send(bo, "/rename mine");
	client_expect(bo, "* Only the founder of #hers may do that.");
	client_send(cleo, "/mode +q bo");
	client_await(cleo, "* bo is not logged in. *");
	client_send(bo, "/mode -q cleo");
	client_await(bo, "* Only the founder of #hers may do that.");
}

static void
mode__shows_and_changes_the_modes_in_words(void **state)
{
	struct irc_client *cleo;

	(void)state;
	meet();
	client_send(bo, "/mode");
	client_expect(bo, "* The modes of #tea: only members may write, only "
			  "operators may change the topic");
	client_send(ana, "/mode +mk-t key");
	expect_both("* ana changed the modes of #tea: only users with "
		    "voice may write, the key key is needed "
		    "to join, everyone may change the topic");
	client_send(bo, "/rules tea");
	client_expect(bo,
	    "* The modes of #tea: only users with voice may "
	    "write, only members may write, the key key is needed "
	    "to join");
	cleo = plain_enter(&rig, "cleo");
	client_send(cleo, "/mode #tea");
	client_expect(cleo, "*, the key *** is needed to join");
	client_send(cleo, "/join tea");
	client_expect(cleo, "* #tea needs a key. *");
	client_send(cleo, "/join tea key");
	client_expect(cleo, "* You joined #tea (3 members)");
	irc_rig_skip(&rig);
	client_send(ana, "/mode +zlo 0 nobody");
	client_expect(ana, "* Unknown mode: z");
	client_expect(ana, "* Invalid value: 0");
	client_expect(ana, "* There is no user named nobody.");
	client_send(ana, "/mode -mkn+l 5");
	expect_both("*: everyone may write, no key is needed, non-members "
		    "may write too, at most 5 members");
	client_send(ana, "/mode -l");
	expect_both("*: no limit on members");
	client_send(ana, "/mode");
	client_expect(ana, "* #tea has no modes.");
}

/* checklist 42, in words */
static void
rename__is_shown__and_keeps_the_current_room(void **state)
{
	(void)state;
	meet();
	client_send(ana, "/rename coffee enough tea");
	expect_both("* ana renamed #tea to #coffee (enough tea)");
	client_send(bo, "coffee!");
	client_expect(ana, "<bo> coffee!");
	client_send(ana, "/rename #coffee #cocoa");
	expect_both("* ana renamed #coffee to #cocoa");
	client_send(ana, "/rename lobby");
	client_expect(ana, "* A room named #lobby already exists.");
	client_send(bo, "/rename mine");
	client_expect(bo, "* You are not an operator of #cocoa.");
	client_send(ana, "/rename");
	client_expect(ana, "* New name missing. *");
}

/* checklist 41, in words */
static void
status_message__is_shown_with_its_prefix(void **state)
{
	(void)state;
	meet();
	client_send(bo, "/msg @#tea help");
	client_expect(ana, "@#tea <bo> help");
	client_expect_nothing(bo);
}

static void
lobby_operator__kicks_from_the_lobby(void **state)
{
	(void)state;
	irc_rig_set(&rig, "lobby-operators", "ana");
	ana = plain_enter(&rig, "ana");
	bo = plain_enter(&rig, "bo");
	client_send(ana, "/kick #lobby bo");
	client_expect(ana, "* You are not an operator of #lobby.");
	rig_account(&rig, "ana");
	rig_log_in(&rig, "ana", "ana");
	irc_rig_skip(&rig);
	client_send(ana, "/kick #lobby bo too loud");
	expect_both("* ana kicked bo from #lobby (too loud)");
}

#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, irc_set_up_lobby, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kick__shows_the_reason__and_changes_the_current_room),
		TEST(kick__explains_a_refusal),
		TEST(invite__is_shown_and_listed),
		TEST(op_and_voice__take_several_names),
		TEST(ban_and_mute__are_shown_listed_and_removed),
		TEST(timed_ban__applies_to_the_account__and_ends),
		TEST(slow_mode__shows_how_long_to_wait),
		TEST(founder__is_shown_in_words),
		TEST(mode__shows_and_changes_the_modes_in_words),
		TEST(rename__is_shown__and_keeps_the_current_room),
		TEST(lobby_operator__kicks_from_the_lobby),
		TEST(status_message__is_shown_with_its_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
