/*
 * line_mode_print: an event becomes a sentence, or a message with its sender, or nothing.
 */
#include <stdlib.h>

#include "client/line_mode/print.h"
#include "tests/support/environment.h"
#include "tests/support/test.h"

static struct buf out;

static const char *
printed(struct irc_event ev, struct print_style style)
{
	buf_reset(&out);
	line_mode_print(&out, &ev, &style);
	return buf_str(&out);
}

#define PRINTED(...) \
	printed((struct irc_event){ __VA_ARGS__ }, (struct print_style){ 0 })
#define SPOKEN(...)                                \
	printed((struct irc_event){ __VA_ARGS__ }, \
	    (struct print_style){ .spoken = 1 })

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
	assert_string_equal(
	    PRINTED(.type = IRC_EV_MESSAGE, .who = VIEW("me"), .self = 1,
		.target = VIEW("bo"), .text = VIEW("from my other client")),
	    "bo <me> from my other client\n");
}

static void
line_mode_print__has_no_marks__in_the_spoken_style(void **state)
{
	(void)state;
	assert_string_equal(
	    SPOKEN(.type = IRC_EV_MESSAGE, .who = VIEW("bo"),
		.room = VIEW("#a"), .target = VIEW("#a"), .text = VIEW("hi")),
	    "#a bo: hi\n");
	assert_string_equal(
	    SPOKEN(.type = IRC_EV_MESSAGE, .message = IRC_ACTION,
		.who = VIEW("bo"), .room = VIEW("#a"), .text = VIEW("waves")),
	    "#a bo waves\n");
	assert_string_equal(
	    SPOKEN(.type = IRC_EV_MESSAGE, .message = IRC_NOTICE,
		.who = VIEW("bo"), .room = VIEW("#a"), .text = VIEW("at ten")),
	    "#a notice from bo: at ten\n");
	assert_string_equal(
	    SPOKEN(.type = IRC_EV_MESSAGE, .message = IRC_NOTICE,
		.target = VIEW("me"), .text = VIEW("looking")),
	    "notice from the server: looking\n");
	assert_string_equal(
	    SPOKEN(.type = IRC_EV_MESSAGE, .who = VIEW("bo"), .to_self = 1,
		.target = VIEW("me"), .text = VIEW("psst")),
	    "bo, privately: psst\n");
	assert_string_equal(
	    SPOKEN(.type = IRC_EV_MESSAGE, .message = IRC_ACTION,
		.who = VIEW("bo"), .to_self = 1, .target = VIEW("me"),
		.text = VIEW("waves")),
	    "privately: bo waves\n");
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
	    "bo left #a (x).\n");
}

/* A later line that is written like another user's message is still indented. */
static void
line_mode_print__indents_the_later_lines_of_a_message(void **state)
{
	(void)state;
	assert_string_equal(
	    PRINTED(.type = IRC_EV_MESSAGE, .who = VIEW("bo"),
		.room = VIEW("#a"), .text = VIEW("one\n#a <al> two\n\n  four")),
	    "#a <bo> one\n    #a <al> two\n    \n      four\n");
	assert_string_equal(
	    SPOKEN(.type = IRC_EV_MESSAGE, .who = VIEW("bo"),
		.room = VIEW("#a"), .text = VIEW("one\n#a al: two")),
	    "#a bo: one\n    #a al: two\n");
}

static void
line_mode_print__shows_presence__in_sentences(void **state)
{
	(void)state;
	assert_string_equal(
	    PRINTED(.type = IRC_EV_JOIN, .who = VIEW("bo"), .room = VIEW("#a")),
	    "bo joined #a.\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_PART, .who = VIEW("bo"), .room = VIEW("#a")),
	    "bo left #a.\n");
	assert_string_equal(PRINTED(.type = IRC_EV_QUIT, .who = VIEW("bo"),
				.text = VIEW("Connection reset")),
	    "bo is offline (Connection reset).\n");
	assert_string_equal(PRINTED(.type = IRC_EV_KICK, .who = VIEW("al"),
				.room = VIEW("#a"), .object = VIEW("bo")),
	    "bo was kicked from #a by al.\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_KICK, .who = VIEW("al"), .room = VIEW("#a"),
		.object = VIEW("bo"), .text = VIEW("loud")),
	    "bo was kicked from #a by al (loud).\n");
	assert_string_equal(PRINTED(.type = IRC_EV_NICK, .who = VIEW("bo"),
				.object = VIEW("bob")),
	    "bo is now known as bob.\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_INVITED, .who = VIEW("bo"), .to_self = 1,
		.object = VIEW("me"), .room = VIEW("#b")),
	    "bo invited you to #b.\n");
	assert_string_equal(PRINTED(.type = IRC_EV_REDACTED, .who = VIEW("bo"),
				.room = VIEW("#a"), .target = VIEW("#a")),
	    "bo deleted a message in #a.\n");
	assert_string_equal(PRINTED(.type = IRC_EV_REDACTED, .who = VIEW("bo"),
				.room = VIEW("#a"), .target = VIEW("#a"),
				.text = VIEW("a slip")),
	    "bo deleted a message in #a (a slip).\n");
}

static void
line_mode_print__shows_topics__in_sentences(void **state)
{
	(void)state;
	assert_string_equal(PRINTED(.type = IRC_EV_TOPIC, .who = VIEW("bo"),
				.room = VIEW("#a"), .text = VIEW("tea")),
	    "bo set the topic of #a to: tea\n");
	assert_string_equal(PRINTED(.type = IRC_EV_TOPIC, .who = VIEW("bo"),
				.room = VIEW("#a")),
	    "bo cleared the topic of #a.\n");
	assert_string_equal(PRINTED(.type = IRC_EV_TOPIC, .numeric = 332,
				.room = VIEW("#a"), .text = VIEW("tea")),
	    "The topic of #a is: tea\n");
	assert_string_equal(
	    PRINTED(.type = IRC_EV_TOPIC, .numeric = 331, .room = VIEW("#a")),
	    "");
}

static void
line_mode_print__shows_replies__only_if_asked_to(void **state)
{
	const struct print_style none = { 0 }, replies = { .replies = 1 };
	struct irc_event ev = { .type = IRC_EV_INFO,
		.text = VIEW("3 operators online") };
	struct irc_event away = { .type = IRC_EV_AWAY,
		.who = VIEW("me"),
		.self = 1,
		.numeric = 306,
		.text = VIEW("away") };
	struct irc_event topic = {
		.type = IRC_EV_TOPIC, .numeric = 331, .room = VIEW("#a")
	};

	(void)state;
	assert_string_equal(printed(ev, none), "");
	assert_string_equal(printed(ev, replies), "3 operators online\n");
	assert_string_equal(printed(away, none), "");
	assert_string_equal(printed(away, replies), "You are away.\n");
	away.text = VIEW("");
	assert_string_equal(
	    printed(away, replies), "You are no longer away.\n");
	assert_string_equal(printed(topic, replies), "#a has no topic.\n");
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
	    printed(ev, (struct print_style){ .time_format = "%H:%M:%S" }),
	    "[12:34:56] bo joined #a.\n");
	assert_string_equal(
	    printed(ev, (struct print_style){ .time_format = "" }),
	    "bo joined #a.\n");
}

static void
line_mode_print_day__prints_a_day__when_it_changes(void **state)
{
	const int64_t noon = INT64_C(1796126400000), hour = 3600000;
	int day = 0;

	(void)state;
	buf_reset(&out);
	line_mode_print_day(&out, noon, &day);
	line_mode_print_day(&out, noon + 11 * hour, &day);
	assert_int_equal(out.len, 0);
	line_mode_print_day(&out, noon + 12 * hour, &day);
	line_mode_print_day(&out, noon + 13 * hour, &day);
	assert_string_equal(buf_str(&out), "Wednesday, 2 December 2026\n");
	buf_reset(&out);
	line_mode_print_day(&out, noon, &day); /* history */
	assert_string_equal(buf_str(&out), "Tuesday, 1 December 2026\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_mode_print__shows_room_and_sender),
		cmocka_unit_test(
		    line_mode_print__has_no_marks__in_the_spoken_style),
		cmocka_unit_test(line_mode_print__strips_formatting),
		cmocka_unit_test(
		    line_mode_print__indents_the_later_lines_of_a_message),
		cmocka_unit_test(line_mode_print__shows_presence__in_sentences),
		cmocka_unit_test(line_mode_print__shows_topics__in_sentences),
		cmocka_unit_test(
		    line_mode_print__shows_replies__only_if_asked_to),
		cmocka_unit_test(
		    line_mode_print__adds_the_time__in_the_given_format),
		cmocka_unit_test(
		    line_mode_print_day__prints_a_day__when_it_changes),
	};
	int rc;

	set_time_zone("UTC");
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	buf_clear(&out);
	return rc;
}
