/*
 * notification: the bytes for each kind of terminal, what they never contain, and which kind is chosen.
 */
#include "client/view/notification.h"

#include <string.h>

#include "tests/support/test.h"

static struct buf out;

static int
teardown(void **state)
{
	(void)state;
	buf_clear(&out);
	return 0;
}

static void
assert_bytes(
    enum notification_kind kind, enum multiplexer multiplexer, const char *want)
{
	buf_reset(&out);
	notification_bytes(
	    &out, kind, multiplexer, VIEW("ana in #ops"), VIEW("hi; there"));
	assert_string_equal(buf_str(&out), want);
}

static void
notification_bytes__has_a_form_for_each_terminal(void **state)
{
	(void)state;
	assert_bytes(NOTIFICATION_NONE, MULTIPLEXER_NONE, "");
	assert_bytes(NOTIFICATION_BELL, MULTIPLEXER_NONE, "\a");
	assert_bytes(NOTIFICATION_OSC9, MULTIPLEXER_NONE,
	    "\033]9;ana in #ops: hi; there\a");
	assert_bytes(NOTIFICATION_OSC777, MULTIPLEXER_NONE,
	    "\033]777;notify;ana in #ops;hi, there\a");
	assert_bytes(NOTIFICATION_OSC99, MULTIPLEXER_NONE,
	    "\033]99;i=tchat:d=0;ana in #ops\a"
	    "\033]99;i=tchat:d=1:p=body;hi; there\a");
}

static void
notification_bytes__passes_through_tmux_and_screen(void **state)
{
	(void)state;
	assert_bytes(NOTIFICATION_NONE, MULTIPLEXER_TMUX, "");
	assert_bytes(NOTIFICATION_BELL, MULTIPLEXER_TMUX, "\a");
	assert_bytes(NOTIFICATION_OSC9, MULTIPLEXER_TMUX,
	    "\033Ptmux;\033\033]9;ana in #ops: hi; there\a\033\\");
	assert_bytes(NOTIFICATION_OSC99, MULTIPLEXER_TMUX,
	    "\033Ptmux;\033\033]99;i=tchat:d=0;ana in #ops\a\033\\"
	    "\033Ptmux;\033\033]99;i=tchat:d=1:p=body;hi; there\a\033\\");
	assert_bytes(NOTIFICATION_OSC777, MULTIPLEXER_SCREEN,
	    "\033P\033]777;notify;ana in #ops;hi, there\a\033\\");
}

/* Return how often a byte occurs. */
static int
count(char c)
{
	int n = 0;

	for (size_t i = 0; i < out.len; i++)
		n += out.p[i] == c;
	return n;
}

static void
notification_bytes__contains_nothing_that_could_end_it(void **state)
{
	static const char evil[] =
	    "4;1;\a\033\\\033]0;x\a\xc2\x9c\xc2\x9d\r\n\t\xff\xe2\x80\xae;";

	(void)state;
	for (int kind = NOTIFICATION_OSC9; kind <= NOTIFICATION_OSC99; kind++) {
		buf_reset(&out);
		notification_bytes(&out, (enum notification_kind)kind,
		    MULTIPLEXER_NONE, VIEW(evil), VIEW(evil));
		assert_int_equal(
		    count('\033'), kind == NOTIFICATION_OSC99 ? 2 : 1);
		assert_int_equal(count('\a'), count('\033'));
		assert_int_equal(count('\n') + count('\r') + count('\t'), 0);
		assert_null(strstr(buf_str(&out), "\xc2\x9c"));
		assert_null(strstr(buf_str(&out), "]9;4;"));
	}
	buf_reset(&out);
	notification_bytes(&out, NOTIFICATION_OSC777, MULTIPLEXER_NONE,
	    VIEW("a;b"), VIEW("c;d"));
	assert_string_equal(buf_str(&out), "\033]777;notify;a,b;c,d\a");
}

static void
notification_bytes__cuts_long_texts_between_graphemes(void **state)
{
	struct buf text = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_add_str(&text, "e\xcc\x81"); /* two code points */
	notification_bytes(&out, NOTIFICATION_OSC9, MULTIPLEXER_NONE,
	    buf_view(&text), buf_view(&text));
	assert_int_equal(
	    out.len, strlen("\033]9;: \a") + 2 * strlen("\xe2\x80\xa6") +
			 3 * (NOTIFICATION_TITLE_MAX + NOTIFICATION_BODY_MAX));
	assert_non_null(strstr(buf_str(&out), "e\xcc\x81\xe2\x80\xa6: e"));
	buf_clear(&text);
}

/* An environment of up to three variables. */
static const char *environment[3][2];

static char *
get(const char *name)
{
	size_t i;

	for (i = 0; i < 3; i++)
		if (environment[i][0] != NULL &&
		    strcmp(environment[i][0], name) == 0)
			return (char *)(uintptr_t)environment[i][1];
	return NULL;
}

static void
notification_detect__looks_at_the_environment(void **state)
{
	static const struct {
		const char *name, *value;
		enum notification_kind kind;
	} rows[] = {
		{ "TERM", "xterm-256color", NOTIFICATION_BELL },
		{ "TERM", "xterm-kitty", NOTIFICATION_OSC99 },
		{ "TERM", "foot-extra", NOTIFICATION_OSC777 },
		{ "TERM", "linux", NOTIFICATION_BELL },
		{ "TERM_PROGRAM", "iTerm.app", NOTIFICATION_OSC9 },
		{ "TERM_PROGRAM", "Apple_Terminal", NOTIFICATION_BELL },
		{ "KITTY_WINDOW_ID", "1", NOTIFICATION_OSC99 },
		{ "KITTY_WINDOW_ID", "", NOTIFICATION_BELL },
		{ "WEZTERM_PANE", "0", NOTIFICATION_OSC777 },
	};
	size_t i;

	(void)state;
	memset(environment, 0, sizeof(environment));
	assert_int_equal(notification_detect(get), NOTIFICATION_BELL);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		environment[0][0] = rows[i].name;
		environment[0][1] = rows[i].value;
		assert_int_equal(notification_detect(get), rows[i].kind);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
	const struct CMUnitTest tests[] = {
		TEST(notification_bytes__has_a_form_for_each_terminal),
		TEST(notification_bytes__passes_through_tmux_and_screen),
		TEST(notification_bytes__contains_nothing_that_could_end_it),
		TEST(notification_bytes__cuts_long_texts_between_graphemes),
		TEST(notification_detect__looks_at_the_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
