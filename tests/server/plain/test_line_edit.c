/*
 * line_edit: editing keys in a line that was typed key by key.
 */
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "server/plain/line_edit.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

#define FAMILY "\U0001f468\u200d\U0001f469\u200d\U0001f467"

static void
check(struct view typed, struct view left)
{
	struct buf out = { 0 };

	buf_add_str(&out, ">");
	line_edit(&out, typed);
	assert_int_equal(out.p[0], '>');
	buf_drain(&out, 1);
	assert_views(buf_view(&out), left);
	buf_clear(&out);
}

static void
backspace_and_del__erase_the_last_character(void **state)
{
	(void)state;
	check(VIEW("hellp\bo"), VIEW("hello"));
	check(VIEW("hellp\x7fo"), VIEW("hello"));
	check(VIEW("abc\b\b\b\bd"), VIEW("d"));
	check(VIEW("\b\x7f"), VIEW(""));
	check(VIEW("\bx"), VIEW("x"));
	check(VIEW("ab\b\bcd\be"), VIEW("ce"));
}

static void
backspace__erases_a_whole_grapheme(void **state)
{
	(void)state;
	check(VIEW("caf\u00e9\b"), VIEW("caf"));
	check(VIEW("cafe\u0301\b"), VIEW("caf"));
	check(VIEW("a" FAMILY "\b"), VIEW("a"));
	check(VIEW("\u4e2d\u6587\b\b"), VIEW(""));
	check(VIEW("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\b"),
	    VIEW("\U0001f1e9\U0001f1ea"));
	/* A combining mark typed after an erased character joins the character before it. */
	check(VIEW("abx\b\u0301\b."), VIEW("a."));
	check(VIEW("a\xff\xfe\b"), VIEW("a\xff"));
}

static void
ctrl_u_and_ctrl_w__erase_line_and_word(void **state)
{
	(void)state;
	check(VIEW("my secret\x15hello"), VIEW("hello"));
	check(VIEW("one two\x17three"), VIEW("one three"));
	check(VIEW("one two \t \x17three"), VIEW("one three"));
	check(VIEW("one\x17\x17\x17"), VIEW(""));
	check(VIEW("a\u00e9\u4e2d b\x17\x17z"), VIEW("z"));
	check(VIEW("hello\x15/login ana pw"), VIEW("/login ana pw"));
}

static void
cursor_keys__are_removed(void **state)
{
	(void)state;
	check(VIEW("\x1b[A/login"), VIEW("/login"));
	check(VIEW("a\x1b[1;5Cb\x1bOPc\x1b[200~d"), VIEW("abcd"));
	check(VIEW("a\x1b[D\b"), VIEW(""));
	check(VIEW("x\x1b["), VIEW("x"));
	check(VIEW("x\x1b"), VIEW("x\x1b"));
	check(VIEW("x\x1b[3\u00e9"), VIEW("x\u00e9"));
}

static void
line_edit__keeps_a_line__without_editing_keys(void **state)
{
	(void)state;
	check(VIEW(""), VIEW(""));
	check(VIEW(" a\tb \x02"
		   "bold\x02 \u00e9\xff"),
	    VIEW(" a\tb \x02"
		 "bold\x02 \u00e9\xff"));
}

/* The model applies one key after the other to the whole line. */
static void
erase_last(struct buf *line)
{
	size_t at = 0, last = 0;

	while (at < line->len) {
		last = at;
		at += text_grapheme(
		    (struct view){ line->p + at, line->len - at });
	}
	line->len = last;
}

static void
line_edit__agrees_with_a_simple_model__for_random_keys(void **state)
{
	static const char *const keys[] = { "a", " ", "\u00e9", "\u0301",
		"\u200d", "\U0001f468", "\U0001f1e9", "\xff", "\b", "\b" };
	struct prng r = { 7 };
	struct buf typed = { 0 }, expected = { 0 }, out = { 0 };
	const char *key;
	int round, n;

	(void)state;
	for (round = 0; round < 5000; round++) {
		buf_reset(&typed);
		buf_reset(&expected);
		buf_reset(&out);
		for (n = 0; n < 12; n++) {
			key = keys[prng_below(
			    &r, sizeof(keys) / sizeof(keys[0]))];
			buf_add_str(&typed, key);
			if (*key == '\b')
				erase_last(&expected);
			else
				buf_add_str(&expected, key);
		}
		line_edit(&out, buf_view(&typed));
		assert_views(buf_view(&out), buf_view(&expected));
	}
	buf_clear(&typed);
	buf_clear(&expected);
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(backspace_and_del__erase_the_last_character),
		cmocka_unit_test(backspace__erases_a_whole_grapheme),
		cmocka_unit_test(ctrl_u_and_ctrl_w__erase_line_and_word),
		cmocka_unit_test(cursor_keys__are_removed),
		cmocka_unit_test(line_edit__keeps_a_line__without_editing_keys),
		cmocka_unit_test(
		    line_edit__agrees_with_a_simple_model__for_random_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
