/*
 * Tests of term_input: keys, pastes and mouse reports, however reads split the bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/input/term_input.h"
#include "common/buf.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* The callbacks so far, as text; consecutive keys are joined. */
struct told {
	struct buf text;
	int in_keys;
};

static void
close_keys(struct told *told)
{
	if (told->in_keys)
		buf_add_char(&told->text, ']');
	told->in_keys = 0;
}

static void
on_keys(struct view keys, void *ctx)
{
	struct told *told = ctx;

	if (!told->in_keys)
		buf_add_char(&told->text, '[');
	told->in_keys = 1;
	buf_add_view(&told->text, keys);
}

static void
on_paste(struct view text, int cut, void *ctx)
{
	struct told *told = ctx;

	close_keys(told);
	buf_printf(&told->text, "<%s%.*s>", cut ? "cut:" : "", VIEW_ARG(text));
}

static void
on_mouse(int button, int x, int y, int pressed, void *ctx)
{
	struct told *told = ctx;

	close_keys(told);
	buf_printf(&told->text, "{%d %d,%d %d}", button, x, y, pressed);
}

static void
on_focus(int focused, void *ctx)
{
	struct told *told = ctx;

	close_keys(told);
	buf_add_str(&told->text, focused ? "(in)" : "(out)");
}

static const struct term_input_ops ops = { on_keys, on_paste, on_mouse,
	on_focus, NULL };

static void
expect(struct told *told, const char *text)
{
	close_keys(told);
	assert_string_equal(buf_str(&told->text), text);
	buf_reset(&told->text);
}

/* Expect these callbacks when the bytes arrive at once. */
static void
feeds(const char *bytes, const char *text)
{
	struct told told = { 0 };
	struct term_input *t = term_input_new(&ops, &told);

	term_input_feed(t, bytes, strlen(bytes), 0);
	assert_int_equal(term_input_due(t, 0), -1);
	expect(&told, text);
	term_input_free(t);
	buf_clear(&told.text);
}

static void
term_input_feed__reports_keys(void **state)
{
	(void)state;
	feeds("abc\r\t\x7f", "[abc\r\t\x7f]");
	feeds("\xe4\xbd\xa0", "[\xe4\xbd\xa0]");
	feeds("\033b\033[A\033OA\033[1;3C\033[5~\033[Z",
	    "[\033b\033[A\033OA"
	    "\033[1;3C\033[5~\033[Z]");
	feeds("\033[[A\033[[E", "[\033[[A\033[[E]"); /* Linux console */
	feeds("\033[5$\033[a", "[\033[5$\033[a]");   /* rxvt */
	feeds("\033\r\033\x7f", "[\033\r\033\x7f]");
	feeds("\033[1;2R\033OR", "[\033[1;2R\033OR]"); /* F3 */
}

static void
term_input_feed__rewrites_rxvts_alt(void **state)
{
	(void)state;
	feeds("\033\033[D", "[\033[1;3D]");
	feeds("\033\033[5~", "[\033[5;3~]");
	feeds("\033\033OA", "[\033[1;3A]");
	feeds("\033\033x", "[\033\033x]");
	feeds("\033\033\033[D", "[\033\033[1;3D]");
}

static void
term_input_feed__drops_replies_of_the_terminal(void **state)
{
	(void)state;
	feeds("a\033[?1;2c\033[>41;370;0cb", "[ab]");
	feeds("a\033[12;40Rb", "[ab]");
	feeds("a\033[0n\033[8;24;80t\033[?2004;1$yb", "[ab]");
	feeds("a\033]11;rgb:0000/0000/0000\033\\b", "[ab]");
	feeds("a\033]11;rgb:0000/0000/0000\ab", "[ab]");
	feeds("a\033[4;2$y\033[1;1;1;112;112;1;0xb", "[ab]");
	feeds("a\033P\033\\b", "[ab]");
	feeds("a\033]1\rb", "[a\rb]");
}

/* Every kind of string with both terminators, whole and split anywhere. */
static void
term_input_feed__drops_a_reply__of_any_kind_split_anywhere(void **state)
{
	static const char *const answers[] = { "\033]11;rgb:0/0/0\033\\",
		"\033]11;rgb:0/0/0\a", "\033]ltitle\033\\",
		"\033P>|XTerm(367)\033\\", "\033P1$r0 q\033\\",
		"\033P1+r544e=787465726d\a", "\033P!|00000000\033\\",
		"\033_Gi=31;OK\033\\", "\033_other\a",
		"\033^private \xe4\xbd\xa0\033\\", "\033Xstart of string\033\\",
		"\033[?1;2c", "\033[?2026;2$y", "\033[4;2$y" };
	struct told told = { 0 };
	size_t n, i, at;

	(void)state;
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		for (n = strlen(answers[i]), at = 3; at < n; at++) {
			struct term_input *t = term_input_new(&ops, &told);

			term_input_feed(t, "a", 1, 0);
			term_input_feed(t, answers[i], at, 0);
			term_input_feed(t, answers[i] + at, n - at, 200);
			term_input_feed(t, "b\r", 2, 200);
			expect(&told, "[ab\r]");
			term_input_free(t);
		}
	buf_clear(&told.text);
}

static void
term_input_tick__makes_alt_and_a_capital_a_key(void **state)
{
	static const char *const keys[] = { "\033P", "\033X", "\033_", "\033^",
		"\033]" };
	struct told told = { 0 };
	struct term_input *t = term_input_new(&ops, &told);
	char text[32];

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		snprintf(text, sizeof(text), "[%s]", keys[i]);
		term_input_feed(t, keys[i], 2, 0);
		assert_int_equal(term_input_due(t, 0), TERM_ESC_MS);
		term_input_tick(t, TERM_ESC_MS);
		expect(&told, text);
		/* in one burst with other bytes, as on a slow line */
		snprintf(text, sizeof(text), "[%sxyz\r]", keys[i]);
		term_input_feed(t, keys[i], 2, 1000);
		term_input_feed(t, "xyz\r", 4, 1000);
		expect(&told, text);
		snprintf(text, sizeof(text), "[%sxyz]", keys[i]);
		term_input_feed(t, keys[i], 2, 2000);
		term_input_feed(t, "xyz", 3, 2000);
		term_input_tick(t, 2000 + term_input_due(t, 2000));
		expect(&told, text);
		assert_int_equal(term_input_due(t, 3000), -1);
	}
	term_input_free(t);
	buf_clear(&told.text);
}

/* The reply is dropped; the keys typed after it stay. */
static void
term_input_feed__keeps_typed_keys__after_an_unterminated_reply(void **state)
{
	struct told told = { 0 };
	struct term_input *t = term_input_new(&ops, &told);
	int due;

	(void)state;
	term_input_feed(t, "\033P>|XTerm(3", 11, 0);
	term_input_feed(t, "he", 2, 300);
	term_input_feed(t, "llo", 3, 500);
	due = term_input_due(t, 500);
	assert_true(
	    due >= 0 && due <= 500); /* typing does not extend the time */
	term_input_tick(t, 500 + due);
	expect(&told, "[hello]");
	term_input_feed(t, "\033]11;rgb", 8, 2000);
	term_input_feed(t, "hello\r", 6, 2100);
	expect(&told, "[hello\r]");
	term_input_feed(t, "\033]11;rgb", 8, 3000);
	term_input_feed(t, "a\033[Ab", 5, 3100); /* an arrow key */
	expect(&told, "[a\033[Ab]");
	term_input_feed(t, "\033[?1;2", 6, 3500);
	term_input_feed(t, "hello\r", 6, 3800);
	expect(&told, "[hello\r]");
	term_input_feed(t, "\033[1;", 4, 3810);
	term_input_feed(t, "3C", 2, 3990); /* a slow key */
	expect(&told, "[\033[1;3C]");
	term_input_feed(t, "\033[", 2, 3991);
	term_input_feed(t, "?1;2c", 5, 4500); /* a slow reply */
	expect(&told, "");
	term_input_feed(t, "\033_Gi=1\033", 7, 5000);
	term_input_tick(t, 5000 + term_input_due(t, 5000));
	expect(&told, "[\033]");
	term_input_free(t);
	buf_clear(&told.text);
}

static void
term_input_feed__ends_a_string__when_it_is_too_long(void **state)
{
	struct told told = { 0 };
	struct term_input *t = term_input_new(&ops, &told);
	size_t i;

	(void)state;
	term_input_feed(t, "\033^", 2, 0);
	for (i = 0; told.text.len == 0; i++) {
		assert_true(i < 1024 * 1024);
		term_input_feed(t, "x", 1, 0);
	}
	assert_true(i >= 4096);
	expect(&told, "[x]");
	term_input_feed(t, "ok", 2, 0);
	expect(&told, "[ok]");
	term_input_free(t);
	buf_clear(&told.text);
}

static void
term_input_feed__reports_the_focus(void **state)
{
	(void)state;
	feeds("a\033[I\033[Ob", "[a](in)(out)[b]");
}

static void
on_reply(struct view bytes, void *ctx)
{
	struct told *told = ctx;

	close_keys(told);
	assert_int_equal(bytes.p[0], '\033');
	buf_printf(&told->text, "|%.*s|", (int)bytes.len - 1, bytes.p + 1);
}

static void
replies_are(const char *text, const char *expected)
{
	static const struct term_input_ops with_reply = { on_keys, on_paste,
		on_mouse, on_focus, on_reply };
	struct told told = { 0 };
	struct term_input *t = term_input_new(&with_reply, &told);

	term_input_feed(t, text, strlen(text), 0);
	expect(&told, expected);
	term_input_free(t);
	buf_clear(&told.text);
}

static void
term_input_feed__reports_replies_of_the_terminal(void **state)
{
	char text[TERM_REPLY_MAX + 16];

	(void)state;
	replies_are("a\033[2;3Rb", "[a]|[2;3R|[b]");
	replies_are("\033[?62;4c\033[?2027;2$y", "|[?62;4c||[?2027;2$y|");
	replies_are(
	    "\033]11;rgb:1e1e/2e2e/3e3e\033\\x", "|]11;rgb:1e1e/2e2e/3e3e|[x]");
	replies_are("\033]11;rgb:0/0/0\ax", "|]11;rgb:0/0/0|[x]");
	replies_are("\033P>|term 1\033\\", "|P>|term 1|");
	/* F3 with Shift is a key, and a string without an end no reply. */
	replies_are("\033[1;2R", "[\033[1;2R]");
	replies_are("\033]11;rgb:1e1e\r", "[\r]");

	memset(text, '1', sizeof(text));
	memcpy(text, "\033]", 2);
	memcpy(text + sizeof(text) - 3, "\ax", 3);
	replies_are(text, "[x]");
}

static void
term_input_feed__reports_the_mouse(void **state)
{
	(void)state;
	feeds("\033[<64;10;5M", "{64 9,4 1}");
	feeds("a\033[<0;1;1M\033[<0;1;1mb", "[a]{0 0,0 1}{0 0,0 0}[b]");
	feeds("\033[<0;1M\033[<0;0;1M\033[<0;1;1;1M\033[<M", "");
	feeds("\033[<0;99999999999999999999;1M", "");
}

static void
term_input_feed__drops_a_sequence__when_it_is_too_long(void **state)
{
	(void)state;
	feeds("\033[1111111111111111111111111111111111111111111111111111111111"
	      "11111111111111111111111Aok",
	    "[ok]");
	feeds("\033[12\rok", "[\rok]");
	feeds("\033[12\xc3\xa4", "[\xc3\xa4]");
}

static void
term_input_feed__reports_a_paste__whole_and_clean(void **state)
{
	(void)state;
	feeds("a\033[200~one\rtwo\r\nthree\nfour\033[201~b",
	    "[a]<one\ntwo\nthree\nfour>[b]");
	feeds("\033[200~tab\there\a\001\x7f\033[31m red\033[201~",
	    "<tab\there[31m red>");
	feeds("\033[200~\033[20x\033[\033[201~", "<[20x[>");
	feeds("\033[200~c1 \xc2\x9b"
	      "31m \xff end\033[201~",
	    "<c1 31m \xef\xbf\xbd end>");
	feeds("\033[200~\033[201~", "");
	feeds("x\033[201~y", "[xy]");
}

static void
term_input_feed__cuts_a_paste__at_the_limit(void **state)
{
	struct told told = { 0 };
	struct term_input *t = term_input_new(&ops, &told);
	struct buf bytes = { 0 };

	(void)state;
	buf_add_str(&bytes, "\033[200~x");
	while (bytes.len < TERM_PASTE_MAX + 100)
		buf_add_str(&bytes, "\xe4\xbd\xa0");
	buf_add_str(&bytes, "\033[201~after");
	term_input_feed(t, bytes.p, bytes.len, 0);
	close_keys(&told);
	/* whole characters only: 1 + 3n bytes of at most the limit */
	assert_int_equal(told.text.len, strlen("<cut:>") + 1 +
					    (TERM_PASTE_MAX - 1) / 3 * 3 +
					    strlen("[after]"));
	assert_memory_equal(told.text.p, "<cut:x\xe4\xbd\xa0", 9);
	assert_string_equal(
	    buf_str(&told.text) + told.text.len - 11, "\xe4\xbd\xa0>[after]");
	term_input_free(t);
	buf_clear(&told.text);
	buf_clear(&bytes);
}

static void
term_input_tick__makes_a_lone_escape_a_key(void **state)
{
	struct told told = { 0 };
	struct term_input *t = term_input_new(&ops, &told);

	(void)state;
	term_input_feed(t, "a\033", 2, 1000);
	expect(&told, "[a]");
	assert_int_equal(term_input_due(t, 1000), TERM_ESC_MS);
	assert_int_equal(term_input_due(t, 1000 + TERM_ESC_MS - 1), 1);
	term_input_tick(t, 1000 + TERM_ESC_MS - 1);
	expect(&told, "");
	term_input_tick(t, 1000 + TERM_ESC_MS);
	expect(&told, "[\033]");
	assert_int_equal(term_input_due(t, 2000), -1);
	/* bytes after the time limit are not part of it, even without a tick */
	term_input_feed(t, "\033", 1, 3000);
	term_input_feed(t, "[A", 2, 3000 + TERM_ESC_MS);
	expect(&told, "[\033[A]"); /* two calls, one after the other */
	assert_int_equal(term_input_due(t, 4000), -1);
	term_input_free(t);
	buf_clear(&told.text);
}

static void
term_input_tick__drops_a_sequence__that_stays_incomplete(void **state)
{
	struct told told = { 0 };
	struct term_input *t = term_input_new(&ops, &told);
	int due;

	(void)state;
	term_input_feed(t, "\033[<0;1", 6, 0);
	due = term_input_due(t, 0);
	assert_true(due > TERM_ESC_MS); /* from a slow line, not typed */
	term_input_feed(t, ";1M", 3, due - 1);
	expect(&told, "{0 0,0 1}");
	term_input_feed(t, "\033[<0;1", 6, 0);
	term_input_tick(t, due);
	expect(&told, "");
	term_input_feed(t, "ok", 2, due);
	expect(&told, "[ok]");
	term_input_free(t);
	buf_clear(&told.text);
}

static void
term_input_tick__ends_a_paste__that_stays_incomplete(void **state)
{
	struct told told = { 0 };
	struct term_input *t = term_input_new(&ops, &told);

	(void)state;
	term_input_feed(t, "\033[200~half", 10, 0);
	assert_int_equal(term_input_due(t, 0), TERM_PASTE_MS);
	term_input_feed(
	    t, " more", 5, TERM_PASTE_MS - 1); /* the silence is not over */
	term_input_tick(t, TERM_PASTE_MS);
	expect(&told, "");
	term_input_tick(t, 2 * TERM_PASTE_MS);
	expect(&told, "<half more>");
	assert_int_equal(term_input_due(t, 0), -1);
	term_input_feed(t, "k", 1, 2 * TERM_PASTE_MS);
	expect(&told, "[k]");
	term_input_free(t);
	buf_clear(&told.text);
}

/* Random bytes give the same callbacks however they are split. */
static void
term_input_feed__gives_the_same__however_bytes_are_split(void **state)
{
	static const char *const parts[] = { "\033", "[", "O", "\033[200~",
		"\033[201~", "\033[<0;3;4M", "\033[A", "\033[5~", "text", "\r",
		"\n", "\xe4\xbd\xa0", "\xff", "]", "11;", "\a", "\\", "20",
		"\033[?1c", ";", "\x7f", "$", "\033P", "\033_G", "\033^",
		"\033X", "\033\\" };
	struct told whole = { 0 }, split = { 0 };
	struct prng prng = { 7 };
	struct buf bytes = { 0 };
	struct term_input *a, *b;
	size_t n;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		buf_reset(&bytes);
		for (n = 1 + prng_below(&prng, 24); n > 0; n--)
			buf_add_str(
			    &bytes, parts[prng_below(&prng,
					sizeof(parts) / sizeof(parts[0]))]);
		a = term_input_new(&ops, &whole);
		b = term_input_new(&ops, &split);
		term_input_feed(a, bytes.p, bytes.len, 0);
		term_input_tick(a, 10000);
		for (size_t i = 0; i < bytes.len; i += n) {
			n = 1 + prng_below(&prng, 5);
			if (n > bytes.len - i)
				n = bytes.len - i;
			term_input_feed(b, bytes.p + i, n, 0);
		}
		term_input_tick(b, 10000);
		close_keys(&whole);
		close_keys(&split);
		assert_string_equal(buf_str(&whole.text), buf_str(&split.text));
		buf_reset(&whole.text);
		buf_reset(&split.text);
		term_input_free(a);
		term_input_free(b);
	}
	buf_clear(&whole.text);
	buf_clear(&split.text);
	buf_clear(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(term_input_feed__reports_keys),
		cmocka_unit_test(term_input_feed__rewrites_rxvts_alt),
		cmocka_unit_test(
		    term_input_feed__drops_replies_of_the_terminal),
		cmocka_unit_test(
		    term_input_feed__drops_a_reply__of_any_kind_split_anywhere),
		cmocka_unit_test(
		    term_input_tick__makes_alt_and_a_capital_a_key),
		cmocka_unit_test(
		    term_input_feed__keeps_typed_keys__after_an_unterminated_reply),
		cmocka_unit_test(
		    term_input_feed__ends_a_string__when_it_is_too_long),
		cmocka_unit_test(term_input_feed__reports_the_focus),
		cmocka_unit_test(
		    term_input_feed__reports_replies_of_the_terminal),
		cmocka_unit_test(term_input_feed__reports_the_mouse),
		cmocka_unit_test(
		    term_input_feed__drops_a_sequence__when_it_is_too_long),
		cmocka_unit_test(
		    term_input_feed__reports_a_paste__whole_and_clean),
		cmocka_unit_test(term_input_feed__cuts_a_paste__at_the_limit),
		cmocka_unit_test(term_input_tick__makes_a_lone_escape_a_key),
		cmocka_unit_test(
		    term_input_tick__drops_a_sequence__that_stays_incomplete),
		cmocka_unit_test(
		    term_input_tick__ends_a_paste__that_stays_incomplete),
		cmocka_unit_test(
		    term_input_feed__gives_the_same__however_bytes_are_split),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
