/*
 * editor_rig: the editor's callbacks, and a child process for each group.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <locale.h>
#include <sys/wait.h>
#include <unistd.h>

#include <readline/history.h>

#include "client/commands/parse.h"
#include "client/input/editor.h"
#include "common/buf.h"
#include "common/xmalloc.h"
#include "tests/support/editor_rig.h"
#include "tests/support/test.h"

enum { OFFERS_MAX = 16 };

/* Readline itself does not free these. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libreadline\n";
}

const char editor_inputrc[] = "set bell-style audible\n"
			      "set blink-matching-paren on\n"
			      "set convert-meta on\n"
			      "set enable-bracketed-paste on\n"
			      "\"\\C-xb\": tchat-bottom\n"
			      "\"\\e[5~\": tchat-top\n"
			      "\"\\e4\": digit-argument\n"
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

/* There is one editor, because there is one readline. */
static struct {
	struct buf told;
	unsigned changes;
	const char *put_back;
	const char *offers[OFFERS_MAX];
	const char *append;
	size_t asked_start;
	int no_digit_arguments;
	const char *described, *about;
	void (*before_open)(void);
} rig;

static void
on_line(struct view text, void *ctx)
{
	(void)ctx;
	buf_printf(&rig.told, "line(%.*s) ", VIEW_ARG(text));
	if (rig.put_back != NULL)
		editor_set(view_of(rig.put_back), 1);
	rig.put_back = NULL;
}

static void
on_action(enum editor_action action, int arg, void *ctx)
{
	(void)ctx;
	buf_printf(&rig.told, "action(%d,%d) ", action, arg);
	if (action == ACTION_NEXT_ROOM)
		editor_set(VIEW("other draft"), 5);
}

static char **
on_complete(struct view text, size_t start, size_t point, const char **append,
    void *ctx)
{
	char **v = xcalloc(OFFERS_MAX + 1, sizeof(*v));
	size_t n = 0;

	(void)ctx;
	assert_true(start <= point && point <= text.len);
	rig.asked_start = start;
	*append = rig.append;
	for (size_t i = 0; i < OFFERS_MAX && rig.offers[i] != NULL; i++)
		if (strncmp(rig.offers[i], text.p + start, point - start) == 0)
			v[n++] = xstrdup(rig.offers[i]);
	return v;
}

static void
on_changed(void *ctx)
{
	(void)ctx;
	rig.changes++;
}

static int
on_secret(struct view line, void *ctx)
{
	(void)ctx;
	return command_is_secret(line);
}

static int
on_digit_arguments(void *ctx)
{
	(void)ctx;
	return !rig.no_digit_arguments;
}

static int
on_private(struct view line, void *ctx)
{
	(void)ctx;
	return command_is_private(VIEW(""), line);
}

static char *
on_describe(struct view text, size_t start, const char *candidate, void *ctx)
{
	(void)ctx;
	assert_true(start <= text.len);
	if (rig.described == NULL || strcmp(rig.described, candidate) != 0)
		return NULL;
	return xstrdup(rig.about);
}

static const struct editor_ops ops = { on_line, on_action, on_complete,
	on_changed, on_secret, on_digit_arguments, on_private, on_describe };

void
rig_keys(const char *s)
{
	editor_keys(view_of(s));
}

int
rig_begin(void **state)
{
	(void)state;
	editor_timeout();
	editor_set(VIEW(""), 0);
	rig_keys("\r"); /* in vi mode: go to insert mode */
	clear_history();
	using_history();
	buf_reset(&rig.told);
	rig.changes = 0;
	rig.put_back = NULL;
	memset(rig.offers, 0, sizeof(rig.offers));
	rig.append = " ";
	rig.no_digit_arguments = 0;
	rig.described = NULL;
	return 0;
}

void
rig_describe(const char *candidate, const char *about)
{
	rig.described = candidate;
	rig.about = about;
}

void
rig_digits_choose_rooms(void)
{
	rig.no_digit_arguments = 1;
}

void
rig_shows(const char *expected)
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

void
rig_tells(const char *expected)
{
	assert_string_equal(buf_str(&rig.told), expected);
	buf_reset(&rig.told);
}

void
rig_prompts(const char *expected)
{
	struct view prompt = editor_prompt();

	assert_int_equal(prompt.len, strlen(expected));
	assert_memory_equal(prompt.p, expected, prompt.len);
}

void
rig_hints(const char *expected)
{
	struct view hint = editor_hint();
	char *text = xviewdup(hint);

	assert_string_equal(text, expected);
	free(text);
}

void
rig_forget(void)
{
	buf_reset(&rig.told);
}

size_t
rig_told(void)
{
	return rig.told.len;
}

unsigned
rig_changes(void)
{
	return rig.changes;
}

void
rig_put_back(const char *text)
{
	rig.put_back = text;
}

void
rig_offer(size_t i, const char *text)
{
	assert_true(i < OFFERS_MAX);
	rig.offers[i] = text;
}

void
rig_append(const char *text)
{
	rig.append = text;
}

size_t
rig_asked_start(void)
{
	return rig.asked_start;
}

static int
open_once(void **state)
{
	(void)state;
	if (rig.before_open != NULL)
		rig.before_open();
	editor_open(&ops, NULL);
	return 0;
}

static int
close_at_last(void **state)
{
	(void)state;
	editor_close();
	editor_close();
	buf_clear(&rig.told);
	return 0;
}

int
rig_run(const char *rc, const char *name, const struct CMUnitTest *tests,
    size_t n, void (*before_open)(void))
{
	char path[] = "/tmp/test_editor_rc.XXXXXX";
	int fd = mkstemp(path), status = 1;
	pid_t pid;

	if (fd == -1 || write(fd, rc, strlen(rc)) == -1)
		return 1;
	close(fd);
	rig.before_open = before_open;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", "xterm-256color", 1);
	setlocale(LC_ALL, "");
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
