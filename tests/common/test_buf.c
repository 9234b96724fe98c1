/*
 * buf, view and xmalloc.
 */
#include <limits.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static void
view__compares_by_bytes(void **state)
{
	(void)state;
	assert_true(view_equal(VIEW("abc"), VIEW("abc")));
	assert_false(view_equal(VIEW("abc"), VIEW("abC")));
	assert_false(view_equal(VIEW("abc"), VIEW("ab")));
	assert_true(view_equal(VIEW(""), view_of(NULL)));
	assert_true(view_equal(VIEW("a\0b"), VIEW("a\0b")));
	assert_false(view_equal(VIEW("a\0b"), VIEW("a\0c")));
}

static void
view__compares_without_case__for_ascii_letters_only(void **state)
{
	(void)state;
	assert_true(view_equal_nocase(VIEW("PrivMsg"), VIEW("pRIVmSG")));
	assert_false(view_equal_nocase(VIEW("PRIVMSG"), VIEW("PRIVMS")));
	assert_false(view_equal_nocase(VIEW("["), VIEW("{")));
	assert_false(view_equal_nocase(VIEW("@"), VIEW("`")));
	assert_false(view_equal_nocase(VIEW("\xc3\x84"), VIEW("\xc3\xa4")));
	assert_true(view_equal_nocase(VIEW(""), view_of(NULL)));
}

static void
view_has_prefix__compares_the_beginning(void **state)
{
	(void)state;
	assert_true(view_has_prefix(VIEW("#room"), VIEW("#")));
	assert_true(view_has_prefix(VIEW("#room"), VIEW("#room")));
	assert_true(view_has_prefix(VIEW("#room"), VIEW("")));
	assert_true(view_has_prefix(view_of(NULL), view_of(NULL)));
	assert_false(view_has_prefix(VIEW("#room"), VIEW("#rooms")));
	assert_false(view_has_prefix(VIEW("#room"), VIEW("&")));
}

static void
view_cut__returns_every_part__including_empty_ones(void **state)
{
	struct view rest = VIEW("a,,bc,"), part;

	(void)state;
	assert_int_equal(view_cut(&rest, ',', &part), 1);
	assert_view(part, "a");
	assert_int_equal(view_cut(&rest, ',', &part), 1);
	assert_view(part, "");
	assert_int_equal(view_cut(&rest, ',', &part), 1);
	assert_view(part, "bc");
	assert_int_equal(view_cut(&rest, ',', &part), 1);
	assert_view(part, "");
	assert_null(rest.p);
	assert_int_equal(view_cut(&rest, ',', &part), 0);
}

static void
view_cut__returns_everything__without_a_separator(void **state)
{
	struct view rest = VIEW("all of it"), part;

	(void)state;
	assert_int_equal(view_cut(&rest, ',', &part), 1);
	assert_view(part, "all of it");
	assert_int_equal(view_cut(&rest, ',', &part), 0);
	rest = VIEW("");
	assert_int_equal(view_cut(&rest, ',', &part), 1);
	assert_view(part, "");
	assert_int_equal(view_cut(&rest, ',', &part), 0);
}

static void
view_to_int__parses_whole_numbers__in_the_range(void **state)
{
	long long n = 7;

	(void)state;
	assert_int_equal(view_to_int(VIEW("0"), 0, 9, &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(view_to_int(VIEW("007"), 0, 9, &n), 0);
	assert_int_equal(n, 7);
	assert_int_equal(view_to_int(VIEW("-5"), -5, 5, &n), 0);
	assert_true(n == -5);
	assert_int_equal(
	    view_to_int(VIEW("9223372036854775807"), LLONG_MIN, LLONG_MAX, &n),
	    0);
	assert_true(n == LLONG_MAX);
	assert_int_equal(
	    view_to_int(VIEW("-9223372036854775808"), LLONG_MIN, LLONG_MAX, &n),
	    0);
	assert_true(n == LLONG_MIN);
}

static void
view_to_int__rejects_other_text_and_values_out_of_range(void **state)
{
	static const char *const bad[] = { "", "-", "+1", "1 ", " 1", "1a",
		"0x1", "--1", "10", "-1", "9223372036854775808",
		"-9223372036854775809", "99999999999999999999999" };
	long long n = 3;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(view_to_int(view_of(bad[i]), 0, 9, &n), -1);
	assert_int_equal(
	    view_to_int(VIEW("9223372036854775808"), LLONG_MIN, LLONG_MAX, &n),
	    -1);
	assert_int_equal(
	    view_to_int(VIEW("-9223372036854775809"), LLONG_MIN, LLONG_MAX, &n),
	    -1);
	assert_true(n == 3);
}

static void
buf__holds_no_memory__when_zeroed_or_cleared(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_add(&b, NULL, 0);
	buf_add_view(&b, view_of(NULL));
	assert_null(b.p);
	buf_add_str(&b, "text");
	buf_clear(&b);
	assert_null(b.p);
	assert_int_equal(b.len, 0);
	assert_int_equal(b.size, 0);
}

static void
buf__appends_bytes_strings_and_formatted_text(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_add(&b, "a\0b", 3);
	buf_add_view(&b, VIEW("cd"));
	buf_add_str(&b, "ef");
	buf_add_char(&b, 'g');
	buf_printf(&b, "%d-%s", 42, "h");
	assert_view(buf_view(&b), "a\0bcdefg42-h");
	buf_clear(&b);
}

static void
buf_printf__grows__when_the_text_does_not_fit(void **state)
{
	struct buf b = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 300; i++) {
		buf_reset(&b);
		buf_printf(&b, "%0*d", (int)i + 1, 7);
		assert_int_equal(b.len, i + 1);
		assert_int_equal(b.p[i], '7');
		assert_int_equal(strlen(buf_str(&b)), i + 1);
	}
	buf_clear(&b);
}

static void
buf_drain__drops_bytes_at_the_front(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_drain(&b, 0);
	buf_add_str(&b, "abcdef");
	buf_drain(&b, 2);
	assert_view(buf_view(&b), "cdef");
	buf_drain(&b, 4);
	assert_int_equal(b.len, 0);
	buf_clear(&b);
}

static void
buf__does_not_count_the_terminating_nul(void **state)
{
	struct buf b = { 0 };
	char *s;

	(void)state;
	assert_string_equal(buf_str(&b), "");
	buf_add_str(&b, "abc");
	assert_string_equal(buf_str(&b), "abc");
	assert_int_equal(b.len, 3);
	s = buf_take(&b);
	assert_string_equal(s, "abc");
	assert_null(b.p);
	free(s);
	s = buf_take(&b);
	assert_string_equal(s, "");
	free(s);
}

/* Run the same operations on a plain array that is long enough. */
static void
buf__matches_a_plain_array__after_random_operations(void **state)
{
	static char model[1 << 16], bytes[512];
	struct prng r = { 11 };
	struct buf b = { 0 };
	size_t len = 0, n;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		n = prng_below(&r, sizeof(bytes));
		prng_pick(&r, bytes, n, "abc\0", 4);
		if (prng_below(&r, 3) > 0 && len + n < sizeof(model)) {
			buf_add(&b, bytes, n);
			memcpy(model + len, bytes, n);
			len += n;
		} else {
			n = prng_below(&r, len + 1);
			buf_drain(&b, n);
			len -= n;
			memmove(model, model + n, len);
		}
		assert_int_equal(b.len, len);
		assert_true(b.len <= b.size);
		assert_true(len == 0 || memcmp(b.p, model, len) == 0);
	}
	buf_clear(&b);
}

static void
xmalloc__returns_memory__for_zero_bytes(void **state)
{
	void *p;

	(void)state;
	p = xmalloc(0);
	assert_non_null(p);
	p = xreallocarray(p, 0, 8);
	assert_non_null(p);
	free(p);
	p = xcalloc(0, 8);
	assert_non_null(p);
	free(p);
}

static void
xmalloc__copies_text(void **state)
{
	char *s, *t = NULL;

	(void)state;
	assert_null(xstrdup(NULL));
	s = xviewdup((struct view){ "abcdef", 3 });
	assert_string_equal(s, "abc");
	xreplace(&t, s);
	assert_string_equal(t, "abc");
	xreplace(&t, t + 1);
	assert_string_equal(t, "bc");
	xreplace(&t, NULL);
	assert_null(t);
	free(s);
	assert_int_equal(xasprintf(&s, "%s-%d", "a", 1), 3);
	assert_string_equal(s, "a-1");
	free(s);
}

static void
cause_set__returns_minus_one__with_or_without_a_cause(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_int_equal(cause_set(NULL, "nobody asks"), -1);
	assert_int_equal(cause_set(&cause, "port %d is taken", 5000), -1);
	assert_string_equal(cause, "port 5000 is taken");
	free(cause);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(view__compares_by_bytes),
		cmocka_unit_test(
		    view__compares_without_case__for_ascii_letters_only),
		cmocka_unit_test(view_has_prefix__compares_the_beginning),
		cmocka_unit_test(
		    view_cut__returns_every_part__including_empty_ones),
		cmocka_unit_test(
		    view_cut__returns_everything__without_a_separator),
		cmocka_unit_test(
		    view_to_int__parses_whole_numbers__in_the_range),
		cmocka_unit_test(
		    view_to_int__rejects_other_text_and_values_out_of_range),
		cmocka_unit_test(buf__holds_no_memory__when_zeroed_or_cleared),
		cmocka_unit_test(buf__appends_bytes_strings_and_formatted_text),
		cmocka_unit_test(buf_printf__grows__when_the_text_does_not_fit),
		cmocka_unit_test(buf_drain__drops_bytes_at_the_front),
		cmocka_unit_test(buf__does_not_count_the_terminating_nul),
		cmocka_unit_test(
		    buf__matches_a_plain_array__after_random_operations),
		cmocka_unit_test(xmalloc__returns_memory__for_zero_bytes),
		cmocka_unit_test(xmalloc__copies_text),
		cmocka_unit_test(
		    cause_set__returns_minus_one__with_or_without_a_cause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
