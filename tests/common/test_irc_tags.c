/*
 * irc_msg: iterating over, finding and unescaping tags.
 */
#include <stdlib.h>

#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static void
irc_tags_next__iterates_over_keys_and_values(void **state)
{
	struct view rest = VIEW(";a=1;b;;c=;=x;+d/e=f=g;"), key, value;

	(void)state;
	assert_int_equal(irc_tags_next(&rest, &key, &value), 1);
	assert_view(key, "a");
	assert_view(value, "1");
	assert_int_equal(irc_tags_next(&rest, &key, &value), 1);
	assert_view(key, "b");
	assert_null(value.p);
	assert_int_equal(irc_tags_next(&rest, &key, &value), 1);
	assert_view(key, "c");
	assert_non_null(value.p);
	assert_int_equal(value.len, 0);
	assert_int_equal(irc_tags_next(&rest, &key, &value), 1);
	assert_view(key, "+d/e");
	assert_view(value, "f=g");
	assert_int_equal(irc_tags_next(&rest, &key, &value), 0);
	assert_int_equal(irc_tags_next(&rest, &key, &value), 0);
}

static void
irc_tags_find__returns_the_last__when_a_key_is_repeated(void **state)
{
	struct view value;

	(void)state;
	assert_int_equal(irc_tags_find(VIEW("a=1;b=2;a=3"), "a", &value), 1);
	assert_view(value, "3");
	assert_int_equal(irc_tags_find(VIEW("a=1;b=2;a"), "a", &value), 1);
	assert_null(value.p);
	assert_int_equal(
	    irc_tags_find(VIEW("v/a=1;+a=2;aa=3"), "a", &value), 0);
	assert_int_equal(irc_tags_find(view_of(NULL), "a", &value), 0);
}

static void
irc_tag_unescape__undoes_each_escape(void **state)
{
	static const struct {
		const char *raw, *plain;
	} cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "\\:\\s\\\\\\r\\n", "; \\\r\n" },
		{ "\\\\s", "\\s" },
		{ "\\\\\\s", "\\ " },
		{ "a\\bc", "abc" },
		{ "end\\", "end" },
		{ "\\", "" },
	};
	char out[32];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		n = irc_tag_unescape(out, view_of(cases[i].raw));
		assert_views(
		    ((struct view){ out, n }), view_of(cases[i].plain));
	}
}

static void
irc_tag_unescape__undoes_what_the_writer_escapes(void **state)
{
	char value[64], line[1024], plain[64];
	struct prng r = { 79 };
	struct irc_writer w;
	struct irc_msg m;
	struct view raw;
	size_t n;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		n = prng_below(&r, sizeof(value));
		prng_pick(&r, value, n, "; \\\r\nabsrn:\xff", 12);
		irc_begin(&w, line, sizeof(line), LINE_TAGS_SERVER);
		irc_tag(&w, "k", (struct view){ value, n });
		irc_command(&w, "C");
		assert_int_equal(
		    irc_msg_parse(&m, (struct view){ line, irc_end(&w) - 2 }),
		    0);
		assert_int_equal(irc_tags_find(m.tags, "k", &raw), 1);
		assert_int_equal(irc_tag_unescape(plain, raw), n);
		assert_true(n == 0 || memcmp(plain, value, n) == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(irc_tags_next__iterates_over_keys_and_values),
		cmocka_unit_test(
		    irc_tags_find__returns_the_last__when_a_key_is_repeated),
		cmocka_unit_test(irc_tag_unescape__undoes_each_escape),
		cmocka_unit_test(
		    irc_tag_unescape__undoes_what_the_writer_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
