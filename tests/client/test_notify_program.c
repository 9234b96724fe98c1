/*
 * notify_program: what a program gets and does not get, and what happens when it fails or does not end.
 */
#include "client/notify_program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/file.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

enum { DEADLINE_MS = 20000 };

static struct event_base *base;
static struct notify_program *program;
static struct string_list command;
static struct buf reported;
static char *dir;

static void
report_cb(const char *text, void *ctx)
{
	(void)ctx;
	buf_printf(&reported, "%s\n", text);
}

static int
setup(void **state)
{
	(void)state;
	dir = e2e_folder();
	base = event_base_new();
	program = notify_program_new(base, report_cb, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	clock_set(NULL);
	notify_program_free(program);
	event_base_free(base);
	string_list_clear(&command);
	buf_clear(&reported);
	e2e_remove(dir);
	free(dir);
	return 0;
}

/* Return the path of a file in the test's folder; valid until the next call. */
static const char *
path_of(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

/* Make a shell script the command. $1 is the test's folder. */
static void
use_script(const char *script)
{
	FILE *f = fopen(path_of("script"), "w");

	assert_non_null(f);
	fprintf(f, "#!/bin/sh\n%s\n", script);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path_of("script"), 0700), 0);
	string_list_clear(&command);
	string_list_add(&command, path_of("script"));
	string_list_add(&command, dir);
}

static void
wait_until_ended(void)
{
	int64_t end = clock_boot_ms() + DEADLINE_MS;

	while (notify_program_is_running(program)) {
		assert_true(clock_boot_ms() < end);
		event_base_loop(base, EVLOOP_ONCE);
	}
}

static void
run(const char *input)
{
	notify_program_run(program, &command, view_of(input));
	wait_until_ended();
}

static void
assert_file(const char *name, const char *want)
{
	struct buf text = { 0 };
	char *cause = NULL;

	if (file_load(path_of(name), 100000, &text, &cause) != 0)
		fail_msg("%s", cause);
	assert_string_equal(buf_str(&text), want);
	buf_clear(&text);
}

static void
program__gets_its_arguments_and_the_input(void **state)
{
	char *want;

	(void)state;
	use_script("cat >\"$1/input\"; printf '%s|' \"$@\" >\"$1/args\"");
	string_list_add(&command, "$HOME; `id`");
	run("{\"count\":1}\n");
	assert_file("input", "{\"count\":1}\n");
	xasprintf(&want, "%s|$HOME; `id`|", dir);
	assert_file("args", want);
	free(want);
	assert_string_equal(buf_str(&reported), "");
}

/* Return the signals that the script found ignored. The C library keeps two of its own as they are. */
static unsigned long
ignored_signals(void)
{
	unsigned long mask = ~0ul;
	FILE *f = fopen(path_of("signals"), "r");

	assert_non_null(f);
	assert_int_equal(fscanf(f, "SigIgn:\t%lx", &mask), 1);
	fclose(f);
	return mask;
}

static void
program__inherits_nothing_else(void **state)
{
	int kept = open("/dev/null", O_RDONLY); /* without close-on-exec */

	(void)state;
	assert_int_not_equal(kept, -1);
	setenv("TCHAT_SECRET", "x", 1);
	setenv("DISPLAY", ":7", 1);
	signal(SIGPIPE, SIG_IGN);
	use_script("env | grep -c SECRET >\"$1/env\"\n"
		   "echo $DISPLAY >>\"$1/env\"\n"
		   "ls /proc/self/fd | tr '\\n' ' ' >\"$1/fds\"\n"
		   "grep SigIgn /proc/$$/status >\"$1/signals\"\n"
		   "x=$(readlink /proc/$$/fd/1 /proc/$$/fd/2)\n"
		   "echo \"$x\" >\"$1/out\"\n"
		   "cut -d' ' -f7 /proc/$$/stat >\"$1/tty\"\n"
		   "echo noise; echo noise >&2");
	run("");
	assert_file("env", "0\n:7\n");
	assert_file("fds", "0 1 2 3 "); /* 3: ls reads the folder */
	assert_int_equal(ignored_signals() & (1u << (SIGPIPE - 1)), 0);
	assert_file("out", "/dev/null\n/dev/null\n");
	assert_file("tty", "0\n"); /* no terminal to write to */
	signal(SIGPIPE, SIG_DFL);
	unsetenv("TCHAT_SECRET");
	unsetenv("DISPLAY");
	close(kept);
}

static void
command__may_be_one_text(void **state)
{
	char *text;

	(void)state;
	use_script("printf '%s|' \"$@\" >\"$1/args\"");
	string_list_clear(&command);
	xasprintf(&text, "%s %s  --new  x", path_of("script"), dir);
	string_list_add(&command, text);
	free(text);
	run("");
	xasprintf(&text, "%s|--new|x|", dir);
	assert_file("args", text);
	free(text);
	string_list_clear(&command);
	string_list_add(&command, " ");
	run("");
	assert_string_equal(buf_str(&reported), "");
}

static void
program__is_found_in_the_path(void **state)
{
	(void)state;
	string_list_add(&command, "true");
	run("");
	assert_string_equal(buf_str(&reported), "");
}

static void
failures__are_reported_once_each(void **state)
{
	char want[700];

	(void)state;
	string_list_add(&command, "/nowhere/tchat-notify");
	run("");
	run("");
	assert_string_equal(buf_str(&reported),
	    "notify-command: cannot start /nowhere/tchat-notify: No such file "
	    "or directory\n");
	buf_reset(&reported);
	use_script("exit 3");
	run("");
	run("");
	snprintf(want, sizeof(want),
	    "notify-command: %s failed with status 3.\n", path_of("script"));
	assert_string_equal(buf_str(&reported), want);
	buf_reset(&reported);
	use_script("kill -TERM $$");
	run("");
	snprintf(want, sizeof(want),
	    "notify-command: %s was ended by signal 15.\n", path_of("script"));
	assert_string_equal(buf_str(&reported), want);
	use_script("exit 0");
	run("");
	use_script("kill -TERM $$");
	buf_reset(&reported);
	run(""); /* it succeeded meanwhile, so this is reported again */
	assert_string_equal(buf_str(&reported), want);
}

static void
program__runs_once_at_a_time(void **state)
{
	(void)state;
	use_script("read line; echo \"$line\" >>\"$1/input\"");
	notify_program_run(program, &command, VIEW("one\n"));
	assert_true(notify_program_is_running(program));
	notify_program_run(program, &command, VIEW("two\n"));
	wait_until_ended();
	run("three\n");
	assert_file("input", "one\nthree\n");
}

static int64_t now;

static int64_t
fake_clock(void)
{
	return now;
}

/* Wait until the script has written this file; returns the number in it. */
static pid_t
wait_for_pid(const char *name)
{
	long pid = 0;
	FILE *f;

	for (int ms = 0; pid == 0; ms++) {
		assert_true(ms < DEADLINE_MS);
		usleep(1000);
		f = fopen(path_of(name), "r");
		if (f == NULL)
			continue;
		if (fscanf(f, "%ld\n", &pid) != 1)
			pid = 0;
		fclose(f);
	}
	return (pid_t)pid;
}

/* True if the process has ended; init may not have collected it yet. */
static int
is_gone(pid_t pid)
{
	char path[64], state = 'Z';
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	f = fopen(path, "r");
	if (f == NULL)
		return 1;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 'Z';
	fclose(f);
	return state == 'Z' || state == 'X';
}

static void
wait_until_gone(pid_t pid)
{
	for (int ms = 0; !is_gone(pid); ms++) {
		assert_true(ms < DEADLINE_MS);
		usleep(1000);
	}
}

static void
program__is_killed_with_its_children_after_a_time(void **state)
{
	pid_t child;

	(void)state;
	now = 1000000;
	use_script("sleep 1000 & echo $! >\"$1/pid\"; wait");
	clock_set(fake_clock);
	notify_program_run(program, &command, VIEW(""));
	child = wait_for_pid("pid");
	event_base_loop(base, EVLOOP_ONCE);
	assert_true(notify_program_is_running(program));
	now += NOTIFY_PROGRAM_MS;
	event_base_loop(base, EVLOOP_ONCE);
	assert_false(notify_program_is_running(program));
	assert_non_null(strstr(buf_str(&reported),
	    "did not end within 10 seconds and was killed"));
	wait_until_gone(child);
}

static void
program__is_killed_when_tchat_ends(void **state)
{
	pid_t child;

	(void)state;
	use_script("sleep 1000 & echo $! >\"$1/pid\"; wait");
	notify_program_run(program, &command, VIEW(""));
	child = wait_for_pid("pid");
	notify_program_free(program);
	program = NULL;
	wait_until_gone(child);
}

/* A program that does not read its input must not stop the client. */
static void
program__need_not_read_its_input(void **state)
{
	char input[NOTIFY_INPUT_MAX];

	(void)state;
	memset(input, 'x', sizeof(input));
	string_list_add(&command, "true");
	notify_program_run(
	    program, &command, (struct view){ input, sizeof(input) });
	wait_until_ended();
	assert_string_equal(buf_str(&reported), "");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(program__gets_its_arguments_and_the_input),
		TEST(program__inherits_nothing_else),
		TEST(command__may_be_one_text),
		TEST(program__is_found_in_the_path),
		TEST(failures__are_reported_once_each),
		TEST(program__runs_once_at_a_time),
		TEST(program__is_killed_with_its_children_after_a_time),
		TEST(program__is_killed_when_tchat_ends),
		TEST(program__need_not_read_its_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
