/*
 * highlights: which texts contain a word or match an expression.
 */
#include "client/model/highlights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/model/mention.h"
#include "common/buf.h"
#include "tests/support/test.h"

static int
matches(const char *word, unsigned how, const char *text)
{
	struct highlights h = { 0 };
	struct string_list words = { 0 };
	char *cause;
	int found;

	string_list_add(&words, word);
	highlights_set_how(&h, how);
	found = highlights_match(
	    &h, &words, VIEW("#r"), view_of(text), "me", &cause);
	assert_null(cause);
	string_list_clear(&words);
	highlights_clear(&h);
	return found;
}

static void
highlights_match__compares_as_the_settings_say(void **state)
{
	static const struct {
		const char *word;
		unsigned how;
		const char *text;
		int found;
	} rows[] = {
		{ "deploy", MENTION_WHOLE, "the Deploy failed", 1 },
		{ "deploy", MENTION_WHOLE, "deploying", 0 },
		{ "deploy", 0, "redeploying", 1 },
		{ "deploy", MENTION_WHOLE | MENTION_CASE, "the Deploy", 0 },
		{ "Deploy", MENTION_WHOLE | MENTION_CASE, "the Deploy", 1 },
		{ "Deploy", MENTION_CASE, "reDeployed", 1 },
		{ "build failed", MENTION_WHOLE, "the BUILD failed again", 1 },
		{ "build failed", MENTION_WHOLE, "the build has failed", 0 },
		{ "STRASSE", MENTION_WHOLE, "in der Straße", 1 },
		{ "deploy", MENTION_WHOLE, "\002de\002ploy", 1 },
		{ "c++", MENTION_WHOLE, "use C++ here", 1 },
		{ "/fail(ed|ure)/", MENTION_WHOLE, "a FAILURE", 1 },
		{ "/fail(ed|ure)/", MENTION_CASE, "a FAILURE", 0 },
		{ "/^\\d+ errors/", 0, "12 errors", 1 },
		{ "/^\\d+ errors/", 0, "x 12 errors", 0 },
		{ "/(/", 0, "a ( b", 0 }, /* not valid: left out */
		{ "/", 0, "a / b", 1 },	  /* too short for an expression */
		{ "other", MENTION_WHOLE, "ME: hello", 1 }, /* the nick */
		{ "other", MENTION_CASE, "ME: hello", 1 },
		{ "other", 0, "some", 0 }, /* "me" is always a whole word */
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (matches(rows[i].word, rows[i].how, rows[i].text) !=
		    rows[i].found)
			fail_msg("%s in \"%s\", %u", rows[i].word, rows[i].text,
			    rows[i].how);
}

static struct string_list words; /* of the settings */

static int
found_in(struct highlights *h, const char *room, const char *text)
{
	char *cause;
	int found = highlights_match(
	    h, &words, view_of(room), view_of(text), NULL, &cause);

	assert_null(cause);
	return found;
}

static void
highlights_add__is_for_one_room_or_for_all(void **state)
{
	struct highlights h = { 0 };

	(void)state;
	assert_int_equal(
	    highlights_add(&h, VIEW("#Ops"), VIEW("disk"), NULL), 0);
	assert_int_equal(highlights_add(&h, VIEW(""), VIEW("fire"), NULL), 0);
	assert_int_equal(highlights_add(&h, VIEW(""), VIEW("fire"), NULL), 0);
	assert_int_equal(h.added.n, 2);
	assert_true(found_in(&h, "#ops", "disk"));
	assert_false(found_in(&h, "#tea", "disk"));
	assert_true(found_in(&h, "#tea", "fire"));
	assert_true(found_in(&h, "", "fire"));
	assert_false(found_in(&h, "", "disk"));
	assert_int_equal(highlights_remove(&h, VIEW(""), VIEW("disk")), -1);
	assert_int_equal(highlights_remove(&h, VIEW("#OPS"), VIEW("disk")), 0);
	assert_false(found_in(&h, "#ops", "disk"));
	assert_true(found_in(&h, "#ops", "fire"));
	highlights_clear(&h);
}

static void
highlights__take_new_settings_at_once(void **state)
{
	struct highlights h = { 0 };
	char word[16];
	int i;

	(void)state;
	assert_int_equal(highlights_add(&h, VIEW(""), VIEW("/A1/"), NULL), 0);
	assert_true(found_in(&h, "#r", "a1"));
	string_list_add(&words, "tea");
	assert_true(found_in(&h, "#r", "steam"));
	highlights_set_how(&h, MENTION_CASE | MENTION_WHOLE);
	assert_false(found_in(&h, "#r", "steam"));
	assert_false(found_in(&h, "#r", "a1"));
	string_list_clear(&words);
	highlights_set_how(&h, 0);
	assert_false(found_in(&h, "#r", "tea"));
	for (i = 0; i < 3 * HIGHLIGHT_SETS; i++) {
		snprintf(word, sizeof(word), "/w%d/", i);
		string_list_clear(&words);
		string_list_add(&words, word);
		snprintf(word, sizeof(word), "w%d", i);
		assert_true(found_in(&h, "#r", word));
		assert_false(found_in(&h, "#r", "w"));
		assert_in_range(h.nsets, 1, HIGHLIGHT_SETS);
	}
	string_list_clear(&words);
	highlights_clear(&h);
}

static void
highlights_match__reports_an_expression_that_takes_too_long_once(void **state)
{
	struct highlights h = { 0 };
	struct buf text = { 0 };
	char *cause = NULL;
	int i;

	(void)state;
	assert_int_equal(
	    highlights_add(&h, VIEW(""), VIEW("/(a+)+$/"), NULL), 0);
	for (i = 0; i < 60; i++)
		buf_add_char(&text, 'a');
	buf_add_char(&text, '!');
	assert_false(highlights_match(
	    &h, &words, VIEW("#r"), buf_view(&text), NULL, &cause));
	assert_non_null(strstr(cause, "(a+)+$"));
	free(cause);
	assert_false(highlights_match(
	    &h, &words, VIEW("#r"), buf_view(&text), NULL, &cause));
	assert_null(cause);
	buf_clear(&text);
	highlights_clear(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    highlights_match__compares_as_the_settings_say),
		cmocka_unit_test(highlights_add__is_for_one_room_or_for_all),
		cmocka_unit_test(highlights__take_new_settings_at_once),
		cmocka_unit_test(
		    highlights_match__reports_an_expression_that_takes_too_long_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
