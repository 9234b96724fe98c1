/*
 * Tests of clipboard and multiplexer: the bytes for each kind of terminal.
 */
#include "client/view/clipboard.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

static void
bytes_are(enum multiplexer m, const char *text, const char *want)
{
	struct buf out = { 0 };

	clipboard_bytes(&out, m, view_of(text));
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void
clipboard_bytes__encodes_any_text(void **state)
{
	(void)state;
	bytes_are(MULTIPLEXER_NONE, "", "\033]52;c;\a");
	bytes_are(MULTIPLEXER_NONE, "hi", "\033]52;c;aGk=\a");
	bytes_are(MULTIPLEXER_NONE, "\033\\\a\n\xe4\xbd\xa0",
	    "\033]52;c;G1wHCuS9oA==\a");
}

static void
clipboard_bytes__reaches_tmux_and_the_terminal_outside(void **state)
{
	(void)state;
	bytes_are(MULTIPLEXER_TMUX, "hi",
	    "\033]52;c;aGk=\a"
	    "\033Ptmux;\033\033]52;c;aGk=\a\033\\");
}

/* screen limits the length of each piece. */
static void
clipboard_bytes__cuts_the_sequence_for_screen(void **state)
{
	struct buf out = { 0 }, joined = { 0 }, plain = { 0 };
	char *text = xcalloc(1, CLIPBOARD_MAX);
	const char *p, *end;

	(void)state;
	bytes_are(MULTIPLEXER_SCREEN, "hi", "\033P\033]52;c;aGk=\a\033\\");
	memset(text, 'x', CLIPBOARD_MAX);
	clipboard_bytes(
	    &out, MULTIPLEXER_SCREEN, (struct view){ text, CLIPBOARD_MAX });
	clipboard_bytes(
	    &plain, MULTIPLEXER_NONE, (struct view){ text, CLIPBOARD_MAX });
	assert_true(plain.len < 100100);
	for (p = buf_str(&out); *p != '\0'; p = end + 2) {
		assert_int_equal(strncmp(p, "\033P", 2), 0);
		end = strstr(p + 2, "\033\\");
		assert_non_null(end);
		assert_true(end - p < 250);
		buf_add(&joined, p + 2, (size_t)(end - p) - 2);
	}
	assert_string_equal(buf_str(&joined), buf_str(&plain));
	buf_clear(&out);
	buf_clear(&joined);
	buf_clear(&plain);
	free(text);
}

static void
multiplexer_detect__reads_the_environment(void **state)
{
	(void)state;
	assert_int_equal(
	    multiplexer_detect(NULL, NULL, NULL), MULTIPLEXER_NONE);
	assert_int_equal(
	    multiplexer_detect("", "", "xterm-256color"), MULTIPLEXER_NONE);
	assert_int_equal(
	    multiplexer_detect("/tmp/t,1,0", NULL, "screen"), MULTIPLEXER_TMUX);
	assert_int_equal(
	    multiplexer_detect(NULL, NULL, "tmux-256color"), MULTIPLEXER_TMUX);
	assert_int_equal(multiplexer_detect(NULL, "1.pts-0.host", "xterm"),
	    MULTIPLEXER_SCREEN);
	assert_int_equal(
	    multiplexer_detect(NULL, NULL, "screen.xterm-256color"),
	    MULTIPLEXER_SCREEN);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(clipboard_bytes__encodes_any_text),
		cmocka_unit_test(
		    clipboard_bytes__reaches_tmux_and_the_terminal_outside),
		cmocka_unit_test(clipboard_bytes__cuts_the_sequence_for_screen),
		cmocka_unit_test(multiplexer_detect__reads_the_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
