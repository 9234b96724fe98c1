/*
 * spelling: which words are checked, and what a dictionary says of them. The test of a dictionary is skipped where the
 * machine has none for en_US.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/input/spelling.h"
#include "common/buf.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

static void
add_word(struct view word, void *out)
{
	buf_printf(out, "%.*s|", VIEW_ARG(word));
}

static void
words_are(const char *text, const char *want)
{
	struct buf got = { 0 };

	spelling_each_word(view_of(text), add_word, &got);
	assert_string_equal(buf_str(&got), want);
	buf_clear(&got);
}

static void
spelling_each_word__finds_the_words_of_a_language(void **state)
{
	(void)state;
	words_are("", "");
	words_are("Hello, world!", "Hello|world|");
	words_are(
	    "  (don't) \"stop\"\tnow\nplease  ", "don't|stop|now|please|");
	words_are(
	    "a I x well-known dogs' it\u2019s", "well|known|dogs|it\u2019s|");
	words_are("na\u00efve stra\u00dfe", "na\u00efve|stra\u00dfe|");
	words_are("wait...what", "");
	words_are("trailing-", "trailing|");
}

static void
spelling_each_word__skips_what_is_no_word(void **state)
{
	static const char *const no_words[] = { "https://example.org/teh",
		"www.example.org", "#tea", "@bob", "bob@example.org",
		"/usr/bin", "a_name", "x11", "42", "HTTP", "iPhone", "$HOME",
		"~user", "a=b", "file.txt", "C++", "<tag>", "\u4f60\u597d",
		"\002\003", "-", "'", "--", "\xff\xfe", "`" };

	(void)state;
	for (size_t i = 0; i < sizeof(no_words) / sizeof(no_words[0]); i++)
		words_are(no_words[i], "");
	words_are("see #tea and https://x.y/z now", "see|and|now|");
}

static void
spelling__accepts_every_word_without_a_dictionary(void **state)
{
	static const char *const languages[] = { "off", "xx_XX", "",
		"../../etc/passwd", "auto" };
	struct spelling *sp;
	char **words;

	(void)state;
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		sp = spelling_new(languages[i]);
		assert_string_equal(spelling_languages(sp), languages[i]);
		assert_int_equal(spelling_wait(sp), 0);
		assert_false(spelling_is_wrong(sp, VIEW("qwrtzx")));
		words = spelling_suggest(sp, VIEW("qwrtzx"));
		assert_null(words[0]);
		free(words);
		spelling_learn(sp, VIEW("qwrtzx"));
		spelling_free(sp);
	}
	spelling_free(NULL);
}

static void
spelling__knows_the_words_of_its_dictionaries(void **state)
{
	char *dir = e2e_folder(), **words;
	struct spelling *sp;
	int found = 0;

	(void)state;
	setenv("ENCHANT_CONFIG_DIR", dir, 1);
	setenv("HOME", dir, 1); /* where aspell keeps learnt words */
	sp = spelling_new("xx_XX, en_US");
	if (spelling_wait(sp) == 0) {
		spelling_free(sp);
		e2e_remove(dir);
		free(dir);
		skip();
		return;
	}
	assert_false(spelling_is_wrong(sp, VIEW("receive")));
	assert_true(spelling_is_wrong(sp, VIEW("recieve")));
	assert_true(spelling_is_wrong(sp, VIEW("recieve")));
	words = spelling_suggest(sp, VIEW("recieve"));
	for (size_t i = 0; words[i] != NULL; i++) {
		found |= strcmp(words[i], "receive") == 0;
		free(words[i]);
	}
	free(words);
	assert_true(found);
	spelling_learn(sp, VIEW("recieve"));
	assert_false(spelling_is_wrong(sp, VIEW("recieve")));
	spelling_free(sp);
	e2e_remove(dir);
	free(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    spelling_each_word__finds_the_words_of_a_language),
		cmocka_unit_test(spelling_each_word__skips_what_is_no_word),
		cmocka_unit_test(
		    spelling__accepts_every_word_without_a_dictionary),
		cmocka_unit_test(spelling__knows_the_words_of_its_dictionaries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
