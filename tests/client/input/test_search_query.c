/*
 * Tests of search_query and list_keys: the arguments of a search, and the keys in its results.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "client/input/list_keys.h"
#include "client/input/search_query.h"
#include "common/xmalloc.h"
#include "tests/support/check_view.h"
#include "tests/support/environment.h"

static void
search_query__separates_keys_from_words(void **state)
{
	struct search_query q = { 0 };
	char *cause = NULL;

	(void)state;
	assert_int_equal(search_query_parse(&q,
			     VIEW(" tea  from:bo time in:#a after:2026-01-31 "
				  "before:2026-02-01T12:30 http://x:1 from:"),
			     &cause),
	    0);
	assert_view(q.search.text, "tea time http://x:1 from:");
	assert_view(q.search.from, "bo");
	assert_view(q.search.in, "#a");
	assert_int_equal(q.search.after, 1769817600000);
	assert_int_equal(q.search.before, 1769949000000);
	assert_int_equal(
	    search_query_parse(&q, VIEW("From:bo from:al"), &cause), 0);
	assert_view(q.search.from, "al");
	assert_int_equal(q.search.text.len, 0);
	assert_int_equal(q.search.after, 0);
	search_query_clear(&q);
}

static void
search_query__says_what_is_invalid(void **state)
{
	struct search_query q = { 0 };
	char *cause = NULL;

	(void)state;
	assert_int_equal(
	    search_query_parse(&q, VIEW("x after:tomorrow"), &cause), -1);
	assert_string_equal(cause,
	    "\"tomorrow\" is not a day: type after:2026-01-31 or "
	    "after:2026-01-31T12:30");
	xreplace(&cause, NULL);
	assert_int_equal(search_query_parse(&q, VIEW("in:#a"), &cause), -1);
	assert_string_equal(cause, "Search words missing");
	free(cause);
	search_query_clear(&q);
}

static void
list_key_next__cuts_off_keys(void **state)
{
	static const enum list_key want[] = { LIST_UP, LIST_DOWN, LIST_PAGE_UP,
		LIST_IGNORED, LIST_PAGE_DOWN, LIST_ENTER, LIST_CLOSE,
		LIST_CLOSE };
	struct view bytes = VIEW("\033[A\033OB\033[5~\033[C\033[6~\r\a\033");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_true(bytes.len > 0);
		assert_int_equal(list_key_next(&bytes), want[i]);
	}
	assert_int_equal(bytes.len, 0);
}

/* Text and other keys are left for the input line. */
static void
list_key_next__leaves_typed_text(void **state)
{
	static const char *const typed[] = { "q", "j", " ", "\xe4\xbd\xa0", "/",
		"\033a", "\033[17~", "\t", "\x7f" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		struct view bytes = view_of(typed[i]);

		assert_int_equal(list_key_next(&bytes), LIST_OTHER);
		assert_int_equal(bytes.len, strlen(typed[i]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(search_query__separates_keys_from_words),
		cmocka_unit_test(search_query__says_what_is_invalid),
		cmocka_unit_test(list_key_next__cuts_off_keys),
		cmocka_unit_test(list_key_next__leaves_typed_text),
	};

	set_time_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
