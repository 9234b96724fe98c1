/*
 * A message that is sent again with the same nonce is delivered once (tchat-protocol(7)).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/logged_in.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define CAPS "batch echo-message labeled-response message-tags server-time"
#define SAY  "@+tchat/nonce=n1 PRIVMSG #c :once"

static struct irc_client *
enter(const char *nick)
{
	struct irc_client *c = client_enter_with(&rig, nick, CAPS);
	size_t i;

	client_join(c, "#c");
	for (i = 0; i < rig.nclients; i++)
		client_skip(&rig.clients[i]);
	return c;
}

static void
repeated_message__is_delivered_once__and_answered_with_the_same_id(void **state)
{
	struct irc_client *a = enter("ada"), *b = enter("bo");
	char id[128];

	(void)state;
	client_send(a, "@label=x;+tchat/nonce=n1 PRIVMSG #c :once");
	client_expect(a, "@label=x;* :ada!ada@* PRIVMSG #c :once");
	assert_int_equal(
	    sscanf(strstr(buf_str(&a->line), "msgid="), "%100[^; ]", id), 1);
	client_expect(b, "@* :ada!ada@* PRIVMSG #c :once");
	client_send(a, "@label=y;+tchat/nonce=n1 PRIVMSG #C :once");
	client_expect(a, "@label=y;* :ada!ada@* PRIVMSG #c :once");
	assert_non_null(strstr(buf_str(&a->line), id));
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* Each author has a share of the memory. */
static void
nonces_of_one_author__displace_no_others(void **state)
{
	struct irc_client *a = enter("ada"), *b = enter("bo");
	char text[301];
	int i;

	(void)state;
	rig_log_in(&rig, "bo", "bo");
	irc_rig_set(&rig, "ping-seconds", "1d");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	client_send(a, SAY);
	for (i = 0; i < 200; i++) {
		client_send(b, "@+tchat/nonce=b%d PRIVMSG #c :%s", i, text);
		irc_rig_pass(&rig, 2);
	}
	client_skip(a);
	client_skip(b);
	client_send(a, SAY);
	client_expect_nothing(b);
	client_skip(a);
	client_send(b, "@+tchat/nonce=b199 PRIVMSG #c :%s", text);
	client_expect_nothing(a);
	client_send(b, "@+tchat/nonce=b0 PRIVMSG #c :%s", text);
	client_expect(a, "@* :bo!bo@* PRIVMSG #c :x*");
}

static void
different_messages__are_delivered(void **state)
{
	struct irc_client *a = enter("ada"), *b = enter("bo");

	(void)state;
	client_join(a, "#d");
	client_skip(b);
	client_send(a, SAY);
	client_expect(b, "@* :ada!ada@* PRIVMSG #c :once");
	client_send(a, "@+tchat/nonce=n2 PRIVMSG #c :once");
	client_expect(b, "@* :ada!ada@* PRIVMSG #c :once");
	client_send(a, "@+tchat/nonce=n1 PRIVMSG #c :another");
	client_expect(b, "@* :ada!ada@* PRIVMSG #c :another");
	client_send(a, "@+tchat/nonce=n1 PRIVMSG bo :once");
	client_expect(b, "@* :ada!ada@* PRIVMSG bo :once");
	client_send(b, SAY);
	client_expect(b, "@* :bo!bo@* PRIVMSG #c :once");
	client_skip(a);
	irc_rig_set(&rig, "ping-seconds", "3600");
	irc_rig_pass(&rig, 601);
	client_send(a, SAY);
	client_expect(b, "@* :ada!ada@* PRIVMSG #c :once");
}

/* Another connection of the account counts, under any nick. A guest is known by nick and address. */
static void
another_connection_of_the_account__is_the_same_author(void **state)
{
	struct irc_client *a = enter("ada"), *b = enter("ada2");
	struct irc_client *c = enter("cy");

	(void)state;
	client_send(a, SAY);
	client_skip(a);
	client_expect(c, "@* :ada!ada@* PRIVMSG #c :once");
	client_send(b, SAY);
	client_expect(c, "@* :ada2!ada2@* PRIVMSG #c :once");
	rig_log_in(&rig, "ada", "ada");
	rig_log_in(&rig, "ada2", "ada");
	client_send(a, "@+tchat/nonce=n3 PRIVMSG #c :known");
	client_skip(a);
	client_skip(b);
	client_expect(c, "@* :ada!ada@* PRIVMSG #c :known");
	client_send(b, "@label=z;+tchat/nonce=n3 PRIVMSG #c :known");
	client_expect(b, "@label=z;* :ada!ada@* PRIVMSG #c :known");
	client_expect_nothing(c);
	client_expect_nothing(a);
}

/* The first one is not settled yet. */
static void
repeated_in_flight__is_answered_when_the_first_has_settled(void **state)
{
	struct irc_client *a = enter("ada"), *b = enter("ada2");
	struct irc_client *c = enter("cy");

	(void)state;
	rig_log_in(&rig, "ada", "ada");
	rig_log_in(&rig, "ada2", "ada");
	store_late_hurry(rig.store, 0);
	client_send(a, SAY);
	client_expect_nothing(a);
	client_send(b, SAY);
	client_send(b, "PING x");
	client_expect_nothing(b);
	assert_int_equal(store_late_waiting(rig.store), 1);
	store_late_settle(rig.store, 100, STORE_OK);
	client_expect(a, "@* :ada!ada@* PRIVMSG #c :once");
	client_expect(c, "@* :ada!ada@* PRIVMSG #c :once");
	client_skip(b);
	client_send(b, "PING y");
	client_expect(b, ":chat.test PONG chat.test :y");
	client_expect_nothing(c);
}

/* Another client of the user may change the nick. Then the applied event differs from the one sent. */
static void
author_who_changes_nick_meanwhile__blocks_no_sender(void **state)
{
	struct irc_client *a = enter("ada"), *b = enter("ada2");
	struct irc_client *c = enter("cy");
	struct chat_from from = { .user = NULL };

	(void)state;
	rig_log_in(&rig, "ada", "ada");
	rig_log_in(&rig, "ada2", "ada");
	from.user = world_find_user(rig.server->world, VIEW("ada"));
	store_late_hurry(rig.store, 0);
	client_send(a, SAY);
	client_expect_nothing(a);
	client_send(b, SAY);
	client_send(b, "PING x");
	client_expect_nothing(b);
	assert_int_equal(
	    chat_nick(rig.server->world, &from, VIEW("eve")), CHAT_OK);
	store_late_settle(rig.store, 100, STORE_OK);
	client_await(c, "@* :eve!ada@* PRIVMSG #c :once");
	client_await(b, ":chat.test PONG chat.test :x");
	client_expect_nothing(c);
}

/* A refused message was not delivered, so the next one is not a repetition. */
static void
refused_message__may_be_sent_again(void **state)
{
	struct irc_client *a = enter("ada"), *c = enter("cy");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(a, SAY);
	client_send(a, SAY);
	client_expect_nothing(a);
	store_late_settle(rig.store, 100, STORE_FULL);
	client_expect(a, ":chat.test FAIL PRIVMSG NOT_STORED #c :*");
	client_expect(a, ":chat.test FAIL PRIVMSG NOT_STORED #c :*");
	client_expect_nothing(c);
	store_late_hurry(rig.store, 1);
	client_send(a, SAY);
	client_expect(a, "@* :ada!ada@* PRIVMSG #c :once");
	client_expect(c, "@* :ada!ada@* PRIVMSG #c :once");
	client_expect_nothing(c);
}

/* The author is kicked while the message is in flight. */
static void
dedup__frees_everything_of_an_author_who_left(void **state)
{
	struct irc_client *a = enter("ada"), *c = enter("cy");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(a, SAY);
	client_send(a, SAY);
	client_expect_nothing(a);
	client_close(a);
	irc_rig_run(&rig);
	store_late_settle(rig.store, 100, STORE_OK);
	irc_rig_run(&rig);
	client_expect(c, "@* :ada!ada@* PRIVMSG #c :once");
	client_expect(c, "@* :ada!ada@* QUIT :*");
	client_expect_nothing(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(
		    repeated_message__is_delivered_once__and_answered_with_the_same_id),
		IRC_TEST(different_messages__are_delivered),
		IRC_TEST(nonces_of_one_author__displace_no_others),
		IRC_TEST(another_connection_of_the_account__is_the_same_author),
		IRC_TEST_LATE(
		    repeated_in_flight__is_answered_when_the_first_has_settled),
		IRC_TEST_LATE(
		    author_who_changes_nick_meanwhile__blocks_no_sender),
		IRC_TEST_LATE(refused_message__may_be_sent_again),
		IRC_TEST_LATE(dedup__frees_everything_of_an_author_who_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
