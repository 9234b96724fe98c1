/*
 * linebuf: splitting bytes into lines, case by case.
 */
#include <stdlib.h>

#include "common/linebuf.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

/* The results as text: "[line]", "(line)" for a bare LF, "!" for -1. */
static void
note(struct buf *out, int result, struct view line, int bare_lf)
{
	if (result == -1) {
		buf_add_char(out, '!');
		return;
	}
	buf_add_char(out, bare_lf ? '(' : '[');
	buf_add_view(out, line);
	buf_add_char(out, bare_lf ? ')' : ']');
}

static void
take_lines(struct linebuf *lb, struct buf *out)
{
	struct view line;
	int result;

	while ((result = linebuf_next(lb, &line)) != 0)
		note(out, result, line, lb->bare_lf);
}

/* Check the lines of a literal, fed at once. */
static void
check(size_t tags_max, size_t rest_max, struct view input, const char *expected)
{
	struct linebuf lb;
	struct buf out = { 0 };

	linebuf_init(&lb, tags_max, rest_max);
	linebuf_feed(&lb, input.p, input.len);
	take_lines(&lb, &out);
	assert_string_equal(buf_str(&out), expected);
	buf_clear(&out);
	linebuf_clear(&lb);
}

static void
linebuf__ends_a_line_at_lf__with_or_without_cr(void **state)
{
	(void)state;
	check(64, 64, VIEW("one\r\ntwo\nthree"), "[one](two)");
}

static void
linebuf__removes_other_crs_and_all_nuls(void **state)
{
	(void)state;
	check(64, 64, VIEW("a\rb\0c\r\r\n"), "[abc]");
	check(64, 64, VIEW("a\r\0\n\0\0b\n"), "[a](b)");
	check(64, 64, VIEW("\0@a b\r\n"), "[@a b]");
}

static void
linebuf__skips_empty_lines(void **state)
{
	(void)state;
	check(64, 64, VIEW("\n\r\n\r\r\n\0\n\0\r\na\n\n"), "(a)");
	check(64, 64, VIEW(" \n"), "( )");
}

static void
linebuf__keeps_all_other_bytes(void **state)
{
	(void)state;
	check(64, 64, VIEW("\x01\x1b\x80\xff\t\x7f\n"),
	    "(\x01\x1b\x80\xff\t\x7f)");
}

static void
linebuf__counts_the_line_ending_as_two(void **state)
{
	(void)state;
	check(64, 6, VIEW("abcd\r\nabcd\nabcde\nabcde\r\nx\n"),
	    "[abcd](abcd)!!(x)");
}

/* Checklist 14 and 15, with the protocol's limits. */
static void
linebuf__accepts_lines_of_the_maximum_length(void **state)
{
	static char line[4096 + 512];
	struct linebuf lb;
	struct view v;
	int tags, rest, expected;

	(void)state;
	for (tags = 4095; tags <= 4097; tags++) {
		for (rest = 509; rest <= 511; rest++) {
			memset(line, 'x', sizeof(line));
			line[0] = '@';
			line[tags - 1] = ' ';
			linebuf_init(&lb, LINE_TAGS_CLIENT, LINE_REST_MAX);
			linebuf_feed(&lb, line, (size_t)(tags + rest));
			linebuf_feed(&lb, "\r\nnext\r\n", 8);
			expected = tags <= 4096 && rest <= 510 ? 1 : -1;
			assert_int_equal(linebuf_next(&lb, &v), expected);
			if (expected == 1)
				assert_int_equal(v.len, tags + rest);
			assert_int_equal(linebuf_next(&lb, &v), 1);
			assert_view(v, "next");
			assert_int_equal(linebuf_next(&lb, &v), 0);
			linebuf_clear(&lb);
		}
	}
}

static void
linebuf__measures_tags_apart_from_the_rest(void **state)
{
	(void)state;
	check(4, 6, VIEW("@ab abcd\n"), "(@ab abcd)");
	check(4, 6, VIEW("@abc a\n@a abcde\nb\n"), "!!(b)");
	check(4, 6, VIEW("@ab  abc\n@ab  abcd\n"), "(@ab  abc)!");
	check(4, 6, VIEW("@abc\n@abcd\n"), "(@abc)!");
	check(4, 6, VIEW(" @ab\n a@bc\n"), "( @ab)!");
}

static void
linebuf__treats_tags_as_text__when_their_limit_is_zero(void **state)
{
	(void)state;
	check(0, 8, VIEW("@bob hi\n@bob h\n@ a\n"), "!(@bob h)(@ a)");
}

static void
linebuf__does_not_count_removed_bytes(void **state)
{
	(void)state;
	check(4, 6, VIEW("\0\0\0\0\0\0\0a\r\r\r\rb\0c\0d\r\n"), "[abcd]");
}

static void
linebuf__reports_an_overlong_line_once_in_its_place(void **state)
{
	(void)state;
	check(
	    4, 6, VIEW("a\n1234567890123456789012345\nb\n12345\n"), "(a)!(b)!");
}

static void
linebuf__reports_an_overlong_line_at_once__before_its_end(void **state)
{
	struct linebuf lb;
	struct view line;

	(void)state;
	linebuf_init(&lb, 4, 6);
	linebuf_feed(&lb, "12345", 5);
	assert_int_equal(linebuf_next(&lb, &line), -1);
	assert_int_equal(linebuf_next(&lb, &line), 0);
	linebuf_feed(&lb, "6789", 4);
	assert_int_equal(linebuf_next(&lb, &line), 0);
	assert_int_equal(linebuf_pending(&lb), 0);
	linebuf_feed(&lb, "0\r\nnext\n", 8);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	assert_view(line, "next");
	linebuf_clear(&lb);
}

static void
linebuf__stays_small__for_any_input(void **state)
{
	static char bytes[4096];
	struct linebuf lb;
	struct view line;
	int i;

	(void)state;
	linebuf_init(&lb, LINE_TAGS_CLIENT, LINE_REST_MAX);
	memset(bytes, 'x', sizeof(bytes));
	for (i = 0; i < 1000; i++)
		linebuf_feed(&lb, bytes, sizeof(bytes));
	assert_true(lb.in.size <= 2 * (LINE_TAGS_CLIENT + LINE_REST_MAX));
	assert_int_equal(linebuf_next(&lb, &line), -1);
	assert_int_equal(linebuf_next(&lb, &line), 0);
	memset(bytes, 0, sizeof(bytes));
	linebuf_feed(&lb, "\n", 1);
	for (i = 0; i < 1000; i++)
		linebuf_feed(&lb, bytes, sizeof(bytes));
	assert_null(lb.in.p);
	linebuf_clear(&lb);
}

static void
linebuf__holds_no_memory__when_it_is_empty(void **state)
{
	struct linebuf lb;
	struct view line;

	(void)state;
	linebuf_init(&lb, 64, 64);
	assert_null(lb.in.p);
	linebuf_feed(&lb, "a\r\nb\n", 5);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	assert_int_equal(linebuf_next(&lb, &line), 0);
	assert_null(lb.in.p);
	linebuf_feed(&lb, "\r\n\r\n", 4);
	assert_null(lb.in.p);
	linebuf_clear(&lb);
}

static void
linebuf__frees_memory__when_few_bytes_remain(void **state)
{
	struct linebuf lb;
	struct view line;
	int i;

	(void)state;
	linebuf_init(&lb, 64, 64);
	for (i = 0; i < 1000; i++)
		linebuf_feed(&lb, "0123456789\n", 11);
	linebuf_feed(&lb, "begun", 5);
	while (linebuf_next(&lb, &line) == 1)
		continue;
	assert_true(lb.in.size <= 64);
	assert_int_equal(linebuf_pending(&lb), 5);
	linebuf_feed(&lb, "\n", 1);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	assert_view(line, "begun");
	linebuf_clear(&lb);
}

/* One line always remains: the lines before it must be freed anyway. */
static void
linebuf__frees_memory__when_it_is_never_empty(void **state)
{
	struct linebuf lb;
	struct view line;
	int i;

	(void)state;
	linebuf_init(&lb, 64, 64);
	linebuf_feed(&lb, "first\n", 6);
	for (i = 0; i < 10000; i++) {
		linebuf_feed(&lb, "0123456789\n", 11);
		assert_int_equal(linebuf_next(&lb, &line), 1);
		assert_int_equal(line.len, i == 0 ? 5 : 10);
	}
	assert_true(lb.in.size <= 256);
	linebuf_clear(&lb);
}

static void
linebuf_unget__returns_the_line_again(void **state)
{
	struct linebuf lb;
	struct view line;

	(void)state;
	linebuf_init(&lb, 64, 6);
	linebuf_feed(&lb, "a\rb\r\n12345\nc", 12);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	linebuf_unget(&lb);
	linebuf_feed(&lb, "d\n", 2);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	assert_view(line, "ab");
	assert_false(lb.bare_lf);
	assert_int_equal(linebuf_next(&lb, &line), -1);
	linebuf_unget(&lb);
	assert_int_equal(linebuf_next(&lb, &line), -1);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	assert_view(line, "cd");
	linebuf_unget(&lb);
	linebuf_unget(&lb);
	assert_int_equal(linebuf_pending(&lb), 3);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	assert_view(line, "cd");
	assert_int_equal(linebuf_next(&lb, &line), 0);
	linebuf_clear(&lb);
}

static void
linebuf_rest__returns_bytes_after_the_last_lf(void **state)
{
	struct linebuf lb;
	struct view line;

	(void)state;
	linebuf_init(&lb, 64, 6);
	assert_int_equal(linebuf_rest(&lb, &line), 0);
	linebuf_feed(&lb, "a\nb\r", 4);
	assert_int_equal(linebuf_next(&lb, &line), 1);
	assert_int_equal(linebuf_next(&lb, &line), 0);
	assert_int_equal(linebuf_rest(&lb, &line), 1);
	assert_view(line, "b");
	assert_int_equal(linebuf_rest(&lb, &line), 0);
	assert_null(lb.in.p);
	linebuf_feed(&lb, "123456", 6);
	assert_int_equal(linebuf_rest(&lb, &line), -1);
	assert_int_equal(linebuf_rest(&lb, &line), 0);
	linebuf_clear(&lb);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    linebuf__ends_a_line_at_lf__with_or_without_cr),
		cmocka_unit_test(linebuf__removes_other_crs_and_all_nuls),
		cmocka_unit_test(linebuf__skips_empty_lines),
		cmocka_unit_test(linebuf__keeps_all_other_bytes),
		cmocka_unit_test(linebuf__counts_the_line_ending_as_two),
		cmocka_unit_test(linebuf__accepts_lines_of_the_maximum_length),
		cmocka_unit_test(linebuf__measures_tags_apart_from_the_rest),
		cmocka_unit_test(
		    linebuf__treats_tags_as_text__when_their_limit_is_zero),
		cmocka_unit_test(linebuf__does_not_count_removed_bytes),
		cmocka_unit_test(
		    linebuf__reports_an_overlong_line_once_in_its_place),
		cmocka_unit_test(
		    linebuf__reports_an_overlong_line_at_once__before_its_end),
		cmocka_unit_test(linebuf__stays_small__for_any_input),
		cmocka_unit_test(linebuf__holds_no_memory__when_it_is_empty),
		cmocka_unit_test(linebuf__frees_memory__when_few_bytes_remain),
		cmocka_unit_test(linebuf__frees_memory__when_it_is_never_empty),
		cmocka_unit_test(linebuf_unget__returns_the_line_again),
		cmocka_unit_test(linebuf_rest__returns_bytes_after_the_last_lf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
