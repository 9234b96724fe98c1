/*
 * Tests of screen_pairs.
 */
#include "client/view/screen_pairs.h"
#include "tests/support/test.h"

static void
screen_pairs__numbers_two_colours_once(void **state)
{
	struct screen_pairs *p = screen_pairs_new(256, 65536, 1);
	int fg, bg, n, pair = 1;

	(void)state;
	for (fg = -1; fg < 100; fg++) {
		for (bg = -1; bg < 256; bg++) {
			n = screen_pairs_find(p, fg, bg);
			assert_int_equal(n, 0);
			n = screen_pairs_add(p, fg, bg);
			assert_int_equal(n, pair++);
			assert_int_equal(screen_pairs_find(p, fg, bg), n);
		}
	}
	screen_pairs_free(p);
}

static void
screen_pairs__are_renumbered__when_they_run_out(void **state)
{
	struct screen_pairs *p = screen_pairs_new(8, 4, 1);

	(void)state;
	assert_int_equal(screen_pairs_add(p, 1, -1), 1);
	assert_int_equal(screen_pairs_add(p, 2, -1), 2);
	assert_int_equal(screen_pairs_add(p, 3, -1), 3);
	assert_int_equal(screen_pairs_add(p, 4, -1), 0);
	assert_int_equal(screen_pairs_find(p, 2, -1), 2);
	screen_pairs_reset(p);
	assert_int_equal(screen_pairs_find(p, 2, -1), 0);
	assert_int_equal(screen_pairs_add(p, 4, 7), 1);
	assert_int_equal(screen_pairs_find(p, 4, 7), 1);
	screen_pairs_free(p);
}

static void
expect_fit(struct screen_pairs *p, int fg, int bg, int fg_fit, int bg_fit)
{
	struct style style = { (int16_t)fg, (int16_t)bg, 0 };

	screen_pairs_colours(p, &style, &fg, &bg);
	assert_int_equal(fg, fg_fit);
	assert_int_equal(bg, bg_fit);
}

static void
screen_pairs_colours__returns_colours_of_the_terminal(void **state)
{
	struct screen_pairs *p = screen_pairs_new(256, 65536, 1);

	(void)state;
	expect_fit(p, 255, -1, 255, -1);
	screen_pairs_free(p);

	p = screen_pairs_new(8, 64, 1);
	expect_fit(p, 1, 7, 1, 7);
	expect_fit(p, 9, -1, 1, -1);
	expect_fit(p, 8, -1, 7, -1);
	expect_fit(p, 200, -1, -1, -1);
	expect_fit(p, 1, 200, -1, -1); /* red on red would be unreadable */
	screen_pairs_free(p);

	p = screen_pairs_new(0, 0, 0);
	expect_fit(p, 1, 2, -1, -1);
	screen_pairs_free(p);
}

static void
screen_pairs_colours__sets_both__without_default_colours(void **state)
{
	struct screen_pairs *p = screen_pairs_new(8, 64, 0);

	(void)state;
	expect_fit(p, -1, -1, -1, -1);
	expect_fit(p, 2, -1, 2, 0);
	expect_fit(p, 0, -1, 0, 7);
	expect_fit(p, -1, 4, 7, 4);
	expect_fit(p, -1, 7, 0, 7);
	screen_pairs_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screen_pairs__numbers_two_colours_once),
		cmocka_unit_test(
		    screen_pairs__are_renumbered__when_they_run_out),
		cmocka_unit_test(
		    screen_pairs_colours__returns_colours_of_the_terminal),
		cmocka_unit_test(
		    screen_pairs_colours__sets_both__without_default_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
