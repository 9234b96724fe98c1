/*
 * line_mode_print: an event becomes one line of plain text, or nothing.
 */
#include <stdlib.h>

#include "client/line_mode/print.h"
#include "tests/support/environment.h"
#include "tests/support/test.h"

static struct buf out;

static const char *
printed(struct irc_event ev, const char *format, int replies)
{
	buf_reset(&out);
	line_mode_print(&out, &ev, format, replies);
	return buf_str(&out);
}

#define PRINTED(...) printed((struct irc_event){ __VA_ARGS__ }, NULL, 0)

static void
line_mode_print__shows_room_and_sender(void **state)
{
	(void)state;
	assert_string_equal(
	    PRINTED(.type = IRC_EV_MESSAGE, .who = VIEW("bo"),
		.room = VIEW("#a"), .target = VIEW("#a"), .text = VIEW("hi")),
	    "#a <bo> hi\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_MESSAGE, .message = IRC_ACTION,
		.who = VIEW("bo"), .room = VIEW("#a"), .text = VIEW("waves")),
	    "#a * bo waves\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_MESSAGE, .message = IRC_NOTICE,
		.target = VIEW("me"), .text = VIEW("looking")),
	    "-server- looking\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_MESSAGE, .who = VIEW("bo"), .to_self = 1,
		.target = VIEW("me"), .text = VIEW("psst")),
	    "<bo> psst\n");
}

static void
line_mode_print__strips_formatting(void **state)
{
	(void)state;
	assert_string_equal(
	    PRINTED(.type = IRC_EV_MESSAGE, .who = VIEW("bo"),
		.room = VIEW("#a"),
		.text = VIEW("a\002b\002 \00304,05red\003 \017c")),
	    "#a <bo> ab red c\n");
	assert_string_equal(PRINTED(.type = IRC_EV_PART, .who = VIEW("bo"),
				.room = VIEW("#a"), .text = VIEW("\002x")),
	    "#a bo left (x)\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_MESSAGE, .who = VIEW("bo"),
		.room = VIEW("#a"), .text = VIEW("one\n#a <al> two")),
	    "#a <bo> one #a <al> two\n");
}

static void
line_mode_print__shows_presence(void **state)
{
	(void)state;
	assert_string_equal(
	    PRINTED(.type = IRC_EV_JOIN, .who = VIEW("bo"), .room = VIEW("#a")),
	    "#a bo joined\n");
	assert_string_equal(PRINTED(.type = IRC_EV_QUIT, .who = VIEW("bo"),
				.text = VIEW("Connection reset")),
	    "bo is offline (Connection reset)\n");
	assert_string_equal(PRINTED(.type = IRC_EV_NICK, .who = VIEW("bo"),
				.object = VIEW("bob")),
	    "bo is now known as bob\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_INVITED, .who = VIEW("bo"), .to_self = 1,
		.object = VIEW("me"), .room = VIEW("#b")),
	    "bo invited you to #b\n");
	assert_string_equal(PRINTED(.type = IRC_EV_REDACTED, .who = VIEW("bo"),
				.room = VIEW("#a")),
	    "#a bo deleted a message\n");
	assert_string_equal(PRINTED(.type = IRC_EV_REDACTED, .who = VIEW("bo"),
				.room = VIEW("#a"), .text = VIEW("a slip")),
	    "#a bo deleted a message (a slip)\n");
}

static void
line_mode_print__shows_replies__only_if_asked_to(void **state)
{
	struct irc_event ev = { .type = IRC_EV_INFO,
		.text = VIEW("3 operators online") };

	(void)state;
	assert_string_equal(printed(ev, NULL, 0), "");
	assert_string_equal(printed(ev, NULL, 1), "3 operators online\n");
	assert_string_equal(PRINTED(.type = IRC_EV_NAMES, .object = VIEW("bo"),
				.room = VIEW("#a")),
	    "");
	assert_string_equal(PRINTED(.type = IRC_EV_SENT, .token = 1), "");
}

static void
line_mode_print__adds_the_time__in_the_given_format(void **state)
{
	struct irc_event ev = { .type = IRC_EV_JOIN,
		.time = INT64_C(45296000),
		.who = VIEW("bo"),
		.room = VIEW("#a") };

	(void)state;
	assert_string_equal(
	    printed(ev, "%H:%M:%S", 0), "[12:34:56] #a bo joined\n");
	assert_string_equal(printed(ev, "", 0), "#a bo joined\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_mode_print__shows_room_and_sender),
		cmocka_unit_test(line_mode_print__strips_formatting),
		cmocka_unit_test(line_mode_print__shows_presence),
		cmocka_unit_test(
		    line_mode_print__shows_replies__only_if_asked_to),
		cmocka_unit_test(
		    line_mode_print__adds_the_time__in_the_given_format),
	};
	int rc;

	set_time_zone("UTC");
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	buf_clear(&out);
	return rc;
}
