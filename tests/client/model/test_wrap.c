/*
 * Tests of wrap and glyph: glyphs, formatting, and rows that contain the whole text and break no grapheme.
 */
#include <locale.h>
#include <stdio.h>

#include "client/model/wrap.h"
#include "common/buf.h"
#include "common/text.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* The glyphs of a text: "cp.mark/width", marks in hex, glued ones with a "+". */
static void
assert_glyphs(struct view text, int raw, const char *want)
{
	struct glyph_iter it;
	struct glyph g;
	struct buf out = { 0 };

	glyph_start(&it, text, raw);
	while (glyph_next(&it, &g)) {
		if (out.len > 0)
			buf_add_char(&out, ' ');
		if (g.glued)
			buf_add_char(&out, '+');
		if (g.caret)
			buf_add_char(&out, '^');
		text_add(&out, g.cp);
		if (g.newline)
			buf_add_str(&out, "NL");
		if (g.marks[0] != 0)
			buf_printf(&out, ".%x", g.marks[0]);
		if (g.marks[1] != 0)
			buf_printf(&out, ".%x", g.marks[1]);
		buf_printf(&out, "/%d", g.width);
	}
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void
glyph__has_the_width_of_wcwidth(void **state)
{
	(void)state;
	assert_glyphs(VIEW("aé"), 0, "a/1 é/1");
	assert_glyphs(VIEW("你好"), 0, "你/2 好/2");
	assert_glyphs(VIEW("😀"), 0, "😀/2");
	assert_glyphs(VIEW("ｱ한"), 0, "ｱ/1 한/2");
}

static void
glyph__keeps_at_most_two_marks(void **state)
{
	(void)state;
	assert_glyphs(VIEW("e\u0301x"), 0, "e.301/1 x/1");
	assert_glyphs(VIEW("e\u0301\u0302\u0303"), 0, "e.301.302/1");
	assert_glyphs(VIEW("\u0301"), 0, "\u25cc.301/1");
	assert_glyphs(VIEW(" \u0301"), 0, " .301/1");
	assert_glyphs(VIEW("1\ufe0f\u20e3"), 0, "1.20e3/1");
}

static void
glyph__shows_emoji_as_their_parts(void **state)
{
	(void)state;
	assert_glyphs(VIEW("👩‍💻"), 0, "👩/2 +💻/2");
	assert_glyphs(VIEW("👨‍👩‍👧x"), 0, "👨/2 +👩/2 +👧/2 x/1");
	assert_glyphs(VIEW("❤️"), 0, "❤/1");
	assert_glyphs(VIEW("👍🏽!"), 0, "👍/2 !/1");
	assert_glyphs(VIEW("🏽"), 0, "🏽/2");
	assert_glyphs(VIEW("🇩🇪🇫🇷"), 0, "D/1 +E/1 F/1 +R/1");
}

/* Expect one glyph of that width, which is the whole text, if the terminal shows this kind whole. */
static void
assert_whole(unsigned kind, struct view text, int width)
{
	struct glyph_iter it;
	struct glyph g;

	glyph_set_whole(kind);
	glyph_start(&it, text, 0);
	assert_true(glyph_next(&it, &g));
	if (!view_equal(g.whole, text))
		fail_msg("%.*s is not shown whole", VIEW_ARG(text));
	assert_int_equal(g.width, width);
	assert_int_equal(g.len, text.len);
	assert_false(glyph_next(&it, &g));

	glyph_set_whole(GLYPH_KINDS & ~kind);
	glyph_start(&it, text, 0);
	assert_true(glyph_next(&it, &g));
	assert_int_equal(g.whole.len, 0);
	glyph_set_whole(0);
}

static void
glyph__is_a_whole_grapheme__if_the_terminal_shows_that_kind(void **state)
{
	(void)state;
	assert_whole(GLYPH_ZWJ, VIEW("👨‍👩‍👧"), 2);
	assert_whole(GLYPH_ZWJ, VIEW("❤️‍🔥"), 2);
	assert_whole(GLYPH_ZWJ | GLYPH_TONE, VIEW("👩🏽‍💻"), 2);
	assert_whole(GLYPH_TONE, VIEW("👍🏽"), 2);
	assert_whole(GLYPH_TONE, VIEW("☝🏽"), 2);
	assert_whole(GLYPH_FLAG, VIEW("🇩🇪"), 2);
	assert_whole(GLYPH_PRESENTATION, VIEW("❤️"), 2);
	assert_whole(GLYPH_KEYCAP, VIEW("1️⃣"), 2);
	assert_whole(GLYPH_TAGS, VIEW("🏴󠁧󠁢󠁳󠁣󠁴󠁿"), 2);
	assert_whole(GLYPH_SPACING, VIEW("कि"), 1);
	assert_whole(GLYPH_AM, VIEW("กำ"), 1);
	assert_whole(GLYPH_KANA_MARK, VIEW("ｶﾞ"), 1);
}

/* The same number of columns in both ways: no terminal counts these differently. */
static void
glyph__is_the_same_in_all_terminals__for_most_text(void **state)
{
	static const struct {
		const char *text;
		int width;
	} cases[] = { { "plain", 5 }, { "你好", 4 }, { "ｱｲ", 2 },
		{ "e\u0301", 1 }, { "a\u0300\u0301\u0302\u0303", 1 },
		{ "❤\ufe0e", 1 }, { "⌚", 2 }, { "⌚\ufe0f", 2 },
		{ "a\u200bb", 2 }, { "a\u00adb", 2 }, { "한", 2 },
		{ "\u1112\u1161\u11ab", 2 }, { "ไทย", 3 }, { "ที่นี่", 2 },
		{ "नमस्ते", 4 }, { "سلام", 4 }, { "שָׁלוֹם", 4 },
		{ "\xf0\x9f\x91", 3 }, { "🇩", 1 }, { "🏽", 2 }, { "👍!", 3 },
		{ "x\u200d", 1 } };
	size_t i;
	int parts;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		parts = text_width(view_of(cases[i].text));
		glyph_set_whole(GLYPH_KINDS);
		if (parts != cases[i].width ||
		    text_width(view_of(cases[i].text)) != cases[i].width)
			fail_msg("%s: %d columns in parts, %d whole, not %d",
			    cases[i].text, parts,
			    text_width(view_of(cases[i].text)), cases[i].width);
		glyph_set_whole(0);
	}
}

/* A grapheme without end is not one glyph, and every byte of it is in some glyph. */
static void
glyph__shows_a_long_grapheme_in_parts(void **state)
{
	struct buf text = { 0 };
	struct glyph_iter it;
	struct glyph g;
	size_t end = 0;
	int i;

	(void)state;
	for (i = 0; i < 100; i++)
		buf_add_str(&text, "👩‍");
	glyph_set_whole(GLYPH_KINDS);
	glyph_start(&it, buf_view(&text), 0);
	while (glyph_next(&it, &g)) {
		assert_int_equal(g.whole.len, 0);
		assert_int_equal(g.pos, end);
		end += g.len;
	}
	assert_int_equal(end, text.len);
	glyph_set_whole(0);
	buf_clear(&text);
}

static void
glyph__drops_invisible_characters__and_shows_invalid_bytes(void **state)
{
	(void)state;
	assert_glyphs(VIEW("a\u200bb\u00adc\ufeff"), 0, "a/1 b/1 c/1");
	assert_glyphs(VIEW("\u202e\u2066x"), 0, "x/1");
	assert_glyphs(VIEW("\xc2\x85\u2028"), 0, "\ufffd/1 \ufffd/1");
	assert_glyphs(VIEW("\xff\xc3"), 0, "\ufffd/1 \ufffd/1");
	assert_glyphs(VIEW("\x1b\x7f\x01"), 0, "^[/2 ^?/2 ^A/2");
	assert_glyphs(VIEW("a\nb"), 0, "a/1  NL/0 b/1");
}

static void
glyph__applies_codes__or_shows_them_when_raw(void **state)
{
	(void)state;
	assert_glyphs(VIEW("\002b\x0f"), 0, "b/1");
	assert_glyphs(VIEW("\002b\x03"), 1, "^B/2 b/1 ^C/2");
}

static void
assert_format(struct view text, size_t len, int fg, int bg)
{
	struct text_style style = { .fg = -1, .bg = -1 };

	assert_int_equal(format_parse(text, &style), len);
	assert_int_equal(style.fg, fg);
	assert_int_equal(style.bg, bg);
}

static void
format__parses_colours__of_one_or_two_digits(void **state)
{
	(void)state;
	assert_format(VIEW("\0034x"), 2, 4, -1);
	assert_format(VIEW("\00304x"), 3, 4, -1);
	assert_format(VIEW("\0030412"), 3, 4, -1);
	assert_format(VIEW("\0034,98x"), 5, 4, 98);
	assert_format(VIEW("\0034,x"), 2, 4, -1);
	assert_format(VIEW("\x03,4"), 1, -1, -1);
	assert_format(VIEW("\00399,99"), 6, -1, -1);
	assert_format(VIEW("\x03"), 1, -1, -1);
	assert_format(VIEW("\0034,"), 2, 4, -1);
	assert_format(VIEW("x"), 0, -1, -1);
	assert_format(VIEW(""), 0, -1, -1);
}

static void
format__skips_hex_colours(void **state)
{
	(void)state;
	assert_format(VIEW("\004ff00AAx"), 7, -1, -1);
	assert_format(VIEW("\004ff00AA,0011ffx"), 14, -1, -1);
	assert_format(VIEW("\004ff00AA,00x"), 7, -1, -1);
	assert_format(VIEW("\004ff00"), 1, -1, -1);
}

static void
format__switches_and_resets(void **state)
{
	struct text_style style = { .fg = -1, .bg = -1 };
	const char *code;

	(void)state;
	for (code = "\x02\x1d\x1f\x16\x1e\x11"; *code != '\0'; code++)
		format_parse(view_of(code), &style);
	assert_true(style.bold && style.italic && style.underline);
	assert_true(style.reverse && style.strike && style.mono);
	format_parse(VIEW("\x02"), &style);
	assert_false(style.bold);
	format_parse(VIEW("\x0f"), &style);
	assert_false(style.italic || style.underline || style.reverse ||
		     style.strike || style.mono);
}

static void
assert_rows(struct view text, int width, int first, int hang, const char *want)
{
	struct wrap_row rows[64];
	struct buf out = { 0 };
	size_t i, n;

	n = wrap_text(text, width, first, hang, rows, 64);
	for (i = 0; i < n; i++) {
		buf_add_str(&out, i > 0 ? "|" : "");
		buf_add(&out, text.p + rows[i].pos, rows[i].len);
	}
	assert_string_equal(buf_str(&out), want);
	assert_int_equal(wrap_text(text, width, first, hang, NULL, 0), n);
	buf_clear(&out);
}

static void
wrap__breaks_at_spaces__which_may_exceed_the_width(void **state)
{
	(void)state;
	assert_rows(VIEW(""), 10, 0, 0, "");
	assert_rows(VIEW("one two three"), 7, 0, 0, "one two|three");
	assert_rows(VIEW("one two three"), 8, 0, 0, "one two|three");
	assert_rows(VIEW("one two three"), 6, 0, 0, "one|two|three");
	assert_rows(VIEW("one     two"), 5, 0, 0, "one|two");
	assert_rows(VIEW("one    "), 3, 0, 0, "one");
	assert_rows(VIEW("  one two"), 5, 0, 0, "  one|two");
}

static void
wrap__breaks_a_word__that_is_longer_than_a_row(void **state)
{
	(void)state;
	assert_rows(VIEW("abcdefghij"), 4, 0, 0, "abcd|efgh|ij");
	assert_rows(VIEW("a bcdefghij"), 4, 0, 0, "a|bcde|fghi|j");
	assert_rows(VIEW("abcdefgh"), 0, 0, 0, "a|b|c|d|e|f|g|h");
	assert_rows(VIEW("         "), 4, 0, 0, "    |    | ");
}

static void
wrap__indents(void **state)
{
	(void)state;
	assert_rows(VIEW("aa bb cc dd"), 8, 3, 3, "aa bb|cc dd");
	assert_rows(VIEW("aa bb cc dd"), 8, 6, 1, "aa|bb cc|dd");
	assert_rows(VIEW("abcdef gh"), 8, 5, 1, "|abcdef|gh");
	assert_rows(VIEW("abcdefgh"), 8, 5, 1, "abc|defgh");
}

/* Return the rows as they look: with their indents, and tabs as spaces. */
static void
assert_looks(struct view text, int width, int first, int hang, const char *want)
{
	struct wrap_row rows[16];
	struct glyph_iter it;
	struct glyph g;
	struct buf out = { 0 };
	size_t i, n = wrap_text(text, width, first, hang, rows, 16);

	for (i = 0; i < n; i++) {
		buf_add_str(&out, i > 0 ? "|" : "");
		buf_printf(&out, "%*s", rows[i].indent, "");
		wrap_row_start(&it, text, &rows[i]);
		while (glyph_next(&it, &g))
			buf_printf(&out, "%*s%s", g.tab ? g.width : 0, "",
			    g.tab ? "" : (char[]){ (char)g.cp, '\0' });
	}
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void
tab__goes_to_the_next_tab_stop__of_its_line(void **state)
{
	(void)state;
	assert_looks(VIEW("a\tb"), 40, 0, 0, "a       b");
	assert_looks(VIEW("1234567\tb"), 40, 0, 0, "1234567 b");
	assert_looks(VIEW("12345678\tb"), 40, 0, 0, "12345678        b");
	assert_looks(VIEW("\t\tb"), 40, 0, 0, "                b");
	assert_looks(VIEW("a\tb\n\tc"), 40, 0, 0, "a       b|        c");
	assert_looks(VIEW("\002a\002\tb"), 40, 0, 0, "a       b");
	/* The nick before the first line does not move its tab stops. */
	assert_looks(VIEW("a\tb\na\tb"), 40, 11, 6, "a  b|a       b");
	/* It ends a row like a space. */
	assert_looks(VIEW("abcdefg\tb"), 7, 0, 0, "abcdefg|b");
	assert_looks(VIEW("abcd\tb"), 7, 0, 0, "abcd|b");
	assert_int_equal(text_width(VIEW("ab\tc\t")), 16);
}

static void
wrapped_code__keeps_its_indent(void **state)
{
	(void)state;
	assert_looks(
	    VIEW("\tone two three"), 16, 0, 0, "        one two|        three");
	assert_looks(VIEW("    one two three\nfour five"), 12, 0, 0,
	    "    one two|    three|four five");
	assert_looks(VIEW("  a\tb c\td"), 12, 0, 0, "  a     b c|  d");
	/* at most half of the width */
	assert_looks(VIEW("\tone two three"), 12, 0, 0,
	    "        one|      two|      three");
}

static void
wrap__breaks_between_wide_characters__not_before_punctuation(void **state)
{
	(void)state;
	assert_rows(VIEW("你好世界"), 5, 0, 0, "你好|世界");
	assert_rows(VIEW("你好。世界"), 4, 0, 0, "你|好。|世界");
	assert_rows(VIEW("あ（いう）え"), 4, 0, 0, "あ|（い|う）|え");
	assert_rows(VIEW("abc你好"), 5, 0, 0, "abc你|好");
	assert_rows(VIEW("你"), 1, 0, 0, "你");
	assert_rows(VIEW("你好"), 1, 0, 0, "你|好");
}

static void
wrap__keeps_graphemes_whole__while_they_fit(void **state)
{
	(void)state;
	assert_rows(
	    VIEW("xx👨‍👩‍👧"), 6, 0, 0, "xx|👨‍👩‍👧");
	assert_rows(VIEW("👨‍👩‍👧"), 4, 0, 0, "👨‍👩‍|👧");
	assert_rows(VIEW("xxxe\u0301y"), 4, 0, 0, "xxxe\u0301|y");
	assert_rows(VIEW("x🇩🇪"), 2, 0, 0, "x|🇩🇪");
}

static void
wrap__starts_a_row_at_a_line_break(void **state)
{
	(void)state;
	assert_rows(VIEW("a\nb"), 5, 0, 0, "a|b");
	assert_rows(VIEW("a\n\nb\n"), 5, 0, 0, "a||b|");
	assert_rows(VIEW("abcde\nb"), 5, 0, 0, "abcde|b");
	assert_rows(VIEW("abcde  \nb"), 5, 0, 0, "abcde|b");
}

static void
wrap__carries_the_style_over__from_row_to_row(void **state)
{
	struct view text = VIEW("\x02one \x1dtwo three");
	struct wrap_row rows[3];

	(void)state;
	assert_int_equal(wrap_text(text, 5, 0, 0, rows, 3), 3);
	assert_false(rows[0].style.bold);
	assert_true(rows[1].style.bold);
	assert_true(rows[2].style.bold && rows[2].style.italic);
}

/* Append random text made of difficult parts. */
static void
add_random(struct buf *out, struct prng *r)
{
	static const char *const parts[] = { " ", "  ", "a", "word", "é",
		"e\u0301", "\u0301", "你", "好，", "（", "한국", "😀",
		"👩‍💻", "👍🏽", "🇩🇪", "\x02", "\00304,12", "\x0f",
		"\x16", "\n", "\x1b", "\xff", "\u200b", "\u202e", "\00400ff00",
		"http://example.org/x", "-", "ＡＢ", "नि", "ก็" };
	size_t i, n = prng_below(r, 40);

	for (i = 0; i < n; i++)
		buf_add_str(
		    out, parts[prng_below(r, sizeof(parts) / sizeof(*parts))]);
}

/* Return the columns of a part of a text. */
static int
columns(struct view text, const struct wrap_row *row)
{
	struct glyph_iter it;
	struct glyph g;
	int width = 0;

	wrap_row_start(&it, text, row);
	while (glyph_next(&it, &g))
		width += g.width;
	return width;
}

static size_t
count_glyphs(struct view text)
{
	struct glyph_iter it;
	struct glyph g;
	size_t n = 0;

	glyph_start(&it, text, 0);
	while (glyph_next(&it, &g))
		n += g.cp != ' ';
	return n;
}

/* True if there is a glued glyph at pos. */
static int
is_inside_grapheme(struct view text, size_t pos)
{
	struct glyph_iter it;
	struct glyph g;

	glyph_start(&it, text, 0);
	while (glyph_next(&it, &g)) {
		if (g.pos == pos)
			return g.glued;
	}
	return 0;
}

/* A grapheme is broken only if it has a row of its own. */
static void
check_row(struct view text, const struct wrap_row *rows, size_t i, int room)
{
	struct glyph_iter it;
	struct glyph g;
	int width = columns(text, &rows[i]);

	if (width > room) { /* one wide letter, or a tab */
		assert_in_range(room, 1, TAB_STOP - 1);
		assert_in_range(width, 2, TAB_STOP);
	} else {
		assert_int_equal(rows[i].width, width);
	}
	if (i == 0 || !is_inside_grapheme(text, rows[i].pos))
		return;
	glyph_start(
	    &it, (struct view){ text.p + rows[i - 1].pos, rows[i - 1].len }, 0);
	assert_int_equal(glyph_next(&it, &g), 1);
	while (glyph_next(&it, &g))
		assert_true(g.glued);
}

/* Between two rows there are only spaces, a line break and formatting codes. */
static void
check_wrapped(struct view text, int width, int first, int hang)
{
	struct wrap_row rows[512];
	size_t i, n, glyphs = 0, end = 0;
	int room;

	n = wrap_text(text, width, first, hang, rows, 512);
	assert_in_range(n, 1, 512);
	for (i = 0; i < n; i++) {
		assert_true(rows[i].pos >= end);
		assert_int_equal(count_glyphs((struct view){
				     text.p + end, rows[i].pos - end }),
		    0);
		end = rows[i].pos + rows[i].len;
		assert_true(end <= text.len);
		room = width - (i == 0 ? first : hang) - rows[i].indent;
		check_row(text, rows, i, room < 1 ? 1 : room);
		glyphs += count_glyphs(
		    (struct view){ text.p + rows[i].pos, rows[i].len });
	}
	assert_int_equal(glyphs, count_glyphs(text));
}

static void
wrap__contains_the_whole_text(void **state)
{
	struct prng r = { 11 };
	struct buf text = { 0 };
	int i, width;

	(void)state;
	for (i = 0; i < 20000; i++) {
		buf_reset(&text);
		add_random(&text, &r);
		width = (int)prng_below(&r, 30);
		check_wrapped((struct view){ buf_str(&text), text.len }, width,
		    (int)prng_below(&r, 12), (int)prng_below(&r, 12));
	}
	buf_clear(&text);
}

static void
wrap__accepts_any_bytes(void **state)
{
	struct prng r = { 5 };
	struct wrap_row rows[8];
	char bytes[64];
	size_t i, n;
	int round;

	(void)state;
	for (round = 0; round < 20000; round++) {
		n = prng_below(&r, sizeof(bytes));
		for (i = 0; i < n; i++)
			bytes[i] = (char)prng_next(&r);
		assert_true(wrap_text((struct view){ bytes, n },
				(int)prng_below(&r, 20), 0, 2, rows, 8) >= 1);
	}
}

static int
set_up(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") == NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glyph__has_the_width_of_wcwidth),
		cmocka_unit_test(glyph__keeps_at_most_two_marks),
		cmocka_unit_test(glyph__shows_emoji_as_their_parts),
		cmocka_unit_test(
		    glyph__is_a_whole_grapheme__if_the_terminal_shows_that_kind),
		cmocka_unit_test(
		    glyph__is_the_same_in_all_terminals__for_most_text),
		cmocka_unit_test(glyph__shows_a_long_grapheme_in_parts),
		cmocka_unit_test(
		    glyph__drops_invisible_characters__and_shows_invalid_bytes),
		cmocka_unit_test(glyph__applies_codes__or_shows_them_when_raw),
		cmocka_unit_test(format__parses_colours__of_one_or_two_digits),
		cmocka_unit_test(format__skips_hex_colours),
		cmocka_unit_test(format__switches_and_resets),
		cmocka_unit_test(
		    wrap__breaks_at_spaces__which_may_exceed_the_width),
		cmocka_unit_test(
		    wrap__breaks_a_word__that_is_longer_than_a_row),
		cmocka_unit_test(wrap__indents),
		cmocka_unit_test(tab__goes_to_the_next_tab_stop__of_its_line),
		cmocka_unit_test(wrapped_code__keeps_its_indent),
		cmocka_unit_test(
		    wrap__breaks_between_wide_characters__not_before_punctuation),
		cmocka_unit_test(wrap__keeps_graphemes_whole__while_they_fit),
		cmocka_unit_test(wrap__starts_a_row_at_a_line_break),
		cmocka_unit_test(wrap__carries_the_style_over__from_row_to_row),
		cmocka_unit_test(wrap__contains_the_whole_text),
		cmocka_unit_test(wrap__accepts_any_bytes),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
