/*
 * names: which names are valid, and which are the same.
 */
#include <stdlib.h>

#include "common/names.h"
#include "common/text.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Ten of the same text. */
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
nick_valid__accepts_letters_of_every_script(void **state)
{
	static const char *const good[] = { "a", "Bob", "bob-2", "_x_", "|a|",
		"[a]{b}\\^`", "J\u00fcrgen", "\u041e\u043b\u044f",
		"\u5f20\u4f1f", "e\u0301ve", "\u0939\u093f", "a\u0661",
		TEN("abc") "ab", TEN("\u5f20") TEN("\u5f20") };

	(void)state;
	check_all(nick_valid, good, COUNT(good), 1);
}

static void
nick_valid__rejects_characters_with_a_meaning_in_irc(void **state)
{
	static const char *const bad[] = { "", "1a", "-a", "a b", "a!b", "a@b",
		"#a", "a,b", "a:b", "*", "a*", "a?", "a.b", "a\x01", "a\x7f",
		"a\xff", "\u0301a", /* begins with a mark */
		"\u0661a",	    /* or an Arabic digit */
		"a\uff01b",	    /* fullwidth ! */
		"\uff03a",	    /* fullwidth # */
		"a\uff20b",	    /* fullwidth @ */
		"\uff11a",	    /* fullwidth 1 */
		"a\u200b",	    /* zero width space */
		"a\u200db",	    /* joiner */
		"a\ufe0f",	    /* variation selector */
		"\u3164",	    /* Hangul filler: a letter */
		"a\u00a0",	    /* no-break space */
		"a\u202e",	    /* bidi override */
		"\ufdfa",	    /* NFKC has spaces */
		"\U0001f600" };	    /* emoji */

	(void)state;
	check_all(nick_valid, bad, COUNT(bad), 0);
	assert_false(nick_valid(VIEW("a\0")));
	assert_false(nick_valid(view_of(NULL)));
}

static void
nick_valid__limits_bytes_and_graphemes(void **state)
{
	(void)state;
	assert_true(nick_valid(VIEW(TEN("abc") "ab")));
	assert_false(nick_valid(VIEW(TEN("abc") "abc")));
	/* 21 letters of 3 bytes make 63, 22 make 66. */
	assert_true(nick_valid(VIEW(TEN("\u5f20") TEN("\u5f20") "\u5f20")));
	assert_false(
	    nick_valid(VIEW(TEN("\u5f20") TEN("\u5f20") "\u5f20\u5f20")));
	/* A letter with many accents is one grapheme, but too many bytes. */
	assert_true(nick_valid(VIEW("a" TEN("\u0301") TEN("\u0301"))));
	assert_false(nick_valid(
	    VIEW("a" TEN("\u0301") TEN("\u0301") TEN("\u0301") TEN("\u0301"))));
}

static void
room_valid__accepts_almost_anything(void **state)
{
	static const char *const good[] = { "#a", "#111", "##", "#a.b-c!d@e",
		"#\u5bb6", "#\U0001f600", "#\U0001f468\u200d\U0001f469",
		"#\uff03", "#[x]", "#a;b" };

	(void)state;
	check_all(room_valid, good, COUNT(good), 1);
	assert_true(room_valid(VIEW("#" TEN("abcd") "abcdefg")));
}

static void
room_valid__rejects_characters_that_end_a_name(void **state)
{
	static const char *const bad[] = { "", "#", "a", "&a", "\uff03a",
		"#a b", "#a,b", "#a:b", "#a*", "#a?", "#a\x07", "#\x7f",
		"#\xff", "#a\xc2\x85", "#a\u00a0", "#a\u3000", "#a\uff0cb",
		"#a\uff1ab", "#a\uff0a", "#a\u202e", "#a\u2028", "#a\u200b",
		"#\u200d", "#" TEN("\u337f") TEN("\u337f") }; /* folds to 240 */

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
name_fold__applies_nfkc_and_case_folding(void **state)
{
	(void)state;
	check_fold("", "");
	check_fold("BoB[]\\~", "bob[]\\~"); /* CASEMAPPING=ascii */
	check_fold("J\u00dcRGEN", "j\u00fcrgen");
	check_fold("Ju\u0308rgen", "j\u00fcrgen");
	check_fold("Stra\u00dfe", "strasse");
	check_fold("\u03a3\u03c2", "\u03c3\u03c3");
	check_fold("\uff22ob", "bob");
	check_fold("\ufb01", "fi");
	check_fold("a\u00adb\u200d", "ab");
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
	assert_int_equal(name_fold(out, sizeof(out), VIEW("12345\u00e4")), 7);
	assert_int_equal(name_fold(out, sizeof(out), VIEW("123456\u00e4")), -1);
	assert_int_equal(name_fold(out, 1, VIEW("")), 0);
	assert_int_equal(name_fold(out, 0, VIEW("")), -1);
}

static void
name_equal__compares_folded_forms(void **state)
{
	(void)state;
	assert_true(name_equal(VIEW("Bob"), VIEW("bOB")));
	assert_true(name_equal(VIEW("\u00c4"), VIEW("a\u0308")));
	assert_true(name_equal(VIEW("\uff22ob"), VIEW("bob")));
	assert_true(name_equal(VIEW("\xff"
				    "a"),
	    VIEW("\xff"
		 "a")));
	assert_false(name_equal(VIEW("\xff"), VIEW("\xfe")));
	assert_false(name_equal(VIEW("bob"), VIEW("bobo")));
	assert_false(name_equal(VIEW("a["), VIEW("a{")));
	/* Cyrillic and Latin letters differ. */
	assert_false(name_equal(VIEW("\u0430"), VIEW("a")));
}

/* Letters of many kinds; the rest of the range is covered below. */
static size_t
random_name(struct prng *r, char *out, size_t max)
{
	static const char *const atoms[] = { "a", "B", "9", "_", "-", "!",
		"\u00c4", "\u0308", "\u0323", "\u0345", "\u5f20", "\uff22",
		"\u1f80", "\u0130", "\ufb01", "\u1100", "\u1161", "\u11a8",
		"\u200d", "\u0939", "\u093f", "#", "\u03a3", "\u337f", "\uac00",
		"\uff9e", "\U0001d538" };
	struct view atom;
	size_t n = 0, target = prng_below(r, max);

	while (n < target) {
		atom = view_of(atoms[prng_below(r, COUNT(atoms))]);
		if (n + atom.len > max)
			break;
		memcpy(out + n, atom.p, atom.len);
		n += atom.len;
	}
	return n;
}

static void
name_fold__is_idempotent(void **state)
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
		 "a\0b\u202e"),
	    "guest");
	assert_string_equal(nick, "ab");
	nick_from(nick, VIEW("\u5f20 \u4f1f"), "guest");
	assert_string_equal(nick, "\u5f20\u4f1f");
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
username_valid__accepts_ascii_words(void **state)
{
	static const char *const good[] = { "a", "~bob", "b.o_b-1", "0",
		"123456789012345678" };
	static const char *const bad[] = { "", "a b", "a@b", "a!b", "\u00e4",
		"a\n", "1234567890123456789", "a/b", "a:b" };

	(void)state;
	check_all(username_valid, good, COUNT(good), 1);
	check_all(username_valid, bad, COUNT(bad), 0);
	assert_false(username_valid(VIEW("a\0")));
}

static void
hostname_valid__accepts_names_with_a_dot(void **state)
{
	static const char *const good[] = { "a.b", "irc.example.org",
		"IRC.Example.ORG", "1.2", "127.0.0.1", "a-b.c-d", "a--b.c",
		"local.", "xn--nxasmq6b.example", TEN("abcde.") "abc" };
	static const char *const bad[] = { "", ".", "..", "a", ".a", "a..b",
		"a..", "-a.b", "a-.b", "a.-b", "a.b-", "a_b.c", "a b.c", "a.b ",
		"a.b:1", "\u00e4.b", TEN("abcde.") "abcd" };

	(void)state;
	check_all(hostname_valid, good, COUNT(good), 1);
	check_all(hostname_valid, bad, COUNT(bad), 0);
	assert_false(hostname_valid(view_of(NULL)));
	assert_false(hostname_valid(VIEW("a.b\0")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nick_valid__accepts_letters_of_every_script),
		cmocka_unit_test(
		    nick_valid__rejects_characters_with_a_meaning_in_irc),
		cmocka_unit_test(nick_valid__limits_bytes_and_graphemes),
		cmocka_unit_test(room_valid__accepts_almost_anything),
		cmocka_unit_test(
		    room_valid__rejects_characters_that_end_a_name),
		cmocka_unit_test(name_is_room__looks_at_the_first_byte),
		cmocka_unit_test(name_fold__applies_nfkc_and_case_folding),
		cmocka_unit_test(
		    name_fold__fails__when_it_is_not_utf8_or_does_not_fit),
		cmocka_unit_test(name_equal__compares_folded_forms),
		cmocka_unit_test(name_fold__is_idempotent),
		cmocka_unit_test(nick_from__makes_a_valid_nick__of_any_text),
		cmocka_unit_test(username_valid__accepts_ascii_words),
		cmocka_unit_test(hostname_valid__accepts_names_with_a_dot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
