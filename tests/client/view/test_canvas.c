/*
 * Tests of canvas: no wide glyph is cut, whatever is drawn over it.
 */
#include <locale.h>

#include "client/view/canvas.h"
#include "tests/support/picture.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static const struct style plain = { -1, -1, 0 };

static void
assert_row(const struct canvas *c, int y, const char *want)
{
	struct buf row = { 0 };

	canvas_row(c, y, &row);
	assert_string_equal(buf_str(&row), want);
	buf_clear(&row);
}

static void
canvas__draws_text__up_to_the_end(void **state)
{
	struct canvas *c = canvas_new(10, 2);

	(void)state;
	assert_int_equal(canvas_text(c, 0, 0, 10, VIEW("abc"), plain), 3);
	assert_int_equal(canvas_text(c, 3, 0, 5, VIEW("defg"), plain), 5);
	assert_row(c, 0, "abcde");
	assert_int_equal(canvas_text(c, 8, 1, 99, VIEW("xyz"), plain), 10);
	assert_row(c, 1, "        xy");
	canvas_free(c);
}

static void
canvas__leaves_a_space__where_only_half_a_glyph_fits(void **state)
{
	struct canvas *c = canvas_new(5, 1);

	(void)state;
	canvas_text(c, 0, 0, 5, VIEW("xxxxx"), plain);
	assert_int_equal(canvas_text(c, 0, 0, 3, VIEW("你好"), plain), 3);
	assert_row(c, 0, "你 xx");
	canvas_free(c);
}

static void
canvas__clears_the_other_half__of_an_overwritten_wide_glyph(void **state)
{
	struct canvas *c = canvas_new(6, 1);

	(void)state;
	canvas_text(c, 0, 0, 6, VIEW("你好吗"), plain);
	canvas_text(c, 1, 0, 6, VIEW("x"), plain);
	assert_row(c, 0, " x好吗");
	canvas_text(c, 2, 0, 6, VIEW("y"), plain);
	assert_row(c, 0, " xy 吗");
	canvas_fill(c, (struct rect){ 5, 0, 1, 1 }, plain);
	assert_row(c, 0, " xy");
	canvas_free(c);
}

static void
canvas__shows_controls_and_marks(void **state)
{
	struct canvas *c = canvas_new(12, 1);

	(void)state;
	canvas_text(c, 0, 0, 12, VIEW("\x1b[e\u0301\u0302\u0303."), plain);
	assert_row(c, 0, "^[[e\u0301\u0302.");
	canvas_free(c);
}

static void
canvas__draws_nothing__outside(void **state)
{
	struct canvas *c = canvas_new(3, 3);

	(void)state;
	canvas_text(c, 0, -1, 3, VIEW("x"), plain);
	canvas_text(c, 0, 3, 3, VIEW("x"), plain);
	canvas_text(c, -1, 0, 3, VIEW("x"), plain);
	canvas_text(c, 3, 0, 9, VIEW("x"), plain);
	canvas_fill(c, (struct rect){ -5, -5, 50, 50 }, plain);
	canvas_fill(c, (struct rect){ 2, 2, -1, 1 }, plain);
	assert_row(c, 0, "");
	assert_row(c, 2, "");
	canvas_free(c);
}

static void
canvas__is_empty__when_resized(void **state)
{
	struct canvas *c = canvas_new(3, 1);

	(void)state;
	canvas_text(c, 0, 0, 3, VIEW("abc"), plain);
	canvas_resize(c, 0, -4);
	assert_int_equal(c->w, 1);
	assert_int_equal(c->h, 1);
	assert_row(c, 0, "");
	assert_int_equal(c->cursor_x, -1);
	canvas_free(c);
}

static void
canvas__never_cuts_a_wide_glyph(void **state)
{
	static const char *const texts[] = { "a", "你好", "😀x", "e\u0301",
		"\x1b", "한국어", " ", "x你" };
	struct canvas *c = canvas_new(11, 4);
	struct prng r = { 9 };
	int i, x, y, end;

	(void)state;
	c->cursor_x = c->cursor_y = 0;
	for (i = 0; i < 20000; i++) {
		x = (int)prng_below(&r, 16) - 2;
		y = (int)prng_below(&r, 6) - 1;
		end = (int)prng_below(&r, 16);
		if (prng_below(&r, 4) == 0)
			canvas_fill(c,
			    (struct rect){ x, y, end, (int)prng_below(&r, 4) },
			    plain);
		else
			canvas_text(c, x, y, end,
			    view_of(texts[prng_below(&r, 8)]), plain);
		picture_check(c);
	}
	canvas_free(c);
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
		cmocka_unit_test(canvas__draws_text__up_to_the_end),
		cmocka_unit_test(
		    canvas__leaves_a_space__where_only_half_a_glyph_fits),
		cmocka_unit_test(
		    canvas__clears_the_other_half__of_an_overwritten_wide_glyph),
		cmocka_unit_test(canvas__shows_controls_and_marks),
		cmocka_unit_test(canvas__draws_nothing__outside),
		cmocka_unit_test(canvas__is_empty__when_resized),
		cmocka_unit_test(canvas__never_cuts_a_wide_glyph),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
