/*
 * Tests of editor: keys in, text out. Readline is one per program and reads its inputrc
 * once, so each inputrc has a process of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <fcntl.h>
#include <locale.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <readline/history.h>
#include <readline/readline.h>

#include "client/input/editor.h"
#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "tests/support/prng.h"

#define NI    "\xe4\xbd\xa0" /* U+4F60 */
#define HAO   "\xe5\xa5\xbd" /* U+597D */
#define EMOJI "\xf0\x9f\x98\x80"

/* What readline itself forgets to free. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libreadline\n";
}

/* What was told: "line(text) action(5,1) ". */
static struct buf told;
static unsigned changes;
static const char *put_back; /* what the next line's handler sets */
/* Candidates, and what follows a sole one. */
static const char *offers[16];
static const char *offered_append;
static size_t asked_start;

static void
on_line(struct view text, void *ctx)
{
	(void)ctx;
	buf_printf(&told, "line(%.*s) ", VIEW_ARG(text));
	if (put_back != NULL)
		editor_set(view_of(put_back), 1);
	put_back = NULL;
}

static void
on_action(enum editor_action action, int arg, void *ctx)
{
	(void)ctx;
	buf_printf(&told, "action(%d,%d) ", action, arg);
	if (action == ACTION_NEXT_ROOM)
		editor_set(VIEW("other draft"), 5);
}

static char **
on_complete(struct view text, size_t start, size_t point, const char **append,
    void *ctx)
{
	char **v = xcalloc(17, sizeof(*v));
	size_t n = 0;

	(void)ctx;
	assert_true(start <= point && point <= text.len);
	asked_start = start;
	*append = offered_append;
	for (size_t i = 0; i < 16 && offers[i] != NULL; i++)
		if (strncmp(offers[i], text.p + start, point - start) == 0)
			v[n++] = xstrdup(offers[i]);
	return v;
}

static void
on_changed(void *ctx)
{
	(void)ctx;
	changes++;
}

static const struct editor_ops ops = { on_line, on_action, on_complete,
	on_changed };

static void
keys(const char *s)
{
	editor_keys(view_of(s));
}

static int
begin(void **state)
{
	(void)state;
	editor_timeout();
	editor_set(VIEW(""), 0);
	keys("\r"); /* in vi mode: to the insertion of a new line */
	clear_history();
	using_history();
	buf_reset(&told);
	changes = 0;
	put_back = NULL;
	memset(offers, 0, sizeof(offers));
	offered_append = " ";
	return 0;
}

/* The line is before|after the point. */
static void
shows(const char *expected)
{
	struct view text = editor_text();
	struct buf line = { 0 };
	size_t point = editor_point();

	assert_true(point <= text.len);
	buf_printf(&line, "%.*s|%.*s", (int)point, text.p,
	    (int)(text.len - point), text.p + point);
	assert_string_equal(buf_str(&line), expected);
	buf_clear(&line);
}

static void
tells(const char *expected)
{
	assert_string_equal(buf_str(&told), expected);
	buf_reset(&told);
}

static void
prompts(const char *expected)
{
	struct view prompt = editor_prompt();

	assert_int_equal(prompt.len, strlen(expected));
	assert_memory_equal(prompt.p, expected, prompt.len);
}

static void
hints(const char *expected)
{
	struct view hint = editor_hint();
	char *text = xviewdup(hint);

	assert_string_equal(text, expected);
	free(text);
}

static void
editor_keys__edits_as_emacs_does(void **state)
{
	(void)state;
	keys("hello world");
	shows("hello world|");
	keys("\001X\006\006");
	shows("Xhe|llo world");
	keys("\033f\004");
	shows("Xhello|world");
	keys("\005\177\033[D\033OD!");
	shows("Xhellowo!|rl");
	keys("\033[H\033[3~\033[F.");
	shows("hellowo!rl.|");
	keys("\002\002\002\024");
	shows("hellowor!|l.");
}

static void
editor_keys__kills_yanks_and_undoes(void **state)
{
	(void)state;
	keys("one two three");
	keys("\027\027");
	shows("one |");
	keys("\001\031");
	shows("two three|one ");
	keys("\025");
	shows("|one ");
	keys("\013\031\033y");
	shows("two three|");
	for (int i = 0; i < 20; i++)
		keys("\037");
	shows("|");
}

static void
editor_keys__tells_a_line__on_enter(void **state)
{
	(void)state;
	keys("hi\r");
	shows("|");
	tells("line(hi) ");
	keys("hi\rthere\nhalf");
	tells("line(hi) line(there) ");
	shows("half|");
	assert_true(changes > 0);
	keys("\r\r");
	tells("line(half) line() ");
}

static void
editor_keys__takes_utf8__byte_by_byte(void **state)
{
	static const char text[] = "a" NI HAO EMOJI "e\xcc\x81";

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		keys((char[]){ text[i], '\0' });
		assert_true(text_utf8_valid(editor_text()));
	}
	shows("a" NI HAO EMOJI "e\xcc\x81|");
	keys("\002\002\177");
	shows("a" NI "|" EMOJI "e\xcc\x81");
	keys("\002\004");
	shows("a|" EMOJI "e\xcc\x81");
	keys("\005\r");
	tells("line(a" EMOJI "e\xcc\x81) ");
}

static void
editor_keys__drops_what_is_no_utf8(void **state)
{
	(void)state;
	keys("a\xff\xc3(b\xe4\xbd");
	keys("c\xed\xa0\x80"
	     "d\xc3");
	shows("a(bcd|");
	keys("\xa4");
	shows("a(bcd\xc3\xa4|");
}

static void
editor_keys__walks_the_history(void **state)
{
	(void)state;
	keys("first\rsecond\rsecond\r   \rthird\r");
	buf_reset(&told);
	keys("typing\020");
	shows("third|");
	keys("\033[A\033OA");
	shows("first|");
	keys("\020");
	shows("first|");
	keys("\016\016\033[B");
	shows("typing|");
	keys("\020\177\r"); /* an old line, changed, said anew */
	tells("line(thir) ");
	keys("\020\020");
	shows("third|");
}

static void
editor_add_history__keeps_no_secret_and_no_more_than_its_bound(void **state)
{
	char line[32];

	(void)state;
	keys("before\r/quote PASS hunter2\r/msg nickserv identify x y\r\020");
	shows("before|");
	keys("\016");
	for (int i = 0; i < 1200; i++) {
		snprintf(line, sizeof(line), "line %d", i);
		editor_add_history(line);
	}
	assert_int_equal(history_length, 1000);
	keys("\020");
	shows("line 1199|");
}

static void
editor_prompt__shows_the_search(void **state)
{
	(void)state;
	keys("make tea\rdrink tea\rwash up\r");
	prompts("");
	keys("half\022");
	prompts("(reverse-i-search)`': ");
	keys("te");
	prompts("(reverse-i-search)`te': ");
	shows("drink |tea");
	keys("\022");
	shows("make |tea");
	keys("\005!");
	prompts("");
	shows("make tea!|");
	keys("\025half\022wash\007"); /* given up: as it was */
	prompts("");
	shows("half|");
	keys("\022zzz");
	assert_memory_equal(editor_prompt().p, "(failed", 7);
	keys("\007");
	shows("half|");
	editor_set(VIEW(""), 0);
	keys("\022dri\r");
	tells("line(make tea) line(drink tea) line(wash up) line(drink tea) ");
}

static void
editor_timeout__ends_a_search__when_escape_came_alone(void **state)
{
	(void)state;
	keys("make tea\r\022tea");
	keys("\033");
	assert_true(editor_pending());
	prompts("(reverse-i-search)`tea': ");
	editor_timeout();
	assert_false(editor_pending());
	prompts("");
	shows("make |tea");
	keys("\022mak\033[C"); /* an arrow ends it and moves */
	prompts("");
	shows("m|ake tea");
	keys("\022mak\033");
	keys("[C"); /* and so it does when it comes in parts */
	shows("m|ake tea");
}

static void
editor_prompt__shows_the_numeric_argument(void **state)
{
	(void)state;
	keys("\0331");
	prompts("(arg: 1) ");
	keys("2x");
	prompts("");
	shows("xxxxxxxxxxxx|");
	keys("\033-3\006"); /* back three */
	shows("xxxxxxxxx|xxx");
	keys("\0335\r"); /* Enter is Enter */
	tells("line(xxxxxxxxxxxx) ");
	shows("|");
}

static void
editor_keys__tells_actions(void **state)
{
	static const struct {
		const char *keys;
		enum editor_action action;
	} rows[] = { { "\033[17~", ACTION_NEXT_ROOM },
		{ "\033[1;3C", ACTION_NEXT_ROOM },
		{ "\033[15~", ACTION_PREVIOUS_ROOM },
		{ "\033[[E", ACTION_PREVIOUS_ROOM },
		{ "\033[1;3D", ACTION_PREVIOUS_ROOM },
		{ "\033a", ACTION_NEXT_UNREAD }, { "\033`", ACTION_LAST_ROOM },
		{ "\0301", ACTION_ROOM_1 }, { "\033[5~", ACTION_PAGE_UP },
		{ "\033[6~", ACTION_PAGE_DOWN },
		{ "\033[1;2A", ACTION_LINE_UP }, { "\033[a", ACTION_LINE_UP },
		{ "\033[1;3A", ACTION_LINE_UP },
		{ "\033[1;2B", ACTION_LINE_DOWN },
		{ "\033[1;3B", ACTION_LINE_DOWN }, { "\033[1;3H", ACTION_TOP },
		{ "\033[7;3~", ACTION_TOP }, { "\033[1;3F", ACTION_BOTTOM },
		{ "\f", ACTION_REDRAW }, { "\033[18~", ACTION_TOGGLE_ROOMS },
		{ "\033[19~", ACTION_TOGGLE_MEMBERS },
		{ "\033OP", ACTION_HELP }, { "\033[11~", ACTION_HELP },
		{ "\033[[A", ACTION_HELP }, { "\032", ACTION_SUSPEND } };
	char expected[32];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		keys(rows[i].keys);
		snprintf(expected, sizeof(expected), "action(%d,1) ",
		    rows[i].action);
		tells(expected);
		/* and byte by byte */
		for (const char *p = rows[i].keys; *p != '\0'; p++)
			keys((char[]){ *p, '\0' });
		tells(expected);
	}
	keys("\0300\0339\033j");
	snprintf(expected, sizeof(expected), "action(%d,10) action(%d,9) ",
	    ACTION_ROOM_1, ACTION_ROOM_1);
	tells(expected);
}

static void
editor_keys__clears_the_line__on_interrupt(void **state)
{
	char expected[64];

	(void)state;
	keys("half\003");
	shows("|");
	keys("\003");
	snprintf(expected, sizeof(expected), "action(%d,0) action(%d,1) ",
	    ACTION_INTERRUPT, ACTION_INTERRUPT);
	tells(expected);
	keys("x\022zz\003"); /* also out of a search */
	shows("|");
	prompts("");
}

static void
editor_keys__tells_the_end__on_an_empty_line_only(void **state)
{
	char expected[64];

	(void)state;
	keys("ab\002\004");
	shows("a|");
	tells("");
	keys("\004");
	shows("a|");
	tells("");
	keys("\177\004\004");
	snprintf(expected, sizeof(expected), "action(%d,0) action(%d,0) ",
	    ACTION_END_OF_INPUT, ACTION_END_OF_INPUT);
	tells(expected);
	keys("on\r");
	tells("line(on) ");
}

static void
editor_keys__breaks_a_line__on_alt_enter(void **state)
{
	(void)state;
	keys("one\033\rtwo");
	shows("one\ntwo|");
	tells("");
	keys("\r");
	tells("line(one\ntwo) ");
	keys("\020");
	shows("one\ntwo|");
}

static void
editor_keys__types_nothing__for_unknown_function_keys(void **state)
{
	(void)state;
	keys("a\033[99;5~b\033[1;7Qc\033[25~d\033[E");
	shows("abcd|");
	keys("\033Ox\033[38;5;99z");
	shows("abcd|");
	keys("e");
	shows("abcde|");
}

static void
editor_insert__is_one_step_and_never_sends(void **state)
{
	(void)state;
	keys("ab\002");
	editor_insert(VIEW("one\ntwo\tthree\r\n" NI));
	shows("aone\ntwo\tthree\r\n" NI "|b");
	tells("");
	keys("!");
	keys("\037");
	keys("\037");
	shows("a|b");
	editor_insert(VIEW("x\0y\xffz"));
	shows("axyz|b");
	editor_insert(VIEW(""));
	shows("axyz|b");
}

/* A big paste into a line, as fast as any. */
static void
editor_insert__takes_a_megabyte(void **state)
{
	struct buf text = { 0 };

	(void)state;
	while (text.len < (1 << 20))
		buf_add_str(&text, "all work and no play\n");
	editor_insert(buf_view(&text));
	assert_int_equal(editor_text().len, text.len);
	assert_int_equal(editor_point(), text.len);
	keys("\037");
	shows("|");
	buf_clear(&text);
}

static void
editor_set__changes_drafts__and_undo_begins_anew(void **state)
{
	(void)state;
	keys("old text");
	editor_set(VIEW("new " NI " text"), 4);
	shows("new |" NI " text");
	keys("X\037\037\037");
	shows("new |" NI " text");
	editor_set(VIEW("new " NI), 5); /* inside a character */
	shows("new |" NI);
	editor_set(VIEW("short"), 99);
	shows("short|");
	keys("here\033[17~"); /* its handler sets another draft */
	shows("other| draft");
	keys("!");
	shows("other!| draft");
}

static void
editor_set__puts_a_line_back__from_its_handler(void **state)
{
	(void)state;
	put_back = "/jion #x";
	keys("/jion #x\rmore");
	tells("line(/jion #x) ");
	shows("/more|jion #x");
}

static void
editor_set__leaves_the_history_as_it_was(void **state)
{
	(void)state;
	keys("first\rsecond\r");
	keys("draft\020 changed\020");
	shows("first|");
	keys("!");
	editor_set(VIEW("other"), 5);
	shows("other|");
	keys("\016"); /* at the end: nothing newer */
	shows("other|");
	keys("\020\020");
	shows("first|");
	keys("\016\016");
	shows("other|");
	for (int i = 0; i < 5; i++) {
		keys("\020\177\020\177x\037");
		editor_set(VIEW(""), 0);
	}
	keys("\r\020\020");
	assert_true(editor_text().len > 0);
}

/* Whatever readline waits for, a draft comes whole and the next key types. */
static void
editor_set__ends_what_was_begun(void **state)
{
	static const char *const begun[] = { "\033", "\030", "\033[", "\033[1;",
		"\022", "\022ab", "\022zz", "\023ab", "\0335", "\033-",
		"\0333\0334", "\033p", "\033pab", "\033N", "\022\033",
		"\020\022ab" };

	(void)state;
	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
		keys("cab\rcd\r");
		keys("half");
		keys(begun[i]);
		editor_set(VIEW("draft"), 2);
		prompts("");
		shows("dr|aft");
		keys("X");
		shows("drX|aft");
		keys("\025\013half");
		keys(begun[i]);
		editor_insert(VIEW("pasted"));
		prompts("");
		assert_non_null(memmem(editor_text().p, editor_text().len,
		    "pasted", strlen("pasted")));
		keys("X\025\013");
		shows("|");
	}
}

static void
editor_keys__completes_what_is_common_then_goes_through(void **state)
{
	(void)state;
	offers[0] = "bobby";
	offers[1] = "bobo";
	offers[2] = "bobster";
	offered_append = ": ";
	keys("hi b\t");
	assert_int_equal(asked_start, 3);
	shows("hi bob|");
	hints("bobby  bobo  bobster");
	keys("\t");
	shows("hi bobby: |");
	hints("[bobby]  bobo  bobster");
	keys("\t");
	shows("hi bobo: |");
	keys("\t\t");
	shows("hi bobby: |");
	keys("\033[Z");
	shows("hi bobster: |");
	hints("bobby  bobo  [bobster]");
	keys("x");
	shows("hi bobster: x|");
	hints("");
	keys("\037\037"); /* the letter, then the last choice */
	assert_true(editor_text().len < strlen("hi bobster: x"));
}

static void
editor_keys__completes_the_only_one_at_once(void **state)
{
	(void)state;
	offers[0] = "#room";
	keys("/join #r\t");
	shows("/join #room |");
	hints("");
	keys("\t"); /* nothing for an empty word here, and no harm */
	offers[0] = "[weird]{}|\\";
	offered_append = ": ";
	keys("\025[w\t");
	shows("[weird]{}|\\: |");
	keys("\025zzz\t");
	shows("zzz|");
	tells("");
}

static void
editor_keys__completes_in_the_midst_of_a_line(void **state)
{
	(void)state;
	offers[0] = "alice";
	keys("hi al there");
	keys("\033b\002\t");
	shows("hi alice | there");
	keys("\037");
	shows("hi al| there");
}

static void
editor_keys__takes_the_first__when_nothing_is_in_common(void **state)
{
	(void)state;
	offers[0] = "bob";
	offers[1] = "bill";
	keys("b\t");
	shows("bob |");
	hints("[bob]  bill");
	keys("\t");
	shows("bill |");
	offers[1] = "alice";
	keys("\025\t"); /* an empty word: shown first */
	shows("|");
	hints("bob  alice");
	keys("\t");
	shows("bob |");
	offers[0] = NI HAO;
	offers[1] = NI "\xe5\xa5\xb9"; /* differs within the character */
	keys("\025" NI "\t");
	shows(NI HAO " |");
	keys("\r");
	hints("");
}

static void
editor_hint__pages__when_there_are_many(void **state)
{
	static const char *const names[] = { "aa", "ab", "ac", "ad", "ae", "af",
		"ag", "ah", "ai", "aj", "ak", "al" };

	(void)state;
	for (size_t i = 0; i < 12; i++)
		offers[i] = names[i];
	keys("a\t");
	hints("[aa]  ab  ac  ad  ae  af  ag  ah  ai  aj  ... 2 more");
	keys("\033[Z");
	hints("...  ak  [al]");
}

/* Keys that replace one of readline's on purpose (editor.h). */
static int
is_ours_on_purpose(const char *seq)
{
	static const char *const ours[] = { "\t", "\f", "\033\r",
		/* the same functions, with care (editor_guards.h) */
		"\033n", "\033p", "\030(", "\030)", "\030e" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(ours[i], seq) == 0)
			return 1;
	return 0;
}

/* Readline's own emacs maps as they were before. */
static KEYMAP_ENTRY_ARRAY was_standard, was_meta, was_ctlx;

static void
remember_maps(void)
{
	memcpy(was_standard, emacs_standard_keymap, sizeof(was_standard));
	memcpy(was_meta, emacs_meta_keymap, sizeof(was_meta));
	memcpy(was_ctlx, emacs_ctlx_keymap, sizeof(was_ctlx));
}

/* Readline keeps a map where a function would be. */
static Keymap
submap(rl_command_func_t *f)
{
	Keymap map;

	memcpy(&map, &f, sizeof(map));
	return map;
}

static unsigned
compare_maps(const KEYMAP_ENTRY *was, Keymap now, const char *prefix)
{
	unsigned compared = 0;
	char seq[3] = { prefix[0], '\0', '\0' };
	rl_command_func_t *f;

	for (int c = 1; c < 128; c++) {
		seq[strlen(prefix)] = (char)c;
		if (was[c].type != ISFUNC || was[c].function == NULL ||
		    was[c].function == rl_do_lowercase_version ||
		    is_ours_on_purpose(seq))
			continue;
		f = now[c].function;
		if (now[c].type == ISKMAP) /* also the beginning of others */
			f = submap(f)[ANYOTHERKEY].function;
		if (f != was[c].function)
			fail_msg(
			    "key %s%c (%d) has another function", prefix, c, c);
		compared++;
	}
	return compared;
}

static void
editor_open__replaces_none_of_emacs_modes_keys(void **state)
{
	unsigned n;

	(void)state;
	n = compare_maps(was_standard, emacs_standard_keymap, "");
	n += compare_maps(was_meta, emacs_meta_keymap, "\033");
	n += compare_maps(was_ctlx, emacs_ctlx_keymap, "\030");
	assert_true(n > 150);
}

static void
editor_action_info__names_actions_and_keys(void **state)
{
	const char *name, *help;
	char *bound;
	size_t i;
	int found = 0;

	(void)state;
	for (i = 0; editor_action_info(i, &name, &bound, &help); i++) {
		assert_int_equal(strncmp(name, "tchat-", 6), 0);
		assert_true(strlen(help) > 0);
		assert_non_null(rl_named_function(name));
		if (i != ACTION_END_OF_INPUT)
			assert_true(strlen(bound) > 0);
		if (i == ACTION_NEXT_ROOM) {
			assert_string_equal(bound, "F6, M-Right");
			found = 1;
		}
		if (i == ACTION_NEWLINE)
			assert_string_equal(bound, "M-Enter");
		free(bound);
	}
	assert_true(found);
	assert_true(i > ACTION_NEWLINE);
}

/* Any keys: nothing blocks, nothing crashes, the text stays text. */
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
	offers[0] = "ab";
	offers[1] = "aab";
	for (int i = 0; i < 30000; i++) {
		if (prng_below(&prng, 200) == 0)
			editor_set(VIEW("draft"), 3);
		else if (prng_below(&prng, 100) == 0)
			editor_insert(VIEW("pa\nste"));
		else if (prng_below(&prng, 50) == 0)
			editor_timeout();
		else
			keys(parts[prng_below(
			    &prng, sizeof(parts) / sizeof(parts[0]))]);
		assert_true(text_utf8_valid(editor_text()));
		assert_true(editor_point() <= editor_text().len);
		editor_hint();
		editor_prompt();
		if (editor_text().len > 2000)
			editor_set(VIEW(""), 0);
		if (told.len > 100000)
			buf_reset(&told);
	}
	/* back to emacs mode, whatever was pressed */
	rl_parse_and_bind((char[]){ "set editing-mode emacs" });
}

/* Nothing goes to the terminal by any other way than the screen. */
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
	keys("text\007\007\033\f\f\033[A\033[A\022zz\007\t\t\033?\033=\033*");
	keys("(a)\177\177\177\177\177\177\177\177\030\030\026\001\0335\007\r");
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

static const char inputrc[] = "set bell-style audible\n"
			      "set blink-matching-paren on\n"
			      "set convert-meta on\n"
			      "set enable-bracketed-paste on\n"
			      "\"\\C-xb\": tchat-bottom\n"
			      "\"\\e[5~\": tchat-top\n"
			      "$if tchat\n"
			      "\"\\C-xp\": tchat-page-up\n"
			      "\"\\C-xh\": \"hello \\C-a\"\n"
			      "\"\\C-xs\": \"\\C-rab\"\n"
			      "\"\\C-xl\": \"one\\C-mtwo\\C-mthree\"\n"
			      "\"\\C-xq\": \"\\C-q\"\n"
			      "\"\\C-xf\": \"\\C-]\"\n"
			      "\"\\C-x5\": \"\\e5\"\n"
			      "\"\\C-xm\": menu-complete\n"
			      "\"\\C-xc\": complete\n"
			      "$endif\n"
			      "$if other\n"
			      "\"\\C-xp\": tchat-page-down\n"
			      "$endif\n";

static void
editor_open__lets_the_inputrc_win(void **state)
{
	char expected[96];

	(void)state;
	keys("\030p\030b\033[5~\033[6~");
	snprintf(expected, sizeof(expected),
	    "action(%d,1) action(%d,1) action(%d,1) action(%d,1) ",
	    ACTION_PAGE_UP, ACTION_BOTTOM, ACTION_TOP, ACTION_PAGE_DOWN);
	tells(expected);
	keys(NI "()"); /* and that some settings stay ours */
	shows(NI "()|");
}

static void
editor_keys__runs_macros__that_wait_for_more(void **state)
{
	(void)state;
	keys("\030h");
	shows("|hello ");
	keys("\030l");
	tells("line(onehello ) line(two) ");
	shows("three|");
	keys("\025\r");
	buf_reset(&told);
	keys("cab\r\030s");
	prompts("(reverse-i-search)`ab': ");
	shows("c|ab");
	keys("\007\030q\007");
	shows("\007|");
	keys("\025abc\001\030fc");
	shows("ab|c");
	keys("\005\025\0305x");
	shows("xxxxx|");
	tells("line(cab) ");
}

static void
editor_keys__completes_by_readlines_own_functions(void **state)
{
	(void)state;
	offers[0] = "alice";
	offers[1] = "alina";
	offered_append = ": ";
	keys("a\030c");
	shows("ali|");
	keys("\030c\030c");
	hints("alice  alina");
	keys("c\030c");
	shows("alice: |");
	keys("\025a\030m\030m");
	shows("alina |");
	keys("\025a\033*");
	shows("alice alina |");
}

static void
editor_keys__records_and_runs_macros(void **state)
{
	(void)state;
	keys("\030(ab\002\030)\030e");
	shows("aa|bb");
	keys("\0332\030e"); /* as often as asked */
	keys("\005\025\030(" NI "\r\030)\030e\030e");
	tells("line(" NI ") line(" NI ") line(" NI ") ");
	keys("\030(x\0333\030)"); /* run again as it ends */
	shows("xxx|");
}

/* Readline 8.2 crashed at these, or was left in a state to. */
static void
editor_keys__survives_what_is_known_to_be_bad(void **state)
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
			keys(bad[i]);
			keys("\007\r\020\016");
			editor_set(VIEW("draft"), 5);
			shows("draft|");
		}
	}
}

static void
editor_keys__edits_as_vi_does(void **state)
{
	(void)state;
	keys("one two three");
	keys("\033");
	assert_true(editor_pending());
	editor_timeout();
	assert_false(editor_pending());
	shows("one two thre|e");
	keys("bcwsix");
	keys("\033");
	editor_timeout();
	shows("one two si|x");
	keys("0dwAyz");
	shows("two sixyz|");
	keys("\033");
	editor_timeout();
	keys("0fsr" NI);
	shows("two |" NI "ixyz");
	keys("u");
	assert_int_equal(editor_text().len, strlen("two sixyz"));
	keys("\r");
	tells("line(two sixyz) ");
	keys("typed\033[A");
	shows("two sixyz|");
	keys("\033[D!");
	shows("two sixy!|z");
}

static void
editor_timeout__makes_escape_harmless__in_vi_command_mode(void **state)
{
	static const char *const begun[] = { "d", "f", "r", "3", "c", "y", "\"",
		"/" };

	(void)state;
	keys("abc\033");
	editor_timeout();
	shows("ab|c");
	for (int i = 0; i < 3; i++) {
		keys("\033");
		editor_timeout();
		assert_false(editor_pending());
	}
	keys("h");
	shows("a|bc");
	for (size_t i = 0; i < sizeof(begun) / sizeof(begun[0]); i++) {
		if (begun[i][0] == '"')
			continue;
		keys(begun[i]);
		keys("\033");
		editor_timeout();
		if (begun[i][0] == '/')
			keys("\007");
		if (begun[i][0] == 'c')
			continue;
		keys("0");
		shows("|abc");
		keys("l");
	}
}

static void
editor_keys__takes_arrows_whole_and_in_parts__in_vi_mode(void **state)
{
	(void)state;
	keys("abc");
	keys("\033");
	keys("[");
	keys("D");
	keys("X");
	shows("abX|c");
	keys("\033[1;3C");
	shows("other| draft");
	keys("\033");
	editor_timeout();
	keys("\033[5~\033[6~");
	assert_true(told.len > 0);
	keys("iab\003");
	shows("|");
}

static const struct CMUnitTest emacs_tests[] = {
	cmocka_unit_test_setup(editor_keys__edits_as_emacs_does, begin),
	cmocka_unit_test_setup(editor_keys__kills_yanks_and_undoes, begin),
	cmocka_unit_test_setup(editor_keys__tells_a_line__on_enter, begin),
	cmocka_unit_test_setup(editor_keys__takes_utf8__byte_by_byte, begin),
	cmocka_unit_test_setup(editor_keys__drops_what_is_no_utf8, begin),
	cmocka_unit_test_setup(editor_keys__walks_the_history, begin),
	cmocka_unit_test_setup(
	    editor_add_history__keeps_no_secret_and_no_more_than_its_bound,
	    begin),
	cmocka_unit_test_setup(editor_prompt__shows_the_search, begin),
	cmocka_unit_test_setup(
	    editor_timeout__ends_a_search__when_escape_came_alone, begin),
	cmocka_unit_test_setup(
	    editor_prompt__shows_the_numeric_argument, begin),
	cmocka_unit_test_setup(editor_keys__tells_actions, begin),
	cmocka_unit_test_setup(
	    editor_keys__clears_the_line__on_interrupt, begin),
	cmocka_unit_test_setup(
	    editor_keys__tells_the_end__on_an_empty_line_only, begin),
	cmocka_unit_test_setup(editor_keys__breaks_a_line__on_alt_enter, begin),
	cmocka_unit_test_setup(
	    editor_keys__types_nothing__for_unknown_function_keys, begin),
	cmocka_unit_test_setup(
	    editor_insert__is_one_step_and_never_sends, begin),
	cmocka_unit_test_setup(editor_insert__takes_a_megabyte, begin),
	cmocka_unit_test_setup(
	    editor_set__changes_drafts__and_undo_begins_anew, begin),
	cmocka_unit_test_setup(
	    editor_set__puts_a_line_back__from_its_handler, begin),
	cmocka_unit_test_setup(editor_set__leaves_the_history_as_it_was, begin),
	cmocka_unit_test_setup(editor_set__ends_what_was_begun, begin),
	cmocka_unit_test_setup(
	    editor_keys__completes_what_is_common_then_goes_through, begin),
	cmocka_unit_test_setup(
	    editor_keys__completes_the_only_one_at_once, begin),
	cmocka_unit_test_setup(
	    editor_keys__completes_in_the_midst_of_a_line, begin),
	cmocka_unit_test_setup(
	    editor_keys__takes_the_first__when_nothing_is_in_common, begin),
	cmocka_unit_test_setup(editor_hint__pages__when_there_are_many, begin),
	cmocka_unit_test_setup(
	    editor_open__replaces_none_of_emacs_modes_keys, begin),
	cmocka_unit_test_setup(
	    editor_action_info__names_actions_and_keys, begin),
	cmocka_unit_test_setup(editor_keys__records_and_runs_macros, begin),
	cmocka_unit_test_setup(
	    editor_keys__survives_what_is_known_to_be_bad, begin),
	cmocka_unit_test_setup(editor__writes_nothing, begin),
	cmocka_unit_test_setup(editor_keys__survives_any_keys, begin),
};

static const struct CMUnitTest inputrc_tests[] = {
	cmocka_unit_test_setup(editor_open__lets_the_inputrc_win, begin),
	cmocka_unit_test_setup(
	    editor_keys__runs_macros__that_wait_for_more, begin),
	cmocka_unit_test_setup(
	    editor_keys__completes_by_readlines_own_functions, begin),
	cmocka_unit_test_setup(editor__writes_nothing, begin),
	cmocka_unit_test_setup(editor_keys__survives_any_keys, begin),
};

static const struct CMUnitTest vi_tests[] = {
	cmocka_unit_test_setup(editor_keys__edits_as_vi_does, begin),
	cmocka_unit_test_setup(
	    editor_timeout__makes_escape_harmless__in_vi_command_mode, begin),
	cmocka_unit_test_setup(
	    editor_keys__takes_arrows_whole_and_in_parts__in_vi_mode, begin),
	cmocka_unit_test_setup(editor__writes_nothing, begin),
	cmocka_unit_test_setup(editor_keys__survives_any_keys, begin),
};

static int
open_once(void **state)
{
	(void)state;
	remember_maps();
	editor_open(&ops, NULL);
	return 0;
}

static int
close_at_last(void **state)
{
	(void)state;
	editor_close();
	editor_close();
	buf_clear(&told);
	return 0;
}

/* Run a group in a child with that inputrc. Returns its exit status. */
static int
run_group(
    const char *rc, const char *name, const struct CMUnitTest *tests, size_t n)
{
	char path[] = "/tmp/test_editor_rc.XXXXXX";
	int fd = mkstemp(path), status = 1;
	pid_t pid;

	if (fd == -1 || write(fd, rc, strlen(rc)) == -1)
		return 1;
	close(fd);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		setenv("INPUTRC", path, 1);
		status = _cmocka_run_group_tests(
		    name, tests, n, open_once, close_at_last);
		exit(status);
	}
	waitpid(pid, &status, 0);
	unlink(path);
	return status != 0;
}

int
main(void)
{
	int failed = 0;

	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", "xterm-256color", 1);
	setlocale(LC_ALL, "");
	failed |= run_group("", "emacs mode", emacs_tests,
	    sizeof(emacs_tests) / sizeof(emacs_tests[0]));
	failed |= run_group(inputrc, "an inputrc", inputrc_tests,
	    sizeof(inputrc_tests) / sizeof(inputrc_tests[0]));
	failed |= run_group("set editing-mode vi\n", "vi mode", vi_tests,
	    sizeof(vi_tests) / sizeof(vi_tests[0]));
	return failed;
}
