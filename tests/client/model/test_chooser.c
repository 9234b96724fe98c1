/*
 * Tests of chooser: the order of rows, the filter, the selection.
 */
#include "client/model/chooser.h"
#include "client/model/fuzzy.h"
#include "common/buf.h"
#include "tests/support/test.h"

static void
never(const struct chooser_row *row, int by_tab, void *ctx)
{
	(void)row, (void)by_tab, (void)ctx;
	fail_msg("%s", "nobody chose a row");
}

static const struct chooser_ops ops = { "Go to", "choose", NULL, "nothing",
	never };

static int
set_up(void **state)
{
	struct chooser *c = chooser_new(&ops, NULL);

	chooser_add(c, VIEW("#lobby"), VIEW("the first room"), 0, 1, 100);
	chooser_add(c, VIEW("#tea"), VIEW(""), 0, 2, 300);
	chooser_add(c, VIEW("bob"), VIEW("#tea #ops"), 1, 0, 50);
	chooser_add(c, VIEW("/topic"), VIEW("set the topic"), 2, 0, 0);
	chooser_add(c, VIEW("/part"), VIEW("leave"), 2, 0, 0);
	chooser_ready(c);
	*state = c;
	return 0;
}

static int
tear_down(void **state)
{
	chooser_free(*state);
	return 0;
}

static void
shows(const struct chooser *c, const char *want)
{
	struct buf got = { 0 };

	for (size_t i = 0; i < c->shown; i++)
		buf_printf(&got, "%s ", c->rows[i].text);
	assert_string_equal(buf_str(&got), want);
	buf_clear(&got);
}

static void
chooser__shows_likely_rows_first__without_a_filter(void **state)
{
	shows(*state, "#tea #lobby bob /topic /part ");
}

static void
chooser__shows_rows_that_match__best_first(void **state)
{
	struct chooser *c = *state;

	chooser_type(c, VIEW("t"));
	shows(c, "#tea /topic /part #lobby bob "); /* by text, then by detail */
	chooser_type(c, VIEW("o"));
	shows(c, "/topic ");
	chooser_erase(c, CHOOSER_ERASE_ALL);
	chooser_type(c, VIEW("B"));
	shows(c, "bob #lobby ");
	chooser_type(c, VIEW(" tEa "));
	shows(c, "bob ");
	chooser_type(c, VIEW("x"));
	shows(c, "");
	assert_null(chooser_selected(c));
	chooser_move(c, 1);
	chooser_move(c, -1);
	assert_null(chooser_selected(c));
}

/* A weight decides between equal matches, but not against a much better one. */
static void
chooser__adds_the_weight_to_the_score(void **state)
{
	struct chooser *c = *state;

	chooser_add(c, VIEW("#tea-2"), VIEW(""), 0, 3, 0);
	chooser_type(c, VIEW("tea"));
	shows(c, "#tea #tea-2 bob ");
	chooser_add(c, VIEW("#tea-3"), VIEW(""), 0, 4, FUZZY_LETTER);
	chooser_ready(c);
	shows(c, "#tea-3 #tea #tea-2 bob ");
}

static void
chooser__erases_characters_and_words(void **state)
{
	struct chooser *c = *state;

	chooser_type(c, VIEW("ab cd e\xcc\x81")); /* é of two code points */
	chooser_erase(c, CHOOSER_ERASE_CHARACTER);
	assert_string_equal(buf_str(&c->filter), "ab cd ");
	chooser_erase(c, CHOOSER_ERASE_WORD);
	assert_string_equal(buf_str(&c->filter), "ab ");
	chooser_erase(c, CHOOSER_ERASE_WORD);
	assert_string_equal(buf_str(&c->filter), "");
	chooser_erase(c, CHOOSER_ERASE_WORD);
	chooser_erase(c, CHOOSER_ERASE_CHARACTER);
	shows(c, "#tea #lobby bob /topic /part ");
}

static void
chooser__keeps_the_filter_clean_and_short(void **state)
{
	struct chooser *c = *state;
	char text[3 * CHOOSER_FILTER + 1];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "\xe4\xbd\xa0"[i % 3];
	chooser_type(c, VIEW("a\033[31m\nb"));
	assert_string_equal(buf_str(&c->filter), "a[31mb");
	chooser_type(c, (struct view){ text, sizeof(text) - 1 });
	assert_in_range(c->filter.len, CHOOSER_FILTER - 2, CHOOSER_FILTER);
	chooser_type(c, VIEW("more"));
	assert_in_range(c->filter.len, CHOOSER_FILTER - 2, CHOOSER_FILTER);
	shows(c, "");
}

/* A character may arrive in parts. */
static void
chooser__joins_the_parts_of_a_character(void **state)
{
	struct chooser *c = *state;

	chooser_type(c, VIEW("b\xe4"));
	assert_string_equal(buf_str(&c->filter), "b");
	chooser_type(c, VIEW("\xbd"));
	chooser_type(c, VIEW("\xa0"));
	assert_string_equal(buf_str(&c->filter), "b\xe4\xbd\xa0");
	chooser_type(c, VIEW("\xe4"));
	chooser_type(c, VIEW("x"));
	assert_string_equal(buf_str(&c->filter), "b\xe4\xbd\xa0\xef\xbf\xbdx");
}

static void
chooser__moves_the_selection_within_the_rows(void **state)
{
	struct chooser *c = *state;

	assert_string_equal(chooser_selected(c)->text, "#tea");
	chooser_move(c, 2);
	assert_string_equal(chooser_selected(c)->text, "bob");
	chooser_move(c, 100);
	assert_string_equal(chooser_selected(c)->text, "/part");
	chooser_move(c, -3);
	assert_string_equal(chooser_selected(c)->text, "#lobby");
	chooser_move(c, -100);
	assert_string_equal(chooser_selected(c)->text, "#tea");
	chooser_move(c, 3);
	chooser_type(c, VIEW("b")); /* selects the best match */
	assert_string_equal(chooser_selected(c)->text, "bob");
}

static void
chooser__marks_the_letters_that_matched(void **state)
{
	struct chooser *c = *state;
	unsigned char marks[4];

	chooser_type(c, VIEW("o the"));
	assert_string_equal(chooser_selected(c)->text, "#lobby");
	chooser_mark(c, chooser_selected(c), marks, sizeof(marks));
	assert_memory_equal(marks, "\0\0\1\0", 4);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		TEST(chooser__shows_likely_rows_first__without_a_filter),
		TEST(chooser__shows_rows_that_match__best_first),
		TEST(chooser__adds_the_weight_to_the_score),
		TEST(chooser__erases_characters_and_words),
		TEST(chooser__keeps_the_filter_clean_and_short),
		TEST(chooser__joins_the_parts_of_a_character),
		TEST(chooser__moves_the_selection_within_the_rows),
		TEST(chooser__marks_the_letters_that_matched),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
