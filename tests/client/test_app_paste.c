/*
 * app_paste: the question about a paste of many lines, and its answers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/app_paste.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

#define MULTILINE \
	" batch draft/multiline=max-bytes=4096,max-lines=100 message-tags"
#define SIX	    "one\ntwo\nthree\nfour\nfive\nsix\n"
#define PASTE(text) "\033[200~" text "\033[201~"

static int64_t ahead; /* how far the clock is set ahead */

static int64_t
later(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000 + ahead;
}

static int
teardown(void **state)
{
	clock_set(NULL);
	return world_teardown(state);
}

static void
start(const char *caps)
{
	ahead = 0;
	clock_set(later);
	world.caps = caps;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
}

/* Type after the moment in which keys do not count. */
static void
answer(const char *keys)
{
	ahead += 1000;
	world_keys(keys);
}

static void
a_paste__of_few_lines_goes_into_the_line(void **state)
{
	(void)state;
	start("echo-message" MULTILINE);
	world_keys(PASTE("1\n2\n3\n4\n5\n"));
	assert_view(editor_text(), "1\n2\n3\n4\n5\n");
	world_keys("\025");
	world.config.paste_ask_lines = 0;
	world_keys(PASTE(SIX));
	assert_view(editor_text(), SIX);
}

static void
a_paste__of_many_lines_is_counted_and_asked_about(void **state)
{
	(void)state;
	start("echo-message" MULTILINE);
	world_keys("see: ");
	world_keys(PASTE(SIX));
	world_shows("You pasted 6 lines (28 bytes). s: send as 1 message, "
		    "l: send line by line");
	assert_view(editor_text(), "see: ");
	answer("xyz\t\033[A"); /* nothing that counts */
	world_shows("You pasted 6 lines");
	answer("s");
	world_expect("BATCH +");
	world_expect(":see: one");
	world_expect(":six");
	assert_view(editor_text(), "");
	world_hides("You pasted");
	world_keys("\033[A");
	assert_view(editor_text(), "see: " SIX);
}

static void
a_paste__is_sent_line_by_line(void **state)
{
	(void)state;
	start("echo-message" MULTILINE);
	world_keys(PASTE("one\n\n/two\nthree\nfour\nfive\nsix\n"));
	answer("l");
	world_expect("PRIVMSG #a :one\r\n");
	world_expect("PRIVMSG #a :/two\r\n");
	world_expect("PRIVMSG #a :six\r\n");
}

static void
a_paste__is_only_sent_line_by_line_without_multiline(void **state)
{
	(void)state;
	start("echo-message");
	world_keys(PASTE(SIX));
	world_shows("s: send line by line, e: edit, c: cancel");
	answer("l");
	world_shows("You pasted");
	answer("s");
	world_expect("PRIVMSG #a :one\r\n");
	world_expect("PRIVMSG #a :six\r\n");
}

static void
a_paste__is_edited_or_forgotten(void **state)
{
	static const char *const cancels[] = { "c", "\003", "\007" };

	(void)state;
	start("echo-message" MULTILINE);
	world_keys("ab\002");
	for (size_t i = 0; i < 3; i++) {
		world_keys(PASTE(SIX));
		answer(cancels[i]);
		assert_view(editor_text(), "ab");
		world_hides("You pasted");
	}
	world_keys(PASTE(SIX));
	answer("e!");
	assert_view(editor_text(), "a" SIX "!b");
	world_keys("\025\013");
	world_keys(PASTE(SIX));
	answer("\r"); /* does not send */
	assert_view(editor_text(), SIX);
}

static void
a_paste__is_not_answered_by_what_is_typed_ahead(void **state)
{
	(void)state;
	start("echo-message" MULTILINE);
	world_keys(PASTE(SIX) "see above\r");
	world_shows("You pasted 6 lines");
	assert_view(editor_text(), "");
	answer("e");
	assert_view(editor_text(), SIX);
}

static void
a_paste__after_a_paste_joins_it(void **state)
{
	(void)state;
	start("echo-message" MULTILINE);
	world_keys(PASTE(SIX));
	world_keys(PASTE("seven"));
	world_shows("You pasted 7 lines");
	answer("e");
	assert_view(editor_text(), SIX "seven");
}

static void
a_paste__behind_a_command_is_sent_as_it_says(void **state)
{
	(void)state;
	start("echo-message" MULTILINE);
	world_keys("/msg bo ");
	world_keys(PASTE(SIX));
	world_shows("(28 bytes). s: send, e: edit, c: cancel");
	answer("s");
	world_expect("PRIVMSG bo :one");
	world_keys("/topic ");
	world_keys(PASTE(SIX));
	answer("s");
	world_shows("/topic takes one line, but the text has 6");
	assert_view(editor_text(), "/topic " SIX);
}

static void
a_paste__with_a_password_is_not_sent(void **state)
{
	(void)state;
	start("echo-message" MULTILINE);
	world_keys(PASTE("1\n2\n3\n4\n5\n/login me hunter2\n"));
	answer("l");
	world_shows("Not sent: one line is a command with a password");
	assert_null(strstr(buf_str(&world.got), "hunter2"));
	world_keys("\025");
	world_keys(PASTE("1\n2\n3\n4\n5\n/login me hunter2\n"));
	answer("s");
	assert_null(strstr(buf_str(&world.got), "hunter2"));
}

static void
a_paste__is_not_sent_to_the_server_window(void **state)
{
	(void)state;
	start("echo-message" MULTILINE);
	world_keys("\0301");
	world_keys(PASTE(SIX));
	world_shows("(28 bytes). e: edit, c: cancel");
	answer("s");
	world_shows("You pasted");
	answer("e");
	assert_view(editor_text(), SIX);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, world_setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_paste__of_few_lines_goes_into_the_line),
		CASE(a_paste__of_many_lines_is_counted_and_asked_about),
		CASE(a_paste__is_sent_line_by_line),
		CASE(a_paste__is_only_sent_line_by_line_without_multiline),
		CASE(a_paste__is_edited_or_forgotten),
		CASE(a_paste__is_not_answered_by_what_is_typed_ahead),
		CASE(a_paste__after_a_paste_joins_it),
		CASE(a_paste__behind_a_command_is_sent_as_it_says),
		CASE(a_paste__with_a_password_is_not_sent),
		CASE(a_paste__is_not_sent_to_the_server_window),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
