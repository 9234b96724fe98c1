/*
 * Tests of editor: pastes and drafts.
 */
#include <string.h>

#include "client/input/editor.h"
#include "common/buf.h"
#include "tests/support/editor_rig.h"
#include "tests/support/test.h"

static void
editor_insert__is_one_step_and_never_sends(void **state)
{
	(void)state;
	rig_keys("ab\002");
	editor_insert(VIEW("one\ntwo\tthree\r\n" NI));
	rig_shows("aone\ntwo\tthree\r\n" NI "|b");
	rig_tells("");
	rig_keys("!");
	rig_keys("\037");
	rig_keys("\037");
	rig_shows("a|b");
	editor_insert(VIEW("x\0y\xffz"));
	rig_shows("axyz|b");
	editor_insert(VIEW(""));
	rig_shows("axyz|b");
}

/* A large paste takes no more time than others. */
static void
editor_insert__accepts_a_megabyte(void **state)
{
	struct buf text = { 0 };

	(void)state;
	while (text.len < (1 << 20))
		buf_add_str(&text, "all work and no play\n");
	editor_insert(buf_view(&text));
	assert_int_equal(editor_text().len, text.len);
	assert_int_equal(editor_point(), text.len);
	rig_keys("\037");
	rig_shows("|");
	buf_clear(&text);
}

static void
editor_set__replaces_the_text_and_its_undo_steps(void **state)
{
	(void)state;
	rig_keys("old text");
	editor_set(VIEW("new " NI " text"), 4);
	rig_shows("new |" NI " text");
	rig_keys("X\037\037\037");
	rig_shows("new |" NI " text");
	editor_set(VIEW("new " NI), 5); /* inside a character */
	rig_shows("new |" NI);
	editor_set(VIEW("short"), 99);
	rig_shows("short|");
	rig_keys("here\033[17~"); /* the callback sets another draft */
	rig_shows("other| draft");
	rig_keys("!");
	rig_shows("other!| draft");
}

static void
editor_set__restores_a_line__from_its_callback(void **state)
{
	(void)state;
	rig_put_back("/jion #x");
	rig_keys("/jion #x\rmore");
	rig_tells("line(/jion #x) ");
	rig_shows("/more|jion #x");
}

static void
editor_set__leaves_the_history_as_it_was(void **state)
{
	(void)state;
	rig_keys("first\rsecond\r");
	rig_keys("draft\020 changed\020");
	rig_shows("first|");
	rig_keys("!");
	editor_set(VIEW("other"), 5);
	rig_shows("other|");
	rig_keys("\016"); /* already at the newest entry */
	rig_shows("other|");
	rig_keys("\020\020");
	rig_shows("first|");
	rig_keys("\016\016");
	rig_shows("other|");
	for (int i = 0; i < 5; i++) {
		rig_keys("\020\177\020\177x\037");
		editor_set(VIEW(""), 0);
	}
	rig_keys("\r\020\020");
	assert_true(editor_text().len > 0);
}

/* Whatever readline waits for: a draft is set completely, and the next key is typed. */
static void
editor_set__ends_an_unfinished_command(void **state)
{
	static const char *const begun[] = { "\033", "\030", "\033[", "\033[1;",
		"\022", "\022ab", "\022zz", "\023ab", "\0335", "\033-",
		"\0333\0334", "\033p", "\033pab", "\033N", "\022\033",
		"\020\022ab" };

	(void)state;
	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
		rig_keys("cab\rcd\r");
		rig_keys("half");
		rig_keys(begun[i]);
		editor_set(VIEW("draft"), 2);
		rig_prompts("");
		rig_shows("dr|aft");
		rig_keys("X");
		rig_shows("drX|aft");
		rig_keys("\025\013half");
		rig_keys(begun[i]);
		editor_insert(VIEW("pasted"));
		rig_prompts("");
		assert_non_null(memmem(editor_text().p, editor_text().len,
		    "pasted", strlen("pasted")));
		rig_keys("X\025\013");
		rig_shows("|");
	}
}

static void
editor_restore_undo__restores_the_steps_of_the_same_text(void **state)
{
	static const int a, b;

	(void)state;
	editor_insert(VIEW("one"));
	editor_insert(VIEW(" two"));
	editor_save_undo(&a);
	editor_set(VIEW(""), 0);
	editor_restore_undo(&b); /* nothing was saved */
	editor_insert(VIEW("other"));
	editor_save_undo(&b);
	editor_set(VIEW("one two"), 7);
	editor_restore_undo(&a);
	rig_keys("\037");
	rig_shows("one|");
	rig_keys("\037");
	rig_shows("|");
	editor_set(
	    VIEW("changed"), 7); /* another text: the saved steps do not fit */
	editor_restore_undo(&b);
	rig_keys("\037");
	rig_shows("changed|");
	editor_insert(VIEW("more"));
	editor_save_undo(&a);
	editor_set(VIEW("changedmore"), 0);
	editor_drop_undo(&a);
	editor_restore_undo(&a);
	rig_keys("\037");
	rig_shows("|changedmore");
}

static void
editor_save_undo__saves_nothing__of_a_line_with_a_password(void **state)
{
	static const int a;

	(void)state;
	rig_keys("/login ann hunter2\025hello");
	editor_save_undo(&a);
	editor_set(VIEW("hello"), 5);
	editor_restore_undo(&a);
	rig_keys("\037\037");
	rig_shows("hello|");
}

static const struct CMUnitTest tests[] = {
	EDITOR_TEST(editor_insert__is_one_step_and_never_sends),
	EDITOR_TEST(editor_insert__accepts_a_megabyte),
	EDITOR_TEST(editor_set__replaces_the_text_and_its_undo_steps),
	EDITOR_TEST(editor_set__restores_a_line__from_its_callback),
	EDITOR_TEST(editor_set__leaves_the_history_as_it_was),
	EDITOR_TEST(editor_set__ends_an_unfinished_command),
	EDITOR_TEST(editor_restore_undo__restores_the_steps_of_the_same_text),
	EDITOR_TEST(editor_save_undo__saves_nothing__of_a_line_with_a_password),
};

int
main(void)
{
	return EDITOR_RUN("", "text from elsewhere", tests, NULL);
}
