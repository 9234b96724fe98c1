/*
 * Tests of editor_completion: Tab, and the hint that it shows.
 */
#include <string.h>

#include "client/input/editor.h"
#include "tests/support/editor_rig.h"
#include "tests/support/test.h"

static void
editor_keys__completes_the_common_part__then_cycles(void **state)
{
	(void)state;
	rig_offer(0, "bobby");
	rig_offer(1, "bobo");
	rig_offer(2, "bobster");
	rig_append(": ");
	rig_keys("hi b\t");
	assert_int_equal(rig_asked_start(), 3);
	rig_shows("hi bob|");
	rig_hints("bobby  bobo  bobster");
	rig_keys("\t");
	rig_shows("hi bobby: |");
	rig_hints("[bobby]  bobo  bobster");
	rig_keys("\t");
	rig_shows("hi bobo: |");
	rig_keys("\t\t");
	rig_shows("hi bobby: |");
	rig_keys("\033[Z");
	rig_shows("hi bobster: |");
	rig_hints("bobby  bobo  [bobster]");
	rig_keys("x");
	rig_shows("hi bobster: x|");
	rig_hints("");
	rig_keys("\037\037"); /* undo the letter, then the last choice */
	assert_true(editor_text().len < strlen("hi bobster: x"));
}

static void
editor_keys__completes_a_single_candidate_at_once(void **state)
{
	(void)state;
	rig_offer(0, "#room");
	rig_keys("/join #r\t");
	rig_shows("/join #room |");
	rig_hints("");
	rig_keys("\t"); /* no candidates for an empty word */
	rig_offer(0, "[weird]{}|\\");
	rig_append(": ");
	rig_keys("\025[w\t");
	rig_shows("[weird]{}|\\: |");
	rig_keys("\025zzz\t");
	rig_shows("zzz|");
	rig_tells("");
}

static void
editor_keys__says_something_about_the_chosen_candidate(void **state)
{
	(void)state;
	rig_offer(0, "/kick");
	rig_offer(1, "/kill");
	rig_offer(2, "/kind");
	rig_describe("/kill", "NICK: disconnect a user");
	rig_keys("/ki\t");
	rig_hints("[/kick]  /kill  /kind");
	rig_keys("\t");
	rig_shows("/kill |");
	rig_hints("...  [/kill] NICK: disconnect a user  /kind");
	rig_keys("\t");
	rig_hints("/kick  /kill  [/kind]");
	rig_offer(1, NULL);
	rig_offer(0, "/kill"); /* the only one */
	rig_keys("\025/ki\t");
	rig_shows("/kill |");
	rig_hints("[/kill] NICK: disconnect a user");
	rig_keys("x");
	rig_hints("");
}

/* A short code of an emoji is replaced with its colon, unless the colon ends a word. */
static void
editor_keys__completes_short_codes__also_after_a_bracket(void **state)
{
	(void)state;
	rig_offer(0, ":smile");
	rig_keys("hi (:sm\t");
	rig_shows("hi (:smile |");
	rig_keys("\025hi \":sm\t");
	rig_shows("hi \":smile |");
	rig_keys("\025to:sm\t");
	rig_shows("to:sm|");
	rig_offer(1, "smith");
	rig_keys("\t");
	rig_shows("to:smith |");
}

static void
editor_keys__completes_in_the_middle_of_a_line(void **state)
{
	(void)state;
	rig_offer(0, "alice");
	rig_keys("hi al there");
	rig_keys("\033b\002\t");
	rig_shows("hi alice |there");
	rig_keys("\037");
	rig_shows("hi al| there");
	rig_offer(1, "alina");
	rig_keys("\t\t\t");
	rig_shows("hi alina |there");
	rig_keys("\t");
	rig_shows("hi alice |there");
	rig_append(": ");
	rig_offer(1, NULL);
	rig_keys("\025\013al there\001\006\006\t");
	rig_shows("alice: |there");
	rig_append(" ");
	rig_keys("\025\013see al, and\001\033f\033f\t");
	rig_shows("see alice|, and");
}

static void
editor_keys__completes_a_name__after_punctuation(void **state)
{
	static const char *const lines[][2] = { { "(al", "(alice|" },
		{ "@al", "@alice |" }, { "hi (al", "hi (alice|" },
		{ "cc @al", "cc @alice |" }, { "\"al", "\"alice|" },
		{ "bob,al", "bob,alice |" }, { "([{<'al", "([{<'alice|" },
		{ "(zzz", "(zzz|" } };

	(void)state;
	rig_offer(0, "alice");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		rig_keys("\025");
		rig_keys(lines[i][0]);
		rig_keys("\t");
		rig_shows(lines[i][1]);
	}
	rig_offer(0, "(paren");
	rig_keys("\025(p\t"); /* candidates for the whole word come first */
	rig_shows("(paren |");
}

static void
editor_keys__chooses_the_first_candidate__when_nothing_is_in_common(
    void **state)
{
	(void)state;
	rig_offer(0, "bob");
	rig_offer(1, "bill");
	rig_keys("b\t");
	rig_shows("bob |");
	rig_hints("[bob]  bill");
	rig_keys("\t");
	rig_shows("bill |");
	rig_offer(1, "alice");
	rig_keys("\025\t"); /* an empty word: only show the candidates */
	rig_shows("|");
	rig_hints("bob  alice");
	rig_keys("\t");
	rig_shows("bob |");
	rig_offer(0, NI HAO);
	rig_offer(1,
	    NI "\xe5\xa5\xb9"); /* differs from the other inside a character */
	rig_keys("\025" NI "\t");
	rig_shows(NI HAO " |");
	rig_keys("\r");
	rig_hints("");
}

static void
editor_hint__pages__when_there_are_many(void **state)
{
	static const char *const names[] = { "aa", "ab", "ac", "ad", "ae", "af",
		"ag", "ah", "ai", "aj", "ak", "al" };

	(void)state;
	for (size_t i = 0; i < 12; i++)
		rig_offer(i, names[i]);
	rig_keys("a\t");
	rig_hints("[aa]  ab  ac  ad  ae  af  ag  ah  ai  aj  ... 2 more");
	rig_keys("\033[Z");
	rig_hints("...  ak  [al]");
}

static void
editor_keys__complete__by_readlines_own_functions(void **state)
{
	(void)state;
	rig_offer(0, "alice");
	rig_offer(1, "alina");
	rig_append(": ");
	rig_keys("a\030c");
	rig_shows("ali|");
	rig_keys("\030c\030c");
	rig_hints("alice  alina");
	rig_keys("c\030c");
	rig_shows("alice: |");
	rig_keys("\025a\030m\030m");
	rig_shows("alina |");
	rig_keys("\025a\033*");
	rig_shows("alice alina |");
}

static const struct CMUnitTest emacs_tests[] = {
	EDITOR_TEST(editor_keys__completes_the_common_part__then_cycles),
	EDITOR_TEST(editor_keys__completes_a_single_candidate_at_once),
	EDITOR_TEST(editor_keys__says_something_about_the_chosen_candidate),
	EDITOR_TEST(editor_keys__completes_short_codes__also_after_a_bracket),
	EDITOR_TEST(editor_keys__completes_in_the_middle_of_a_line),
	EDITOR_TEST(editor_keys__completes_a_name__after_punctuation),
	EDITOR_TEST(
	    editor_keys__chooses_the_first_candidate__when_nothing_is_in_common),
	EDITOR_TEST(editor_hint__pages__when_there_are_many),
};

static const struct CMUnitTest inputrc_tests[] = {
	EDITOR_TEST(editor_keys__complete__by_readlines_own_functions),
};

int
main(void)
{
	int failed = 0;

	failed |= EDITOR_RUN("", "emacs mode", emacs_tests, NULL);
	failed |= EDITOR_RUN(editor_inputrc, "an inputrc", inputrc_tests, NULL);
	return failed;
}
