/*
 * app_marks: what the input line marks, with a server's limits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_marks.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

#define MULTILINE                                                        \
	"echo-message batch draft/multiline=max-bytes=1000,max-lines=3 " \
	"message-tags"

static void
start(const char *caps)
{
	world.caps = caps;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
}

/* Return the marks of an input line: their offsets. */
static const char *
marks_of(const char *line)
{
	static struct buf out;
	struct input_state in = { .text = view_of(line) };

	buf_reset(&out);
	app_marks_set(world.app, &in);
	for (size_t i = 0; i < in.nmarks; i++)
		if (in.marks[i].kind == MARK_SPLIT)
			buf_printf(&out, "%zu ", in.marks[i].from);
	return buf_str(&out);
}

/* Return a command with a text of this many bytes: words of 4 letters. */
static const char *
long_text(const char *command, size_t n)
{
	static char text[40000];
	size_t at = strlen(command);

	memcpy(text, command, at);
	for (size_t i = 0; i < n; i++)
		text[at++] = i % 5 == 4 ? ' ' : 'x';
	text[at] = '\0';
	return text;
}

/* 510 bytes, without ":me!u@h PRIVMSG #a :", which the server puts before the text. */
static void
a_long_message__is_marked_where_the_next_one_begins(void **state)
{
	(void)state;
	start("echo-message");
	assert_string_equal(marks_of("short"), "");
	assert_string_equal(marks_of(long_text("", 900)), "490 ");
	assert_string_equal(marks_of(long_text("", 1300)), "490 980 ");
	assert_string_equal(marks_of(long_text("/topic ", 900)), "");
	assert_string_equal(marks_of(long_text("/nosuch ", 900)), "");
	assert_string_equal(marks_of("one\ntwo"), "");
	world_keys(long_text("", 900));
	world_shows("xxx ¦xxxx");
	editor_set(VIEW(""), 0);
	world_keys(long_text("/me ", 900));
	world_shows("xxx ¦xxxx");
	editor_set(VIEW(""), 0);
	world_keys(long_text("/msg bo ", 900));
	world_shows("xxx ¦xxxx");
}

static void
a_message_of_several_lines__is_marked_where_the_next_one_begins(void **state)
{
	(void)state;
	start(MULTILINE);
	assert_string_equal(marks_of(long_text("", 900)), "");
	assert_string_equal(marks_of("one\ntwo\nthree"), "");
	assert_string_equal(marks_of("one\ntwo\nthree\nfour"), "14 ");
	assert_string_equal(
	    marks_of("one\ntwo\nthree\nfour\nfive\nsix\nseven"), "14 28 ");
}

static void
a_huge_text__is_not_marked(void **state)
{
	(void)state;
	start("echo-message");
	assert_string_equal(marks_of(long_text("", 30000)), "");
}

static void
a_secret__is_not_marked(void **state)
{
	(void)state;
	start("echo-message");
	world_keys(long_text("/msg NickServ identify ", 900));
	world_shows("****");
	world_hides("¦");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_long_message__is_marked_where_the_next_one_begins),
		CASE(
		    a_message_of_several_lines__is_marked_where_the_next_one_begins),
		CASE(a_huge_text__is_not_marked),
		CASE(a_secret__is_not_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
