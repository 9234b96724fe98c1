/*
 * plain: the lines and bytes that a plain session reads and sends, and their pace.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "common/text.h"
#include "server/wiring/wiring.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/plain_client.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

/* With a lobby, and a store that settles events when the test says so. */
static int
set_up_late(void **state)
{
	irc_set_up_late(state);
	irc_rig_set(&rig, "lobby", "#lobby");
	return 0;
}

/* The whole line arrives, in pieces that each fit a relayed line. */
static void
plain__splits_a_long_line_between_words(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *irc = plain_enter_irc(&rig, "ida");
	struct buf typed = { 0 }, heard = { 0 };
	const char *line, *text;
	int i, pieces = 0;

	(void)state;
	for (i = 0; i < 400; i++)
		buf_printf(&typed, "%sw\303\266rd%d", i > 0 ? " " : "", i);
	client_send(ana, "%s", buf_str(&typed));
	while ((line = client_line(irc)) != NULL) {
		assert_in_range(strlen(line), 1, 510);
		assert_true(text_utf8_valid(view_of(line)));
		text = strstr(line, " :");
		buf_printf(&heard, "%s%s", pieces++ > 0 ? " " : "", text + 2);
	}
	assert_true(pieces > 5);
	assert_string_equal(buf_str(&heard), buf_str(&typed));
	buf_clear(&typed);
	buf_clear(&heard);
}

static void
plain__reports_an_overlong_line(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");
	char line[10001];

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	client_send(ana, "%s", line);
	client_expect(ana, "* The line is longer than 8192 bytes*");
	client_expect_nothing(bo);
}

static void
plain__removes_control_characters_and_invalid_bytes(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");
	struct irc_client *irc = plain_enter_irc(&rig, "ida");

	(void)state;
	client_send(ana, "a\033[2Jb\007c\240d\302\233e\342\200\256f");
	client_expect(bo, "<ana> abc\357\277\275def");
	client_expect(irc, "* PRIVMSG #lobby :abc\357\277\275def");
	client_send(irc, "PRIVMSG #lobby :\0034,12red\003 \002bold\017 "
			 "\00312x\033[0m \004ff0000y");
	client_expect(ana, "<ida> red bold x[0m y");
	client_send(irc, "JOIN #sun");
	client_send(irc, "TOPIC #sun :\0034hot\007");
	irc_rig_run(&rig);
	client_send(ana, "/join sun");
	client_expect(ana, "* You joined #sun (2 members): hot");
}

static void
plain__uses_the_line_ends_of_the_peer(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *lf = plain_connect(&rig, 0);

	(void)state;
	client_send_bytes(lf, "hi\n", 3);
	irc_rig_run(&rig);
	assert_non_null(strstr(buf_str(&lf->got), "/help"));
	assert_null(strchr(buf_str(&lf->got), '\r'));
	client_skip(ana);
	client_send(ana, "a");
	irc_rig_run(&rig);
	assert_non_null(strstr(buf_str(&lf->got), "<ana> a\n"));
	buf_reset(&lf->got);
	client_send_bytes(lf, "b\r\n", 3);
	client_send(ana, "c");
	irc_rig_run(&rig);
	assert_string_equal(buf_str(&lf->got), "<ana> c\r\n");
}

static void
plain__removes_telnet_commands(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	client_send_bytes(ana, "he\377\375\001l\377", 7);
	irc_rig_run(&rig);
	client_send_bytes(ana, "\373\037lo\r\000", 6);
	client_expect(bo, "<ana> hello");
	assert_int_equal(ana->got.len, 6);
	assert_memory_equal(ana->got.p, "\377\374\001\377\376\037", 6);
}

static void
late_irc_client__registers__and_its_guest_leaves_silently(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *irc = plain_enter_irc(&rig, "ida");
	struct irc_client *late = plain_connect(&rig, 1);

	(void)state;
	irc_rig_skip(&rig);
	client_send(late, "CAP REQ :echo-message");
	client_send(late, "NICK zoe");
	client_expect_nothing(late);
	client_send(late, "USER zoe 0 * :Zoe");
	client_send(late, "CAP END");
	client_await(late, ":chat.test CAP * ACK :echo-message*");
	client_await(late, ":chat.test 001 zoe *");
	client_await(late, ":zoe!zoe@localhost JOIN #lobby");
	/* Plain peers see only that zoe joined. IRC clients see the guest leave, because they keep lists of members. */
	client_expect(ana, "* zoe joined #lobby (3 members)");
	client_expect_nothing(ana);
	client_expect(irc, ":guest-*!guest@localhost QUIT :*");
	client_expect(irc, ":zoe!zoe@localhost JOIN *");
	client_expect_nothing(irc);
}

/* IRC clients send no invisible characters, but such a line is not lost either. */
static void
late_irc_client__takes_its_last_line_once__after_a_message_in_flight(
    void **state)
{
	struct irc_client *late = plain_connect(&rig, 1);
	const char *line;

	(void)state;
	irc_rig_skip(&rig);
	store_late_hurry(rig.store, 0);
	client_send(late, "hello");
	client_send(late, " NICK zoe");
	client_send(late, "\u200bUSER zoe 0 * :Zoe");
	client_send(late, "PING x");
	store_late_settle(rig.store, 1, STORE_OK);
	store_late_hurry(rig.store, 1);
	client_await(late, ":chat.test 001 zoe *");
	client_await(late, ":chat.test PONG chat.test :x");
	while ((line = client_line(late)) != NULL)
		assert_null(strstr(line, " 462 "));
}

static void
late_irc_client__shows_its_guest_leaving__when_the_guest_spoke(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *late = plain_connect(&rig, 1);

	(void)state;
	irc_rig_skip(&rig);
	client_send(late, "hello");
	client_send(late, "NICK zoe");
	client_send(late, "USER zoe 0 * :Zoe");
	client_expect(ana, "<guest-*> hello");
	client_expect(ana, "* guest-* left (*)");
	client_expect(ana, "* zoe joined #lobby (2 members)");
}

/* The user does not see the characters before the slash, so the line is a command, and its password stays secret. */
static void
command__never_reaches_the_room__after_invisible_characters(void **state)
{
	static const char *const before[] = { " ", "\t", "\u00a0", "\u3000",
		"\u200b", "\ufeff", "\u2060", "\x01", "\x02\x0f", "\u0301",
		"\ufe0f", "\u00ad", "\u3164", "\u2800", "\u202e", "\xa0",
		"\x1b", "\x1b[A", "abc\x15", "abc\b\b\b", "x\x7f", "word\x17",
		"\r", " \u200d\t" };
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		client_send(ana, "%s/nick ana", before[i]);
		client_expect(ana, "* Your nick is already ana.");
		client_send(ana, "%s/lgoin ana hush-hush", before[i]);
		client_expect(ana, "* Unknown command /lgoin. *");
		irc_rig_pass(&rig, 20);
		client_skip(ana);
	}
	client_send(ana, " // a comment");
	client_expect(bo, "<ana>  // a comment");
	client_expect_nothing(bo);
}

/* Key by key, as telnet sends them in character mode. */
static void
erased_characters__never_reach_the_room(void **state)
{
	static const char keys[] = "My password is hush\x15hellp\x7fo\x08\x08"
				   "lo caf\xc3\xa9\x08"
				   "e\r\n";
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) - 1; i++) {
		client_send_bytes(ana, &keys[i], 1);
		irc_rig_run(&rig);
	}
	client_expect(bo, "<ana> hello cafe");
	client_send_bytes(ana, "secret\377\370hellp\377\367o\r\n", 18);
	client_expect(bo, "<ana> hello");
	client_expect_nothing(bo);
}

static void
lone_nick_line__becomes_a_message__after_a_delay(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	client_send(ana, "NICK HERE");
	client_expect_nothing(bo);
	irc_rig_pass(&rig, 4);
	client_expect(bo, "<ana> NICK HERE");
	/* Or when the user types something else; but never a line that may hold a password. */
	client_send(ana, "PASS secret");
	client_send(ana, " PASS secret");
	client_send(ana, "\u200bPASS secret");
	client_send(ana, "AUTHENTICATE c2VjcmV0");
	client_send(ana, "NICK AGAIN");
	client_send(ana, "more");
	client_expect(bo, "<ana> NICK AGAIN");
	client_expect(bo, "<ana> more");
	client_expect_nothing(bo);
}

/* A command waits until earlier messages have settled. */
static void
command__waits__until_earlier_messages_are_stored(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(ana, "one");
	client_send(ana, "two");
	client_send(ana, "/quit");
	client_expect_nothing(ana);
	client_expect_nothing(bo);
	assert_int_equal(store_late_waiting(rig.store), 2);
	store_late_settle(rig.store, 1, STORE_OK);
	client_expect(bo, "<ana> one");
	client_expect_nothing(ana);
	store_late_settle(rig.store, 1, STORE_OK);
	client_expect(bo, "<ana> two");
	client_expect(ana, "* Goodbye, ana.");
	client_expect(bo, "* ana left");
}

static void
end_of_input__ends_the_session__after_messages_are_stored(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send_bytes(ana, "last words", 10);
	shutdown(ana->fd, SHUT_WR);
	irc_rig_run(&rig);
	assert_int_equal(store_late_waiting(rig.store), 1);
	client_expect_nothing(bo);
	client_send(bo, "meanwhile");
	irc_rig_run(&rig);
	store_late_settle(rig.store, 2, STORE_OK);
	client_expect(bo, "<ana> last words");
	client_expect(bo, "* ana is offline (Connection closed)");
	assert_true(client_is_closed(ana));
}

static void
message__is_reported__when_it_cannot_be_stored(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(ana, "lost");
	irc_rig_run(&rig);
	store_late_settle(rig.store, 1, STORE_FULL);
	client_expect(ana, "* Your message to #lobby could not be saved*");
	client_expect_nothing(bo);
}

static void
flood__is_paced_and_loses_nothing(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");
	char text[32];
	int i, at_once = 0;

	(void)state;
	irc_rig_set(&rig, "flood-burst", "10");
	irc_rig_set(&rig, "flood-rate", "5");
	for (i = 0; i < 40; i++)
		client_send(ana, "line %d", i);
	irc_rig_run(&rig);
	for (i = 0; i < (int)bo->got.len; i++)
		at_once += bo->got.p[i] == '\n';
	assert_in_range(at_once, 5, 20);
	irc_rig_pass(&rig, 15);
	for (i = 0; i < 40; i++) {
		snprintf(text, sizeof(text), "<ana> line %d", i);
		client_expect(bo, text);
	}
}

static void
plain__gets_a_goodbye__when_the_server_stops(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana");

	(void)state;
	server_stop(rig.server, "maintenance");
	client_expect(
	    ana, "* Goodbye. The server closes the connection: maintenance");
	assert_true(client_is_closed(ana));
	assert_int_equal(conns_count(net_conns(rig.net)), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, irc_set_up_lobby, irc_tear_down)
#define L(f) cmocka_unit_test_setup_teardown(f, set_up_late, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(plain__splits_a_long_line_between_words),
		T(plain__reports_an_overlong_line),
		T(plain__removes_control_characters_and_invalid_bytes),
		T(plain__uses_the_line_ends_of_the_peer),
		T(plain__removes_telnet_commands),
		T(late_irc_client__registers__and_its_guest_leaves_silently),
		L(late_irc_client__takes_its_last_line_once__after_a_message_in_flight),
		T(late_irc_client__shows_its_guest_leaving__when_the_guest_spoke),
		T(command__never_reaches_the_room__after_invisible_characters),
		T(erased_characters__never_reach_the_room),
		T(lone_nick_line__becomes_a_message__after_a_delay),
		L(command__waits__until_earlier_messages_are_stored),
		L(end_of_input__ends_the_session__after_messages_are_stored),
		L(message__is_reported__when_it_cannot_be_stored),
		T(flood__is_paced_and_loses_nothing),
		T(plain__gets_a_goodbye__when_the_server_stops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
