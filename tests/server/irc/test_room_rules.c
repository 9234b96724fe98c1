/*
 * Founders of rooms, bans that end, and slow mode, as IRC clients see them.
 */
#include <string.h>

#include "server/account/accounts.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

/* Log the user with that nick in to an account of the same name. */
static void
log_in(const char *nick)
{
	struct world *w = rig.server->world;
	struct chat_from from = { .user = world_find_user(w, view_of(nick)) };
	struct account *a = world_find_account(w, view_of(nick));

	if (a == NULL)
		a = world_add_account(w, view_of(nick));
	assert_int_equal(chat_login(w, &from, a), CHAT_OK);
}

/* ada has an account and #c, bob is in it. */
static void
meet(struct irc_client **ada, struct irc_client **bob, const char *caps)
{
	*ada = client_enter_with(&rig, "ada", caps);
	log_in("ada");
	client_join(*ada, "#c");
	*bob = client_enter_with(&rig, "bob", caps);
	client_join(*bob, "#c");
	client_skip(*ada);
}

/* The next owner of the name is another person. But deleting the account does not end a ban. */
static void
invitation_and_exception_by_account__go_with_the_account(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "");
	log_in("bob");
	client_skip(ada);
	client_send(ada, "MODE #c +Ieb a:BOB a:bob a:bob");
	client_expect(ada, ":ada!* MODE #c +Ieb a:BOB a:bob a:bob");
	client_skip(bob);
	accounts_delete(rig.server, "bob", NULL, NULL);
	client_await(ada, ":chat.test MODE #c -eI a:bob a:BOB");
	client_send(ada, "MODE #c +I");
	client_await(ada, ":chat.test 347 *");
	client_send(ada, "MODE #c b");
	client_await(ada, ":chat.test 367 ada #c a:bob *");
}

/* checklist 30 */
static void
founder__has_the_highest_prefix__everywhere(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "");
	client_send(bob, "NAMES #c");
	client_expect(bob, ":chat.test 353 bob = #c :~ada bob");
	client_expect(bob, ":chat.test 366 *");
	client_send(bob, "WHO ada");
	client_expect(bob, ":chat.test 352 bob * ada * chat.test ada H :*");
	client_expect(bob, ":chat.test 315 *");
	client_send(bob, "WHO #c");
	client_expect(bob, ":chat.test 352 bob #c * ada H~ :*");
	client_await(bob, ":chat.test 315 *");
	client_send(bob, "WHOIS ada");
	/* Without multi-prefix as RFC 2812 5.1 has it. */
	client_await(bob, ":chat.test 319 bob ada :@#c");
	client_await(bob, ":chat.test 318 *");
	client_send(ada, "MODE #c +ov ada ada");
	client_expect(ada, ":ada!* MODE #c +ov ada ada");
	client_skip(bob);
	client_send(bob, "CAP REQ :multi-prefix");
	client_send(bob, "NAMES #c");
	client_await(bob, ":chat.test 353 bob = #c :~@+ada bob");
	client_send(bob, "WHOIS ada");
	client_await(bob, ":chat.test 319 bob ada :~@+#c");
}

/* checklist 27: what follows a JOIN is the topic and the names. */
static void
founder__gets_the_rank_back_on_joining__and_others_see_it(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "");
	client_send(ada, "PART #c");
	client_skip(ada);
	client_skip(bob);
	client_send(ada, "JOIN #c");
	client_expect(ada, ":ada!* JOIN #c");
	client_expect(ada, ":chat.test 353 ada = #c :bob ~ada");
	client_expect(ada, ":chat.test 366 *");
	client_expect_nothing(ada);
	client_expect(bob, ":ada!* JOIN #c");
	client_expect(bob, ":chat.test MODE #c +q ada");
	client_expect_nothing(bob);
}

/* checklist 24 */
static void
founder__rejoins__under_one_label(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "batch labeled-response");
	client_send(ada, "PART #c");
	client_skip(ada);
	client_send(ada, "@label=x JOIN #c");
	client_expect(ada, "@label=x :chat.test BATCH +* labeled-response");
	client_expect(ada, "@batch=* :ada!* JOIN #c");
	client_expect(ada, "@batch=* :chat.test 353 ada = #c :bob ~ada");
	client_expect(ada, "@batch=* :chat.test 366 *");
	client_expect(ada, ":chat.test BATCH -*");
	client_expect_nothing(ada);
}

/* checklist 35 */
static void
founders_rights__are_refused_to_operators(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "");
	client_send(ada, "MODE #c +q bob");
	client_expect(ada, ":chat.test 482 ada #c :*logged-in*");
	client_send(ada, "MODE #c +o bob");
	client_skip(ada);
	client_skip(bob);
	client_send(bob, "MODE #c -q ada");
	client_expect(bob, ":chat.test 482 bob #c :*founder*");
	client_send(bob, "MODE #c -o ada");
	client_expect(bob, ":chat.test 482 bob #c :*founder*");
	client_send(bob, "KICK #c ada");
	client_expect(bob, ":chat.test 482 bob #c :*founder*");
	client_send(bob, "RENAME #c #d");
	client_expect(bob, ":chat.test 482 bob #c :*founder*");
	client_send(bob, "MODE #c +q");
	client_expect(bob, ":chat.test 696 bob #c q * :*");
	log_in("bob");
	client_send(ada, "MODE #c +q bob");
	client_expect(ada, ":ada!* MODE #c -q+oq ada ada bob");
	client_expect_nothing(ada);
}

/* checklist 41 */
static void
status__of_the_founder__reaches_the_founder_alone(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "");
	client_send(ada, "MODE #c +o bob");
	client_skip(bob);
	client_skip(ada);
	client_send(bob, "PRIVMSG ~#c :psst");
	client_expect(ada, ":bob!* PRIVMSG ~#c :psst");
	client_send(ada, "PRIVMSG ~#c :what");
	client_expect_nothing(bob);
	client_send(ada, "PRIVMSG @#c :well");
	client_expect(bob, ":ada!* PRIVMSG @#c :well");
}

static void
tban__is_announced_and_listed__and_ends(void **state)
{
	struct irc_client *ada, *bob, *cleo;

	(void)state;
	meet(&ada, &bob, "");
	cleo = client_enter(&rig, "cleo");
	client_send(ada, "TBAN #c 1m cleo");
	client_expect(ada, ":ada!* MODE #c +b cleo!*@*");
	client_expect(ada, ":chat.test NOTE TBAN SET #c cleo!*@* 60 ada :"
			   "The ban on cleo!*@* in #c ends in 1m");
	client_expect(bob, ":ada!* MODE #c +b cleo!*@*");
	client_send(ada, "TBAN #c 7200 m:bob");
	client_skip(ada);
	client_skip(bob);
	client_send(cleo, "JOIN #c");
	client_expect(cleo, ":chat.test 474 *");
	client_send(bob, "PRIVMSG #c :hi");
	client_expect(bob, ":chat.test 404 *");
	client_send(bob, "MODE #c b");
	client_expect(bob, ":chat.test 367 bob #c cleo!*@* ada *");
	client_expect(bob, ":chat.test 367 bob #c m:bob!*@* ada *");
	client_expect(bob, ":chat.test 368 *");
	irc_rig_pass(&rig, 30);
	client_send(bob, "TBAN #c");
	client_expect(
	    bob, ":chat.test NOTE TBAN LISTED #c cleo!* 30 ada :*30s");
	client_expect(
	    bob, ":chat.test NOTE TBAN LISTED #c m:bob!* 7170 ada :*1h 59m");
	client_expect(bob, ":chat.test NOTE TBAN END #c :End of timed bans");
	irc_rig_pass(&rig, 32);
	client_expect(bob, ":chat.test MODE #c -b cleo!*@*");
	client_expect(ada, ":chat.test MODE #c -b cleo!*@*");
	client_expect_nothing(bob);
	client_send(cleo, "JOIN #c");
	client_expect(cleo, ":cleo!* JOIN #c");
}

/* As it was shown then. */
static void
changes_by_the_server__are_in_the_history(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "batch draft/chathistory draft/event-playback");
	client_send(ada, "TBAN #c 5 x");
	client_send(ada, "PART #c");
	client_send(ada, "JOIN #c");
	irc_rig_pass(&rig, 7);
	client_skip(bob);
	client_send(bob, "CHATHISTORY LATEST #c * 5");
	client_await(bob, "@batch=* :ada!* MODE #c +b x!*@*");
	client_expect(bob, "@batch=* :ada!* PART #c");
	client_expect(bob, "@batch=* :ada!* JOIN #c");
	client_expect(bob, "@batch=* :chat.test MODE #c +q ada");
	client_expect(bob, "@batch=* :chat.test MODE #c -b x!*@*");
	client_expect(bob, ":chat.test BATCH -*");
}

/* Mode R, and masks by account: a mute still applies after a logout. */
static void
rules__go_by_account(void **state)
{
	struct irc_client *ada, *bob, *cleo;
	struct chat_from from;

	(void)state;
	meet(&ada, &bob, "");
	cleo = client_enter(&rig, "cleo");
	client_send(ada, "MODE #c +RibeI a:bob a:bob a:cleo");
	client_expect(ada, ":ada!* MODE #c +RibeI a:bob a:bob a:cleo");
	client_skip(bob);
	client_send(bob, "PRIVMSG #c :hi");
	client_expect(bob, ":chat.test 404 bob #c :*logged in*");
	client_send(cleo, "JOIN #c");
	client_expect(cleo, ":chat.test 477 cleo #c :*");
	log_in("cleo");
	log_in("bob");
	client_skip(cleo);
	client_send(cleo, "JOIN #c");
	client_expect(cleo, ":cleo!* JOIN #c");
	client_skip(bob);
	client_send(bob, "PRIVMSG #c :hi");
	client_expect_nothing(bob);
	client_send(ada, "MODE #c -e+b a:bob m:a:cleo");
	client_skip(bob);
	client_send(bob, "PRIVMSG #c :hi");
	client_expect(bob, ":chat.test 404 bob #c :*banned or muted*");
	client_skip(cleo);
	client_send(cleo, "PRIVMSG #c :hi");
	client_expect(cleo, ":chat.test 404 cleo #c :*banned or muted*");
	client_send(ada, "MODE #c -R");
	from.user = world_find_user(rig.server->world, VIEW("cleo"));
	from.origin = from.token = 0;
	assert_int_equal(chat_logout(rig.server->world, &from), CHAT_OK);
	client_skip(cleo);
	client_send(cleo, "PRIVMSG #c :hi");
	client_expect(cleo, ":chat.test 404 cleo #c :*banned or muted*");
	client_send(ada, "MODE #c -b m:a:cleo");
	client_skip(cleo);
	client_send(cleo, "PRIVMSG #c :hi");
	client_expect_nothing(cleo);
}

static void
tban__reports_errors(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "");
	client_send(ada, "TBAN");
	client_expect(ada, ":chat.test 461 ada TBAN :*");
	client_send(ada, "TBAN #c 10m");
	client_expect(ada, ":chat.test 461 ada TBAN :*");
	client_send(ada, "TBAN #c soon bob");
	client_expect(ada, ":chat.test FAIL TBAN INVALID_DURATION soon :*");
	client_send(ada, "TBAN #c 11y bob");
	client_expect(ada, ":chat.test FAIL TBAN INVALID_DURATION 11y :*");
	client_send(ada, "TBAN #c 1 :a b");
	client_expect(ada, ":chat.test FAIL TBAN INVALID_MASK *");
	client_send(ada, "TBAN #d 1 bob");
	client_expect(ada, ":chat.test 403 ada #d :*");
	client_send(ada, "TBAN #d");
	client_expect(ada, ":chat.test 403 ada #d :*");
	client_send(bob, "TBAN #c 1 ada");
	client_expect(bob, ":chat.test 482 bob #c :*");
	irc_rig_set(&rig, "list-max", "1");
	client_send(ada, "MODE #c +b x");
	client_skip(ada);
	client_send(ada, "TBAN #c 1 y");
	client_expect(ada, ":chat.test 478 ada #c b :*");
	client_send(ada, "MODE #c +s");
	client_send(bob, "PART #c");
	client_skip(bob);
	client_send(bob, "TBAN #c");
	client_expect(bob, ":chat.test 403 bob #c :*");
}

/* checklist 39 */
static void
slow_mode__is_refused_with_the_seconds_left(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "");
	client_send(ada, "MODE #c +W 0");
	client_expect(ada, ":chat.test 696 ada #c W 0 :*");
	client_send(ada, "MODE #c +kWl tea 10 7");
	client_expect(ada, ":ada!* MODE #c +kWl tea 10 7");
	client_send(ada, "MODE #c");
	client_expect(ada, ":chat.test 324 ada #c +Wklnt 10 tea 7");
	client_skip(bob);
	client_skip(ada);
	client_send(bob, "PRIVMSG #c :one");
	client_expect(ada, ":bob!* PRIVMSG #c :one");
	irc_rig_pass(&rig, 4);
	client_send(bob, "PRIVMSG #c :two");
	client_expect(
	    bob, ":chat.test 404 bob #c :*slow mode: wait 6 seconds*");
	client_send(bob, "NOTICE #c :two");
	client_expect_nothing(bob);
	irc_rig_pass(&rig, 5);
	client_send(bob, "PRIVMSG #c :two");
	client_expect(bob, ":chat.test 404 bob #c :*wait 1 second)");
	irc_rig_pass(&rig, 1);
	client_send(bob, "PRIVMSG #c :two");
	client_expect(ada, ":bob!* PRIVMSG #c :two");
}

static void
say_lines(struct irc_client *c)
{
	client_send(c, "BATCH +1 draft/multiline #c");
	client_send(c, "@batch=1 PRIVMSG #c :one");
	client_send(c, "@batch=1 PRIVMSG #c :two");
	client_send(c, "BATCH -1");
}

static void
slow_mode__counts_several_lines_as_one(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "batch draft/multiline message-tags");
	client_send(ada, "MODE #c +W 10");
	client_expect(ada, "*:ada!* MODE #c +W 10");
	client_skip(bob);
	say_lines(bob);
	client_expect(ada, "*:bob!* BATCH +* draft/multiline #c*");
	client_expect(ada, "@batch=*PRIVMSG #c :one");
	client_expect(ada, "@batch=*PRIVMSG #c :two");
	client_expect(ada, "*BATCH -*");
	say_lines(bob);
	client_expect(bob, ":chat.test 404 bob #c :*wait 10 seconds)");
	client_expect_nothing(bob);
	client_expect_nothing(ada);
	irc_rig_pass(&rig, 10);
	say_lines(bob);
	client_expect(ada, "*:bob!* BATCH +* draft/multiline #c*");
}

/* The check after settling refuses none of them. */
static void
slow_mode__delivers_accepted_messages__when_the_store_is_slow(void **state)
{
	struct irc_client *ada, *bob;

	(void)state;
	meet(&ada, &bob, "echo-message");
	store_late_hurry(rig.store, 0);
	client_send(bob, "PRIVMSG #c :one");
	client_send(bob, "PRIVMSG #c :two");
	irc_rig_run(&rig);
	client_send(ada, "MODE #c +W 10");
	client_expect(ada, ":ada!* MODE #c +W 10");
	store_late_settle(rig.store, 2, STORE_OK);
	client_expect(ada, ":bob!* PRIVMSG #c :one");
	client_expect(ada, ":bob!* PRIVMSG #c :two");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(
		    invitation_and_exception_by_account__go_with_the_account),
		IRC_TEST(founder__has_the_highest_prefix__everywhere),
		IRC_TEST(
		    founder__gets_the_rank_back_on_joining__and_others_see_it),
		IRC_TEST(founder__rejoins__under_one_label),
		IRC_TEST(founders_rights__are_refused_to_operators),
		IRC_TEST(status__of_the_founder__reaches_the_founder_alone),
		IRC_TEST(tban__is_announced_and_listed__and_ends),
		IRC_TEST(changes_by_the_server__are_in_the_history),
		IRC_TEST(rules__go_by_account),
		IRC_TEST(tban__reports_errors),
		IRC_TEST(slow_mode__is_refused_with_the_seconds_left),
		IRC_TEST(slow_mode__counts_several_lines_as_one),
		IRC_TEST_LATE(
		    slow_mode__delivers_accepted_messages__when_the_store_is_slow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
