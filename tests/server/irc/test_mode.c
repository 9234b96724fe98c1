/*
 * MODE of a room, and what its modes do (checklist 33 to 39).
 */
#include <stdio.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/chat/user.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* ada is the operator of #c, bob is in it, dora is not. */
static struct irc_client *ada, *bob, *dora;

static int
setup_room(void **state)
{
	irc_set_up(state);
	ada = client_enter(&rig, "ada");
	bob = client_enter(&rig, "bob");
	dora = client_enter(&rig, "dora");
	client_join(ada, "#c");
	client_join(bob, "#c");
	return 0;
}

static void
skip_all(void)
{
	client_skip(ada);
	client_skip(bob);
	client_skip(dora);
}

/* Let the operator change a mode, and skip the lines that all members get. */
static void
set_modes(const char *modes)
{
	client_send(ada, "MODE #c %s", modes);
	client_await(ada, ":ada!ada@* MODE #c *");
	skip_all();
}

/* Compare without patterns: '*' matches only '*'. */
static void
expect_exactly(struct irc_client *c, const char *line)
{
	const char *got = client_line(c);

	assert_non_null(got);
	assert_string_equal(got, line);
}

static void
expect_both(const char *pattern)
{
	client_expect(ada, pattern);
	client_expect(bob, pattern);
}

/* checklist 34 */
static void
mode__shows_324_and_329_and_nothing_else(void **state)
{
	(void)state;
	client_send(ada, "MODE #c");
	client_expect(ada, ":chat.test 324 ada #c +nt");
	client_expect(ada, ":chat.test 329 ada #c 1700000000");
	client_expect_nothing(ada);
	set_modes("-nt");
	client_send(bob, "MODE #C");
	client_expect(bob, ":chat.test 324 bob #c +");
	client_expect(bob, ":chat.test 329 bob #c 1700000000");
	client_expect_nothing(bob);
}

/* checklist 34 */
static void
mode__shows_key_and_limit__the_key_to_members_alone(void **state)
{
	(void)state;
	set_modes("+lki 12 secret");
	client_send(bob, "MODE #c");
	client_expect(bob, ":chat.test 324 bob #c +iklnt secret 12");
	client_skip(bob);
	client_send(dora, "MODE #c");
	expect_exactly(dora, ":chat.test 324 dora #c +iklnt * 12");
}

/* checklist 34 */
static void
mode__sends_several_changes_in_one_line(void **state)
{
	(void)state;
	client_send(ada, "MODE #c -nt+lk-i+vo 5 key bob bob");
	expect_both(":ada!ada@* MODE #c -nt+lkvo 5 key bob bob");
	client_expect_nothing(ada);
	client_send(ada, "MODE #c -lkvo key bob bob");
	expect_both(":ada!ada@* MODE #c -lkvo key bob bob");
	client_expect_nothing(ada);
	client_expect_nothing(bob);
	client_send(ada, "MODE #c -lk");
	client_expect_nothing(ada);
}

/* checklist 35 */
static void
mode__refuses_with_one_line__the_room_before_the_nick(void **state)
{
	(void)state;
	client_send(ada, "MODE #nowhere +o nobody");
	client_expect(ada, ":chat.test 403 ada #nowhere :*");
	client_send(ada, "MODE #c +o nobody");
	client_expect(ada, ":chat.test 401 ada nobody :*");
	client_send(ada, "MODE #c +o dora");
	client_expect(ada, ":chat.test 441 ada dora #c :*");
	client_send(bob, "MODE #c +o nobody");
	client_expect(bob, ":chat.test 482 bob #c :*");
	client_send(dora, "MODE #c +o bob");
	client_expect(dora, ":chat.test 442 dora #c :*");
	client_send(ada, "MODE #c +z");
	client_expect(ada, ":chat.test 472 ada z :*");
	client_expect_nothing(ada);
	client_expect_nothing(bob);
	client_expect_nothing(dora);
}

static void
mode__does_the_rest__when_one_change_is_wrong(void **state)
{
	(void)state;
	client_send(ada, "MODE #c +iomv nobody bob");
	expect_both(":ada!ada@* MODE #c +imv bob");
	client_expect(ada, ":chat.test 401 ada nobody :*");
	client_expect_nothing(ada);
}

static void
mode__takes_20_arguments__as_isupport_says(void **state)
{
	char line[400] = "MODE #c +bbbbbbbbbbbbbbbbbbbbb";
	char mask[16];
	int i;

	(void)state;
	for (i = 1; i <= 21; i++) {
		snprintf(mask, sizeof(mask), " n%d", i);
		strncat(line, mask, sizeof(line) - strlen(line) - 1);
	}
	client_send(ada, "%s", line);
	client_await(ada, "* MODE #c *n20!*@**");
	client_expect_nothing(ada);
	client_send(bob, "MODE #c b");
	client_await(bob, ":chat.test 367 bob #c n20!*@* ada *");
	client_expect(bob, ":chat.test 368 bob #c :*");
}

/* checklist 36 */
static void
key_and_limit__are_refused__when_they_are_bad(void **state)
{
	static const char *const keys[] = { "+k :", "+k :two words", "+k a,b" };
	static const char *const limits[] = { "0", "-1", "abc", "1x",
		"99999999999999999999" };
	char expected[80];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		client_send(ada, "MODE #c %s", keys[i]);
		expect_exactly(
		    ada, ":chat.test 696 ada #c k * :Invalid mode parameter");
	}
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		client_send(ada, "MODE #c +l %s", limits[i]);
		snprintf(expected, sizeof(expected),
		    ":chat.test 696 ada #c l %s :*", limits[i]);
		client_expect(ada, expected);
	}
	client_send(ada, "MODE #c +l :");
	expect_exactly(
	    ada, ":chat.test 696 ada #c l * :Invalid mode parameter");
	client_send(ada, "MODE #c +k");
	expect_exactly(
	    ada, ":chat.test 696 ada #c k * :Invalid mode parameter");
	client_send(ada, "MODE #c");
	client_expect(ada, ":chat.test 324 ada #c +nt");
	client_expect_nothing(bob);
}

static void
key__admits_users_who_give_it(void **state)
{
	(void)state;
	set_modes("+k secret");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":chat.test 475 dora #c :*");
	client_send(dora, "JOIN #c wrong");
	client_expect(dora, ":chat.test 475 dora #c :*");
	client_expect_nothing(dora);
	client_send(dora, "JOIN #c secret");
	client_expect(dora, ":dora!dora@* JOIN #c");
}

/* checklist 28 */
static void
keys__belong_to_rooms_by_their_place(void **state)
{
	(void)state;
	client_join(ada, "#d,#e");
	client_send(ada, "MODE #d +k kd");
	client_send(ada, "MODE #e +k ke");
	skip_all();
	client_send(bob, "JOIN #d,#e kd,ke");
	client_await(bob, ":bob!bob@* JOIN #d");
	client_await(bob, ":bob!bob@* JOIN #e");
	client_send(dora, "JOIN #c,#d,#e x,kd");
	client_await(dora, ":dora!dora@* JOIN #c");
	client_await(dora, ":dora!dora@* JOIN #d");
	client_await(dora, ":chat.test 475 dora #e :*");
	client_expect_nothing(dora);
}

/* checklist 37 */
static void
member_limit__is_471__and_kicks_nobody(void **state)
{
	(void)state;
	set_modes("+l 2");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":chat.test 471 dora #c :*");
	client_expect_nothing(dora);
	set_modes("+l 1");
	client_send(ada, "NAMES #c");
	client_expect(ada, ":chat.test 353 ada = #c :@ada bob");
	skip_all();
	client_send(ada, "MODE #c -l");
	client_expect(ada, ":ada!ada@* MODE #c -l");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":dora!dora@* JOIN #c");
}

/* checklist 38 */
static void
lists__are_shown__with_setter_and_time(void **state)
{
	(void)state;
	set_modes("+bbeI m1 *!*@h2 e1!u@h i1");
	client_send(bob, "MODE #c b");
	client_expect(bob, ":chat.test 367 bob #c m1!*@* ada 1700000000");
	client_expect(bob, ":chat.test 367 bob #c *!*@h2 ada 1700000000");
	client_expect(bob, ":chat.test 368 bob #c :*");
	client_send(bob, "MODE #c +e");
	client_expect(bob, ":chat.test 348 bob #c e1!u@h ada 1700000000");
	client_expect(bob, ":chat.test 349 bob #c :*");
	client_send(bob, "MODE #c I");
	client_expect(bob, ":chat.test 346 bob #c i1!*@* ada 1*");
	client_expect(bob, ":chat.test 347 bob #c :*");
	client_expect_nothing(bob);
	client_send(ada, "MODE #c -b M1");
	client_expect(ada, ":ada!ada@* MODE #c -b m1!*@*");
	client_send(bob, "MODE #c +b x");
	client_await(bob, ":chat.test 482 bob #c :*");
}

/* checklist 38 */
static void
lists__stand_in_isupport__as_they_are(void **state)
{
	char all[4096] = "";
	const char *line;

	(void)state;
	irc_rig_set(&rig, "list-max", "7");
	client_send(ada, "ISUPPORT");
	while ((line = client_line(ada)) != NULL)
		strncat(all, line, sizeof(all) - strlen(all) - 1);
	assert_non_null(strstr(all, " CHANMODES=Ibe,k,Wl,CHORimnst "));
	assert_non_null(strstr(all, " EXCEPTS=e "));
	assert_non_null(strstr(all, " INVEX=I "));
	assert_non_null(strstr(all, " MAXLIST=b:7,e:7,I:7 "));
	assert_non_null(strstr(all, " MODES=20 "));
	assert_non_null(strstr(all, " PREFIX=(qov)~@+ "));
	assert_non_null(strstr(all, " STATUSMSG=~@+ "));
	assert_non_null(strstr(all, " EXTBAN=,am "));
	assert_non_null(strstr(all, " ACCOUNTEXTBAN=a "));
	assert_non_null(strstr(all, " KEYLEN=32 "));
	assert_non_null(strstr(all, " ELIST=CMNTU "));
	client_send(ada, "MODE #c +k %032d", 1);
	client_await(ada, ":ada!ada@* MODE #c +k *");
	client_send(ada, "MODE #c +k %033d", 1);
	expect_exactly(
	    ada, ":chat.test 696 ada #c k * :Invalid mode parameter");
}

static void
list__is_478__when_it_is_full(void **state)
{
	(void)state;
	irc_rig_set(&rig, "list-max", "2");
	client_send(ada, "MODE #c +bbb m1 m2 m3");
	client_expect(ada, ":ada!ada@* MODE #c +bb m1!*@* m2!*@*");
	client_expect(ada, ":chat.test 478 ada #c b :*");
	client_expect_nothing(ada);
}

/* checklist 38 */
static void
ban__keeps_out_without_regard_to_case__but_for_exceptions(void **state)
{
	(void)state;
	set_modes("+b DORA!*@*");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":chat.test 474 dora #c :*");
	set_modes("+e *!Dora@*");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":dora!dora@* JOIN #c");
}

/* checklist 33 */
static void
invite_only_room__admits_invited_and_listed_users(void **state)
{
	(void)state;
	set_modes("+i");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":chat.test 473 dora #c :*");
	set_modes("+I dora");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":dora!dora@* JOIN #c");
}

/* checklist 39 */
static void
outsiders_and_the_unvoiced__are_not_relayed(void **state)
{
	(void)state;
	client_send(dora, "PRIVMSG #c :hello");
	client_expect(dora, ":chat.test 404 dora #c :*");
	set_modes("+m-n");
	client_send(dora, "PRIVMSG #c :hello");
	client_expect(dora, ":chat.test 404 dora #c :*");
	client_send(bob, "PRIVMSG #c :hello");
	client_expect(bob, ":chat.test 404 bob #c :*");
	client_expect_nothing(ada);
	set_modes("+v bob");
	client_send(bob, "PRIVMSG #c :heard");
	client_expect(ada, ":bob!bob@* PRIVMSG #c :heard");
	set_modes("-m");
	client_send(dora, "PRIVMSG #c :from outside");
	expect_both(":dora!dora@* PRIVMSG #c :from outside");
}

/* A visitor is bound by mode n like every outsider, unless its account has a rank in the room. */
static void
a_visitor__speaks_without_joining__where_outsiders_may(void **state)
{
	struct irc_client *cron = client_enter_with(
	    &rig, "cron", "tchat/visitor tchat/no-lobby message-tags");

	(void)state;
	skip_all();
	client_send(cron, "PRIVMSG #c :built");
	client_expect(cron, ":chat.test 404 cron #c :*");
	set_modes("-n");
	client_send(cron, "PRIVMSG #c :built");
	expect_both(":cron!cron@* PRIVMSG #c :built");
	client_send(cron, "NAMES #c");
	client_expect(cron, ":chat.test 353 cron = #c :@ada bob");
	client_expect(cron, ":chat.test 366 cron #c :*");
	client_send(bob, "PRIVMSG #c :not for visitors");
	client_expect(ada, ":bob!bob@* PRIVMSG #c :not for visitors");
	client_expect_nothing(cron);
	set_modes("+m");
	client_send(cron, "PRIVMSG #c :x");
	client_expect(cron, ":chat.test 404 cron #c :*");
	client_send(cron, "QUIT");
	client_expect_nothing(ada);
	client_expect_nothing(bob);
}

/* checklist 39 */
static void
no_ctcp__stops_requests__and_no_actions(void **state)
{
	(void)state;
	set_modes("+C");
	client_send(bob, "PRIVMSG #c :\001VERSION\001");
	client_expect(bob, ":chat.test 404 bob #c :*");
	client_expect_nothing(ada);
	client_send(bob, "PRIVMSG #c :\001ACTION waves\001");
	client_expect(ada, ":bob!bob@* PRIVMSG #c :\001ACTION waves\001");
}

/* checklist 39 */
static void
ban__mutes_members_it_matches(void **state)
{
	(void)state;
	set_modes("+b bob");
	client_send(bob, "PRIVMSG #c :hello");
	client_expect(bob, ":chat.test 404 bob #c :*");
	set_modes("-b bob");
	client_send(bob, "PRIVMSG #c :hello");
	client_expect(ada, ":bob!bob@* PRIVMSG #c :hello");
}

/* checklist 39 */
static void
mute__allows_joining__but_not_speaking(void **state)
{
	(void)state;
	set_modes("+b m:dora");
	client_send(dora, "JOIN #c");
	client_await(dora, ":chat.test 366 *");
	client_send(dora, "PRIVMSG #c :hello");
	client_expect(dora, ":chat.test 404 dora #c :*");
	client_send(dora, "MODE #c b");
	client_expect(dora, ":chat.test 367 dora #c m:dora!*@* ada 1*");
	skip_all();
	set_modes("+v dora");
	client_send(dora, "PRIVMSG #c :hello");
	client_expect(ada, ":dora!dora@* PRIVMSG #c :hello");
}

/* Log the user in directly, without SASL. */
static void
registered__means_with_an_account__and_account_bans_too(void **state)
{
	struct user *d = world_find_user(rig.server->world, VIEW("dora"));

	(void)state;
	set_modes("+R");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":chat.test 477 dora #c :*");
	client_send(bob, "PRIVMSG #c :hello");
	client_expect(bob, ":chat.test 404 bob #c :*");
	d->account = xstrdup("Dora");
	set_modes("+b a:dor*");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":chat.test 474 dora #c :*");
	set_modes("-b a:DOR*");
	client_send(dora, "JOIN #c");
	client_expect(dora, ":dora!dora@* JOIN #c");
}

/* checklist 27 */
static void
secret_room__has_another_symbol__and_hides_from_outsiders(void **state)
{
	(void)state;
	set_modes("+s");
	client_send(bob, "NAMES #c");
	client_expect(bob, ":chat.test 353 bob @ #c :@ada bob");
	client_expect(bob, ":chat.test 366 bob #c :*");
	client_send(dora, "NAMES #c");
	client_expect(dora, ":chat.test 366 dora #c :*");
	client_send(dora, "TOPIC #c");
	client_expect(dora, ":chat.test 403 dora #c :*");
	client_send(dora, "MODE #c");
	client_expect(dora, ":chat.test 403 dora #c :*");
	client_send(dora, "MODE #c b");
	client_expect(dora, ":chat.test 403 dora #c :*");
	client_expect_nothing(dora);
}

/* checklist 31 */
static void
topic__is_for_operators_under_t__and_for_all_without(void **state)
{
	(void)state;
	set_modes("+v bob");
	client_send(bob, "TOPIC #c :mine");
	client_expect(bob, ":chat.test 482 bob #c :*");
	set_modes("-t");
	client_send(bob, "TOPIC #c :mine");
	expect_both(":bob!bob@* TOPIC #c :mine");
}

/* checklist 24 */
static void
label__is_on_the_answer__be_it_one_or_several(void **state)
{
	struct irc_client *c =
	    client_enter_with(&rig, "lea", "batch labeled-response");

	(void)state;
	client_join(c, "#l");
	client_send(c, "@label=1 MODE #l +s");
	client_expect(c, "@label=1 :lea!lea@* MODE #l +s");
	client_send(c, "@label=2 MODE #l +s");
	client_expect(c, "@label=2 :chat.test ACK");
	client_send(c, "@label=3 MODE #l");
	client_expect(c, "@label=3 :chat.test BATCH +* labeled-response");
	client_expect(c, "@batch=* :chat.test 324 lea #l +nst");
	client_expect(c, "@batch=* :chat.test 329 lea #l 1*");
	client_expect(c, ":chat.test BATCH -*");
	client_expect_nothing(c);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup_room, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(mode__shows_324_and_329_and_nothing_else),
		TEST(mode__shows_key_and_limit__the_key_to_members_alone),
		TEST(mode__sends_several_changes_in_one_line),
		TEST(mode__refuses_with_one_line__the_room_before_the_nick),
		TEST(mode__does_the_rest__when_one_change_is_wrong),
		TEST(mode__takes_20_arguments__as_isupport_says),
		TEST(key_and_limit__are_refused__when_they_are_bad),
		TEST(key__admits_users_who_give_it),
		TEST(keys__belong_to_rooms_by_their_place),
		TEST(member_limit__is_471__and_kicks_nobody),
		TEST(lists__are_shown__with_setter_and_time),
		TEST(lists__stand_in_isupport__as_they_are),
		TEST(list__is_478__when_it_is_full),
		TEST(ban__keeps_out_without_regard_to_case__but_for_exceptions),
		TEST(invite_only_room__admits_invited_and_listed_users),
		TEST(outsiders_and_the_unvoiced__are_not_relayed),
		TEST(a_visitor__speaks_without_joining__where_outsiders_may),
		TEST(no_ctcp__stops_requests__and_no_actions),
		TEST(ban__mutes_members_it_matches),
		TEST(mute__allows_joining__but_not_speaking),
		TEST(registered__means_with_an_account__and_account_bans_too),
		TEST(secret_room__has_another_symbol__and_hides_from_outsiders),
		TEST(topic__is_for_operators_under_t__and_for_all_without),
		TEST(label__is_on_the_answer__be_it_one_or_several),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
