/*
 * PRIVMSG, NOTICE, TAGMSG (checklist 3, 14 to 16, 22, 26, 43).
 */
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 43 */
static void
privmsg__reports_missing_parameters__and_notice_does_not(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(b, "#c");
	client_send(a, "PRIVMSG");
	client_expect(a, ":chat.test 411 ada :*");
	client_send(a, "PRIVMSG bob");
	client_expect(a, ":chat.test 412 ada :*");
	client_send(a, "PRIVMSG bob :");
	client_expect(a, ":chat.test 412 ada :*");
	client_send(a, "PRIVMSG nobody :x");
	client_expect(a, ":chat.test 401 ada nobody :*");
	client_send(a, "PRIVMSG #nowhere :x");
	client_expect(a, ":chat.test 403 ada #nowhere :*");
	client_send(a, "PRIVMSG #c :x");
	client_expect(a, ":chat.test 404 ada #c :*");
	client_send(a, "PRIVMSG b,c,d,e,f :x");
	client_expect(a, ":chat.test 407 ada b,c,d,e,f :*");
	client_send(a, "TAGMSG");
	client_expect(a, ":chat.test 461 ada TAGMSG :*");
	client_send(a, "NOTICE");
	client_send(a, "NOTICE bob");
	client_send(a, "NOTICE nobody :x");
	client_send(a, "NOTICE #nowhere :x");
	client_send(a, "NOTICE b,c,d,e,f :x");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* checklist 3 */
static void
relayed_message__comes_before_the_reply_to_the_next_command(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "PRIVMSG #c :one");
	client_send(b, "PING x");
	client_send(a, "NOTICE #c :two");
	client_send(a, "PRIVMSG bob :three");
	client_send(a, "PRIVMSG #c :four");
	client_expect(b, ":ada!ada@* PRIVMSG #c :one");
	client_await(b, ":ada!ada@* NOTICE #c :two");
	client_await(b, ":ada!ada@* PRIVMSG bob :three");
	client_await(b, ":ada!ada@* PRIVMSG #c :four");
	client_expect_nothing(a);
}

/* checklist 14 */
static void
line__passes_intact_when_it_fits_relayed__else_it_is_cut(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	char text[600];
	const char *line;
	size_t prefix, room;

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "PRIVMSG #c :x");
	line = client_line(b);
	prefix = strlen(line) - 1;
	room = 510 - prefix;
	memset(text, 'y', sizeof(text));
	text[room] = '\0';
	client_send(a, "PRIVMSG #c :%s", text);
	line = client_line(b);
	assert_int_equal(strlen(line), 510);
	assert_string_equal(line + prefix, text);
	memcpy(text + room - 1, "\xc3\xa9", 3);
	client_send(a, "PRIVMSG #c :%s", text);
	line = client_line(b);
	assert_int_equal(strlen(line), 509);
	assert_int_equal(line[508], 'y');
	assert_memory_equal(line + prefix, text, room - 1);
}

/* checklist 14: with the longest possible nick, user name and room. */
static void
longest_names__leave_room_for_a_whole_text(void **state)
{
	char nick[65], room[65], text[600];
	struct irc_client *a, *b;
	const char *line;
	size_t prefix;
	int i;

	(void)state;
	for (i = 0; i < 32; i++)
		memcpy(nick + 2 * i, "\xc3\xa9", 3);
	for (i = 0; i < 21; i++)
		memcpy(room + 1 + 3 * i, "\xe4\xb8\xad", 4);
	room[0] = '#';
	a = client_connect(&rig);
	client_send(a, "NICK %s", nick);
	client_send(a, "USER abcdefghijklmnopqr 0 * :x");
	client_await(a, ":chat.test 422 *");
	b = client_enter(&rig, "bob");
	client_join(a, room);
	client_join(b, room);
	client_send(a, "PRIVMSG %s :x", room);
	line = client_line(b);
	assert_non_null(line);
	prefix = strlen(line) - 1;
	assert_true(prefix > 64 + 18 + 64);
	memset(text, 'y', sizeof(text));
	text[510 - prefix] = '\0';
	client_send(a, "PRIVMSG %s :%s", room, text);
	line = client_line(b);
	assert_int_equal(strlen(line), 510);
	assert_string_equal(line + prefix, text);
	memcpy(text + 510 - prefix - 1, "\xf0\x9f\x98\x80", 5);
	client_send(a, "PRIVMSG %s :%s", room, text);
	line = client_line(b);
	assert_int_equal(strlen(line), 509);
	assert_memory_equal(line + prefix, text, 509 - prefix);
}

/* checklist 14 */
static void
action_cut_to_fit__keeps_its_closing_mark(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	char text[400], room[65];
	const char *line;

	(void)state;
	memset(room, 'r', sizeof(room));
	room[0] = '#';
	room[47] = '\0';
	client_join(a, room);
	client_join(b, room);
	memset(text, 'z', sizeof(text));
	text[399] = '\0';
	client_send(a, "PRIVMSG %s :\001ACTION %s%.40s\001", room, text, text);
	line = client_line(b);
	assert_int_equal(strlen(line), 510);
	assert_string_equal(line + 507, "zz\001");
	memcpy(text + 300, "\xf0\x9f\x98\x80", 4);
	client_send(a, "NOTICE %s :\001%s%.48s", room, text, text);
	line = client_line(b);
	assert_int_equal(strlen(line), 510);
	assert_string_equal(line + 507, "zzz");
}

/* checklist 14 */
static void
line__may_come_byte_by_byte(void **state)
{
	static const char bytes[] = "PRIVMSG #c :one\r\nPRIVMSG #c :two\n";
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	const char *p;

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	for (p = bytes; *p != '\0'; p++) {
		client_send_bytes(a, p, 1);
		irc_rig_run(&rig);
	}
	client_expect(b, ":ada!ada@* PRIVMSG #c :one");
	client_expect(b, ":ada!ada@* PRIVMSG #c :two");
}

/* checklist 14, 15 */
static void
overlong_lines__are_417_in_order__and_other_lines_work(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "message-tags");
	static char tags[5000];

	(void)state;
	memset(tags, 'x', sizeof(tags));
	tags[4096 - sizeof("@+a=") - 1 + 1] = '\0';
	client_send(a, "@+a=%s PING one", tags);
	client_expect(a, ":chat.test PONG chat.test :one");
	client_send(a, "@+a=%sx PING two", tags);
	client_expect(a, ":chat.test 417 ada :*");
	tags[505] = '\0';
	client_send(a, "PING %s", tags);
	client_expect(a, ":chat.test PONG chat.test :xxx*");
	client_send(a, "PING x%s", tags);
	client_send(a, "PING four");
	client_expect(a, ":chat.test 417 ada :*");
	client_expect(a, ":chat.test PONG chat.test :four");
}

static int64_t now;

static int64_t
set_clock(void)
{
	return now;
}

/* checklist 16 */
static void
time_tags__come_from_the_clock_at_each_message(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter_with(&rig, "bob", "server-time");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	now = 1700000000123;
	clock_set(set_clock);
	client_send(a, "PRIVMSG #c :one");
	irc_rig_run(&rig);
	now += 2;
	client_send(a, "PRIVMSG #c :two");
	client_expect(
	    b, "@time=2023-11-14T22:13:20.123Z :ada!ada@* PRIVMSG #c :one");
	client_expect(
	    b, "@time=2023-11-14T22:13:20.125Z :ada!ada@* PRIVMSG #c :two");
}

/* checklist 22 */
static void
client_tags__pass_escaped__and_all_others_are_dropped(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "message-tags");
	struct irc_client *b = client_enter_with(&rig, "bob", "message-tags");
	struct irc_client *d = client_enter(&rig, "dora");
	const char *line, *tags;

	(void)state;
	client_send(a, "@time=x;+a=1;foo=bar;+b=x\\:\\s\\q\\;msgid=y;+c;+a=2;+ "
		       "PRIVMSG bob :hi");
	line = client_line(b);
	assert_non_null(line);
	assert_int_equal(strncmp(line, "@msgid=", 7), 0);
	tags = strchr(line, ';');
	assert_int_equal(
	    strncmp(tags, ";+b=x\\:\\sq;+c;+a=2 :ada!ada@", 28), 0);
	client_send(a, "@+a=1 PRIVMSG dora :hi");
	client_expect(d, ":ada!ada@* PRIVMSG dora :hi");
	client_send(d, "@+a=1 PRIVMSG ada :hi");
	client_expect(a, "@msgid=* :dora!dora@* PRIVMSG ada :hi");
	client_expect_nothing(a);
}

/* checklist 22 */
static void
known_client_tags__pass__and_denied_ones_do_not(void **state)
{
	static const char tags[] =
	    "+typing=active;+reply=x;+draft/react=y;+draft/unreact=z;"
	    "+draft/channel-context=#c";
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "message-tags batch labeled-response");
	struct irc_client *b = client_enter_with(&rig, "bob", "message-tags");
	char want[256];

	(void)state;
	client_send(a, "@%s TAGMSG bob", tags);
	snprintf(want, sizeof(want), "@msgid=*;%s :ada!ada@* TAGMSG bob", tags);
	client_expect(b, want);
	irc_rig_set(&rig, "client-tag-deny", "typing,draft/react");
	client_send(a, "@+typing=active;+reply=x;+typings PRIVMSG bob :x");
	client_expect(
	    b, "@msgid=*;+reply=x;+typings :ada!ada@* PRIVMSG bob :x");
	client_send(a, "@label=l;+typing=active TAGMSG bob");
	client_expect(a, "@label=l :chat.test ACK");
	client_send(a, "@+typing=active PRIVMSG bob :x");
	client_expect(b, "@msgid=* :ada!ada@* PRIVMSG bob :x");
	irc_rig_set(&rig, "client-tag-deny", "*,-typing,-reply");
	client_send(a, "@%s PRIVMSG bob :x", tags);
	client_expect(
	    b, "@msgid=*;+typing=active;+reply=x :ada!ada@* PRIVMSG bob :x");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* checklist 22 */
static void
tagmsg__reaches_only_message_tags_clients(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "message-tags echo-message");
	struct irc_client *b = client_enter_with(&rig, "bob", "message-tags");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(d, "#c");
	client_send(a, "@+typing=active TAGMSG #c");
	client_expect(a, "@msgid=*;+typing=active :ada!ada@* TAGMSG #c");
	client_expect(b, "@msgid=*;+typing=active :ada!ada@* TAGMSG #c");
	client_send(a, "@+typing=active TAGMSG dora");
	client_expect(a, "@msgid=*;+typing=active :ada!ada@* TAGMSG dora");
	client_expect_nothing(d);
}

/* checklist 26 */
static void
invalid_utf8__is_refused__and_never_relayed(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(a, "PRIVMSG bob :caf\xe9");
	client_expect(a, ":chat.test FAIL PRIVMSG INVALID_UTF8 :*");
	client_send(a, "@+a=\xe9 PRIVMSG bob :cafe");
	client_expect(a, ":chat.test FAIL PRIVMSG INVALID_UTF8 :*");
	client_send(a, "PRIV\xff bob :cafe");
	client_expect(a, ":chat.test FAIL * INVALID_UTF8 :*");
	client_expect_nothing(b);
	client_send(a, "CAP REQ :labeled-response batch");
	client_expect(a, ":chat.test CAP * ACK :*");
	client_send(a, "@label=\xe9 PING x");
	client_expect(a, ":chat.test FAIL PING INVALID_UTF8 :*");
	client_send(a, "PRIVMSG bob :\x02gr\xc3\xbc\xc3\x9f\x03"
		       "4e\x01");
	client_expect(b, ":ada!ada@* PRIVMSG bob :\x02gr\xc3\xbc\xc3\x9f\x03"
			 "4e\x01");
}

/* checklist 17 */
static void
flood__is_slowed_down_and_never_cut(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	int i, n = 0;

	(void)state;
	for (i = 0; i < 200; i++)
		client_send(a, "PRIVMSG bob :%d", i);
	client_skip(a);
	client_await(b, ":ada!ada@* PRIVMSG bob :199");
	irc_rig_set(&rig, "flood-burst", "10");
	irc_rig_set(&rig, "flood-rate", "5");
	for (i = 0; i < 40; i++)
		client_send(a, "PRIVMSG bob :%d", i);
	while (client_line(b) != NULL)
		n++;
	assert_int_equal(n, 10);
	for (i = 0; i < 12 && n < 40; i++) {
		irc_rig_pass(&rig, 1);
		while (client_line(b) != NULL)
			n++;
	}
	assert_int_equal(n, 40);
	assert_int_equal(i, 6);
	assert_false(client_is_closed(a));
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(privmsg__reports_missing_parameters__and_notice_does_not),
		TEST(
		    relayed_message__comes_before_the_reply_to_the_next_command),
		TEST(line__passes_intact_when_it_fits_relayed__else_it_is_cut),
		TEST(longest_names__leave_room_for_a_whole_text),
		TEST(action_cut_to_fit__keeps_its_closing_mark),
		TEST(line__may_come_byte_by_byte),
		TEST(overlong_lines__are_417_in_order__and_other_lines_work),
		TEST(time_tags__come_from_the_clock_at_each_message),
		TEST(client_tags__pass_escaped__and_all_others_are_dropped),
		TEST(known_client_tags__pass__and_denied_ones_do_not),
		TEST(tagmsg__reaches_only_message_tags_clients),
		TEST(invalid_utf8__is_refused__and_never_relayed),
		TEST(flood__is_slowed_down_and_never_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
