/*
 * regex: patterns that users write, and the limits of a match.
 */
#include "common/regex.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "tests/support/test.h"

static int
matches(const char *pattern, int fold, struct view text)
{
	char *cause = NULL;
	struct regex *re = regex_new(view_of(pattern), fold, &cause);
	int result;

	assert_null(cause);
	assert_non_null(re);
	result = regex_match(re, text, &cause);
	assert_null(cause);
	regex_free(re);
	return result;
}

static void
regex_match__finds_the_pattern_anywhere_in_the_text(void **state)
{
	static const struct {
		const char *pattern;
		int fold;
		const char *text;
		int match;
	} rows[] = {
		{ "deploy", 0, "the deploy failed", 1 },
		{ "deploy", 0, "the Deploy failed", 0 },
		{ "deploy", 1, "the Deploy failed", 1 },
		{ "^the", 0, "the end", 1 },
		{ "^end", 0, "the end", 0 },
		{ "\\bana\\b", 0, "hi ana!", 1 },
		{ "\\bana\\b", 0, "banana", 0 },
		{ "fail(ed|ure)$", 0, "a failure", 1 },
		{ "b.r", 0, "b\xc3\xa4r", 1 }, /* . is a character */
		{ "\xc3\x84R", 1, "b\xc3\xa4r", 1 },
		{ "^\\w+$", 0, "\xd0\xb4\xd0\xb0", 1 }, /* \w: any script */
		{ "x", 0, "", 0 },
		{ "^$", 0, "", 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(matches(rows[i].pattern, rows[i].fold,
				     view_of(rows[i].text)),
		    rows[i].match);
}

static void
regex_match__accepts_bytes_that_are_not_utf8(void **state)
{
	(void)state;
	assert_int_equal(matches("ok", 0, VIEW("\xff\xfe ok \xc3")), 1);
	assert_int_equal(matches("^.ok", 0, VIEW("\xffok")), 0);
	assert_int_equal(matches("a.b", 0, VIEW("a\0b")), 1);
	assert_int_equal(matches("x", 0, (struct view){ NULL, 0 }), 0);
}

static void
regex_new__says_what_is_wrong_and_where(void **state)
{
	static const struct {
		const char *pattern, *cause;
	} rows[] = {
		{ "", "the pattern is empty" },
		{ "a(b", "missing closing parenthesis, after 3 characters" },
		{ "\xc3\xa4)", "unmatched closing parenthesis, after 1 "
			       "characters" },
		{ "[z-a]", "range out of order in character class, after 3 "
			   "characters" },
		{ "a\\Cb", "using \\C is disabled by the application, after 3 "
			   "characters" },
	};
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cause = NULL;
		assert_null(regex_new(view_of(rows[i].pattern), 0, &cause));
		assert_string_equal(cause, rows[i].cause);
		free(cause);
	}
	cause = NULL;
	assert_null(regex_new(VIEW("a\xff"), 0, &cause));
	assert_non_null(strstr(cause, "UTF-8 error"));
	free(cause);
	assert_null(regex_new(VIEW("("), 0, NULL));
}

static void
regex_new__refuses_patterns_that_are_too_large(void **state)
{
	char text[REGEX_PATTERN_MAX + 1], *cause = NULL;
	struct regex *re;

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_null(regex_new((struct view){ text, sizeof(text) }, 0, &cause));
	assert_string_equal(cause, "the pattern is longer than 1024 bytes");
	free(cause);
	cause = NULL;
	re = regex_new((struct view){ text, REGEX_PATTERN_MAX }, 0, &cause);
	assert_non_null(re);
	regex_free(re);
	assert_null(regex_new(VIEW("((a{999}){999}){999}"), 0, &cause));
	assert_non_null(strstr(cause, "too large"));
	free(cause);
}

/* Such a text is no match, and the user is told once. */
static void
check_gives_up(const char *pattern, struct view text)
{
	struct regex *re = regex_new(view_of(pattern), 0, NULL);
	char *cause = NULL;

	assert_non_null(re);
	assert_int_equal(regex_match(re, text, NULL), 0);
	assert_int_equal(regex_match(re, text, &cause), 0);
	assert_non_null(cause);
	assert_non_null(strstr(cause, pattern));
	free(cause);
	cause = NULL;
	assert_int_equal(regex_match(re, text, &cause), 0);
	assert_null(cause);
	regex_free(re);
}

static void
regex_match__gives_up_at_the_limits_and_reports_it_once(void **state)
{
	struct buf text = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 60; i++)
		buf_add_char(&text, 'a');
	buf_add_char(&text, '!');
	check_gives_up("(a+)+$", buf_view(&text));
	check_gives_up("^(a|a)*$", buf_view(&text));
	for (i = 0; i < 65536; i++)
		buf_add_char(&text, 'b');
	check_gives_up("(?:a|b|!)*[xy]", buf_view(&text));
	buf_clear(&text);
}

static void
regex_match__handles_the_longest_messages_with_plain_patterns(void **state)
{
	static const char *const patterns[] = { "\\bdeploy\\b", "(done|ready)$",
		"[0-9]{3,}", "b\\w*done", ".*done" };
	struct buf text = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 65000; i++)
		buf_add_char(&text, i % 9 == 0 ? ' ' : 'b');
	buf_add(&text, " deploy 1234 bdone", 18);
	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
		assert_int_equal(matches(patterns[i], 1, buf_view(&text)), 1);
	buf_clear(&text);
}

static void
regex_check_word__says_what_is_wrong(void **state)
{
	static const char *const rows[][2] = {
		{ "", "A word has 1 to 512 bytes." },
		{ "a\033b", "A word has no control characters." },
		{ "/a(/", "/a(/ is not a regular expression: missing closing "
			  "parenthesis, after 2 characters" },
	};
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cause = NULL;
		assert_int_equal(
		    regex_check_word(view_of(rows[i][0]), &cause), -1);
		assert_string_equal(cause, rows[i][1]);
		free(cause);
	}
	assert_int_equal(regex_check_word(VIEW("/a/"), NULL), 0);
	assert_int_equal(regex_check_word(VIEW("(a"), NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regex_check_word__says_what_is_wrong),
		cmocka_unit_test(
		    regex_match__finds_the_pattern_anywhere_in_the_text),
		cmocka_unit_test(regex_match__accepts_bytes_that_are_not_utf8),
		cmocka_unit_test(regex_new__says_what_is_wrong_and_where),
		cmocka_unit_test(
		    regex_new__refuses_patterns_that_are_too_large),
		cmocka_unit_test(
		    regex_match__gives_up_at_the_limits_and_reports_it_once),
		cmocka_unit_test(
		    regex_match__handles_the_longest_messages_with_plain_patterns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
