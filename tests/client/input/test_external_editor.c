/*
 * external_editor: a script in the place of the editor; the files that it sees and leaves.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/input/external_editor.h"
#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

static struct external_editor editor;
static struct buf text;
static char *dir, *cause;

static int
setup(void **state)
{
	(void)state;
	dir = e2e_folder();
	setenv("XDG_RUNTIME_DIR", dir, 1);
	unsetenv("VISUAL");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	external_editor_stop(&editor);
	buf_clear(&text);
	e2e_remove(dir);
	free(dir);
	free(cause);
	cause = NULL;
	return 0;
}

static int
wait_for_end(void)
{
	int64_t end = clock_mono_ms() + 10000;
	int rc;

	free(cause);
	cause = NULL;
	buf_reset(&text);
	while ((rc = external_editor_ended(&editor, &text, &cause)) == 0) {
		assert_true(clock_mono_ms() < end);
		usleep(2000);
	}
	return rc;
}

/* Let a shell script edit a text: its $1 is the file. */
static int
edited_by(const char *script, const char *before)
{
	char command[400];

	snprintf(command, sizeof(command), "sh -c '%s' sh", script);
	setenv("EDITOR", command, 1);
	assert_int_equal(
	    external_editor_start(&editor, view_of(before), &cause), 0);
	return wait_for_end();
}

/* Make a program of the text the editor. */
static void
write_script(const char *script)
{
	char path[300];
	int fd;

	snprintf(path, sizeof(path), "%s/script", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
	assert_int_equal(write(fd, script, strlen(script)), strlen(script));
	close(fd);
	setenv("EDITOR", path, 1);
}

static void
assert_nothing_left(void)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			fail_msg("%s is left", e->d_name);
	closedir(d);
}

static void
external_editor__returns_the_edited_text(void **state)
{
	(void)state;
	assert_int_equal(edited_by("echo more >>\"$1\"", "one\ntwo"), 1);
	assert_string_equal(buf_str(&text), "one\ntwo\nmore");
	assert_nothing_left();
	assert_int_equal(edited_by("true", ""), 1);
	assert_string_equal(buf_str(&text), "");
	assert_int_equal(edited_by("true", "a b  \n\n"), 1);
	assert_string_equal(buf_str(&text), "a b  ");
}

static void
external_editor__prefers_visual(void **state)
{
	(void)state;
	setenv("VISUAL", "sh -c 'echo visual >\"$1\"' sh", 1);
	assert_int_equal(edited_by("echo editor >\"$1\"", "x"), 1);
	assert_string_equal(buf_str(&text), "visual");
}

static void
external_editor__hides_the_file_from_others(void **state)
{
	(void)state;
	assert_int_equal(
	    edited_by("ls -l \"$1\" | cut -c1-10 >x; ls -ld \"${1%/*}\" | "
		      "cut -c1-10 >>x; cat x >\"$1\"; rm x",
		"secret"),
	    1);
	assert_string_equal(buf_str(&text), "-rw-------\ndrwx------");
}

static void
external_editor__removes_backup_files_too(void **state)
{
	(void)state;
	assert_int_equal(
	    edited_by("cp \"$1\" \"$1~\"; mv \"$1\" \"$1.old\"; "
		      "echo new >\"$1\"; echo x >\"${1%/*}/.swap\"",
		"old"),
	    1);
	assert_string_equal(buf_str(&text), "new");
	assert_nothing_left();
}

static void
external_editor__keeps_the_text_if_it_fails(void **state)
{
	(void)state;
	assert_int_equal(edited_by("echo x >\"$1\"; exit 3", "text"), -1);
	assert_non_null(strstr(cause, "status 3"));
	assert_nothing_left();
	assert_int_equal(edited_by("kill -9 $$", "text"), -1);
	assert_nothing_left();
	assert_int_equal(edited_by("rm \"$1\"", "text"), -1);
	assert_non_null(strstr(cause, "No such file"));
	assert_int_equal(edited_by("rm \"$1\"; mkdir \"$1\"", "text"), -1);
	assert_non_null(strstr(cause, "is a folder"));
	setenv("EDITOR", "/no/such/editor", 1);
	assert_int_equal(
	    external_editor_start(&editor, VIEW("text"), &cause), 0);
	assert_int_equal(wait_for_end(), -1);
	assert_non_null(strstr(cause, "/no/such/editor was not found"));
}

static void
external_editor__cleans_what_it_reads(void **state)
{
	(void)state;
	assert_int_equal(edited_by("printf \"a\\033[2J\\tb\\r\\n\\302\\233c"
				   "\\377\\002d\\000e\\303\\251\" >\"$1\"",
			     "x"),
	    1);
	assert_string_equal(buf_str(&text), "a[2J\tb\nc\002de\303\251");
	assert_int_equal(
	    edited_by("head -c 2000000 /dev/zero >\"$1\"", "x"), -1);
	assert_non_null(strstr(cause, "larger than"));
}

static void
external_editor__uses_another_folder_if_there_is_no_runtime_folder(void **state)
{
	char *before = xstrdup(getenv("TMPDIR"));

	(void)state;
	setenv("XDG_RUNTIME_DIR", "/no/such/folder", 1);
	setenv("TMPDIR", dir, 1);
	assert_int_equal(edited_by("echo \"$1\" >\"$1\"", "x"), 1);
	assert_int_equal(strncmp(buf_str(&text), dir, strlen(dir)), 0);
	unsetenv("TMPDIR");
	if (before != NULL)
		setenv("TMPDIR", before, 1);
	free(before);
}

static void
external_editor__is_stopped_with_the_program(void **state)
{
	pid_t pid;

	(void)state;
	write_script("#!/bin/sh\nexec sleep 1000\n");
	assert_int_equal(
	    external_editor_start(&editor, VIEW("text"), &cause), 0);
	assert_int_equal(external_editor_ended(&editor, &text, &cause), 0);
	pid = editor.pid;
	external_editor_stop(&editor);
	assert_int_equal(editor.pid, 0);
	assert_int_equal(kill(pid, 0), -1);
	unlink(getenv("EDITOR"));
	assert_nothing_left();
}

#define EDITOR_CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EDITOR_CASE(external_editor__returns_the_edited_text),
		EDITOR_CASE(external_editor__prefers_visual),
		EDITOR_CASE(external_editor__hides_the_file_from_others),
		EDITOR_CASE(external_editor__removes_backup_files_too),
		EDITOR_CASE(external_editor__keeps_the_text_if_it_fails),
		EDITOR_CASE(external_editor__cleans_what_it_reads),
		EDITOR_CASE(
		    external_editor__uses_another_folder_if_there_is_no_runtime_folder),
		EDITOR_CASE(external_editor__is_stopped_with_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
