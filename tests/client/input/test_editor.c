/*
 * Tests of editor: typing, the input history, and prompts.
 */
#include <stdio.h>
#include <string.h>

#include <readline/history.h>

#include "client/input/editor.h"
#include "common/text.h"
#include "tests/support/editor_rig.h"
#include "tests/support/test.h"

static void
editor_keys__edits_as_emacs_does(void **state)
{
	(void)state;
	rig_keys("hello world");
	rig_shows("hello world|");
	rig_keys("\001X\006\006");
	rig_shows("Xhe|llo world");
	rig_keys("\033f\004");
	rig_shows("Xhello|world");
	rig_keys("\005\177\033[D\033OD!");
	rig_shows("Xhellowo!|rl");
	rig_keys("\033[H\033[3~\033[F.");
	rig_shows("hellowo!rl.|");
	rig_keys("\002\002\002\024");
	rig_shows("hellowor!|l.");
}

static void
editor_keys__kills_yanks_and_undoes(void **state)
{
	(void)state;
	rig_keys("one two three");
	rig_keys("\027\027");
	rig_shows("one |");
	rig_keys("\001\031");
	rig_shows("two three|one ");
	rig_keys("\025");
	rig_shows("|one ");
	rig_keys("\013\031\033y");
	rig_shows("two three|");
	for (int i = 0; i < 20; i++)
		rig_keys("\037");
	rig_shows("|");
}

static void
editor_keys__reports_a_line__on_enter(void **state)
{
	(void)state;
	rig_keys("hi\r");
	rig_shows("|");
	rig_tells("line(hi) ");
	rig_keys("hi\rthere\nhalf");
	rig_tells("line(hi) line(there) ");
	rig_shows("half|");
	assert_true(rig_changes() > 0);
	rig_keys("\r\r");
	rig_tells("line(half) line() ");
}

static void
editor_keys__accepts_utf8__byte_by_byte(void **state)
{
	static const char text[] = "a" NI HAO EMOJI "e\xcc\x81";

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		rig_keys((char[]){ text[i], '\0' });
		assert_true(text_utf8_valid(editor_text()));
	}
	rig_shows("a" NI HAO EMOJI "e\xcc\x81|");
	rig_keys("\002\002\177");
	rig_shows("a" NI "|" EMOJI "e\xcc\x81");
	rig_keys("\002\004");
	rig_shows("a|" EMOJI "e\xcc\x81");
	rig_keys("\005\r");
	rig_tells("line(a" EMOJI "e\xcc\x81) ");
}

static void
editor_keys__drops_bytes_that_are_not_utf8(void **state)
{
	(void)state;
	rig_keys("a\xff\xc3(b\xe4\xbd");
	rig_keys("c\xed\xa0\x80"
		 "d\xc3");
	rig_shows("a(bcd|");
	rig_keys("\xa4");
	rig_shows("a(bcd\xc3\xa4|");
}

static void
editor_keys__walks_the_history(void **state)
{
	(void)state;
	rig_keys("first\rsecond\rsecond\r   \rthird\r");
	rig_forget();
	rig_keys("typing\020");
	rig_shows("third|");
	rig_keys("\033[A\033OA");
	rig_shows("first|");
	rig_keys("\020");
	rig_shows("first|");
	rig_keys("\016\016\033[B");
	rig_shows("typing|");
	rig_keys("\020\177\r"); /* an old line, changed and sent again */
	rig_tells("line(thir) ");
	rig_keys("\020\020");
	rig_shows("third|");
}

/* Nor when the user edits an old line into a secret and leaves it. */
static void
history__keeps_no_secret__when_an_old_line_was_edited_into_one(void **state)
{
	HIST_ENTRY **all;

	(void)state;
	rig_keys("one\r/account\rtwo\r");
	rig_forget();
	rig_keys("\020\020 password hunter2\020");
	rig_shows("one|");
	for (all = history_list(); *all != NULL; all++)
		assert_null(strstr((*all)->line, "hunter2"));
	rig_keys("\016\037\037");
	assert_null(strstr(editor_text().p, "hunter2"));
	rig_keys("\016");
	rig_shows("two|");
}

static void
editor_add_history__keeps_no_secrets__and_a_limited_number_of_lines(
    void **state)
{
	char line[32];

	(void)state;
	rig_keys(
	    "before\r/quote PASS hunter2\r/msg nickserv identify x y\r\020");
	rig_shows("before|");
	rig_keys("\016");
	for (int i = 0; i < 1200; i++) {
		snprintf(line, sizeof(line), "line %d", i);
		editor_add_history(line);
	}
	assert_int_equal(history_length, 1000);
	rig_keys("\020");
	rig_shows("line 1199|");
}

static void
editor_prompt__shows_the_search(void **state)
{
	(void)state;
	rig_keys("make tea\rdrink tea\rwash up\r");
	rig_prompts("");
	rig_keys("half\022");
	rig_prompts("(reverse-i-search)`': ");
	rig_keys("te");
	rig_prompts("(reverse-i-search)`te': ");
	rig_shows("drink |tea");
	rig_keys("\022");
	rig_shows("make |tea");
	rig_keys("\005!");
	rig_prompts("");
	rig_shows("make tea!|");
	rig_keys("\025half\022wash\007"); /* aborted: the line is as before */
	rig_prompts("");
	rig_shows("half|");
	rig_keys("\022zzz");
	assert_memory_equal(editor_prompt().p, "(failed", 7);
	rig_keys("\007");
	rig_shows("half|");
	editor_set(VIEW(""), 0);
	rig_keys("\022dri\r");
	rig_tells(
	    "line(make tea) line(drink tea) line(wash up) line(drink tea) ");
}

static void
editor_timeout__ends_a_search__after_a_lone_escape(void **state)
{
	(void)state;
	rig_keys("make tea\r\022tea");
	rig_keys("\033");
	assert_true(editor_pending());
	rig_prompts("(reverse-i-search)`tea': ");
	editor_timeout();
	assert_false(editor_pending());
	rig_prompts("");
	rig_shows("make |tea");
	rig_keys("\022mak\033[C"); /* an arrow key ends the search and moves */
	rig_prompts("");
	rig_shows("m|ake tea");
	rig_keys("\022mak\033");
	rig_keys("[C"); /* also if the key arrives in parts */
	rig_shows("m|ake tea");
}

static void
editor_prompt__shows_the_numeric_argument(void **state)
{
	(void)state;
	rig_keys("\0331");
	rig_prompts("(arg: 1) ");
	rig_keys("2x");
	rig_prompts("");
	rig_shows("xxxxxxxxxxxx|");
	rig_keys("\033-3\006"); /* back three */
	rig_shows("xxxxxxxxx|xxx");
	rig_keys("\0335\r"); /* Enter ignores the argument */
	rig_tells("line(xxxxxxxxxxxx) ");
	rig_shows("|");
}

static const struct CMUnitTest tests[] = {
	EDITOR_TEST(editor_keys__edits_as_emacs_does),
	EDITOR_TEST(editor_keys__kills_yanks_and_undoes),
	EDITOR_TEST(editor_keys__reports_a_line__on_enter),
	EDITOR_TEST(editor_keys__accepts_utf8__byte_by_byte),
	EDITOR_TEST(editor_keys__drops_bytes_that_are_not_utf8),
	EDITOR_TEST(editor_keys__walks_the_history),
	EDITOR_TEST(
	    history__keeps_no_secret__when_an_old_line_was_edited_into_one),
	EDITOR_TEST(
	    editor_add_history__keeps_no_secrets__and_a_limited_number_of_lines),
	EDITOR_TEST(editor_prompt__shows_the_search),
	EDITOR_TEST(editor_timeout__ends_a_search__after_a_lone_escape),
	EDITOR_TEST(editor_prompt__shows_the_numeric_argument),
};

int
main(void)
{
	return EDITOR_RUN("", "emacs mode", tests, NULL);
}
