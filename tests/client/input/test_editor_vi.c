/*
 * Tests of editor in vi mode.
 */
#include <string.h>

#include "client/input/editor.h"
#include "tests/support/editor_rig.h"
#include "tests/support/test.h"

static void
editor_keys__edits_as_vi_does(void **state)
{
	(void)state;
	rig_keys("one two three");
	rig_keys("\033");
	assert_true(editor_pending());
	editor_timeout();
	assert_false(editor_pending());
	rig_shows("one two thre|e");
	rig_keys("bcwsix");
	rig_keys("\033");
	editor_timeout();
	rig_shows("one two si|x");
	rig_keys("0dwAyz");
	rig_shows("two sixyz|");
	rig_keys("\033");
	editor_timeout();
	rig_keys("0fsr" NI);
	rig_shows("two |" NI "ixyz");
	rig_keys("u");
	assert_int_equal(editor_text().len, strlen("two sixyz"));
	rig_keys("\r");
	rig_tells("line(two sixyz) ");
	rig_keys("typed\033[A");
	rig_shows("two sixyz|");
	rig_keys("\033[D!");
	rig_shows("two sixy!|z");
}

/* Escape and a digit are two keys: a command, and a count. */
static void
editor_keys__leaves_digits_to_vi__after_escape(void **state)
{
	(void)state;
	rig_digits_choose_rooms();
	rig_keys("abcdef\0333h");
	rig_tells("");
	rig_shows("ab|cdef");
	rig_keys("2x");
	rig_shows("ab|ef");
}

static void
editor_timeout__makes_escape_harmless__in_vi_command_mode(void **state)
{
	static const char *const begun[] = { "d", "f", "r", "3", "c", "y", "\"",
		"/" };

	(void)state;
	rig_keys("abc\033");
	editor_timeout();
	rig_shows("ab|c");
	for (int i = 0; i < 3; i++) {
		rig_keys("\033");
		editor_timeout();
		assert_false(editor_pending());
	}
	rig_keys("h");
	rig_shows("a|bc");
	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
		if (begun[i][0] == '"')
			continue;
		rig_keys(begun[i]);
		rig_keys("\033");
		editor_timeout();
		if (begun[i][0] == '/')
			rig_keys("\007");
		if (begun[i][0] == 'c')
			continue;
		rig_keys("0");
		rig_shows("|abc");
		rig_keys("l");
	}
}

static void
editor_keys__accepts_arrows__whole_and_in_parts_in_vi_mode(void **state)
{
	(void)state;
	rig_keys("abc");
	rig_keys("\033");
	rig_keys("[");
	rig_keys("D");
	rig_keys("X");
	rig_shows("abX|c");
	rig_keys("\033[1;3C");
	rig_shows("other| draft");
	rig_keys("\033");
	editor_timeout();
	rig_keys("\033[5~\033[6~");
	assert_true(rig_told() > 0);
	rig_keys("iab\003");
	rig_shows("|");
}

static const struct CMUnitTest tests[] = {
	EDITOR_TEST(editor_keys__edits_as_vi_does),
	EDITOR_TEST(editor_keys__leaves_digits_to_vi__after_escape),
	EDITOR_TEST(editor_timeout__makes_escape_harmless__in_vi_command_mode),
	EDITOR_TEST(editor_keys__accepts_arrows__whole_and_in_parts_in_vi_mode),
};

int
main(void)
{
	return EDITOR_RUN(EDITOR_VI, "vi mode", tests, NULL);
}
