/*
 * Connecting, pings, and disconnecting (checklist 1 to 13).
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/wiring/wiring.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 1 */
static void
before_registration__ping_and_cap_and_quit_work(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "PING one");
	client_expect(c, ":chat.test PONG chat.test :one");
	client_send(c, "CAP LIST");
	client_expect(c, ":chat.test CAP * LIST :");
	client_send(c, "JOIN #c");
	client_expect(c, ":chat.test 451 * :*");
	client_send(c, "FOO");
	client_expect(c, ":chat.test 451 * :*");
	client_send(c, "QUIT :bye");
	client_expect(c, "ERROR :*bye*");
	assert_true(client_is_closed(c));
}

/* checklist 1 */
static void
negotiation__delays_the_welcome_until_cap_end(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "CAP LS 302");
	client_await(c, ":chat.test CAP * LS :*");
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_expect_nothing(c);
	client_send(c, "CAP END");
	client_expect(c, ":chat.test 001 ada :*");
}

/* checklist 4, 5 */
static void
commands__ignore_case__and_names_keep_theirs(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "name", "Chat.Test");
	c = client_connect(&rig);
	client_send(c, "NICK ada");
	client_send(c, "user ada 0 * :Ada");
	client_expect(c, ":Chat.Test 001 ada :*");
	client_await(c, ":Chat.Test 422 *");
	client_send(c, "join #c");
	client_expect(c, ":ada!ada@* JOIN #c");
}

static int
count_params(const char *line)
{
	int n = 0;

	for (line = strchr(line, ' '); line != NULL && line[1] != ':';
	     line = strchr(line + 1, ' '))
		n++;
	return n;
}

/* checklist 7: check the tokens of the line, without numeric and nick. */
static void
check_tokens(const char *line)
{
	const char *p = strchr(strstr(line, " 005 ") + 5, ' ');
	const char *equals;
	size_t len;

	assert_true(count_params(line) - 2 <= 13);
	for (p++; *p != ':'; p += len + 1) {
		len = strcspn(p, " ");
		assert_true(len > 0);
		equals = memchr(p, '=', len);
		if (equals != NULL)
			assert_null(memchr(
			    equals + 1, '=', len - (size_t)(equals + 1 - p)));
	}
	assert_string_equal(p, ":are supported by this server");
}

/* checklist 6, 7, 49 */
static void
welcome__is_in_order_and_well_formed(void **state)
{
	struct irc_client *c = client_connect(&rig);
	char all[4096] = "";
	const char *line;

	(void)state;
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_expect(c, ":chat.test 001 ada :Welcome*");
	client_expect(c, ":chat.test 002 ada :*");
	client_expect(c, ":chat.test 003 ada :*");
	client_expect(c, ":chat.test 004 ada chat.test tchat-* Biow "
			 "CHIORWbeiklmnoqstv IWbekloqv");
	while ((line = client_line(c)) != NULL && strstr(line, " 005 ")) {
		check_tokens(line);
		strncat(all, line, sizeof(all) - strlen(all) - 1);
	}
	assert_non_null(strstr(all, " CASEMAPPING=ascii "));
	assert_non_null(strstr(all, " NETWORK=testnet "));
	assert_non_null(strstr(all, " NICKLEN=32 "));
	assert_non_null(strstr(all, " UTF8ONLY "));
	assert_non_null(strstr(all, " PREFIX=(qov)~@+ "));
	assert_non_null(strstr(all, "NAMES:,"));
	assert_non_null(line);
	assert_string_equal(line,
	    ":chat.test 251 ada :There are 1 users and 0 invisible on 1 "
	    "servers");
	client_expect(c, ":chat.test 252 ada 0 :*");
	client_expect(c, ":chat.test 253 ada 0 :*");
	client_expect(c, ":chat.test 254 ada 0 :*");
	client_expect(c, ":chat.test 255 ada :I have 1 clients and 0 servers");
	client_expect(c, ":chat.test 265 ada 1 1 :*");
	client_expect(c, ":chat.test 266 ada 1 1 :*");
	client_expect(c, ":chat.test 422 ada :*");
	client_expect_nothing(c);
}

static void
motd__is_shown__if_it_is_set(void **state)
{
	char file[] = "/tmp/tchat-motd-XXXXXX";
	struct irc_client *c = client_enter(&rig, "ada");
	int fd = mkstemp(file);

	(void)state;
	assert_true(fd != -1);
	assert_int_equal(write(fd, "one\r\n\ntwo\x1b[2J\n", 13), 13);
	close(fd);
	irc_rig_set(&rig, "motd", file);
	unlink(file);
	client_send(c, "MOTD");
	client_expect(c, ":chat.test 375 ada :*");
	client_expect(c, ":chat.test 372 ada :one");
	client_expect(c, ":chat.test 372 ada :");
	client_expect(c, ":chat.test 372 ada :two[2J");
	client_expect(c, ":chat.test 376 ada :*");
}

/* checklist 8 */
static void
ping__gives_the_token_back_unchanged(void **state)
{
	struct irc_client *c = client_enter(&rig, "ada");

	(void)state;
	client_send(c, "PING :a b  :c");
	client_expect(c, ":chat.test PONG chat.test :a b  :c");
	client_send(c, "PING :");
	client_expect(c, ":chat.test PONG chat.test :");
	client_send(c, "PING");
	client_expect(c, ":chat.test 409 ada :*");
}

/* checklist 9 */
static void
user__wants_a_real_name__and_cleans_the_user_name(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :");
	client_expect(c, ":chat.test 461 * USER :*");
	client_send(c, "USER ada 0 *");
	client_expect(c, ":chat.test 461 * USER :*");
	client_send(c, "USER ada 0 * :\xff");
	client_expect(c, ":chat.test FAIL USER INVALID_UTF8 :*");
	client_send(c, "USER a!d@a 0 * :Ada");
	client_await(c, ":chat.test 422 *");
	client_send(c, "JOIN #c");
	client_expect(c, ":ada!ada@* JOIN #c");
	client_skip(c);
	client_send(c, "USER ada 0 * :Ada");
	client_expect(c, ":chat.test 462 ada :*");
}

/* checklist 10 */
static void
nick__never_registers_when_bad__and_a_good_one_does_then(void **state)
{
	struct irc_client *c = client_connect(&rig);

	(void)state;
	client_send(c, "USER ada 0 * :Ada");
	client_send(c, "NICK *");
	client_expect(c, ":chat.test 432 * * :That is not a valid nick");
	client_send(c, "NICK :");
	client_expect(c, ":chat.test 431 * :*");
	client_send(c, "NICK");
	client_expect(c, ":chat.test 431 * :*");
	client_expect_nothing(c);
	client_send(c, "NICK ada");
	client_expect(c, ":chat.test 001 ada :*");
}

/* checklist 10 */
static void
nick__goes_to_one_of_two_clients_that_register_with_it(void **state)
{
	struct irc_client *a = client_connect(&rig);
	struct irc_client *b = client_connect(&rig);

	(void)state;
	client_send(a, "NICK ada");
	client_send(b, "NICK ADA");
	irc_rig_run(&rig);
	client_send(a, "USER ada 0 * :Ada");
	client_expect(a, ":chat.test 001 ada :*");
	client_send(b, "USER ada 0 * :Ada");
	client_expect(b, ":chat.test 433 * ADA :*");
	client_expect_nothing(b);
	client_send(b, "NICK bob");
	client_expect(b, ":chat.test 001 bob :*");
}

/* checklist 11 */
static void
nick__may_change_its_case__and_no_change_is_silent(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "NICK ADA");
	client_expect(a, ":ada!ada@* NICK ADA");
	client_expect(b, ":ada!ada@* NICK ADA");
	client_send(a, "NICK ADA");
	client_expect_nothing(a);
	client_send(b, "NICK Ada");
	client_expect(b, ":chat.test 433 bob Ada :*");
	client_send(b, "PRIVMSG #c :still bob");
	client_expect(a, ":bob!bob@* PRIVMSG #c :still bob");
	client_send(a, "NICK cleo");
	client_send(a, "PING x");
	client_await(a, ":chat.test PONG *");
	client_send(b, "NICK ada");
	client_await(b, ":bob!bob@* NICK ada");
	client_expect_nothing(b);
}

/* checklist 12 */
static void
pass__is_required__if_a_password_is_set(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "password", "sesame");
	c = client_connect(&rig);
	client_send(c, "PASS open");
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_expect(c, ":chat.test 464 * :*");
	client_expect(c, "ERROR :*");
	assert_true(client_is_closed(c));
	c = client_connect(&rig);
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_expect(c, ":chat.test 464 * :*");
	client_expect(c, "ERROR :*");
	c = client_connect(&rig);
	client_send(c, "PASS sesame");
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_expect(c, ":chat.test 001 ada :*");
	client_skip(c);
	client_send(c, "PASS sesame");
	client_expect(c, ":chat.test 462 ada :*");
}

/* checklist 13 */
static void
quit__is_sent_once_with_its_reason__to_users_in_shared_rooms(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(a, "#d");
	client_join(b, "#c");
	client_join(b, "#d");
	client_send(a, "PRIVMSG #c :last words");
	client_send(a, "QUIT :gone fishing");
	client_expect(a, "ERROR :Closing Link (Quit: gone fishing)");
	assert_true(client_is_closed(a));
	client_expect(b, ":ada!ada@* PRIVMSG #c :last words");
	client_expect(b, ":ada!ada@* QUIT :Quit: gone fishing");
	client_expect_nothing(b);
	client_expect_nothing(d);
	assert_int_equal(world_users(rig.server->world), 2);
	client_enter(&rig, "ada");
}

static void
vanished_client__leaves_with_the_reason(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_close(a);
	client_expect(b, ":ada!ada@* QUIT :Connection closed");
}

static void
registration__times_out(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "register-seconds", "60");
	c = client_connect(&rig);
	client_send(c, "NICK ada");
	irc_rig_run(&rig);
	irc_rig_pass(&rig, 30);
	client_expect_nothing(c);
	irc_rig_pass(&rig, 32);
	client_expect(c, "ERROR :Registration timed out");
	assert_true(client_is_closed(c));
}

static void
pings__drop_dead_clients__and_keep_those_that_answer(void **state)
{
	struct irc_client *a, *b;

	(void)state;
	irc_rig_set(&rig, "ping-seconds", "100");
	irc_rig_set(&rig, "ping-timeout", "300");
	a = client_enter(&rig, "ada");
	b = client_enter(&rig, "bob");
	client_join(a, "#c");
	client_join(b, "#c");
	irc_rig_pass(&rig, 60);
	client_expect_nothing(a);
	irc_rig_pass(&rig, 45);
	client_expect(a, "PING :chat.test");
	client_expect(b, "PING :chat.test");
	client_send(b, "PONG chat.test");
	irc_rig_pass(&rig, 200);
	client_expect_nothing(a);
	irc_rig_pass(&rig, 105);
	client_expect(a, "ERROR :Ping timeout: 4* seconds");
	client_expect(b, ":ada!ada@* QUIT :Ping timeout: 4* seconds");
	assert_false(client_is_closed(b));
}

static void
stop__says_good_bye_to_all(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_connect(&rig);

	(void)state;
	client_send(b, "NICK bob");
	irc_rig_run(&rig);
	server_stop(rig.server, "Server going down");
	client_expect(a, "ERROR :Server going down");
	client_expect(b, "ERROR :Server going down");
	assert_true(client_is_closed(a));
	assert_true(client_is_closed(b));
}

static void
lobby__is_joined_after_the_welcome(void **state)
{
	struct irc_client *a, *b;

	(void)state;
	irc_rig_set(&rig, "lobby", "#lobby");
	a = client_enter(&rig, "ada");
	client_expect(a, ":ada!ada@* JOIN #lobby");
	client_expect(a, ":chat.test 353 ada = #lobby :ada");
	client_expect(a, ":chat.test 366 ada #lobby :*");
	b = client_enter(&rig, "bob");
	client_expect(b, ":bob!bob@* JOIN #lobby");
	client_expect(b, ":chat.test 353 bob = #lobby :ada bob");
	client_expect(b, ":chat.test 366 bob #lobby :*");
	client_expect_nothing(b);
	client_expect(a, ":bob!bob@* JOIN #lobby");
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(before_registration__ping_and_cap_and_quit_work),
		TEST(negotiation__delays_the_welcome_until_cap_end),
		TEST(commands__ignore_case__and_names_keep_theirs),
		TEST(welcome__is_in_order_and_well_formed),
		TEST(motd__is_shown__if_it_is_set),
		TEST(ping__gives_the_token_back_unchanged),
		TEST(user__wants_a_real_name__and_cleans_the_user_name),
		TEST(nick__never_registers_when_bad__and_a_good_one_does_then),
		TEST(nick__goes_to_one_of_two_clients_that_register_with_it),
		TEST(nick__may_change_its_case__and_no_change_is_silent),
		TEST(pass__is_required__if_a_password_is_set),
		TEST(
		    quit__is_sent_once_with_its_reason__to_users_in_shared_rooms),
		TEST(vanished_client__leaves_with_the_reason),
		TEST(registration__times_out),
		TEST(pings__drop_dead_clients__and_keep_those_that_answer),
		TEST(stop__says_good_bye_to_all),
		TEST(lobby__is_joined_after_the_welcome),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
