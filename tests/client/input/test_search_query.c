/*
 * Tests of search_query: the arguments of /search.
 */
#include <stdlib.h>
#include <time.h>

#include "client/input/search_query.h"
#include "common/xmalloc.h"
#include "tests/support/check_view.h"
#include "tests/support/environment.h"
#include "tests/support/test.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(search_query__separates_keys_from_words),
		cmocka_unit_test(search_query__says_what_is_invalid),
	};

	set_time_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
