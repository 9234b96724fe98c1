/*
 * Tests of secret_field: the keys of the password prompt, and the mask of stars.
 */
#include <stdlib.h>

#include "client/input/secret_field.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

static struct secret_field field;

static void
assert_view(struct view v, const char *want)
{
	char *text = xviewdup(v);

	assert_string_equal(text, want);
	free(text);
}

static enum secret_key
type(const char *keys, const char *left)
{
	struct view bytes = view_of(keys);
	enum secret_key key = secret_field_keys(&field, &bytes);

	assert_view(bytes, left);
	return key;
}

static int
teardown(void **state)
{
	(void)state;
	secret_field_clear(&field);
	return 0;
}

static void
secret_field__accepts_characters__and_ignores_other_keys(void **state)
{
	(void)state;
	assert_int_equal(type("a\xc3\xa4 b", ""), SECRET_MORE);
	assert_view(buf_view(&field.text), "a\xc3\xa4 b");
	assert_int_equal(
	    type("\033[D\033[1;5C\033OP\033xc\t\001", ""), SECRET_MORE);
	assert_view(buf_view(&field.text), "a\xc3\xa4 bc");
	type("\177\b\b\177", "");
	assert_view(buf_view(&field.text), "a");
	type("\177\177\177", "");
	assert_view(buf_view(&field.text), "");
	type("old\025new", "");
	assert_view(buf_view(&field.text), "new");
}

static void
secret_field__ends_at_enter__and_leaves_the_bytes_after_it(void **state)
{
	(void)state;
	assert_int_equal(type("pw\rnext", "next"), SECRET_ENTERED);
	assert_view(buf_view(&field.text), "pw");
}

static void
secret_field__is_cancelled__by_escape_and_similar_keys(void **state)
{
	(void)state;
	assert_int_equal(type("a\003b", "b"), SECRET_CANCELLED);
	assert_int_equal(type("\007", ""), SECRET_CANCELLED);
	assert_int_equal(type("\033", ""), SECRET_CANCELLED);
	assert_int_equal(type("\004", ""), SECRET_MORE);
	type("\025", "");
	assert_int_equal(type("\004", ""), SECRET_CANCELLED);
}

static void
secret_field__has_a_limit__and_accepts_one_line_of_a_paste(void **state)
{
	(void)state;
	secret_field_paste(&field, VIEW("one\ntwo"));
	assert_view(buf_view(&field.text), "one");
	for (int i = 0; i < 1000; i++)
		type("x", "");
	assert_int_equal(field.text.len, 400);
}

static void
stars_are(const char *text, size_t at, size_t point, const char *want,
    size_t want_point)
{
	struct buf out = { 0 };

	secret_mask(&out, view_of(text), at, &point);
	assert_view(buf_view(&out), want);
	assert_int_equal(point, want_point);
	buf_clear(&out);
}

static void
secret_mask__covers_characters__and_keeps_the_point(void **state)
{
	(void)state;
	stars_are("/login me pw", 10, 12, "/login me **", 12);
	stars_are("/login me pw", 10, 3, "/login me **", 3);
	stars_are("\xc3\xa4\xe4\xbd\xa0!", 0, 2, "***", 1);
	stars_are("\xc3\xa4\xe4\xbd\xa0!", 0, 6, "***", 3);
	stars_are("", 0, 0, "", 0);
	stars_are("a\nb", 0, 1, "***", 1);
}

#define CASE(t) cmocka_unit_test_teardown(t, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(secret_field__accepts_characters__and_ignores_other_keys),
		CASE(
		    secret_field__ends_at_enter__and_leaves_the_bytes_after_it),
		CASE(secret_field__is_cancelled__by_escape_and_similar_keys),
		CASE(
		    secret_field__has_a_limit__and_accepts_one_line_of_a_paste),
		CASE(secret_mask__covers_characters__and_keeps_the_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
