/*
 * Limits on actions that disturb others (checklist 17: there is no limit if the setting is 0,
 * as in all other tests).
 */
#include <stdio.h>
#include <string.h>

#include "server/chat/account.h"
#include "server/chat/rate_limits.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/irc_from.h"
#include "tests/support/test.h"

/* checklist 17 */
static void
nick__is_438__when_it_is_changed_too_often(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *o = client_enter_operator(&rig, "op");
	int i;

	(void)state;
	irc_rig_set(&rig, "nicks-per-minute", "3");
	for (i = 0; i < 3; i++) {
		client_send(a, "NICK ada%d", i);
		client_expect(a, ":ada*!ada@* NICK *");
	}
	client_send(a, "NICK eve");
	client_expect(a, ":chat.test 438 ada2 eve :*");
	client_send(a, "NICK ada2");
	client_expect_nothing(a);
	irc_rig_pass(&rig, 20);
	client_send(a, "NICK eve");
	client_expect(a, ":ada2!ada@* NICK *eve");
	for (i = 0; i < 9; i++) {
		client_send(o, "NICK op%d", i);
		client_expect(o, ":op*!op@* NICK *");
	}
}

/*
 * Send this twice at a limit of one a minute: the second one is refused until the minute is
 * over.
 */
static void
expect_rate(const char *setting, struct irc_client *c, const char *line,
    const char *refusal)
{
	irc_rig_set(&rig, setting, "1");
	client_send(c, "%s", line);
	irc_rig_run(&rig);
	client_skip(c);
	client_send(c, "%s", line);
	client_expect(c, refusal);
	client_expect_nothing(c);
	irc_rig_pass(&rig, 60);
	client_skip(c);
	client_send(c, "%s", line);
	client_send(c, "PING x");
	client_await(c, ":chat.test PONG *");
	irc_rig_set(&rig, setting, "0");
	client_skip(c);
}

/* checklist 17 */
static void
presence_and_rooms__are_refused__when_they_change_too_often(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_enter(&rig, "bob");
	client_join(a, "#c");
	client_skip(a);
	expect_rate(
	    "aways-per-minute", a, "AWAY :lunch", ":chat.test 263 ada AWAY :*");
	expect_rate("setnames-per-minute", a, "SETNAME :Ada L",
	    ":chat.test FAIL SETNAME CANNOT_CHANGE_REALNAME :*");
	expect_rate("topics-per-minute", a, "TOPIC #c :tea",
	    ":chat.test 263 ada TOPIC :*");
	expect_rate("invites-per-minute", a, "INVITE bob #c",
	    ":chat.test 263 ada INVITE :*");
	irc_rig_set(&rig, "modes-per-minute", "1");
	client_send(a, "MODE #c +m");
	client_expect(a, ":ada!ada@* MODE #c +m");
	client_send(a, "MODE #c -m");
	client_expect(a, ":chat.test 263 ada MODE :*");
	client_send(a, "MODE #c");
	client_expect(a, ":chat.test 324 ada #c +mnt*");
	client_skip(a);
	irc_rig_set(&rig, "renames-per-minute", "1");
	client_send(a, "RENAME #c #d");
	client_skip(a);
	client_send(a, "RENAME #d #e");
	client_expect(a, ":chat.test FAIL RENAME CANNOT_RENAME #d #e :*");
}

static void
server_operators__have_no_rate_limit(void **state)
{
	struct irc_client *o = client_enter_operator(&rig, "op");
	int i;

	(void)state;
	irc_rig_set(&rig, "aways-per-minute", "1");
	for (i = 0; i < 9; i++) {
		client_send(o, "AWAY :lunch");
		client_expect(o, ":chat.test 306 op :*");
	}
}

enum { CROWD = 25, SAID_LINES = 20 };

static size_t
count_said(struct irc_client *c)
{
	const char *line;
	size_t n = 0;

	while ((line = client_line(c)) != NULL)
		n += strstr(line, " PRIVMSG ") != NULL;
	return n;
}

static void
say_much(struct irc_client *c, const char *target)
{
	int i;

	for (i = 0; i < SAID_LINES; i++)
		client_send(c, "PRIVMSG %s :hello", target);
}

/* checklist 17 */
static void
commands__cost_more__with_more_recipients(void **state)
{
	struct irc_client *a, *b, *crowd[CROWD];
	char nick[16];
	size_t n;
	int i;

	(void)state;
	a = client_enter(&rig, "ada");
	b = client_enter(&rig, "bob");
	client_join(a, "#c");
	for (i = 0; i < CROWD; i++) {
		snprintf(nick, sizeof(nick), "user%d", i);
		crowd[i] = client_enter(&rig, nick);
		client_join(crowd[i], "#c");
	}
	irc_rig_set(&rig, "flood-burst", "20");
	irc_rig_set(&rig, "flood-rate", "1");
	client_skip(b);
	say_much(a, "bob");
	assert_int_equal(count_said(b), SAID_LINES);
	irc_rig_pass(&rig, 60);
	client_skip(crowd[0]);
	say_much(a, "#c");
	n = count_said(crowd[0]);
	assert_in_range(n, SAID_LINES - 3, SAID_LINES - 1);
	irc_rig_pass(&rig, 5);
	assert_int_equal(n + count_said(crowd[0]), SAID_LINES);
}

static void
greet(struct irc_client *c, const char *command, int from, int to)
{
	for (; from < to; from++)
		client_send(c, "%s user%d :hello", command, from);
	client_send(c, "PING x");
}

static void
enter_people(struct irc_client **people, int n)
{
	char nick[16];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(nick, sizeof(nick), "user%d", i);
		people[i] = client_enter(&rig, nick);
	}
}

/* checklist 17 */
static void
too_many_targets__get_a_guest_439(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada"), *people[8];

	(void)state;
	irc_rig_set(&rig, "targets-per-minute", "4");
	enter_people(people, 8);
	client_send(people[7], "PRIVMSG ada :you may answer");
	client_await(a, "*you may answer");
	greet(a, "PRIVMSG", 0, 4);
	client_expect(a, "*PONG*");
	greet(a, "PRIVMSG", 3, 6);
	client_expect(a, ":chat.test 439 ada user4 :*");
	client_expect(a, ":chat.test 439 ada user5 :*");
	client_expect(a, "*PONG*");
	greet(a, "PRIVMSG", 0, 4);
	greet(a, "PRIVMSG", 7, 8);
	greet(a, "NOTICE", 4, 5);
	client_expect(a, "*PONG*");
	client_expect(a, "*PONG*");
	client_expect(a, "*PONG*");
	client_await(people[7], ":ada!*hello");
	client_expect_nothing(people[4]);
	irc_rig_pass(&rig, 15);
	greet(a, "PRIVMSG", 4, 6);
	client_expect(a, ":chat.test 439 ada user5 :*");
	client_await(people[4], ":ada!*hello");
}

static void
targets__are_unlimited__for_logged_in_users(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada"), *people[8];
	struct world *w = rig.server->world;
	struct chat_from from = { .user = world_find_user(w, VIEW("ada")) };

	(void)state;
	irc_rig_set(&rig, "targets-per-minute", "2");
	enter_people(people, 8);
	chat_login(w, &from, world_add_account(w, VIEW("ada")));
	client_skip(a);
	greet(a, "PRIVMSG", 0, 8);
	client_expect(a, "*PONG*");
	client_await(people[7], ":ada!*hello");
}

/* A client that rejoins its rooms does not have to wait. */
static void
joins__wait__past_joins_per_minute(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	int i;

	(void)state;
	irc_rig_set(&rig, "rooms-per-user", "10");
	irc_rig_set(&rig, "joins-per-minute", "60");
	client_send(a, "JOIN #a,#b,#c,#d,#e,#f,#g,#h,#i,#j");
	client_send(a, "PING all");
	client_await(a, ":chat.test PONG chat.test :all");
	client_send(a, "PART #a,#b");
	client_send(a, "JOIN #a,#b");
	client_send(a, "PING more");
	client_skip(a);
	client_expect_nothing(a);
	for (i = 0; i < 4; i++)
		irc_rig_pass(&rig, 1);
	client_await(a, ":ada!ada@* JOIN #b");
	client_await(a, ":chat.test PONG chat.test :more");
}

static void
rooms__have_their_limit(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	irc_rig_set(&rig, "members-per-room", "1");
	client_join(a, "#c");
	client_send(a, "INVITE bob #c");
	client_skip(b);
	client_send(b, "JOIN #c");
	client_await(b, ":chat.test 471 bob #c :*");
	irc_rig_set(&rig, "members-per-room", "0");
	client_join(b, "#c");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(nick__is_438__when_it_is_changed_too_often),
		IRC_TEST(
		    presence_and_rooms__are_refused__when_they_change_too_often),
		IRC_TEST(server_operators__have_no_rate_limit),
		IRC_TEST(commands__cost_more__with_more_recipients),
		IRC_TEST(too_many_targets__get_a_guest_439),
		IRC_TEST(targets__are_unlimited__for_logged_in_users),
		IRC_TEST(joins__wait__past_joins_per_minute),
		IRC_TEST(rooms__have_their_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
