/*
 * Tests of emoji: the table, and what a beginning finds.
 */
#include "client/commands/emoji.h"

#include <locale.h>

#include "client/model/glyph.h"
#include "common/buf.h"
#include "common/text.h"
#include "tests/support/test.h"

static void
collect(const char *emoji, void *out)
{
	buf_add_str(out, emoji);
	buf_add_char(out, ' ');
}

static void
finds(const char *beginning, const char *expected)
{
	struct buf out = { 0 };

	emoji_find(view_of(beginning), collect, &out);
	assert_string_equal(buf_str(&out), expected);
	buf_clear(&out);
}

static void
emoji_find__prefers_the_first_word(void **state)
{
	(void)state;
	finds("tree", "\U0001f333 \U0001f384 "); /* tree, christmas_tree */
	finds("Koala", "\U0001f428 ");
	finds("nosuch", "");
}

static void
count(const char *emoji, void *n)
{
	(void)emoji;
	++*(size_t *)n;
}

static void
check(const char *emoji, void *ctx)
{
	struct buf names = { 0 };
	const char *name = emoji_name(view_of(emoji));

	(void)ctx;
	assert_non_null(name);
	assert_true(text_is_printable(view_of(emoji)));
	assert_int_equal(text_grapheme(view_of(emoji)), strlen(emoji));
	assert_in_range(text_width(view_of(emoji)), 1, 8);
	for (const char *p = name; *p != '\0'; p++)
		assert_non_null(
		    strchr("abcdefghijklmnopqrstuvwxyz0123456789_+-", *p));
	emoji_find(view_of(name), collect, &names);
	assert_non_null(strstr(buf_str(&names), emoji));
	buf_clear(&names);
}

static void
emoji__have_one_grapheme_and_a_name(void **state)
{
	size_t n = 0;

	(void)state;
	emoji_find(VIEW(""), count, &n);
	assert_true(n > 300);
	emoji_find(VIEW(""), check, NULL);
	assert_null(emoji_name(VIEW("x")));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(emoji_find__prefers_the_first_word),
		cmocka_unit_test(emoji__have_one_grapheme_and_a_name),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
