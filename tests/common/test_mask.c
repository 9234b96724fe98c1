/*
 * names: matching masks, also compared with the definition.
 */
#include <stdlib.h>

#include "common/names.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static void
mask_match__supports_star_and_question_mark(void **state)
{
	static const struct {
		const char *mask, *name;
		int expected;
	} cases[] = {
		{ "", "", 1 },
		{ "", "a", 0 },
		{ "a", "", 0 },
		{ "*", "", 1 },
		{ "**", "", 1 },
		{ "?", "", 0 },
		{ "?", "a", 1 },
		{ "?", "ab", 0 },
		{ "a*c", "abbbc", 1 },
		{ "a*c", "ac", 1 },
		{ "a*c", "abcd", 0 },
		{ "*a*b*", "xxaxxbxx", 1 },
		{ "*a*b*", "xxbxxaxx", 0 },
		{ "*ab", "aab", 1 },
		{ "*aab", "aaab", 1 },
		{ "a?*", "a", 0 },
		{ "a?*", "ab", 1 },
		{ "*?", "", 0 },
		{ "*?", "x", 1 },
		{ "*!*@*.example.org", "bob!b@host.example.org", 1 },
		{ "*!*@*.example.org", "bob!b@example.org", 0 },
		{ "*!~u@127.0.0.1", "x!~u@127.0.0.2", 0 },
		{ "a\\*", "a\\b", 1 },
		{ "a[bc]", "ab", 0 },
		{ "a[bc]", "A[BC]", 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (mask_match(view_of(cases[i].mask),
			view_of(cases[i].name)) != cases[i].expected)
			fail_msg("%s %s", cases[i].mask, cases[i].name);
	}
}

static void
mask_match__ignores_case(void **state)
{
	(void)state;
	assert_true(mask_match(VIEW("BOB!*@HOST"), VIEW("bob!x@host")));
	assert_true(mask_match(VIEW("J\u00dcRGEN!*"), VIEW("j\u00fcrgen!a@b")));
	assert_true(mask_match(VIEW("stra\u00dfe*"), VIEW("STRASSE")));
	assert_false(mask_match(VIEW("a["), VIEW("a{")));
	assert_false(mask_match(VIEW("@"), VIEW("`")));
}

static void
mask_match__counts_characters_not_bytes(void **state)
{
	(void)state;
	assert_true(mask_match(VIEW("?"), VIEW("\u00e4")));
	assert_true(mask_match(VIEW("a?c"), VIEW("a\u5f20c")));
	assert_false(mask_match(VIEW("??"), VIEW("\u5f20")));
	/* Bytes that are not UTF-8 match one by one, and equal only themselves. */
	assert_true(mask_match(VIEW("a?b"), VIEW("A\xff"
						 "b")));
	assert_true(mask_match(VIEW("\xff*"), VIEW("\xff"
						   "b")));
	assert_false(mask_match(VIEW("\xfe*"), VIEW("\xff"
						    "b")));
	assert_false(mask_match(VIEW("\ufffd"), VIEW("\xff")));
}

/* The definition, written simply and slowly. */
static int
model(const char *mask, const char *name)
{
	if (*mask == '*')
		return model(mask + 1, name) ||
		       (*name != '\0' && model(mask, name + 1));
	if (*mask == '\0' || *name == '\0')
		return *mask == *name;
	return (*mask == '?' || *mask == *name) && model(mask + 1, name + 1);
}

static void
mask_match__agrees_with_its_definition__for_random_masks(void **state)
{
	char mask[9], name[13];
	struct prng r = { 7 };
	size_t n;
	int i, matches = 0;

	(void)state;
	for (i = 0; i < 100000; i++) {
		n = prng_below(&r, sizeof(mask));
		prng_pick(&r, mask, n, "ab?**", 5);
		mask[n] = '\0';
		n = prng_below(&r, sizeof(name));
		prng_pick(&r, name, n, "ab", 2);
		name[n] = '\0';
		assert_int_equal(mask_match(view_of(mask), view_of(name)),
		    model(mask, name));
		matches += model(mask, name);
	}
	assert_in_range(matches, 10000, 90000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mask_match__supports_star_and_question_mark),
		cmocka_unit_test(mask_match__ignores_case),
		cmocka_unit_test(mask_match__counts_characters_not_bytes),
		cmocka_unit_test(
		    mask_match__agrees_with_its_definition__for_random_masks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
