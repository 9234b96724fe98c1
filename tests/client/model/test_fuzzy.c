/*
 * Tests of fuzzy: what matches, what matches better, and where.
 */
#include "client/model/fuzzy.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static int
score(const char *word, const char *text)
{
	return fuzzy_match(view_of(word), view_of(text), NULL, NULL);
}

static void
fuzzy__matches_letters_in_their_order(void **state)
{
	(void)state;
	assert_true(score("lby", "#lobby") >= 0);
	assert_true(score("#lobby", "#lobby") > score("lby", "#lobby"));
	assert_int_equal(score("byl", "#lobby"), -1);
	assert_int_equal(score("lobbyy", "#lobby"), -1);
	assert_int_equal(score("x", ""), -1);
	assert_int_equal(score("", "anything"), 0);
	assert_int_equal(score("", ""), 0);
}

static void
fuzzy__ignores_case_width_and_accents(void **state)
{
	(void)state;
	assert_true(score("zoe", "Zoë") >= 0);
	assert_true(score("ZOË", "zoe") >= 0);
	assert_true(score("zoe", "zoe\xcc\x88") >= 0); /* a mark of its own */
	assert_true(score("ab", "\xef\xbc\xa1\xef\xbd\x82") >= 0); /* wide AB */
	assert_true(score("мар", "#Марина") >= 0);
	assert_true(score("好", "你好") >= 0);
	assert_int_equal(score("\xff", "abc"), -1); /* not UTF-8 */
}

/* Each first text must match better than the second one. */
static void
fuzzy__prefers_words_and_consecutive_letters(void **state)
{
	static const struct {
		const char *word, *better, *worse;
	} rows[] = {
		{ "ops", "#ops", "#open-source" },
		{ "ops", "ops", "#ops" },
		{ "dev", "#dev", "#dolores-eva" },
		{ "gc", "#go-chat", "#magic" },
		{ "gc", "#goChat", "#gochat" },
		{ "ana", "ana", "banana" },
		{ "ana", "ana", "ana_laptop" },
		{ "tea", "#tea-time", "#the-east" },
		{ "b", "#lobby b", "#lobby" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (score(rows[i].word, rows[i].better) <=
		    score(rows[i].word, rows[i].worse))
			fail_msg("%s: %s should match better than %s",
			    rows[i].word, rows[i].better, rows[i].worse);
}

static void
matches_at(const char *word, const char *text, const char *marks)
{
	size_t at[FUZZY_WORD], n;
	char got[80];

	assert_true(strlen(text) < sizeof(got));
	memset(got, ' ', sizeof(got));
	assert_true(fuzzy_match(view_of(word), view_of(text), at, &n) >= 0);
	for (size_t i = 0; i < n; i++)
		got[at[i]] = '^';
	got[strlen(text)] = '\0';
	assert_string_equal(got, marks);
}

static void
fuzzy__tells_which_letters_matched(void **state)
{
	(void)state;
	matches_at("lby", "#lobby", " ^  ^^");
	matches_at("time", "#tea-time", "     ^^^^");
	matches_at("gc", "#magic go-chat", "       ^  ^   ");
	matches_at("好", "你好", "   ^  ");
	matches_at("", "abc", "   ");
}

/* The letters found are those of the word, ascending, whatever the texts are. */
static void
fuzzy__finds_the_letters_of_any_word(void **state)
{
	static const char letters[] = "ab-C ";
	struct prng r = { 20261201 };
	char word[8], text[300];
	size_t at[FUZZY_WORD], n, len, i;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		len = prng_below(&r, sizeof(word));
		for (i = 0; i < len; i++)
			word[i] = letters[prng_below(&r, 5)];
		word[len] = '\0';
		len = prng_below(&r, round % 100 == 0 ? sizeof(text) : 12);
		for (i = 0; i < len; i++)
			text[i] = letters[prng_below(&r, 5)];
		text[len] = '\0';
		if (fuzzy_match(view_of(word), view_of(text), at, &n) == -1) {
			assert_int_equal(n, 0);
			continue;
		}
		assert_int_equal(n, strlen(word));
		for (i = 0; i < n; i++) {
			assert_true(i == 0 || at[i] > at[i - 1]);
			assert_int_equal(text[at[i]], word[i]);
		}
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(fuzzy__matches_letters_in_their_order),
		cmocka_unit_test(fuzzy__ignores_case_width_and_accents),
		cmocka_unit_test(fuzzy__prefers_words_and_consecutive_letters),
		cmocka_unit_test(fuzzy__tells_which_letters_matched),
		cmocka_unit_test(fuzzy__finds_the_letters_of_any_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
