/*
 * Tests of editor: no input does harm, not even macros.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/readline.h>

#include "client/input/editor.h"
#include "common/text.h"
#include "tests/support/editor_rig.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static void
editor_keys__runs_macros__that_wait_for_more(void **state)
{
	(void)state;
	rig_keys("\030h");
	rig_shows("|hello ");
	rig_keys("\030l");
	rig_tells("line(onehello ) line(two) ");
	rig_shows("three|");
	rig_keys("\025\r");
	rig_forget();
	rig_keys("cab\r\030s");
	rig_prompts("(reverse-i-search)`ab': ");
	rig_shows("c|ab");
	rig_keys("\007\030q\007");
	rig_shows("\007|");
	rig_keys("\025abc\001\030fc");
	rig_shows("ab|c");
	rig_keys("\005\025\0305x");
	rig_shows("xxxxx|");
	rig_tells("line(cab) ");
}

static void
editor_keys__records_and_runs_macros(void **state)
{
	(void)state;
	rig_keys("\030(ab\002\030)\030e");
	rig_shows("aa|bb");
	rig_keys("\0332\030e"); /* as often as the argument says */
	rig_keys("\005\025\030(" NI "\r\030)\030e\030e");
	rig_tells("line(" NI ") line(" NI ") line(" NI ") ");
	rig_keys(
	    "\030(x\0333\030)"); /* recording ends and the macro runs again */
	rig_shows("xxx|");
}

/* Readline 8.2 crashes at these, or soon after them. */
static void
editor_keys__survives_known_crashes_of_readline(void **state)
{
	static const char *const bad[] = {
		"\022\030)", /* an unknown sequence ends a search */
		"\022\030\007", "\030(\030\027\030)\030e",
		"(\r(\017\033.\033[A\033n\007\033<\033[B\020",
		"#\r\020x\022\024\020\016", "a\r\033[A\033*\033-\017\022",
		"\030(a\0335\030)\0335\030(\035\033[3~",
		"ab\r\020\033p\007y\031"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		for (int twice = 0; twice < 2; twice++) {
			rig_keys(bad[i]);
			rig_keys("\007\r\020\016");
			editor_set(VIEW("draft"), 5);
			rig_shows("draft|");
		}
	}
}

/* The editor writes nothing to the terminal. */
static void
editor__writes_nothing(void **state)
{
	char path[] = "/tmp/test_editor_out.XXXXXX";
	int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
	int fd = mkstemp(path);
	struct stat st;

	(void)state;
	assert_true(fd >= 0);
	unlink(path);
	fflush(NULL);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	rig_keys(
	    "text\007\007\033\f\f\033[A\033[A\022zz\007\t\t\033?\033=\033*");
	rig_keys(
	    "(a)\177\177\177\177\177\177\177\177\030\030\026\001\0335\007\r");
	editor_insert(VIEW("one\ntwo"));
	editor_set(VIEW(""), 0);
	fflush(NULL);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, 0);
	close(fd);
}

/* Random keys: nothing blocks or crashes, and the text stays valid. */
static void
editor_keys__survives_any_keys(void **state)
{
	static const char *const parts[] = { "\001", "\002", "\003", "\004",
		"\005", "\006", "\007", "\010", "\t", "\n", "\013", "\f", "\r",
		"\016", "\017", "\020", "\021", "\022", "\023", "\024", "\025",
		"\026", "\027", "\030", "\031", "\032", "\033", "\034", "\035",
		"\036", "\037", "\177", "a", "b", "(", ")", "#", "/", " ", NI,
		EMOJI, "\xcc\x81", "\033[A", "\033[B", "\033[5~", "\033\022",
		"\030(", "\030)", "\030e", "\030\030", "\030\025", "\0335", "7",
		"-", "\033-", "\xff", "\xe4", "\0330", "\033p", "\033n",
		"\033.", "\033\031", "\033*", "\033?", "\033=", "\033u",
		"\033l", "\033c", "\033t", "\033~", "\033&", "\033\\", "\033<",
		"\033>", "\033y", "\033[3~", "\033[Z", "\033d", "\033r",
		"\033#", "\030\022", "\033\n" };
	struct prng prng = { 11 };

	(void)state;
	rig_offer(0, "ab");
	rig_offer(1, "aab");
	for (int i = 0; i < 30000; i++) {
		if (prng_below(&prng, 200) == 0)
			editor_set(VIEW("draft"), 3);
		else if (prng_below(&prng, 100) == 0)
			editor_insert(VIEW("pa\nste"));
		else if (prng_below(&prng, 50) == 0)
			editor_timeout();
		else
			rig_keys(parts[prng_below(
			    &prng, sizeof(parts) / sizeof(parts[0]))]);
		assert_true(text_utf8_valid(editor_text()));
		assert_true(editor_point() <= editor_text().len);
		editor_hint();
		editor_prompt();
		if (editor_text().len > 2000)
			editor_set(VIEW(""), 0);
		if (rig_told() > 100000)
			rig_forget();
	}
	/* go back to emacs mode */
	rl_parse_and_bind((char[]){ "set editing-mode emacs" });
}

static const struct CMUnitTest emacs_tests[] = {
	EDITOR_TEST(editor_keys__records_and_runs_macros),
	EDITOR_TEST(editor_keys__survives_known_crashes_of_readline),
	EDITOR_TEST(editor__writes_nothing),
	EDITOR_TEST(editor_keys__survives_any_keys),
};

static const struct CMUnitTest inputrc_tests[] = {
	EDITOR_TEST(editor_keys__runs_macros__that_wait_for_more),
	EDITOR_TEST(editor__writes_nothing),
	EDITOR_TEST(editor_keys__survives_any_keys),
};

static const struct CMUnitTest vi_tests[] = {
	EDITOR_TEST(editor__writes_nothing),
	EDITOR_TEST(editor_keys__survives_any_keys),
};

int
main(void)
{
	int failed = 0;

	failed |= EDITOR_RUN("", "emacs mode", emacs_tests, NULL);
	failed |= EDITOR_RUN(editor_inputrc, "an inputrc", inputrc_tests, NULL);
	failed |= EDITOR_RUN(EDITOR_VI, "vi mode", vi_tests, NULL);
	return failed;
}
