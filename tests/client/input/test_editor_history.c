/*
 * editor_history: Up and Down in a text of several lines and in the history, and what the history keeps.
 */
#include <stdio.h>
#include <string.h>

#include <readline/history.h>

#include "client/input/editor.h"
#include "tests/support/editor_rig.h"
#include "tests/support/test.h"

#define UP    "\033[A"
#define DOWN  "\033OB"
#define BREAK "\033\r" /* inserts a line break */

static void
up__moves_within_a_text_of_several_lines(void **state)
{
	(void)state;
	rig_keys("before\r");
	rig_keys("first line" BREAK "two" BREAK "the third");
	rig_keys(UP);
	rig_shows("first line\ntwo|\nthe third");
	rig_keys(UP); /* the column is kept over the short line */
	rig_shows("first lin|e\ntwo\nthe third");
	rig_keys(DOWN DOWN);
	rig_shows("first line\ntwo\nthe third|");
	rig_keys(UP UP "\001" DOWN);
	rig_shows("first line\n|two\nthe third");
	rig_keys(UP UP); /* no line begins like that: all are found */
	rig_shows("before|");
	rig_keys(DOWN);
	rig_shows("first line\ntwo\nthe third|");
}

static void
up__counts_columns_and_not_bytes(void **state)
{
	(void)state;
	rig_keys(NI HAO NI HAO BREAK "abc");
	rig_keys(UP);
	rig_shows(NI "|" HAO NI HAO "\nabc");
	rig_keys(DOWN); /* it was at column 3 */
	rig_shows(NI HAO NI HAO "\nabc|");
	rig_keys("\002" UP);
	rig_shows(NI "|" HAO NI HAO "\nabc");
}

static void
up__goes_through_the_history_from_the_first_line(void **state)
{
	(void)state;
	rig_keys("one\rtwo" BREAK "lines\rthree\r");
	rig_keys("draft" UP);
	rig_shows("three|");
	rig_keys(UP);
	rig_shows("two\nlines|");
	rig_keys(UP);
	rig_shows("two|\nlines");
	rig_keys(UP);
	rig_shows("one|");
	rig_keys(UP);
	rig_shows("one|");
	rig_keys(DOWN DOWN);
	rig_shows("three|");
	rig_keys(DOWN);
	rig_shows("draft|");
	rig_keys(DOWN);
	rig_shows("draft|");
}

static void
up__finds_the_lines_that_begin_like_the_text(void **state)
{
	(void)state;
	rig_keys("/msg bob one\rhello\r/msg kim two\r/me waves\r");
	rig_keys("/msg" UP);
	rig_shows("/msg kim two|");
	rig_keys(UP);
	rig_shows("/msg bob one|");
	rig_keys(UP);
	rig_shows("/msg bob one|");
	rig_keys(DOWN);
	rig_shows("/msg kim two|");
	rig_keys(DOWN);
	rig_shows("/msg|");
	rig_keys("\002\002" UP); /* what is before the cursor counts */
	rig_shows("/me waves|");
	rig_keys(UP);
	rig_shows("/msg kim two|");
}

static void
up__takes_an_edited_old_line_as_it_is(void **state)
{
	(void)state;
	rig_keys("one\rtwo\rthree\r" UP UP "!" UP);
	rig_shows("one|");
	rig_keys(DOWN);
	rig_shows("two!|");
}

static void
up__works_in_search_and_with_arguments(void **state)
{
	(void)state;
	rig_keys("one\rtwo\rthree\r");
	rig_keys("\033-" UP);
	rig_shows("|");
	rig_keys("\0332" UP);
	rig_shows("two|");
	rig_keys("\033-" UP);
	rig_shows("three|");
	rig_keys("\022on" UP); /* ends the search */
	rig_prompts("");
	rig_shows("|one");
}

static void
history__keeps_an_equal_line_once(void **state)
{
	(void)state;
	rig_keys("one\rtwo\rone\rthree\rtwo\r");
	rig_keys(UP UP UP UP UP);
	rig_shows("one|");
	rig_keys(DOWN);
	rig_shows("three|");
	rig_keys(DOWN);
	rig_shows("two|");
	assert_int_equal(history_length, 3);
}

/* The entry is removed while its line and undo steps are in use. */
static void
history__drops_the_old_line_that_was_recalled_and_edited(void **state)
{
	(void)state;
	rig_keys("one\rtwo\rthree\r" UP UP UP "x\177" DOWN UP "\r");
	rig_keys(UP);
	rig_shows("one|");
	rig_keys(UP UP);
	rig_shows("two|");
	rig_keys("\037\037\r" UP UP "\r");
	assert_int_equal(history_length, 3);
}

static void
history__keeps_no_private_line(void **state)
{
	(void)state;
	rig_keys("open\r secret\r/join #x key\r/msg NickServ help\r/login\r");
	rig_keys(UP);
	rig_shows("open|");
	assert_int_equal(history_length, 1);
}

static void
editor_load_history__replaces_the_lines_and_keeps_the_text(void **state)
{
	static char one[] = "other", two[] = "lines";
	char *const lines[] = { one, two };

	(void)state;
	rig_keys("first\rsecond\rdraft");
	editor_load_history(lines, 2);
	rig_shows("draft|");
	rig_keys("\037"); /* with its undo steps */
	rig_shows("|");
	rig_keys(UP UP);
	rig_shows("other|");
	editor_load_history(NULL, 0);
	rig_shows("other|");
	rig_keys(UP DOWN "\016\020");
	rig_shows("other|");
	editor_load_history(lines, 2);
	rig_keys("\022lin"); /* a search ends */
	editor_load_history(lines, 1);
	rig_prompts("");
	rig_keys("\005\025" UP);
	rig_shows("other|");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EDITOR_TEST(up__moves_within_a_text_of_several_lines),
		EDITOR_TEST(up__counts_columns_and_not_bytes),
		EDITOR_TEST(up__goes_through_the_history_from_the_first_line),
		EDITOR_TEST(up__finds_the_lines_that_begin_like_the_text),
		EDITOR_TEST(up__takes_an_edited_old_line_as_it_is),
		EDITOR_TEST(up__works_in_search_and_with_arguments),
		EDITOR_TEST(history__keeps_an_equal_line_once),
		EDITOR_TEST(
		    history__drops_the_old_line_that_was_recalled_and_edited),
		EDITOR_TEST(history__keeps_no_private_line),
		EDITOR_TEST(
		    editor_load_history__replaces_the_lines_and_keeps_the_text),
	};

	return EDITOR_RUN("", "editor_history", tests, NULL);
}
