/*
 * Tests of theme: readable colours, and formatting on every kind of terminal.
 */

#include "client/view/theme.h"
#include "tests/support/test.h"

/* Return the relative luminance of a colour of the cube, times 10,000 (WCAG 2.1). */
static int
luminance(int colour)
{
	/* of 0, 95, 135, 175, 215, 255 */
	static const int linear[] = { 0, 1144, 2423, 4287, 6795, 10000 };

	colour -= 16;
	return (2126 * linear[colour / 36] + 7152 * linear[colour / 6 % 6] +
		   722 * linear[colour % 6]) /
	       10000;
}

static void
theme__has_nick_colours__readable_on_black_and_on_white(void **state)
{
	const int16_t *palette;
	size_t i, n;
	int l;

	(void)state;
	palette = theme_palette(256, &n);
	assert_true(n >= 8);
	for (i = 0; i < n; i++) {
		assert_in_range(palette[i], 16, 231);
		l = luminance(palette[i]);
		assert_true((l + 500) * 10 >= 500 * 38);
		assert_true(10500 * 10 >= (l + 500) * 38);
	}
}

static void
theme__has_only_nick_colours_of_the_terminal(void **state)
{
	static const int terminals[] = { 8, 16, 256 };
	const int16_t *palette;
	size_t i, k, n;

	(void)state;
	for (k = 0; k < 3; k++) {
		palette = theme_palette(terminals[k], &n);
		assert_true(n > 0);
		for (i = 0; i < n; i++)
			assert_true(palette[i] < terminals[k]);
	}
	assert_int_equal(theme_nick(VIEW("ana"), 0).fg, -1);
}

static void
theme__gives_a_nick_one_colour__whatever_its_case(void **state)
{
	(void)state;
	assert_int_equal(
	    theme_nick(VIEW("Ølaf"), 256).fg, theme_nick(VIEW("ØLAF"), 256).fg);
	assert_int_not_equal(
	    theme_nick(VIEW("ana"), 256).fg, theme_nick(VIEW("bob"), 256).fg);
}

static void
theme__maps_colours__to_those_of_the_terminal(void **state)
{
	static const int terminals[] = { 8, 16, 256 };
	int i, k, got;

	(void)state;
	assert_int_equal(theme_colour(4, 256), 9);
	assert_int_equal(theme_colour(4, 16), 9);
	assert_int_equal(theme_colour(4, 8), 1);
	assert_int_equal(theme_colour(14, 8), 7);
	assert_int_equal(theme_colour(52, 256), 196);
	assert_int_equal(theme_colour(52, 16), 9);
	assert_int_equal(theme_colour(52, 8), 1);
	assert_int_equal(theme_colour(98, 256), 231);
	assert_int_equal(theme_colour(98, 8), 7);
	assert_int_equal(theme_colour(88, 8), 0);
	assert_int_equal(theme_colour(4, 0), -1);
	assert_int_equal(theme_colour(99, 256), -1);
	for (k = 0; k < 3; k++) {
		for (i = 0; i < 99; i++) {
			got = theme_colour(i, terminals[k]);
			assert_in_range(got, 0, terminals[k] - 1);
		}
	}
}

static void
theme__applies_formatting_to_a_style(void **state)
{
	struct style base = { 243, -1, ATTR_DIM }, got;
	struct text_style text = { .fg = 4,
		.bg = 2,
		.bold = 1,
		.italic = 1,
		.underline = 1,
		.strike = 1,
		.reverse = 1 };

	(void)state;
	got = theme_format(base, &text, 256);
	assert_int_equal(got.fg, 9);
	assert_int_equal(got.bg, 4);
	assert_int_equal(got.attrs, ATTR_DIM | ATTR_BOLD | ATTR_ITALIC |
					ATTR_UNDERLINE | ATTR_STRIKE |
					ATTR_REVERSE);
	text = (struct text_style){ .fg = -1, .bg = -1 };
	got = theme_format(base, &text, 256);
	assert_int_equal(got.fg, 243);
	assert_int_equal(got.attrs, ATTR_DIM);
}

static void
theme__uses_the_default_for_black_and_white__without_a_background(void **state)
{
	struct style base = { -1, -1, 0 };
	struct text_style text = { .fg = 1, .bg = -1 };

	(void)state;
	assert_int_equal(theme_format(base, &text, 256).fg, -1);
	text.bg = 8;
	assert_int_equal(theme_format(base, &text, 256).fg, 0);
	text = (struct text_style){ .fg = 0, .bg = 1 };
	assert_int_equal(theme_format(base, &text, 256).fg, 15);
}

/* Everything that stands out also does so without colours. */
static void
theme__shows_nothing_by_colour_alone(void **state)
{
	static const enum theme_role roles[] = { THEME_DIM, THEME_BAR,
		THEME_OWN_NICK, THEME_MENTION, THEME_UNREAD, THEME_ACTIVE,
		THEME_WARN };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		assert_int_not_equal(theme_style(roles[i], 0).attrs, 0);
		assert_int_equal(theme_style(roles[i], 0).fg, -1);
	}
	for (i = 0; i < THEME_ROLES; i++) {
		assert_true(theme_style((enum theme_role)i, 8).fg < 8);
		assert_true(theme_style((enum theme_role)i, 8).bg < 8);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    theme__has_nick_colours__readable_on_black_and_on_white),
		cmocka_unit_test(theme__has_only_nick_colours_of_the_terminal),
		cmocka_unit_test(
		    theme__gives_a_nick_one_colour__whatever_its_case),
		cmocka_unit_test(theme__maps_colours__to_those_of_the_terminal),
		cmocka_unit_test(theme__applies_formatting_to_a_style),
		cmocka_unit_test(
		    theme__uses_the_default_for_black_and_white__without_a_background),
		cmocka_unit_test(theme__shows_nothing_by_colour_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
