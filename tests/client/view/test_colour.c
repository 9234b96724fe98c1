/*
 * Tests of colour: values, nearest colours, contrast.
 */
#include "client/view/colour.h"
#include "tests/support/test.h"

static void
colour__has_the_value_of_xterm(void **state)
{
	(void)state;
	assert_int_equal(colour_value(0), 0x000000);
	assert_int_equal(colour_value(16), 0x000000);
	assert_int_equal(colour_value(231), 0xffffff);
	assert_int_equal(colour_value(196), 0xff0000);
	assert_int_equal(colour_value(67), 0x5f87af);
	assert_int_equal(colour_value(232), 0x080808);
	assert_int_equal(colour_value(255), 0xeeeeee);
}

static void
exact_colour__has_one_number(void **state)
{
	int a = colour_rgb(0x123456), b = colour_rgb(0x123457);

	(void)state;
	assert_true(a >= COLOUR_RGB && b >= COLOUR_RGB && a != b);
	assert_int_equal(colour_rgb(0x123456), a);
	assert_int_equal(colour_value(a), 0x123456);
}

static void
nearest__is_a_colour_of_the_terminal(void **state)
{
	(void)state;
	assert_int_equal(colour_nearest(-1, 8), -1);
	assert_int_equal(colour_nearest(3, 8), 3);
	assert_int_equal(colour_nearest(196, 16), 9);
	assert_int_equal(colour_nearest(196, 8), 1);
	assert_int_equal(colour_nearest(231, 8), 7);
	assert_int_equal(colour_nearest(16, 8), 0);
	assert_int_equal(colour_nearest(colour_rgb(0xff0000), 256), 196);
	assert_int_equal(colour_nearest(colour_rgb(0x818181), 256), 244);
	assert_int_equal(colour_nearest(colour_rgb(0x00fe00), 16), 10);
}

static void
contrast__is_that_of_wcag(void **state)
{
	(void)state;
	assert_int_equal(colour_contrast(0x000000, 0xffffff), 2100);
	assert_int_equal(colour_contrast(0x777777, 0x777777), 100);
	assert_in_range(colour_contrast(0x767676, 0xffffff), 450, 458);
	assert_true(colour_is_dark(0x000000) && colour_is_dark(0x2e3440));
	assert_false(colour_is_dark(0xffffff) || colour_is_dark(0xfdf6e3));
}

/* The table of exact colours is limited; then the nearest ones of the palette are used. */
static void
too_many_exact_colours__become_those_of_the_palette(void **state)
{
	uint32_t i;
	int n = 0;

	(void)state;
	for (i = 0; i < 2 * COLOUR_RGB_MAX; i++)
		n = colour_rgb(0x010000 + i * 3);
	assert_in_range(n, 16, 255);
	assert_true(colour_rgb(0x010000) >= COLOUR_RGB);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(colour__has_the_value_of_xterm),
		cmocka_unit_test(exact_colour__has_one_number),
		cmocka_unit_test(nearest__is_a_colour_of_the_terminal),
		cmocka_unit_test(contrast__is_that_of_wcag),
		cmocka_unit_test(
		    too_many_exact_colours__become_those_of_the_palette),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
