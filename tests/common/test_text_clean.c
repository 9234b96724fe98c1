/*
 * text: cleaning and escaping; no control character gets through.
 */
#include <stdlib.h>

#include "common/text.h"
#include "tests/support/check_view.h"
#include "tests/support/hostile_text.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* A family of three, one cluster of 18 bytes. */
#define FAMILY "\U0001f468\u200d\U0001f469\u200d\U0001f467"

static void
check_clean(struct view src, int flags, struct view expected)
{
	struct buf out = { 0 };

	buf_add_str(&out, ">");
	text_clean(&out, src, flags);
	assert_int_equal(out.p[0], '>');
	buf_drain(&out, 1);
	assert_views(buf_view(&out), expected);
	buf_clear(&out);
}

static void
text_clean__drops_control_characters(void **state)
{
	(void)state;
	check_clean(VIEW("a\x1b[31mb\0c\x7f\r\n"), 0, VIEW("a[31mbc"));
	check_clean(VIEW("\x02"
			 "bold\x03"
			 "4,5\x0f\x01"
			 "A\x01"),
	    0, VIEW("bold4,5A"));
	check_clean(VIEW("a\tb"), 0, VIEW("a b"));
	check_clean(VIEW("a\xc2\x9b"
			 "b\xc2\x80\xc2\x9f"),
	    0, VIEW("ab"));
	check_clean(VIEW("\u2028\u2029"), 0, VIEW(""));
	check_clean(VIEW("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
			 "\u2066\u2067\u2068\u2069"),
	    TEXT_SHOW | TEXT_KEEP_FORMAT | TEXT_KEEP_CTCP, VIEW(""));
}

static void
text_clean__keeps_text_of_every_script(void **state)
{
	(void)state;
	check_clean(VIEW("\u00a0\u00e4\u05e9\u4e2d" FAMILY), 0,
	    VIEW("\u00a0\u00e4\u05e9\u4e2d" FAMILY));
}

static void
text_clean__keeps_or_shows_controls__when_asked(void **state)
{
	(void)state;
	check_clean(VIEW("\x01\x02\x03\x04\x05\x0f\x11\x16\x1b\x1d\x1e\x1f"),
	    TEXT_KEEP_FORMAT, VIEW("\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f"));
	check_clean(VIEW("\x01"
			 "ACTION\x02\x01"),
	    TEXT_KEEP_CTCP,
	    VIEW("\x01"
		 "ACTION\x01"));
	check_clean(
	    VIEW("\0\x01\x1b\x1f\x7f\n\t"), TEXT_SHOW, VIEW("^@^A^[^_^?^J "));
	check_clean(
	    VIEW("\x02\x07"), TEXT_SHOW | TEXT_KEEP_FORMAT, VIEW("\x02^G"));
}

static void
text_clean__replaces_bytes__when_they_are_not_utf8(void **state)
{
	(void)state;
	check_clean(VIEW("a\xff\xe2\x82z"), 0, VIEW("a\ufffd\ufffd\ufffdz"));
	/* C1 as a bare byte is not a C1 character, and an overlong escape is not an escape. */
	check_clean(VIEW("\x9b"
			 "2J\xc0\x9b"),
	    0, VIEW("\ufffd2J\ufffd\ufffd"));
}

static void
check_vis(struct view src, const char *expected)
{
	struct buf out = { 0 };

	text_vis(&out, src);
	assert_string_equal(buf_str(&out), expected);
	buf_clear(&out);
}

static void
text_vis__escapes_text_that_could_forge_a_log_line(void **state)
{
	(void)state;
	check_vis(VIEW("a b=\"c\""), "a b=\"c\"");
	check_vis(VIEW("a\r\nb\t"), "a\\r\\nb\\t");
	check_vis(VIEW("\\n"), "\\\\n");
	check_vis(VIEW("\0\x1b\x7f"), "\\000\\033\\177");
	check_vis(VIEW("\xff\xc3"), "\\377\\303");
	check_vis(VIEW("\xc3\xa4\xc2\x9b"), "\u00e4\\302\\233");
	check_vis(VIEW("\u202e"), "\\342\\200\\256");
}

static void
text_clean__returns_clean_text__for_any_bytes(void **state)
{
	char text[300];
	struct prng r = { 100 };
	struct buf once = { 0 }, twice = { 0 };
	size_t i, n;
	int round;

	(void)state;
	for (round = 0; round < 20000; round++) {
		n = prng_text(&r, text, sizeof(text));
		buf_reset(&once);
		buf_reset(&twice);
		text_clean(&once, (struct view){ text, n }, 0);
		text_clean(&twice, buf_view(&once), 0);
		assert_views(buf_view(&once), buf_view(&twice));
		assert_true(text_utf8_valid(buf_view(&once)));
		for (i = 0; i < once.len; i++)
			assert_true((unsigned char)once.p[i] >= 0x20);
	}
	buf_clear(&once);
	buf_clear(&twice);
}

static void
check_escape(struct view src, const char *expected)
{
	struct buf out = { 0 };

	text_escape(&out, src);
	assert_string_equal(buf_str(&out), expected);
	buf_clear(&out);
}

static void
text_escape__escapes_controls_only(void **state)
{
	(void)state;
	check_escape(VIEW("a\\b \"\u00e4\u05e9\" " FAMILY "\t."),
	    "a\\b \"\u00e4\u05e9\" " FAMILY "\t.");
	check_escape(VIEW("\x1b[2J\0\n\r\x7f"),
	    "\\u001B[2J\\u0000\\u000A\\u000D\\u007F");
	check_escape(
	    VIEW("\xc2\x9b\u202e\u2028\u061c"), "\\u009B\\u202E\\u2028\\u061C");
	check_escape(VIEW("\xff\xe2\x80"), "\\xFF\\xE2\\x80");
}

/* Every way in which text from outside reaches a terminal or a log. */
static void
hostile_text__is_cleaned_by_every_function(void **state)
{
	struct buf out = { 0 };
	const char *c;
	size_t i;

	(void)state;
	for (i = 0; (c = hostile_char(i)) != NULL; i++) {
		assert_false(text_is_printable(view_of(c)));
		text_clean(&out, view_of(c), 0);
		text_clean(&out, view_of(c), TEXT_SHOW);
		text_vis(&out, view_of(c));
		expect_harmless(buf_view(&out), "");
		buf_reset(&out);
		text_escape(&out, view_of(c));
		expect_harmless(buf_view(&out), "\t");
		assert_int_equal(text_is_printable(buf_view(&out)), *c != '\t');
		buf_reset(&out);
	}
	assert_true(i > 80);
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_clean__drops_control_characters),
		cmocka_unit_test(text_clean__keeps_text_of_every_script),
		cmocka_unit_test(
		    text_clean__keeps_or_shows_controls__when_asked),
		cmocka_unit_test(
		    text_clean__replaces_bytes__when_they_are_not_utf8),
		cmocka_unit_test(
		    text_vis__escapes_text_that_could_forge_a_log_line),
		cmocka_unit_test(text_clean__returns_clean_text__for_any_bytes),
		cmocka_unit_test(text_escape__escapes_controls_only),
		cmocka_unit_test(hostile_text__is_cleaned_by_every_function),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
