/*
 * text: UTF-8, grapheme clusters and splitting.
 */
#include <stdlib.h>

#include "common/text.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* A family of three, one cluster of 18 bytes. */
#define FAMILY "\U0001f468\u200d\U0001f469\u200d\U0001f467"

static const char *const not_utf8[] = {
	"\x80",
	"\xbf",
	"a\x80",
	"\xc0\x80",
	"\xc1\xbf",
	"\xc3",
	"\xc3x",
	"\xe0\x80\x80",
	"\xe0\x9f\xbf",
	"\xe2\x82",
	"\xe2\x82x",
	"\xed\xa0\x80",
	"\xed\xbf\xbf",
	"\xf0\x80\x80\x80",
	"\xf0\x8f\xbf\xbf",
	"\xf0\x9f\x98",
	"\xf4\x90\x80\x80",
	"\xf5\x80\x80\x80",
	"\xfe",
	"\xff",
	"12345678\xff",
	"\xf8\x88\x80\x80\x80",
};

static void
text_utf8_valid__accepts_all_of_rfc_3629(void **state)
{
	static const char *const good[] = {
		"",
		"plain",
		"\x7f",
		"\xc2\x80",
		"\xdf\xbf",
		"\xe0\xa0\x80",
		"\xed\x9f\xbf",
		"\xee\x80\x80",
		"\xef\xbf\xbf",
		"\xf0\x90\x80\x80",
		"\xf4\x8f\xbf\xbf",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(text_utf8_valid(view_of(good[i])));
	assert_true(text_utf8_valid(VIEW("a\0b")));
	assert_true(text_utf8_valid(VIEW("12345678\u00e4"
					 "12345678" FAMILY)));
	assert_true(text_utf8_valid(view_of(NULL)));
}

static void
text_utf8_valid__rejects_everything_else(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(not_utf8) / sizeof(not_utf8[0]); i++)
		assert_false(text_utf8_valid(view_of(not_utf8[i])));
}

static void
text_decode__reads_what_text_encode_wrote__for_every_code_point(void **state)
{
	char bytes[4];
	uint32_t c;
	size_t n, len;

	(void)state;
	for (c = 0; c <= 0x10ffff; c++) {
		n = text_encode(bytes, c);
		if (c >= 0xd800 && c <= 0xdfff) {
			assert_view(
			    ((struct view){ bytes, n }), "\xef\xbf\xbd");
			continue;
		}
		if (text_decode((struct view){ bytes, n }, &len) != c ||
		    len != n || !text_utf8_valid((struct view){ bytes, n }))
			fail_msg("U+%04X", (unsigned int)c);
	}
	n = text_encode(bytes, 0x110000);
	assert_view(((struct view){ bytes, n }), "\xef\xbf\xbd");
}

static void
text_decode__returns_one_replacement_per_byte__when_it_is_not_utf8(void **state)
{
	struct view v = VIEW("\xe2\x82z");
	size_t len;

	(void)state;
	assert_int_equal(text_decode(v, &len), 0xfffd);
	assert_int_equal(len, 1);
	assert_int_equal(text_decode(VIEW("\x82z"), &len), 0xfffd);
	assert_int_equal(len, 1);
	text_decode(VIEW(""), &len);
	assert_int_equal(len, 0);
}

static void
text_grapheme__finds_user_perceived_characters(void **state)
{
	static const struct {
		const char *text;
		size_t len, count;
	} cases[] = {
		{ "", 0, 0 },
		{ "a", 1, 1 },
		{ "abc", 1, 3 },
		{ "e\u0301x", 3, 2 },	  /* e and an acute */
		{ "\r\nx", 2, 2 },	  /* GB3 */
		{ FAMILY FAMILY, 18, 2 }, /* GB11 */
		{ "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 8,
		    2 },		   /* two flags, GB12 */
		{ "\u1100\u1161x", 6, 2 }, /* Hangul, GB6 */
		{ "\u4e2d\u6587", 3, 2 },
		{ "\xff\xfe", 1, 2 },
		{ "a\xff", 1, 2 },
		{ " \u0301", 3, 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    text_grapheme(view_of(cases[i].text)), cases[i].len);
		assert_int_equal(
		    text_graphemes(view_of(cases[i].text)), cases[i].count);
	}
}

static void
text_cut__ends_at_a_code_point(void **state)
{
	static const char text[] = "a\u00e4\u4e2d\U0001f600z";
	static const size_t ends[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11,
		11 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		assert_int_equal(text_cut(view_of(text), i), ends[i]);
	assert_int_equal(text_cut(VIEW("\x80\x80\x80\x80\x80\x80"), 5), 5);
	assert_int_equal(text_cut(VIEW("a\xf0\x9f"
				       "bc"),
			     3),
	    3);
}

/* The pieces, separated by bars. */
static void
check_split(const char *text, size_t max, const char *expected)
{
	struct view rest = view_of(text);
	struct buf out = { 0 };
	size_t n;

	while (rest.len > 0) {
		n = text_split(rest, max);
		if (out.len > 0)
			buf_add_char(&out, '|');
		buf_add(&out, rest.p, n);
		rest.p += n;
		rest.len -= n;
		n = text_skip_space(rest);
		rest.p += n;
		rest.len -= n;
	}
	assert_string_equal(buf_str(&out), expected);
	buf_clear(&out);
}

static void
text_split__prefers_a_space(void **state)
{
	(void)state;
	check_split("one two three", 20, "one two three");
	check_split("one two three", 13, "one two three");
	check_split("one two three", 8, "one two|three");
	check_split("one two three", 7, "one two|three");
	check_split("one two three", 6, "one|two|three");
	check_split("a  b", 3, "a |b");
	check_split("a    b", 2, "a | |b");
}

static void
text_split__splits_words__when_they_are_too_long(void **state)
{
	(void)state;
	check_split("abcdefgh", 3, "abc|def|gh");
	check_split(" abcdefgh", 4, " abc|defg|h");
	check_split("x abcdefgh", 4, "x|abcd|efgh");
}

static void
text_split__keeps_graphemes_whole(void **state)
{
	(void)state;
	check_split(FAMILY FAMILY FAMILY, 40, FAMILY FAMILY "|" FAMILY);
	check_split("abe\u0301z", 4, "ab|e\u0301z");
	check_split("\u4e2d\u6587", 5, "\u4e2d|\u6587");
	/* A space with an accent is not a place to split. */
	check_split("ab \u0301cde", 6, "ab \u0301c|de");
}

static void
text_split__splits_a_grapheme__when_it_is_too_long(void **state)
{
	(void)state;
	check_split(FAMILY, 8, "\U0001f468\u200d|\U0001f469\u200d|\U0001f467");
	check_split("\U0001f467a", 2, "\U0001f467|a");
	check_split("ab", 0, "a|b");
	assert_int_equal(text_split(VIEW(""), 0), 0);
}

/* Every piece fits, and together with the dropped spaces they give the text again. */
static void
text_split__makes_pieces_that_rejoin__for_any_text(void **state)
{
	char text[300];
	struct prng r = { 99 };
	struct buf joined = { 0 };
	struct view rest;
	size_t n, max, spaces, first;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		rest = (struct view){ text, prng_text(&r, text, sizeof(text)) };
		first = rest.len;
		max = prng_below(&r, 60);
		buf_reset(&joined);
		while (rest.len > 0) {
			n = text_split(rest, max);
			assert_true(n > 0 && (n <= max || n <= 4));
			spaces = text_skip_space(
			    (struct view){ rest.p + n, rest.len - n });
			buf_add(&joined, rest.p, n + spaces);
			rest.p += n + spaces;
			rest.len -= n + spaces;
		}
		assert_views(buf_view(&joined), ((struct view){ text, first }));
	}
	buf_clear(&joined);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_utf8_valid__accepts_all_of_rfc_3629),
		cmocka_unit_test(text_utf8_valid__rejects_everything_else),
		cmocka_unit_test(
		    text_decode__reads_what_text_encode_wrote__for_every_code_point),
		cmocka_unit_test(
		    text_decode__returns_one_replacement_per_byte__when_it_is_not_utf8),
		cmocka_unit_test(
		    text_grapheme__finds_user_perceived_characters),
		cmocka_unit_test(text_cut__ends_at_a_code_point),
		cmocka_unit_test(text_split__prefers_a_space),
		cmocka_unit_test(
		    text_split__splits_words__when_they_are_too_long),
		cmocka_unit_test(text_split__keeps_graphemes_whole),
		cmocka_unit_test(
		    text_split__splits_a_grapheme__when_it_is_too_long),
		cmocka_unit_test(
		    text_split__makes_pieces_that_rejoin__for_any_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
