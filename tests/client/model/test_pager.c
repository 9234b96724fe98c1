/*
 * Tests of pager: wrapping to every width, moving so that all is seen, and searching.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/model/pager.h"
#include "tests/support/test.h"

static struct pager *p;

static int
setup(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
	p = pager_new("a page");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	pager_free(p);
	return 0;
}

static void
add(const char *label, const char *text, const char *link)
{
	pager_add(p, view_of(label), view_of(text), link);
}

static void
add_numbers(int n)
{
	char text[16];

	for (int i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "row %d", i);
		add("", text, NULL);
	}
}

/* Fail unless the row is wrapped into these lines: "label|column|text", separated by newlines. */
static void
wraps(size_t row, const char *want)
{
	struct pager_line lines[20];
	struct buf got = { 0 };
	size_t n = pager_lines(p, row, lines, 20);

	for (size_t i = 0; i < n; i++)
		buf_printf(&got, "%.*s|%d|%.*s\n", VIEW_ARG(lines[i].label),
		    lines[i].x, VIEW_ARG(lines[i].text));
	assert_string_equal(buf_str(&got), want);
	assert_int_equal(pager_lines(p, row, NULL, 0), n);
	buf_clear(&got);
}

static void
pager_lines__puts_the_text_beside_the_labels__or_below(void **state)
{
	(void)state;
	add("/join", "join a room", NULL);
	add("/reconnect", "connect now; if you are connected, disconnect first",
	    NULL);
	add("a label that is much too long for this", "text", NULL);
	add("", "no label", NULL);
	pager_resize(p, 40, 10);
	wraps(0, "/join|12|join a room\n");
	wraps(1, "/reconnect|12|connect now; if you are\n"
		 "|12|connected, disconnect first\n");
	wraps(2, "a label that is much too long for this|0|\n|2|text\n");
	wraps(3, "|0|no label\n");
	pager_resize(p, 20, 10);
	wraps(1, "/reconnect|0|\n|2|connect now; if\n|2|you are connected,\n"
		 "|2|disconnect first\n");
	pager_resize(p, 1, 1);
	assert_true(pager_lines(p, 1, NULL, 0) > 20);
}

static void
pager_resize__selects_the_first_link_on_the_screen__at_first(void **state)
{
	(void)state;
	add_numbers(5);
	add("", "link", "topic");
	pager_resize(p, 40, 6);
	assert_int_equal(p->at, 5);
	assert_int_equal(p->top, 0);
	pager_first(p);
	pager_resize(p, 40, 3);
	assert_int_equal(p->at, 0);
}

static void
pager_move__scrolls_as_little_as_needed(void **state)
{
	(void)state;
	add_numbers(10);
	pager_resize(p, 40, 3);
	for (int i = 0; i < 3; i++)
		pager_move(p, 1);
	assert_int_equal(p->at, 3);
	assert_int_equal(p->top, 1);
	pager_move(p, -1);
	assert_int_equal(p->top, 1);
	pager_last(p);
	assert_int_equal(p->at, 9);
	assert_int_equal(p->top, 7);
	pager_move(p, 1);
	assert_int_equal(p->at, 9);
	pager_first(p);
	pager_move(p, -1);
	assert_int_equal(p->at + p->top, 0);
}

static void
pager_move__skips_empty_rows(void **state)
{
	(void)state;
	add("", "a", NULL);
	add("", "", NULL);
	add("", "b", NULL);
	pager_resize(p, 40, 3);
	pager_move(p, 1);
	assert_int_equal(p->at, 2);
	pager_move(p, -1);
	assert_int_equal(p->at, 0);
}

/* A row that is higher than the pane is read part by part, in both directions. */
static void
pager_move__shows_all_of_a_high_row(void **state)
{
	(void)state;
	add("", "first", NULL);
	add("", "a b c d e f g h i j", NULL);
	add("", "last", NULL);
	pager_resize(p, 3, 3);
	pager_move(p, 1);
	assert_int_equal(p->at, 1);
	assert_int_equal(p->top, 1);
	assert_int_equal(p->top_hidden, 0);
	pager_move(p, 1);
	pager_move(p, 1);
	assert_int_equal(p->at, 1);
	assert_int_equal(p->top_hidden, 2);
	pager_move(p, 1);
	assert_int_equal(p->at, 2);
	pager_move(p, -1);
	assert_int_equal(p->at, 1);
	assert_int_equal(p->top_hidden, 2);
	pager_move(p, -1);
	assert_int_equal(p->top_hidden, 1);
}

static void
pager_page__shows_every_row_once_more_at_the_edge(void **state)
{
	(void)state;
	add_numbers(10);
	pager_resize(p, 40, 4);
	pager_page(p, 1);
	assert_int_equal(p->top, 3);
	assert_int_equal(p->at, 3);
	pager_page(p, 1);
	pager_page(p, 1);
	assert_int_equal(p->top, 6);
	pager_page(p, 1);
	assert_int_equal(p->at, 9);
	pager_page(p, -1);
	assert_int_equal(p->top, 3);
	pager_page(p, -1);
	pager_page(p, -1);
	assert_int_equal(p->at + p->top, 0);
}

static void
pager_search__finds_without_regard_to_case__and_wraps_around(void **state)
{
	(void)state;
	add("", "Größe", NULL);
	add("/GRÖSSE", "label", NULL);
	add("", "other", NULL);
	pager_resize(p, 40, 10);
	pager_search_begin(p);
	pager_search_type(p, VIEW("gröS"));
	assert_int_equal(p->at, 1);
	assert_int_equal(p->missing, 0);
	pager_search_erase(p);
	assert_int_equal(p->at, 0);
	pager_search_end(p, 1);
	pager_search_next(p, 1);
	assert_int_equal(p->at, 1);
	pager_search_next(p, 1);
	assert_int_equal(p->at, 0);
	pager_search_next(p, -1);
	assert_int_equal(p->at, 1);
}

static void
pager_search__stays__when_nothing_is_found_or_it_is_cancelled(void **state)
{
	(void)state;
	add_numbers(9);
	pager_resize(p, 40, 3);
	pager_move(p, 1);
	pager_search_begin(p);
	pager_search_type(p, VIEW("row 7"));
	assert_int_equal(p->at, 7);
	pager_search_type(p, VIEW("x\033"));
	assert_int_equal(p->missing, 1);
	pager_search_end(p, 0);
	assert_int_equal(p->at, 1);
	assert_int_equal(p->missing, 0);
	assert_int_equal(p->search.len, 0);
	pager_search_begin(p);
	pager_search_erase(p);
	assert_int_equal(p->typing, 0);
	pager_search_next(p, 1);
	assert_int_equal(p->at, 1);
}

static void
pager_add__has_a_limit(void **state)
{
	(void)state;
	add_numbers(PAGER_ROWS_MAX + 5);
	assert_int_equal(p->n, PAGER_ROWS_MAX);
	assert_int_equal(p->cut, 1);
}

static void
pager__may_be_empty(void **state)
{
	(void)state;
	pager_resize(p, 40, 3);
	pager_move(p, 1);
	pager_page(p, 1);
	pager_page(p, -1);
	pager_last(p);
	pager_search_begin(p);
	pager_search_type(p, VIEW("x"));
	pager_search_next(p, 1);
	assert_null(pager_selected(p));
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(pager_lines__puts_the_text_beside_the_labels__or_below),
		T(pager_resize__selects_the_first_link_on_the_screen__at_first),
		T(pager_move__scrolls_as_little_as_needed),
		T(pager_move__skips_empty_rows),
		T(pager_move__shows_all_of_a_high_row),
		T(pager_page__shows_every_row_once_more_at_the_edge),
		T(pager_search__finds_without_regard_to_case__and_wraps_around),
		T(pager_search__stays__when_nothing_is_found_or_it_is_cancelled),
		T(pager_add__has_a_limit),
		T(pager__may_be_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
