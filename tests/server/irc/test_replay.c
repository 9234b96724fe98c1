/*
 * Who may read which history, and the replay on joining (checklist 59).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/said.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define CAPS                                                     \
	"batch draft/chathistory echo-message labeled-response " \
	"message-tags server-time"
#define EVENTS CAPS " draft/event-playback"

/* A member sees only what the rules allow. */
static void
closed_room__shows_history_from_the_join_on(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);
	struct said said[4];

	(void)state;
	client_join(a, "#c");
	said_say(a, "#c", "open", &said[0]);
	client_send(a, "MODE #c +k key");
	said_say(a, "#c", "closed", &said[1]);
	client_skip(a);
	said_say(a, "#c", "closed too", &said[1]);
	client_join(b, "#c key");
	said_say(a, "#c", "for bob", &said[2]);
	client_skip(b);
	client_send(b, "CHATHISTORY LATEST #c * 10");
	said_expect_page(b, "#c", said, "0 2");
	client_send(b, "CHATHISTORY AFTER #c msgid=%s 10", said[0].id);
	said_expect_page(b, "#c", said, "2");
	client_send(b, "CHATHISTORY BEFORE #c msgid=%s 1", said[2].id);
	said_expect_page(b, "#c", said, "0");
	client_send(b, "CHATHISTORY AROUND #c msgid=%s 1", said[1].id);
	client_expect(b, ":chat.test FAIL CHATHISTORY MESSAGE_ERROR AROUND *");
	client_send(a, "MODE #c +H");
	client_skip(a);
	client_skip(b);
	client_send(b, "CHATHISTORY BEFORE #c msgid=%s 1", said[2].id);
	said_expect_page(b, "#c", said, "1");
}

static void
incognito_room__keeps_nothing(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", EVENTS);
	struct irc_client *b = client_enter_with(&rig, "bob", EVENTS);
	struct said said[2];

	(void)state;
	client_join(a, "#c");
	said_say(a, "#c", "before", &said[0]);
	client_send(a, "MODE #c +O");
	client_skip(a);
	client_join(b, "#c");
	said_say(a, "#c", "unkept", &said[1]);
	client_send(a, "TOPIC #c :unkept");
	client_send(b, "NICK bo");
	client_send(b, "QUIT");
	client_skip(a);
	client_send(a, "MODE #c -O");
	client_skip(a);
	said_say(a, "#c", "after", &said[1]);
	client_send(a, "CHATHISTORY LATEST #c * 50");
	client_expect(a, ":chat.test BATCH +* chathistory #c");
	client_expect(a, "@batch=* :ada!ada@* JOIN #c");
	client_expect(a, "@batch=* :ada!ada@* PRIVMSG #c :before");
	client_expect(a, "@batch=* :ada!ada@* MODE #c -O");
	client_expect(a, "@batch=* :ada!ada@* PRIVMSG #c :after");
	client_expect(a, ":chat.test BATCH -*");
}

static void
history_of_an_open_room__stays_when_all_have_left(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);
	struct said said[3];

	(void)state;
	client_join(a, "#c");
	said_say(a, "#c", "open", &said[0]);
	client_send(a, "MODE #c +i");
	client_skip(a);
	said_say(a, "#c", "closed", &said[1]);
	client_send(a, "PART #c");
	client_skip(a);
	client_join(b, "#c");
	client_send(b, "MODE #c +H");
	client_skip(b);
	client_send(b, "CHATHISTORY LATEST #c * 10");
	said_expect_page(b, "#c", said, "0");
	client_send(b, "PART #c");
	client_skip(b);
	client_join(a, "#c");
	client_send(a, "CHATHISTORY LATEST #c * 10");
	said_expect_page(a, "#c", said, "0");
}

/* Messages in flight arrive when they settle, and only once. */
static void
replay__has_the_messages_before_the_join_once(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", "server-time");
	struct said said[2];

	(void)state;
	client_join(a, "#c");
	said_say_many(a, "#c", said, 2);
	store_late_hold_reads(rig.store, 1);
	store_late_hurry(rig.store, 0);
	client_send(a, "PRIVMSG #c :in flight");
	client_expect_nothing(a);
	store_late_hurry(rig.store, 1);
	client_send(b, "JOIN #c");
	client_send(b, "PING x");
	client_await(b, "* 366 bob #c :*");
	client_expect_nothing(b);
	store_late_settle(rig.store, 100, STORE_OK);
	client_expect(b, "@time=* :ada!ada@* PRIVMSG #c :in flight");
	store_late_read(rig.store);
	client_expect(b, "@time=* :ada!ada@* PRIVMSG #c :m0");
	client_expect(b, "@time=* :ada!ada@* PRIVMSG #c :m1");
	client_expect(b, ":chat.test PONG chat.test :x");
	client_expect_nothing(b);
}

/* The store outlives the server and answers when it is freed. */
static void
store_answer__after_the_server_is_freed__does_nothing(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", CAPS " draft/message-redaction");
	struct irc_client *b = client_enter_with(&rig, "bob", "server-time");
	struct said said;

	(void)state;
	client_join(a, "#c");
	said_say(a, "#c", "hi", &said);
	store_late_hold_reads(rig.store, 1);
	client_send(a, "REDACT #c %s", said.id);
	client_send(b, "JOIN #c");
	client_await(b, "* 366 *");
	client_await(a, "* JOIN #c");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

static void
join(struct irc_client *c, const char *room)
{
	client_send(c, "JOIN %s", room);
	client_await(c, "* 366 *");
}

static void
replay__goes_to_clients_with_server_time_and_without_chathistory(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *t = client_enter_with(&rig, "tim", "server-time");
	struct irc_client *b =
	    client_enter_with(&rig, "bea", "batch server-time");
	struct irc_client *p = client_enter(&rig, "pia");
	struct irc_client *m = client_enter_with(&rig, "mia", "server-time");
	struct irc_client *h = client_enter_with(&rig, "hal", CAPS);
	struct said said[3];

	(void)state;
	irc_rig_set(&rig, "replay-lines", "2");
	client_join(a, "#c");
	said_say_many(a, "#c", said, 3);
	join(h, "#c");
	client_expect_nothing(h);
	join(p, "#c");
	client_expect_nothing(p);
	client_send(m, "MODE mia +B");
	join(m, "#c");
	client_expect_nothing(m);
	join(t, "#c");
	client_expect(t, "@time=* :ada!ada@* PRIVMSG #c :m1");
	client_expect(t, "@time=* :ada!ada@* PRIVMSG #c :m2");
	client_expect_nothing(t);
	join(b, "#c");
	client_expect(b, ":chat.test BATCH +* chathistory #c");
	client_expect(b, "@batch=*;time=* :ada!ada@* PRIVMSG #c :m1");
	client_expect(b, "@batch=*;time=* :ada!ada@* PRIVMSG #c :m2");
	client_expect(b, ":chat.test BATCH -*");
	client_expect_nothing(b);
	irc_rig_set(&rig, "replay", "all");
	client_send(p, "PART #c");
	client_skip(p);
	client_send(a, "PRIVMSG #c :\001ACTION waves\001");
	join(p, "#c");
	client_expect(p, ":ada!ada@* PRIVMSG #c :[22:13] m2");
	client_expect(p, ":ada!ada@* PRIVMSG #c :\001ACTION [22:13] waves\001");
	client_expect_nothing(p);
	irc_rig_set(&rig, "replay", "no");
	client_send(t, "PART #c");
	client_skip(t);
	join(t, "#c");
	client_expect_nothing(t);
}

#define TEST(f)	     IRC_TEST(f)
#define TEST_LATE(f) IRC_TEST_LATE(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(closed_room__shows_history_from_the_join_on),
		TEST(incognito_room__keeps_nothing),
		TEST(history_of_an_open_room__stays_when_all_have_left),
		TEST_LATE(replay__has_the_messages_before_the_join_once),
		TEST_LATE(
		    store_answer__after_the_server_is_freed__does_nothing),
		TEST(
		    replay__goes_to_clients_with_server_time_and_without_chathistory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
