/*
 * Tests of pane_input: the position of the text and the cursor.
 */
#include <stdlib.h>

#include "tests/support/picture.h"
#include "tests/support/test.h"

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 20, 15);
	*state = &p;
	return 0;
}

static int
tear_down(void **state)
{
	picture_close(*state);
	return 0;
}

/* Return the rows of the input, joined by "|", and the position of the cursor in it. */
static void
assert_input(struct picture *p, const char *want, int x, int y)
{
	struct buf rows = { 0 };
	int row;

	free(picture_text(p));
	for (row = p->st.layout.input.y; row < p->c->h; row++) {
		buf_add_str(&rows, rows.len > 0 ? "|" : "");
		canvas_row(p->c, row, &rows);
	}
	assert_string_equal(buf_str(&rows), want);
	assert_int_equal(p->c->cursor_x, x);
	assert_int_equal(p->c->cursor_y - p->st.layout.input.y, y);
	buf_clear(&rows);
}

static void
input__shows_the_text__and_the_cursor_at_its_end(void **state)
{
	struct picture *p = *state;

	assert_input(p, "", 0, 0);
	picture_type(p, "hello");
	assert_input(p, "hello", 5, 0);
	picture_type(p, "你好e\u0301😀");
	assert_input(p, "你好e\u0301😀", 7, 0);
}

/* A point at any byte of a glyph is at its first column. */
static void
input__puts_the_cursor_on_a_glyph__wherever_the_point_is_in_it(void **state)
{
	struct picture *p = *state;

	picture_type(p, "a你e\u0301b");
	p->in.point = 0;
	assert_input(p, "a你e\u0301b", 0, 0);
	p->in.point = 1;
	assert_input(p, "a你e\u0301b", 1, 0);
	p->in.point = 4;
	assert_input(p, "a你e\u0301b", 3, 0);
	p->in.point = 5;
	assert_input(p, "a你e\u0301b", 3, 0);
	p->in.point = 7;
	assert_input(p, "a你e\u0301b", 4, 0);
}

static void
input__grows_by_width__and_never_cuts_a_glyph(void **state)
{
	struct picture *p = *state;

	picture_type(p, "0123456789012345678");
	assert_input(p, "0123456789012345678", 19, 0);
	picture_type(p, "01234567890123456789");
	assert_input(p, "01234567890123456789|", 0, 1);
	picture_type(p, "01234567890123456789 x");
	assert_input(p, "01234567890123456789| x", 2, 1);
	picture_type(p, "0123456789012345678你");
	assert_input(p, "0123456789012345678|你", 2, 1);
}

static void
input__starts_a_row__at_a_line_break(void **state)
{
	struct picture *p = *state;

	picture_type(p, "one\ntwo\n");
	assert_input(p, "one|two|", 0, 2);
	p->in.point = 3;
	assert_input(p, "one|two|", 3, 0);
	p->in.point = 4;
	assert_input(p, "one|two|", 0, 1);
	picture_type(p, "01234567890123456789\nx");
	assert_input(p, "01234567890123456789|x", 1, 1);
	p->in.point = 20;
	assert_input(p, "01234567890123456789|x", 19, 0);
}

static void
input__shows_controls__as_carets(void **state)
{
	struct picture *p = *state;

	picture_type(p, "a\002b\033");
	assert_input(p, "a^Bb^[", 6, 0);
	p->in.point = 1;
	assert_input(p, "a^Bb^[", 1, 0);
	p->in.point = 2;
	assert_input(p, "a^Bb^[", 3, 0);
}

static void
input__aligns_code__at_tab_stops(void **state)
{
	struct picture *p = *state;

	picture_type(p, "if (x)\ty\n\tz");
	assert_input(p, "if (x)  y|        z", 9, 1);
	p->in.point = 6;
	assert_input(p, "if (x)  y|        z", 6, 0);
	p->in.point = 7;
	assert_input(p, "if (x)  y|        z", 8, 0);
	picture_resize(p, 10, 8);
	picture_type(p, "123456789\tb\tc");
	assert_input(p, "123456789|b       c", 9, 1);
}

static void
input__follows_its_prompt__below_its_hint(void **state)
{
	struct picture *p = *state;

	p->in.prompt = VIEW("(search)`a': ");
	picture_type(p, "ana");
	assert_input(p, "(search)`a': ana", 16, 0);
	picture_type(p, "ana and bob");
	assert_input(p, "(search)`a': ana and| bob", 4, 1);
	p->in.prompt = VIEW("");
	p->in.hint = VIEW("carol  charles  christina");
	picture_type(p, "c");
	assert_input(p, "carol  charles  chr…|c", 1, 1);
}

static void
input__scrolls__to_show_the_cursor(void **state)
{
	struct picture *p = *state;

	picture_type(p, "1\n2\n3\n4\n5\n6\n7\n8\n9");
	assert_input(p, "5|6|7|8|9", 1, 4);
	p->in.point = 6;
	assert_input(p, "4|5|6|7|8", 0, 0);
	p->in.point = 10;
	assert_input(p, "4|5|6|7|8", 0, 2);
	p->in.point = 0;
	assert_input(p, "1|2|3|4|5", 0, 0);
	picture_type(p, "1");
	assert_input(p, "1", 1, 0);
}

static void
input__is_the_only_pane__on_one_row(void **state)
{
	struct picture *p = *state;

	picture_resize(p, 4, 1);
	picture_type(p, "hello");
	assert_input(p, "o", 1, 0);
	picture_resize(p, 1, 1);
	picture_type(p, "你好");
	assert_input(p, "", 0, 0);
}

#define input_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

/* The sign of a split takes a cell; the cursor is behind it if it is at the next message. */
static void
input__shows_where_a_message_is_split(void **state)
{
	static const struct input_mark marks[] = { { 3, 3, MARK_SPLIT },
		{ 25, 25, MARK_SPLIT } };
	struct picture *p = *state;

	p->in.text = VIEW("oneand a message that needs three");
	p->in.marks = marks;
	p->in.nmarks = 2;
	p->in.point = 2;
	assert_input(p, "one¦and a message th|at nee¦ds three", 2, 0);
	p->in.point = 3;
	assert_input(p, "one¦and a message th|at nee¦ds three", 4, 0);
	p->in.point = p->in.text.len;
	assert_input(p, "one¦and a message th|at nee¦ds three", 15, 1);
	p->in.text = VIEW("one"); /* a mark at the end is none */
	p->in.point = 3;
	assert_input(p, "one", 3, 0);
}

static void
input__underlines_misspelt_words(void **state)
{
	static const struct input_mark marks[] = { { 0, 3, MARK_MISSPELT },
		{ 8, 8, MARK_SPLIT }, { 8, 12, MARK_MISSPELT } };
	struct picture *p = *state;
	const struct cell *row;

	p->in.text = VIEW("teh sea wroe so");
	p->in.marks = marks;
	p->in.nmarks = 3;
	assert_input(p, "teh sea ¦wroe so", 0, 0);
	row = &p->c->cells[p->st.layout.input.y * p->c->w];
	for (int x = 0; x < 16; x++)
		assert_int_equal((row[x].style.attrs & ATTR_UNDERLINE) != 0,
		    x < 3 || (x >= 9 && x < 13));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		input_test(input__shows_the_text__and_the_cursor_at_its_end),
		input_test(
		    input__puts_the_cursor_on_a_glyph__wherever_the_point_is_in_it),
		input_test(input__grows_by_width__and_never_cuts_a_glyph),
		input_test(input__starts_a_row__at_a_line_break),
		input_test(input__shows_controls__as_carets),
		input_test(input__aligns_code__at_tab_stops),
		input_test(input__follows_its_prompt__below_its_hint),
		input_test(input__scrolls__to_show_the_cursor),
		input_test(input__shows_where_a_message_is_split),
		input_test(input__underlines_misspelt_words),
		input_test(input__is_the_only_pane__on_one_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
