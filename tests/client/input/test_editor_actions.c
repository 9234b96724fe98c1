/*
 * Tests of editor: the keys of actions, and that readline's own keys stay bound.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "client/input/editor.h"
#include "common/view.h"
#include "tests/support/editor_rig.h"
#include "tests/support/test.h"

static void
editor_keys__reports_actions(void **state)
{
	static const struct {
		const char *keys;
		enum editor_action action;
	} rows[] = { { "\033[17~", ACTION_NEXT_ROOM },
		{ "\033[1;3C", ACTION_NEXT_ROOM },
		{ "\033[15~", ACTION_PREVIOUS_ROOM },
		{ "\033[[E", ACTION_PREVIOUS_ROOM },
		{ "\033[1;3D", ACTION_PREVIOUS_ROOM },
		{ "\033a", ACTION_NEXT_UNREAD }, { "\033`", ACTION_LAST_ROOM },
		{ "\0301", ACTION_ROOM }, { "\033[5~", ACTION_PAGE_UP },
		{ "\033[6~", ACTION_PAGE_DOWN },
		{ "\033[1;2A", ACTION_LINE_UP }, { "\033[a", ACTION_LINE_UP },
		{ "\033[1;3A", ACTION_LINE_UP },
		{ "\033[1;2B", ACTION_LINE_DOWN },
		{ "\033[1;3B", ACTION_LINE_DOWN }, { "\033[1;3H", ACTION_TOP },
		{ "\033[7;3~", ACTION_TOP }, { "\033[1;3F", ACTION_BOTTOM },
		{ "\f", ACTION_REDRAW }, { "\033[18~", ACTION_TOGGLE_ROOMS },
		{ "\033[19~", ACTION_TOGGLE_MEMBERS },
		{ "\033OP", ACTION_HELP }, { "\033[11~", ACTION_HELP },
		{ "\033[[A", ACTION_HELP }, { "\032", ACTION_SUSPEND } };
	char expected[32];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		rig_keys(rows[i].keys);
		snprintf(expected, sizeof(expected), "action(%d,1) ",
		    rows[i].action);
		rig_tells(expected);
		/* and byte by byte */
		for (const char *p = rows[i].keys; *p != '\0'; p++)
			rig_keys((char[]){ *p, '\0' });
		rig_tells(expected);
	}
	rig_keys("\0300\0339\033j");
	snprintf(expected, sizeof(expected), "action(%d,10) action(%d,9) ",
	    ACTION_ROOM, ACTION_ROOM);
	rig_tells(expected);
}

/* Readline keeps the last function that is bound to a key: an action without a key lost it to another one. */
static void
actions__share_no_key(void **state)
{
	const char *name, *help;
	char *keys;
	size_t i;

	(void)state;
	for (i = 0; editor_action_info(i, &name, &keys, &help); i++) {
		if (keys[0] == '\0' && i != ACTION_END_OF_INPUT)
			fail_msg("%s has no key", name);
		free(keys);
	}
}

static void
rooms_are(const char *keys, const int *rooms, size_t n)
{
	char expected[96] = "";
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(expected + len, sizeof(expected) - len,
		    "action(%d,%d) ", ACTION_ROOM, rooms[i]);
	rig_keys(keys);
	rig_tells(expected);
}

static void
editor_keys__goes_to_rooms__by_alt_and_a_digit(void **state)
{
	(void)state;
	rig_digits_choose_rooms();
	rig_keys("draft");
	rooms_are("\0331\0339\0330", (const int[]){ 1, 9, 10 }, 3);
	rig_prompts("");
	rig_shows("draft|");
	/* a numeric argument that has begun goes on */
	rig_keys("\001\033-\0333");
	rig_tells("");
	rig_keys("x");
	rig_keys("\001\033-3\004"); /* delete 3 backwards: nothing is there */
	rig_keys("\005!");
	rig_shows("draft!|");
}

static void
editor_keys__begins_an_argument__by_alt_and_a_digit_if_set(void **state)
{
	(void)state;
	rig_keys("\0331\0332x");
	rig_shows("xxxxxxxxxxxx|");
	rig_tells("");
	rooms_are("\0303", (const int[]){ 3 }, 1);
	rooms_are("\0331\0332\0333\033j", (const int[]){ 123 }, 1);
}

static void
editor_keys__goes_to_a_room__by_two_digits(void **state)
{
	(void)state;
	rig_digits_choose_rooms();
	rig_keys("ab");
	rig_keys("\033j");
	rig_prompts("(room number, two digits: ) ");
	rig_keys("1");
	rig_prompts("(room number, two digits: 1) ");
	rooms_are("2", (const int[]){ 12 }, 1);
	rig_prompts("");
	rooms_are("\033j07\033j34", (const int[]){ 7, 34 }, 2);
	rooms_are("\033j5\r", (const int[]){ 5 }, 1);
	rig_shows("ab|");
	rig_keys("c\033j1\033"); /* cancelled */
	editor_timeout();
	rig_keys("\033j1\007\033j\r\033j2\003");
	rig_prompts("");
	rig_shows("abc|");
	rig_tells("");
	rig_keys("\033j1\033[Dx"); /* cancelled, and the key used */
	rig_shows("abx|c");
	rig_keys("\033j1");
	editor_insert(view_of("pasted"));
	rig_prompts("");
	rig_shows("abxpasted|c");
	rig_keys("\033j1");
	editor_set(view_of("other"), 5);
	rig_keys("2");
	rig_shows("other2|");
	rig_tells("");
}

static void
editor_keys__clears_the_line__on_interrupt(void **state)
{
	char expected[64];

	(void)state;
	rig_keys("half\003");
	rig_shows("|");
	rig_keys("\003");
	snprintf(expected, sizeof(expected), "action(%d,0) action(%d,1) ",
	    ACTION_INTERRUPT, ACTION_INTERRUPT);
	rig_tells(expected);
	rig_keys("x\022zz\003"); /* also during a search */
	rig_shows("|");
	rig_prompts("");
}

static void
editor_keys__reports_the_end_of_input__on_an_empty_line_only(void **state)
{
	char expected[64];

	(void)state;
	rig_keys("ab\002\004");
	rig_shows("a|");
	rig_tells("");
	rig_keys("\004");
	rig_shows("a|");
	rig_tells("");
	rig_keys("\177\004\004");
	snprintf(expected, sizeof(expected), "action(%d,0) action(%d,0) ",
	    ACTION_END_OF_INPUT, ACTION_END_OF_INPUT);
	rig_tells(expected);
	rig_keys("on\r");
	rig_tells("line(on) ");
}

static void
editor_keys__breaks_a_line__on_alt_enter(void **state)
{
	(void)state;
	rig_keys("one\033\rtwo");
	rig_shows("one\ntwo|");
	rig_tells("");
	rig_keys("\r");
	rig_tells("line(one\ntwo) ");
	rig_keys("\020");
	rig_shows("one\ntwo|");
}

static void
editor_keys__types_nothing__for_unknown_function_keys(void **state)
{
	(void)state;
	rig_keys("a\033[99;5~b\033[1;7Qc\033[25~d\033[E");
	rig_shows("abcd|");
	rig_keys("\033Ox\033[38;5;99z");
	rig_shows("abcd|");
	rig_keys("e");
	rig_shows("abcde|");
}

/* Keys that replace one of readline's on purpose (editor_actions.h). */
static int
is_ours_on_purpose(const char *seq)
{
	static const char *const ours[] = { "\t", "\f", "\033\r", "\0330",
		"\0331", "\0332", "\0333", "\0334", "\0335", "\0336", "\0337",
		"\0338", "\0339",
		/* wrapped functions (readline_setup.c) */
		"\033n", "\033p", "\030(", "\030)", "\030e" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(ours[i], seq) == 0)
			return 1;
	return 0;
}

/* Copies of readline's emacs keymaps, before the editor changed them. */
static KEYMAP_ENTRY_ARRAY was_standard, was_meta, was_ctlx;

static void
remember_maps(void)
{
	memcpy(was_standard, emacs_standard_keymap, sizeof(was_standard));
	memcpy(was_meta, emacs_meta_keymap, sizeof(was_meta));
	memcpy(was_ctlx, emacs_ctlx_keymap, sizeof(was_ctlx));
}

/* Readline stores a keymap in the place of a function. */
static Keymap
submap(rl_command_func_t *f)
{
	Keymap map;

	memcpy(&map, &f, sizeof(map));
	return map;
}

static unsigned
compare_maps(const KEYMAP_ENTRY *was, Keymap now, const char *prefix)
{
	unsigned compared = 0;
	char seq[3] = { prefix[0], '\0', '\0' };
	rl_command_func_t *f;

	for (int c = 1; c < 128; c++) {
		seq[strlen(prefix)] = (char)c;
		if (was[c].type != ISFUNC || was[c].function == NULL ||
		    was[c].function == rl_do_lowercase_version ||
		    is_ours_on_purpose(seq))
			continue;
		f = now[c].function;
		if (now[c].type == ISKMAP) /* now also a prefix of others */
			f = submap(f)[ANYOTHERKEY].function;
		if (f != was[c].function)
			fail_msg(
			    "key %s%c (%d) has another function", prefix, c, c);
		compared++;
	}
	return compared;
}

static void
editor_open__replaces_none_of_emacs_modes_keys(void **state)
{
	unsigned n;

	(void)state;
	n = compare_maps(was_standard, emacs_standard_keymap, "");
	n += compare_maps(was_meta, emacs_meta_keymap, "\033");
	n += compare_maps(was_ctlx, emacs_ctlx_keymap, "\030");
	assert_true(n > 150);
}

static void
editor_action_info__names_actions_and_keys(void **state)
{
	const char *name, *help;
	char *bound;
	size_t i;
	int found = 0;

	(void)state;
	for (i = 0; editor_action_info(i, &name, &bound, &help); i++) {
		assert_int_equal(strncmp(name, "tchat-", 6), 0);
		assert_true(strlen(help) > 0);
		assert_non_null(rl_named_function(name));
		if (i != ACTION_END_OF_INPUT)
			assert_true(strlen(bound) > 0);
		if (i == ACTION_NEXT_ROOM) {
			assert_string_equal(bound, "F6, M-Right");
			found = 1;
		}
		if (i == ACTION_NEWLINE)
			assert_string_equal(bound, "M-Enter");
		free(bound);
	}
	assert_true(found);
	assert_true(i > ACTION_NEWLINE);
}

static void
editor_open__prefers_the_bindings_of_the_inputrc(void **state)
{
	char expected[96];

	(void)state;
	rig_keys("\030p\030b\033[5~\033[6~");
	snprintf(expected, sizeof(expected),
	    "action(%d,1) action(%d,1) action(%d,1) action(%d,1) ",
	    ACTION_PAGE_UP, ACTION_BOTTOM, ACTION_TOP, ACTION_PAGE_DOWN);
	rig_tells(expected);
	rig_digits_choose_rooms();
	rig_keys("\0334x\0335\005"); /* Alt-4 is bound, Alt-5 is not */
	snprintf(expected, sizeof(expected), "action(%d,5) ", ACTION_ROOM);
	rig_tells(expected);
	rig_shows("xxxx|");
	rig_keys("\025");
	rig_keys(NI "()"); /* settings that an inputrc cannot change */
	rig_shows(NI "()|");
}

static const struct CMUnitTest emacs_tests[] = {
	EDITOR_TEST(editor_keys__reports_actions),
	EDITOR_TEST(actions__share_no_key),
	EDITOR_TEST(editor_keys__goes_to_rooms__by_alt_and_a_digit),
	EDITOR_TEST(editor_keys__begins_an_argument__by_alt_and_a_digit_if_set),
	EDITOR_TEST(editor_keys__goes_to_a_room__by_two_digits),
	EDITOR_TEST(editor_keys__clears_the_line__on_interrupt),
	EDITOR_TEST(
	    editor_keys__reports_the_end_of_input__on_an_empty_line_only),
	EDITOR_TEST(editor_keys__breaks_a_line__on_alt_enter),
	EDITOR_TEST(editor_keys__types_nothing__for_unknown_function_keys),
	EDITOR_TEST(editor_open__replaces_none_of_emacs_modes_keys),
	EDITOR_TEST(editor_action_info__names_actions_and_keys),
};

static const struct CMUnitTest inputrc_tests[] = {
	EDITOR_TEST(editor_open__prefers_the_bindings_of_the_inputrc),
};

int
main(void)
{
	int failed = 0;

	failed |= EDITOR_RUN("", "emacs mode", emacs_tests, remember_maps);
	failed |= EDITOR_RUN(
	    editor_inputrc, "an inputrc", inputrc_tests, remember_maps);
	return failed;
}
