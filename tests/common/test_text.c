/*
 * text: UTF-8, clusters, cleaning and splitting.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/text.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"

/* A family of three, one cluster of 18 bytes. */
#define FAMILY                                                             \
	"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f" \
	"\x91\xa7"

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
text_utf8_valid__takes_all_that_rfc_3629_does(void **state)
{
	static const char *const good[] = { "", "plain", "\x7f", "\xc2\x80",
		"\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
		"\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
		"12345678\xc3\xa4"
		"12345678" FAMILY };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(text_utf8_valid(view_of(good[i])));
	assert_true(text_utf8_valid(VIEW("a\0b")));
	assert_true(text_utf8_valid(view_of(NULL)));
}

static void
text_utf8_valid__refuses_all_else(void **state)
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
text_decode__gives_one_replacement_a_byte__when_it_is_not_utf8(void **state)
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
text_grapheme__finds_what_people_see_as_one(void **state)
{
	static const struct {
		const char *text;
		size_t len, count;
	} cases[] = {
		{ "", 0, 0 },
		{ "a", 1, 1 },
		{ "abc", 1, 3 },
		{ "e\xcc\x81x", 3, 2 },	  /* e and an acute */
		{ "\r\nx", 2, 2 },	  /* GB3 */
		{ FAMILY FAMILY, 18, 2 }, /* GB11 */
		{ "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"
		  "\xf0\x9f\x87\xab\xf0\x9f\x87\xb7",
		    8, 2 },			       /* two flags, GB12 */
		{ "\xe1\x84\x80\xe1\x85\xa1x", 6, 2 }, /* Hangul, GB6 */
		{ "\xe4\xb8\xad\xe6\x96\x87", 3, 2 },
		{ "\xff\xfe", 1, 2 },
		{ "a\xff", 1, 2 },
		{ " \xcc\x81", 3, 1 },
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
text_clean__drops_what_controls(void **state)
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
	check_clean(VIEW("\xe2\x80\xa8\xe2\x80\xa9"), 0, VIEW(""));
	check_clean(VIEW("\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f\xe2\x80\xaa"
			 "\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae"
			 "\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9"),
	    TEXT_SHOW | TEXT_KEEP_FORMAT | TEXT_KEEP_CTCP, VIEW(""));
}

static void
text_clean__keeps_text_of_every_script(void **state)
{
	(void)state;
	check_clean(VIEW("\xc2\xa0\xc3\xa4\xd7\xa9\xe4\xb8\xad" FAMILY), 0,
	    VIEW("\xc2\xa0\xc3\xa4\xd7\xa9\xe4\xb8\xad" FAMILY));
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
	check_clean(VIEW("a\xff\xe2\x82z"), 0,
	    VIEW("a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz"));
	/* A C1 as a bare byte is no C1, nor is an overlong escape an escape. */
	check_clean(VIEW("\x9b"
			 "2J\xc0\x9b"),
	    0,
	    VIEW("\xef\xbf\xbd"
		 "2J\xef\xbf\xbd\xef\xbf\xbd"));
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
text_vis__escapes_what_could_forge_a_log(void **state)
{
	(void)state;
	check_vis(VIEW("a b=\"c\""), "a b=\"c\"");
	check_vis(VIEW("a\r\nb\t"), "a\\r\\nb\\t");
	check_vis(VIEW("\\n"), "\\\\n");
	check_vis(VIEW("\0\x1b\x7f"), "\\000\\033\\177");
	check_vis(VIEW("\xff\xc3"), "\\377\\303");
	check_vis(VIEW("\xc3\xa4\xc2\x9b"), "\xc3\xa4\\302\\233");
	check_vis(VIEW("\xe2\x80\xae"), "\\342\\200\\256");
}

static void
text_cut__ends_at_a_code_point(void **state)
{
	static const char text[] = "a\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80z";
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

static void
check_split(const char *text, size_t max, const char *const *pieces)
{
	struct view rest = view_of(text);
	size_t n;

	for (; rest.len > 0; pieces++) {
		n = text_split(rest, max);
		assert_non_null(*pieces);
		assert_views(((struct view){ rest.p, n }), view_of(*pieces));
		rest.p += n;
		rest.len -= n;
		n = text_skip_space(rest);
		rest.p += n;
		rest.len -= n;
	}
	assert_null(*pieces);
}

#define CHECK_SPLIT(text, max, ...) \
	check_split((text), (max), (const char *const[]){ __VA_ARGS__, NULL })

static void
text_split__prefers_a_space(void **state)
{
	(void)state;
	CHECK_SPLIT("one two three", 20, "one two three");
	CHECK_SPLIT("one two three", 13, "one two three");
	CHECK_SPLIT("one two three", 8, "one two", "three");
	CHECK_SPLIT("one two three", 7, "one two", "three");
	CHECK_SPLIT("one two three", 6, "one", "two", "three");
	CHECK_SPLIT("a  b", 3, "a ", "b");
	CHECK_SPLIT("a    b", 2, "a ", " ", "b");
}

static void
text_split__cuts_words__when_they_are_too_long(void **state)
{
	(void)state;
	CHECK_SPLIT("abcdefgh", 3, "abc", "def", "gh");
	CHECK_SPLIT(" abcdefgh", 4, " abc", "defg", "h");
	CHECK_SPLIT("x abcdefgh", 4, "x", "abcd", "efgh");
}

static void
text_split__keeps_clusters_whole(void **state)
{
	(void)state;
	CHECK_SPLIT(FAMILY FAMILY FAMILY, 40, FAMILY FAMILY, FAMILY);
	CHECK_SPLIT("abe\xcc\x81z", 4, "ab", "e\xcc\x81z");
	CHECK_SPLIT(
	    "\xe4\xb8\xad\xe6\x96\x87", 5, "\xe4\xb8\xad", "\xe6\x96\x87");
	/* A space with an accent of its own is no place to cut. */
	CHECK_SPLIT("ab \xcc\x81"
		    "cde",
	    6,
	    "ab \xcc\x81"
	    "c",
	    "de");
}

static void
text_split__cuts_a_cluster__when_it_is_too_long(void **state)
{
	(void)state;
	CHECK_SPLIT(FAMILY, 8, "\xf0\x9f\x91\xa8\xe2\x80\x8d",
	    "\xf0\x9f\x91\xa9\xe2\x80\x8d", "\xf0\x9f\x91\xa7");
	CHECK_SPLIT("\xf0\x9f\x91\xa7"
		    "a",
	    2, "\xf0\x9f\x91\xa7", "a");
	CHECK_SPLIT("ab", 0, "a", "b");
	assert_int_equal(text_split(VIEW(""), 0), 0);
}

static size_t
random_text(struct prng *r, char *out, size_t max)
{
	static const char *const atoms[] = { "a", "b", "word", " ", " ", "  ",
		"\xc3\xa4", "\xcc\x81", "\xe4\xb8\xad", "\xe2\x80\x8d",
		"\xf0\x9f\x91\xa8", FAMILY, "\xf0\x9f\x87\xa9", "\xff", "\x80",
		"\xe2\x82", "\r\n", "\x1b", "\xe2\x80\xae", "\\" };
	const char *atom;
	size_t n = 0, target = prng_below(r, max);

	while (n < target) {
		atom = atoms[prng_below(r, sizeof(atoms) / sizeof(atoms[0]))];
		if (n + strlen(atom) > max)
			break;
		memcpy(out + n, atom, strlen(atom));
		n += strlen(atom);
	}
	return n;
}

/* Every piece fits, and with the dropped spaces they make the text again. */
static void
text_split__gives_pieces_that_rejoin__for_any_text(void **state)
{
	char text[300];
	struct prng r = { 99 };
	struct buf joined = { 0 };
	struct view rest;
	size_t n, max, spaces, first;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		rest =
		    (struct view){ text, random_text(&r, text, sizeof(text)) };
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

static void
text_clean__gives_clean_text__for_any_bytes(void **state)
{
	char text[300];
	struct prng r = { 100 };
	struct buf once = { 0 }, twice = { 0 };
	size_t i, n;
	int round;

	(void)state;
	for (round = 0; round < 20000; round++) {
		n = random_text(&r, text, sizeof(text));
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_utf8_valid__takes_all_that_rfc_3629_does),
		cmocka_unit_test(text_utf8_valid__refuses_all_else),
		cmocka_unit_test(
		    text_decode__reads_what_text_encode_wrote__for_every_code_point),
		cmocka_unit_test(
		    text_decode__gives_one_replacement_a_byte__when_it_is_not_utf8),
		cmocka_unit_test(text_grapheme__finds_what_people_see_as_one),
		cmocka_unit_test(text_clean__drops_what_controls),
		cmocka_unit_test(text_clean__keeps_text_of_every_script),
		cmocka_unit_test(
		    text_clean__keeps_or_shows_controls__when_asked),
		cmocka_unit_test(
		    text_clean__replaces_bytes__when_they_are_not_utf8),
		cmocka_unit_test(text_vis__escapes_what_could_forge_a_log),
		cmocka_unit_test(text_cut__ends_at_a_code_point),
		cmocka_unit_test(text_split__prefers_a_space),
		cmocka_unit_test(
		    text_split__cuts_words__when_they_are_too_long),
		cmocka_unit_test(text_split__keeps_clusters_whole),
		cmocka_unit_test(
		    text_split__cuts_a_cluster__when_it_is_too_long),
		cmocka_unit_test(
		    text_split__gives_pieces_that_rejoin__for_any_text),
		cmocka_unit_test(text_clean__gives_clean_text__for_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
