/*
 * JOIN, PART, TOPIC, NAMES, MODE (checklist 27 to 32, 34, 35).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 27 */
static void
join__is_followed_by_topic_and_names(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(a, "JOIN #C");
	client_expect(a, ":ada!ada@* JOIN #C");
	client_expect(a, ":chat.test 353 ada = #C :@ada");
	client_expect(a, ":chat.test 366 ada #C :*");
	client_send(a, "TOPIC #c :news");
	client_expect(a, ":ada!ada@* TOPIC #C :news");
	client_send(b, "JOIN #c");
	client_expect(b, ":bob!bob@* JOIN #C");
	client_expect(b, ":chat.test 332 bob #C :news");
	client_expect(b, ":chat.test 333 bob #C ada!ada@* 1*");
	client_expect(b, ":chat.test 353 bob = #C :@ada bob");
	client_expect(b, ":chat.test 366 bob #C :*");
	client_expect_nothing(b);
	client_expect(a, ":bob!bob@* JOIN #C");
	client_send(b, "JOIN #c");
	client_expect_nothing(b);
	client_expect_nothing(a);
}

/* checklist 27 (IRCv3 no-implicit-names) */
static void
join__sends_no_names__with_no_implicit_names(void **state)
{
	static const char *const caps[] = { "no-implicit-names",
		"draft/no-implicit-names" };
	struct irc_client *a = client_enter(&rig, "ada"), *c;
	char nick[16];
	int i;

	(void)state;
	client_join(a, "#c");
	client_send(a, "TOPIC #c :news");
	client_skip(a);
	for (i = 0; i < 2; i++) {
		snprintf(nick, sizeof(nick), "u%d", i);
		c = client_enter_with(&rig, nick, caps[i]);
		client_send(c, "JOIN #c");
		client_expect(c, ":u*!u*@* JOIN #c");
		client_expect(c, ":chat.test 332 * #c :news");
		client_expect(c, ":chat.test 333 *");
		client_expect_nothing(c);
		client_send(c, "NAMES #c");
		client_expect(c, ":chat.test 353 * = #c :@ada u*");
		client_expect(c, ":chat.test 366 *");
	}
}

/* checklist 28 */
static void
join__takes_lists__and_one_bad_name_spoils_only_itself(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "JOIN #a,bad,#b key1,key2");
	client_expect(a, ":ada!ada@* JOIN #a");
	client_expect(a, ":chat.test 353 *");
	client_expect(a, ":chat.test 366 *");
	client_expect(a, ":chat.test 403 ada bad :*");
	client_expect(a, ":ada!ada@* JOIN #b");
	client_expect(a, ":chat.test 353 *");
	client_expect(a, ":chat.test 366 *");
	client_expect_nothing(a);
	client_send(a, "JOIN");
	client_expect(a, ":chat.test 461 ada JOIN :*");
	irc_rig_set(&rig, "rooms-per-user", "2");
	client_send(a, "JOIN #d");
	client_expect(a, ":chat.test 405 ada #d :*");
}

static void
join_0__leaves_all_rooms(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#a,#b");
	client_join(b, "#b");
	client_send(a, "JOIN 0");
	client_await(a, ":ada!ada@* PART #a");
	client_expect(a, ":ada!ada@* PART #b");
	client_expect(b, ":ada!ada@* PART #b");
	client_send(a, "JOIN #a");
	client_expect(a, ":ada!ada@* JOIN #a");
}

/* checklist 53 */
static void
extended_join__has_account_and_real_name(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "extended-join");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(a, "JOIN #c");
	client_expect(a, ":ada!ada@* JOIN #c * :Real ada");
	client_skip(a);
	client_send(b, "JOIN #c");
	client_expect(a, ":bob!bob@* JOIN #c * :Real bob");
	client_expect(b, ":bob!bob@* JOIN #c");
}

/* checklist 29 */
static void
names__ends_once__and_unknown_rooms_have_none(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_join(a, "#a,#b");
	client_skip(a);
	client_send(a, "NAMES #a,#nowhere,#b");
	client_expect(a, ":chat.test 353 ada = #a :@ada");
	client_expect(a, ":chat.test 353 ada = #b :@ada");
	client_expect(a, ":chat.test 366 ada #a,#nowhere,#b :*");
	client_send(a, "NAMES bad");
	client_expect(a, ":chat.test 366 ada bad :*");
	client_send(a, "NAMES");
	client_expect(a, ":chat.test 366 ada * :*");
	client_expect_nothing(a);
}

static void
names__continues_on_another_line__when_one_is_full(void **state)
{
	const char *line;
	char nick[40];
	struct irc_client *a = NULL;
	int i, lines = 0, names = 0;

	(void)state;
	for (i = 0; i < 30; i++) {
		snprintf(
		    nick, sizeof(nick), "nick-of-some-length-number-%d", i);
		a = client_enter(&rig, nick);
		client_send(a, "JOIN #c");
		client_skip(a);
	}
	client_send(a, "NAMES #c");
	while ((line = client_line(a)) != NULL && strstr(line, " 353 ")) {
		assert_true(strlen(line) <= 510);
		assert_int_not_equal(line[strlen(line) - 1], ' ');
		lines++;
		for (line = strchr(line + 1, ':'); line != NULL;
		     line = strchr(line + 1, ' '))
			names++;
	}
	assert_true(lines > 1);
	assert_int_equal(names, 30);
}

/* checklist 30 */
static void
prefixes__are_the_highest__unless_all_are_asked_for(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *m = client_enter_with(&rig, "mia", "multi-prefix");
	struct room *r;

	(void)state;
	client_join(a, "#c");
	client_join(m, "#c");
	r = world_find_room(rig.server->world, VIEW("#c"));
	TAILQ_FIRST(&r->members)->ranks |= MEMBER_VOICE;
	client_send(a, "NAMES #c");
	client_expect(a, ":chat.test 353 ada = #c :@ada mia");
	client_send(m, "NAMES #c");
	client_expect(m, ":chat.test 353 mia = #c :@+ada mia");
	client_skip(a);
	client_skip(m);
	client_send(a, "WHO #c");
	client_expect(a, ":chat.test 352 ada #c ada * chat.test ada H@ :0 *");
	client_expect(a, ":chat.test 352 ada #c mia * chat.test mia H :0 *");
	client_send(m, "WHO #c");
	client_expect(m, ":chat.test 352 mia #c ada * chat.test ada H@+ :0 *");
}

/* checklist 31 */
static void
topic__is_echoed_and_cleared__and_guarded(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "TOPIC #c");
	client_expect(a, ":chat.test 331 ada #c :*");
	client_send(a, "TOPIC #c :news");
	client_expect(a, ":ada!ada@* TOPIC #c :news");
	client_expect(b, ":ada!ada@* TOPIC #c :news");
	client_send(b, "TOPIC #c :mine");
	client_expect(b, ":chat.test 482 bob #c :*");
	client_send(d, "TOPIC #c :mine");
	client_expect(d, ":chat.test 442 dora #c :*");
	client_send(b, "TOPIC #nowhere");
	client_expect(b, ":chat.test 403 bob #nowhere :*");
	client_send(b, "TOPIC #nowhere :x");
	client_expect(b, ":chat.test 403 bob #nowhere :*");
	client_send(b, "TOPIC #c");
	client_expect(b, ":chat.test 332 bob #c :news");
	client_expect(b, ":chat.test 333 bob #c ada!ada@* 1*");
	client_send(a, "TOPIC #c :");
	client_expect(a, ":ada!ada@* TOPIC #c :");
	client_expect(b, ":ada!ada@* TOPIC #c :");
}

/* checklist 32 */
static void
part__is_sent_with_its_reason__and_refused_to_outsiders(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c,#d");
	client_join(b, "#c");
	client_skip(a);
	client_send(a, "PART #d");
	client_expect(a, ":ada!ada@* PART #d");
	client_send(b, "PART #d");
	client_expect(b, ":chat.test 403 bob #d :*");
	client_send(a, "PRIVMSG #c :one");
	client_send(a, "PART #c :so long");
	client_send(a, "PRIVMSG #c :two");
	client_expect(a, ":ada!ada@* PART #c :so long");
	client_expect(a, ":chat.test 404 ada #c :*");
	client_expect(b, ":ada!ada@* PRIVMSG #c :one");
	client_expect(b, ":ada!ada@* PART #c :so long");
	client_expect_nothing(b);
	client_send(a, "PART #c");
	client_expect(a, ":chat.test 442 ada #c :*");
}

/* checklist 34, 35 */
static void
mode__answers_questions(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_send(b, "MODE #c");
	client_expect(b, ":chat.test 324 bob #c +nt");
	client_expect(b, ":chat.test 329 bob #c 1*");
	client_expect_nothing(b);
	world_find_room(rig.server->world, VIEW("#c"))->modes = 0;
	client_send(b, "MODE #c");
	client_expect(b, ":chat.test 324 bob #c +");
	client_expect(b, ":chat.test 329 *");
	client_send(b, "MODE #nowhere");
	client_expect(b, ":chat.test 403 bob #nowhere :*");
	client_send(b, "MODE #c b");
	client_expect(b, ":chat.test 368 bob #c :*");
	client_send(b, "MODE #c +m");
	client_expect(b, ":chat.test 442 bob #c :*");
	client_send(a, "MODE #c +z");
	client_expect(a, ":chat.test 472 ada z :*");
	client_expect_nothing(a);
}

static void
user_mode__shows_and_changes_your_own_modes(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_enter(&rig, "bob");
	client_send(a, "MODE ada");
	client_expect(a, ":chat.test 221 ada +");
	client_send(a, "MODE ada +i");
	client_expect(a, ":ada!ada@* MODE ada +i");
	client_send(a, "MODE ADA");
	client_expect(a, ":chat.test 221 ada +i");
	client_send(a, "MODE ada +i-x");
	client_expect(a, ":chat.test 501 ada :*");
	client_send(a, "MODE bob");
	client_expect(a, ":chat.test 502 ada :*");
	client_send(a, "MODE nobody");
	client_expect(a, ":chat.test 401 ada nobody :*");
	client_send(a, "LUSERS");
	client_expect(
	    a, ":chat.test 251 ada :There are 1 users and 1 invisible on *");
	client_skip(a);
}

/* checklist 53 */
static void
setname__is_sent_to_clients_with_the_capability(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "setname");
	struct irc_client *b = client_enter_with(&rig, "bob", "setname");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(d, "#c");
	client_send(a, "SETNAME :The Countess");
	client_expect(a, ":ada!ada@* SETNAME :The Countess");
	client_expect(b, ":ada!ada@* SETNAME :The Countess");
	client_expect_nothing(d);
	irc_rig_set(&rig, "realname-bytes", "5");
	client_send(a, "SETNAME :too long");
	client_expect(a, ":chat.test FAIL SETNAME INVALID_REALNAME :*");
	client_send(a, "SETNAME :");
	client_expect(a, ":chat.test FAIL SETNAME INVALID_REALNAME :*");
	client_send(d, "WHO ada");
	client_expect(
	    d, ":chat.test 352 dora * ada * chat.test ada H :0 The Countess");
}

/* checklist 45 */
static void
who__lists_each_user_once__and_hides_invisible_ones(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c,#d");
	client_join(b, "#c,#d");
	client_send(b, "MODE bob +i");
	client_skip(b);
	client_skip(a);
	client_send(a, "WHO *");
	client_expect(a, ":chat.test 352 ada * ada * chat.test ada H :0 *");
	client_expect(a, ":chat.test 352 ada * bob * chat.test bob H :0 *");
	client_expect(a, ":chat.test 352 ada * dora * chat.test dora H :0 *");
	client_expect(a, ":chat.test 315 ada * :*");
	client_expect_nothing(a);
	client_send(d, "WHO B?B");
	client_expect(d, ":chat.test 315 dora B?B :*");
	client_send(d, "WHO BOB");
	client_expect(d, ":chat.test 352 dora * bob * chat.test bob H :0 *");
	client_expect(d, ":chat.test 315 dora BOB :*");
	client_send(d, "WHO #c");
	client_expect(d, ":chat.test 352 dora #c ada * H@ :0 *");
	client_expect(d, ":chat.test 315 dora #c :*");
	client_send(d, "NAMES #c");
	client_expect(d, ":chat.test 353 dora = #c :@ada");
	client_skip(d);
	client_send(d, "WHO nobody");
	client_expect(d, ":chat.test 315 dora nobody :*");
	client_expect_nothing(d);
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(join__is_followed_by_topic_and_names),
		TEST(join__sends_no_names__with_no_implicit_names),
		TEST(join__takes_lists__and_one_bad_name_spoils_only_itself),
		TEST(join_0__leaves_all_rooms),
		TEST(extended_join__has_account_and_real_name),
		TEST(names__ends_once__and_unknown_rooms_have_none),
		TEST(names__continues_on_another_line__when_one_is_full),
		TEST(prefixes__are_the_highest__unless_all_are_asked_for),
		TEST(topic__is_echoed_and_cleared__and_guarded),
		TEST(part__is_sent_with_its_reason__and_refused_to_outsiders),
		TEST(mode__answers_questions),
		TEST(user_mode__shows_and_changes_your_own_modes),
		TEST(setname__is_sent_to_clients_with_the_capability),
		TEST(who__lists_each_user_once__and_hides_invisible_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
