/*
 * names: what is a valid name, when two are the same, and masks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/names.h"
#include "common/text.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Ten of a kind. */
#define TEN(s) s s s s s s s s s s

static void
check_all(
    int (*valid)(struct view), const char *const *names, size_t n, int expected)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (valid(view_of(names[i])) != expected)
			fail_msg("%s: not %d", names[i], expected);
	}
}

static void
nick_valid__takes_letters_of_every_script(void **state)
{
	static const char *const good[] = { "a", "Bob", "bob-2", "_x_", "|a|",
		"[a]{b}\\^`", "J\xc3\xbcrgen", "\xd0\x9e\xd0\xbb\xd1\x8f",
		"\xe5\xbc\xa0\xe4\xbc\x9f", "e\xcc\x81ve",
		"\xe0\xa4\xb9\xe0\xa4\xbf", "a\xd9\xa1", TEN("abc") "ab",
		TEN("\xe5\xbc\xa0") TEN("\xe5\xbc\xa0") };

	(void)state;
	check_all(nick_valid, good, COUNT(good), 1);
}

static void
nick_valid__refuses_what_irc_would_misread(void **state)
{
	static const char *const bad[] = { "", "1a", "-a", "a b", "a!b", "a@b",
		"#a", "a,b", "a:b", "*", "a*", "a?", "a.b", "a\x01", "a\x7f",
		"a\xff",
		"\xcc\x81"
		"a", /* begins with a mark */
		"\xd9\xa1"
		"a", /* or an Arabic digit */
		"a\xef\xbc\x81"
		"b", /* fullwidth ! */
		"\xef\xbc\x83"
		"a", /* fullwidth # */
		"a\xef\xbc\xa0"
		"b", /* fullwidth @ */
		"\xef\xbc\x91"
		"a",		 /* fullwidth 1 */
		"a\xe2\x80\x8b", /* zero width space */
		"a\xe2\x80\x8d"
		"b",		      /* joiner */
		"a\xef\xb8\x8f",      /* variation selector */
		"\xe3\x85\xa4",	      /* Hangul filler: a letter */
		"a\xc2\xa0",	      /* no-break space */
		"a\xe2\x80\xae",      /* bidi override */
		"\xef\xb7\xba",	      /* NFKC has spaces */
		"\xf0\x9f\x98\x80" }; /* emoji */

	(void)state;
	check_all(nick_valid, bad, COUNT(bad), 0);
	assert_false(nick_valid(VIEW("a\0")));
	assert_false(nick_valid(view_of(NULL)));
}

static void
nick_valid__keeps_both_limits(void **state)
{
	(void)state;
	assert_true(nick_valid(VIEW(TEN("abc") "ab")));
	assert_false(nick_valid(VIEW(TEN("abc") "abc")));
	/* 21 letters of 3 bytes make 63, 22 make 66. */
	assert_true(nick_valid(
	    VIEW(TEN("\xe5\xbc\xa0") TEN("\xe5\xbc\xa0") "\xe5\xbc\xa0")));
	assert_false(nick_valid(VIEW(TEN("\xe5\xbc\xa0")
		TEN("\xe5\xbc\xa0") "\xe5\xbc\xa0\xe5\xbc\xa0")));
	/* One letter under many accents is one grapheme, of too many bytes. */
	assert_true(nick_valid(VIEW("a" TEN("\xcc\x81") TEN("\xcc\x81"))));
	assert_false(nick_valid(VIEW("a" TEN("\xcc\x81") TEN("\xcc\x81")
		TEN("\xcc\x81") TEN("\xcc\x81"))));
}

static void
room_valid__takes_almost_anything(void **state)
{
	static const char *const good[] = { "#a", "#111", "##", "#a.b-c!d@e",
		"#\xe5\xae\xb6", "#\xf0\x9f\x98\x80",
		"#\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9",
		"#\xef\xbc\x83", "#[x]", "#a;b" };

	(void)state;
	check_all(room_valid, good, COUNT(good), 1);
	assert_true(room_valid(VIEW("#" TEN("abcd") "abcdefg")));
}

static void
room_valid__refuses_what_would_break_a_line_or_a_list(void **state)
{
	static const char *const bad[] = { "", "#", "a", "&a",
		"\xef\xbc\x83"
		"a",
		"#a b", "#a,b", "#a:b", "#a*", "#a?", "#a\x07", "#\x7f",
		"#\xff", "#a\xc2\x85", "#a\xc2\xa0", "#a\xe3\x80\x80",
		"#a\xef\xbc\x8c"
		"b",
		"#a\xef\xbc\x9a"
		"b",
		"#a\xef\xbc\x8a", "#a\xe2\x80\xae", "#a\xe2\x80\xa8",
		"#a\xe2\x80\x8b", "#\xe2\x80\x8d",
		"#" TEN("\xe3\x8d\xbf")
		    TEN("\xe3\x8d\xbf") }; /* folds to 240 */

	(void)state;
	check_all(room_valid, bad, COUNT(bad), 0);
	assert_false(room_valid(VIEW("#" TEN("abcd") "abcdefgh")));
	assert_false(room_valid(VIEW("#a\0")));
}

static void
name_is_room__looks_at_the_first_byte(void **state)
{
	(void)state;
	assert_true(name_is_room(VIEW("#a")));
	assert_true(name_is_room(VIEW("#")));
	assert_false(name_is_room(VIEW("a#")));
	assert_false(name_is_room(VIEW("")));
	assert_false(name_is_room(view_of(NULL)));
}

static void
check_fold(const char *name, const char *expected)
{
	char out[NAME_FOLDED];

	assert_int_equal(
	    name_fold(out, sizeof(out), view_of(name)), strlen(expected));
	assert_string_equal(out, expected);
}

static void
name_fold__is_nfkc_without_case(void **state)
{
	(void)state;
	check_fold("", "");
	check_fold("BoB[]\\~", "bob[]\\~"); /* CASEMAPPING=ascii */
	check_fold("J\xc3\x9cRGEN", "j\xc3\xbcrgen");
	check_fold("Ju\xcc\x88rgen", "j\xc3\xbcrgen");
	check_fold("Stra\xc3\x9f"
		   "e",
	    "strasse");
	check_fold("\xce\xa3\xcf\x82", "\xcf\x83\xcf\x83");
	check_fold("\xef\xbc\xa2ob", "bob");
	check_fold("\xef\xac\x81", "fi");
	check_fold("a\xc2\xad"
		   "b\xe2\x80\x8d",
	    "ab");
}

static void
name_fold__fails__when_it_is_not_utf8_or_does_not_fit(void **state)
{
	char out[8];

	(void)state;
	assert_int_equal(name_fold(out, sizeof(out), VIEW("a\xff")), -1);
	assert_int_equal(name_fold(out, sizeof(out), VIEW("a\0b")), -1);
	assert_int_equal(name_fold(out, sizeof(out), VIEW("1234567")), 7);
	assert_int_equal(name_fold(out, sizeof(out), VIEW("12345678")), -1);
	assert_int_equal(name_fold(out, sizeof(out), VIEW("12345\xc3\xa4")), 7);
	assert_int_equal(
	    name_fold(out, sizeof(out), VIEW("123456\xc3\xa4")), -1);
	assert_int_equal(name_fold(out, 1, VIEW("")), 0);
	assert_int_equal(name_fold(out, 0, VIEW("")), -1);
}

static void
name_equal__is_about_folded_forms(void **state)
{
	(void)state;
	assert_true(name_equal(VIEW("Bob"), VIEW("bOB")));
	assert_true(name_equal(VIEW("\xc3\x84"), VIEW("a\xcc\x88")));
	assert_true(name_equal(VIEW("\xef\xbc\xa2ob"), VIEW("bob")));
	assert_true(name_equal(VIEW("\xff"
				    "a"),
	    VIEW("\xff"
		 "a")));
	assert_false(name_equal(VIEW("\xff"), VIEW("\xfe")));
	assert_false(name_equal(VIEW("bob"), VIEW("bobo")));
	assert_false(name_equal(VIEW("a["), VIEW("a{")));
	/* Cyrillic and Latin are not the same. */
	assert_false(name_equal(VIEW("\xd0\xb0"), VIEW("a")));
}

/* Letters of many kinds: the rest of the range is swept below. */
static size_t
random_name(struct prng *r, char *out, size_t max)
{
	static const char *const atoms[] = { "a", "B", "9", "_", "-", "!",
		"\xc3\x84", "\xcc\x88", "\xcc\xa3", "\xcd\x85", "\xe5\xbc\xa0",
		"\xef\xbc\xa2", "\xe1\xbe\x80", "\xc4\xb0", "\xef\xac\x81",
		"\xe1\x84\x80", "\xe1\x85\xa1", "\xe1\x86\xa8", "\xe2\x80\x8d",
		"\xe0\xa4\xb9", "\xe0\xa4\xbf", "#", "\xce\xa3", "\xe3\x8d\xbf",
		"\xea\xb0\x80", "\xef\xbe\x9e", "\xf0\x9d\x94\xb8" };
	const char *atom;
	size_t n = 0, target = prng_below(r, max);

	while (n < target) {
		atom = atoms[prng_below(r, COUNT(atoms))];
		if (n + strlen(atom) > max)
			break;
		memcpy(out + n, atom, strlen(atom));
		n += strlen(atom);
	}
	return n;
}

static void
name_fold__changes_nothing_more__when_done_again(void **state)
{
	char name[40], once[512], twice[512];
	struct prng r = { 5 };
	struct view v;
	uint32_t c;
	int i, n;

	(void)state;
	for (c = 1; c <= 0x10ffff; c += c < 0x3400 ? 1 : 7) {
		v = (struct view){ name, text_encode(name, c) };
		n = name_fold(once, sizeof(once), v);
		assert_true(n >= 0);
		if (name_fold(twice, sizeof(twice), view_of(once)) != n ||
		    strcmp(once, twice) != 0)
			fail_msg("U+%04X", (unsigned int)c);
	}
	for (i = 0; i < 20000; i++) {
		v = (struct view){ name, random_name(&r, name, sizeof(name)) };
		n = name_fold(once, sizeof(once), v);
		assert_true(n >= 0);
		assert_int_equal(
		    name_fold(twice, sizeof(twice), view_of(once)), n);
		assert_string_equal(once, twice);
		assert_true(name_equal(v, view_of(once)));
	}
}

static void
nick_from__makes_a_valid_nick__of_any_text(void **state)
{
	char text[100], nick[NICK_BYTES + 1];
	struct prng r = { 6 };
	size_t n;
	int i;

	(void)state;
	nick_from(nick, VIEW("bob"), "guest");
	assert_string_equal(nick, "bob");
	nick_from(nick, VIEW("1 bob@example.org\r\n"), "guest");
	assert_string_equal(nick, "bobexampleorg");
	nick_from(nick, VIEW("-42"), "guest");
	assert_string_equal(nick, "guest");
	nick_from(nick, VIEW(""), "guest");
	assert_string_equal(nick, "guest");
	nick_from(nick,
	    VIEW("\xff"
		 "a\0b\xe2\x80\xae"),
	    "guest");
	assert_string_equal(nick, "ab");
	nick_from(nick, VIEW("\xe5\xbc\xa0 \xe4\xbc\x9f"), "guest");
	assert_string_equal(nick, "\xe5\xbc\xa0\xe4\xbc\x9f");
	nick_from(nick, VIEW(TEN("abcdefgh")), "guest");
	assert_int_equal(strlen(nick), NICK_GRAPHEMES);
	for (i = 0; i < 5000; i++) {
		n = random_name(&r, text, sizeof(text));
		nick_from(nick, (struct view){ text, n }, "guest");
		assert_true(nick_valid(view_of(nick)));
		if (nick_valid((struct view){ text, n }))
			assert_views(view_of(nick), ((struct view){ text, n }));
	}
}

static void
username_valid__takes_ascii_words(void **state)
{
	static const char *const good[] = { "a", "~bob", "b.o_b-1", "0",
		"123456789012345678" };
	static const char *const bad[] = { "", "a b", "a@b", "a!b", "\xc3\xa4",
		"a\n", "1234567890123456789", "a/b", "a:b" };

	(void)state;
	check_all(username_valid, good, COUNT(good), 1);
	check_all(username_valid, bad, COUNT(bad), 0);
	assert_false(username_valid(VIEW("a\0")));
}

static void
hostname_valid__takes_names_with_a_dot(void **state)
{
	static const char *const good[] = { "a.b", "irc.example.org",
		"IRC.Example.ORG", "1.2", "127.0.0.1", "a-b.c-d", "a--b.c",
		"local.", "xn--nxasmq6b.example", TEN("abcde.") "abc" };
	static const char *const bad[] = { "", ".", "..", "a", ".a", "a..b",
		"a..", "-a.b", "a-.b", "a.-b", "a.b-", "a_b.c", "a b.c", "a.b ",
		"a.b:1", "\xc3\xa4.b", TEN("abcde.") "abcd" };

	(void)state;
	check_all(hostname_valid, good, COUNT(good), 1);
	check_all(hostname_valid, bad, COUNT(bad), 0);
	assert_false(hostname_valid(view_of(NULL)));
	assert_false(hostname_valid(VIEW("a.b\0")));
}

static void
mask_match__knows_star_and_question_mark(void **state)
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
	for (i = 0; i < COUNT(cases); i++) {
		if (mask_match(view_of(cases[i].mask),
			view_of(cases[i].name)) != cases[i].expected)
			fail_msg("%s %s", cases[i].mask, cases[i].name);
	}
}

static void
mask_match__has_no_regard_to_case(void **state)
{
	(void)state;
	assert_true(mask_match(VIEW("BOB!*@HOST"), VIEW("bob!x@host")));
	assert_true(
	    mask_match(VIEW("J\xc3\x9cRGEN!*"), VIEW("j\xc3\xbcrgen!a@b")));
	assert_true(mask_match(VIEW("stra\xc3\x9f"
				    "e*"),
	    VIEW("STRASSE")));
	assert_false(mask_match(VIEW("a["), VIEW("a{")));
	assert_false(mask_match(VIEW("@"), VIEW("`")));
}

static void
mask_match__counts_characters_not_bytes(void **state)
{
	(void)state;
	assert_true(mask_match(VIEW("?"), VIEW("\xc3\xa4")));
	assert_true(mask_match(VIEW("a?c"), VIEW("a\xe5\xbc\xa0"
						 "c")));
	assert_false(mask_match(VIEW("??"), VIEW("\xe5\xbc\xa0")));
	/* What is no UTF-8 is matched byte by byte, and equals only itself. */
	assert_true(mask_match(VIEW("a?b"), VIEW("A\xff"
						 "b")));
	assert_true(mask_match(VIEW("\xff*"), VIEW("\xff"
						   "b")));
	assert_false(mask_match(VIEW("\xfe*"), VIEW("\xff"
						    "b")));
	assert_false(mask_match(VIEW("\xef\xbf\xbd"), VIEW("\xff")));
}

/* The definition itself, as slow as it may be. */
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
mask_match__equals_its_definition__for_random_masks(void **state)
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
		cmocka_unit_test(nick_valid__takes_letters_of_every_script),
		cmocka_unit_test(nick_valid__refuses_what_irc_would_misread),
		cmocka_unit_test(nick_valid__keeps_both_limits),
		cmocka_unit_test(room_valid__takes_almost_anything),
		cmocka_unit_test(
		    room_valid__refuses_what_would_break_a_line_or_a_list),
		cmocka_unit_test(name_is_room__looks_at_the_first_byte),
		cmocka_unit_test(name_fold__is_nfkc_without_case),
		cmocka_unit_test(
		    name_fold__fails__when_it_is_not_utf8_or_does_not_fit),
		cmocka_unit_test(name_equal__is_about_folded_forms),
		cmocka_unit_test(
		    name_fold__changes_nothing_more__when_done_again),
		cmocka_unit_test(nick_from__makes_a_valid_nick__of_any_text),
		cmocka_unit_test(username_valid__takes_ascii_words),
		cmocka_unit_test(hostname_valid__takes_names_with_a_dot),
		cmocka_unit_test(mask_match__knows_star_and_question_mark),
		cmocka_unit_test(mask_match__has_no_regard_to_case),
		cmocka_unit_test(mask_match__counts_characters_not_bytes),
		cmocka_unit_test(
		    mask_match__equals_its_definition__for_random_masks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
