/*
 * Tests of screen_shown and of the title of screen_terminfo.
 */
#include "client/view/screen_shown.h"

#include <locale.h>
#include <string.h>

#include "client/view/screen_terminfo.h"
#include "common/text.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

static const struct style plain = { -1, -1, 0 };

static void
screen_shown_update__compares_with_what_is_shown(void **state)
{
	struct cell a = { .cp = 'a', .style = plain };
	struct screen_shown s = { 0 };

	(void)state;
	screen_shown_resize(&s, 4, 2);
	assert_true(s.unknown);
	assert_true(screen_shown_update(&s, &a, 3, 1));
	s.unknown = 0;
	assert_false(screen_shown_update(&s, &a, 3, 1));
	assert_true(screen_shown_update(&s, &a, 0, 0));
	a.marks[1] = 0x301;
	assert_true(screen_shown_update(&s, &a, 3, 1));
	a.style.bg = 3;
	assert_true(screen_shown_update(&s, &a, 3, 1));
	a.link = 7;
	assert_true(screen_shown_update(&s, &a, 3, 1));
	assert_false(screen_shown_update(&s, &a, 3, 1));
	s.unknown = 1;
	assert_true(screen_shown_update(&s, &a, 3, 1));
	screen_shown_clear(&s);
}

static void
screen_shown__counts_special_cells(void **state)
{
	struct cell a = { .cp = 'a', .style = { -1, -1, ATTR_STRIKE } };
	struct screen_shown s = { 0 };

	(void)state;
	screen_shown_resize(&s, 4, 2);
	screen_shown_update(&s, &a, 0, 0);
	screen_shown_update(&s, &a, 1, 0);
	screen_shown_update(&s, &a, 1, 0);
	assert_int_equal(s.special, 2);
	a.style = plain;
	a.link = 1;
	screen_shown_update(&s, &a, 1, 0);
	assert_int_equal(s.special, 2);
	a.link = 0;
	screen_shown_update(&s, &a, 1, 0);
	assert_int_equal(s.special, 1);
	screen_shown_resize(&s, 5, 2);
	assert_int_equal(s.special, 0);
	screen_shown_clear(&s);
}

static void
screen_shown_width__sees_wide_cells(void **state)
{
	struct cell wide = { .cp = 0x4e2d, .style = plain };
	struct cell half = { .cp = 0, .style = plain };
	struct cell a = { .cp = 'a', .style = plain };
	struct screen_shown s = { 0 };

	(void)state;
	screen_shown_resize(&s, 3, 1);
	screen_shown_update(&s, &wide, 0, 0);
	assert_false(screen_shown_update(&s, &half, 1, 0));
	screen_shown_update(&s, &a, 2, 0);
	assert_int_equal(screen_shown_width(&s, 0, 0), 2);
	assert_int_equal(screen_shown_width(&s, 1, 0), 0);
	assert_int_equal(screen_shown_width(&s, 2, 0), 1);
	screen_shown_clear(&s);
}

static void
expect_text(struct cell cell, int width, const wchar_t *expected)
{
	wchar_t text[4];

	screen_shown_text(&cell, width, text);
	assert_int_equal(wcscmp(text, expected), 0);
}

static void
screen_shown_text__has_the_width_of_its_cells(void **state)
{
	(void)state;
	expect_text((struct cell){ .cp = 'a', .marks = { 0x302, 0x323 } }, 1,
	    L"a\u0302\u0323");
	expect_text((struct cell){ .cp = 0x4e2d }, 2, L"\u4e2d");
	expect_text((struct cell){ .cp = 0x4e2d }, 1, L"\ufffd");
	expect_text((struct cell){ .cp = 'a' }, 2, L"\ufffd");
	expect_text((struct cell){ .cp = 0x1b }, 1, L"\ufffd");
	expect_text((struct cell){ .cp = 0x9b }, 1, L"\ufffd");
	expect_text(
	    (struct cell){ .cp = 'a', .marks = { 'b', 0x301 } }, 1, L"a\u0301");
}

static void
screen_title_sequence__cleans_and_cuts(void **state)
{
	struct buf out = { 0 };
	char text[400];

	(void)state;
	screen_title_sequence(&out, VIEW("a\033\\b\ac\u202ed"));
	assert_view(buf_view(&out), "\033]2;a\\bcd\a");
	buf_reset(&out);
	memset(text, 'x', sizeof(text));
	memcpy(text + SCREEN_TITLE_MAX - 1, "\u4e2d", 3);
	screen_title_sequence(&out, (struct view){ text, sizeof(text) });
	assert_int_equal(out.len, SCREEN_TITLE_MAX - 1 + 5);
	assert_true(text_utf8_valid(buf_view(&out)));
	buf_clear(&out);
}

static void
screen_term_has_title__depends_on_the_name(void **state)
{
	(void)state;
	assert_true(screen_term_has_title("xterm-256color"));
	assert_true(screen_term_has_title("tmux"));
	assert_false(screen_term_has_title("linux"));
	assert_false(screen_term_has_title("vt100"));
	assert_false(screen_term_has_title(NULL));
}

static void
screen_term_has_links__depends_on_the_terminal(void **state)
{
	(void)state;
	assert_true(screen_term_has_links("xterm-256color", NULL, NULL));
	assert_true(screen_term_has_links("foot", "", "6800"));
	assert_true(screen_term_has_links("tmux-256color", NULL, NULL));
	assert_true(screen_term_has_links(
	    "screen-256color", "/tmp/tmux-0/default,1,0", NULL));
	assert_false(screen_term_has_links("xterm-256color", NULL, "4803"));
	assert_false(screen_term_has_links("screen", NULL, NULL));
	assert_false(screen_term_has_links("linux", NULL, NULL));
	assert_false(screen_term_has_links(NULL, NULL, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    screen_shown_update__compares_with_what_is_shown),
		cmocka_unit_test(screen_shown__counts_special_cells),
		cmocka_unit_test(screen_shown_width__sees_wide_cells),
		cmocka_unit_test(screen_shown_text__has_the_width_of_its_cells),
		cmocka_unit_test(screen_title_sequence__cleans_and_cuts),
		cmocka_unit_test(screen_term_has_title__depends_on_the_name),
		cmocka_unit_test(
		    screen_term_has_links__depends_on_the_terminal),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
