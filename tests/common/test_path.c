/*
 * path: XDG folders, creating folders with their parents, and the lock, which a second process tries to take.
 */
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/environment.h"
#include "tests/support/test.h"

static char dir[64];

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/tchat-path-XXXXXX");
	return mkdtemp(dir) == NULL;
}

/* Everything that the tests create, deepest first. */
static int
teardown(void **state)
{
	static const char *const made[] = { "lock", "target", "file", "a/b/c",
		"a/b", "a", "" };

	(void)state;
	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		char *path = path_join(dir, made[i]);

		remove(path);
		free(path);
	}
	return access(dir, F_OK) == 0;
}

static void
assert_path(char *got, const char *want)
{
	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

static void
path_join__adds_one_slash(void **state)
{
	(void)state;
	assert_path(path_join("/a", "b"), "/a/b");
	assert_path(path_join("/a/", "b"), "/a/b");
	assert_path(path_join("/", "b"), "/b");
	assert_path(path_join("", "b"), "b");
}

static void
path__uses_xdg_folders(void **state)
{
	(void)state;
	setenv("HOME", "/home/ann", 1);
	setenv("XDG_STATE_HOME", "/state", 1);
	setenv("XDG_CONFIG_HOME", "/config", 1);
	assert_path(path_state("tchat"), "/state/tchat");
	assert_path(path_config("tchat"), "/config/tchat");
}

static void
path__is_under_home__when_xdg_is_unset_empty_or_relative(void **state)
{
	(void)state;
	setenv("HOME", "/home/ann", 1);
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_CONFIG_HOME");
	assert_path(path_state("tchat"), "/home/ann/.local/state/tchat");
	assert_path(path_config("tchat"), "/home/ann/.config/tchat");
	setenv("XDG_STATE_HOME", "", 1);
	setenv("XDG_CONFIG_HOME", "relative", 1);
	assert_path(path_state("tchat"), "/home/ann/.local/state/tchat");
	assert_path(path_config("tchat"), "/home/ann/.config/tchat");
}

static void
path__is_under_the_home_of_the_user_database__without_HOME(void **state)
{
	const struct passwd *pw = getpwuid(geteuid());
	char *want;

	(void)state;
	if (pw == NULL) {
		skip();
		return;
	}
	xasprintf(&want, "%s/.local/state/tchat", pw->pw_dir);
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("HOME");
	assert_path(path_state("tchat"), want);
	setenv("HOME", "", 1);
	assert_path(path_state("tchat"), want);
	setenv("HOME", "relative", 1);
	assert_path(path_state("tchat"), want);
	free(want);
}

/* Runs in a child process that drops root's rights, if the tests run as root. */
static void
path_make_dir__reports_missing_write_permission(void **state)
{
	char *path = path_join(dir, "x/y"), *cause = NULL;
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(chmod(dir, 0555), 0);
	pid = fork();
	if (pid == 0) {
		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(2);
		if (path_make_dir(path, &cause) != -1)
			_exit(3);
		_exit(strstr(cause, strerror(EACCES)) == NULL ? 4 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(chmod(dir, 0700), 0);
	assert_int_equal(status, 0);
	free(path);
}

static void
path_make_dir__makes_a_folder_with_its_parents(void **state)
{
	char *deep = path_join(dir, "a/b//c/"), *cause = NULL;
	struct stat st;

	(void)state;
	assert_int_equal(path_make_dir(deep, &cause), 0);
	assert_int_equal(stat(deep, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0700);
	/* An existing folder is fine. */
	assert_int_equal(path_make_dir(deep, &cause), 0);
	assert_null(cause);
	free(deep);
}

static void
touch(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void
path_make_dir__explains_a_failure(void **state)
{
	char *file = path_join(dir, "file"), *under = path_join(file, "x");
	char *cause = NULL, *want;

	(void)state;
	touch(file);
	xasprintf(&want,
	    "cannot make the folder %s: a file with this name exists", file);
	assert_int_equal(path_make_dir(file, &cause), -1);
	assert_string_equal(cause, want);
	free(cause);
	assert_int_equal(path_make_dir(under, &cause), -1);
	assert_string_equal(cause, want);
	free(cause);
	assert_int_equal(path_make_dir("/proc/nope/x", &cause), -1);
	assert_non_null(strstr(cause, "cannot make the folder /proc/nope: "));
	free(cause);
	free(want);
	free(under);
	free(file);
}

static void
path_lock__writes_the_pid(void **state)
{
	char *file = path_join(dir, "lock"), *cause = NULL;
	char text[32] = "", want[32];
	FILE *f;
	int fd;

	(void)state;
	/* Text from an earlier process is not a lock, and is replaced. */
	f = fopen(file, "w");
	assert_non_null(f);
	fputs("99999999999 and more\n", f);
	fclose(f);
	fd = path_lock(dir, &cause);
	assert_true(fd >= 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	snprintf(want, sizeof(want), "%ld\n", (long)getpid());
	assert_int_equal(pread(fd, text, sizeof(text) - 1, 0), strlen(want));
	assert_string_equal(text, want);
	close(fd);
	free(file);
}

/* Runs in a child process. Returns 0 if the lock is refused with this text. */
static int
lock_refused(const char *want)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		char *cause = NULL;

		if (path_lock(dir, &cause) != -1)
			_exit(1);
		_exit(strcmp(cause, want) == 0 ? 0 : 2);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
path_lock__reports_the_pid_of_the_holder(void **state)
{
	char *cause = NULL, *want;
	int fd;

	(void)state;
	fd = path_lock(dir, &cause);
	assert_true(fd >= 0);
	xasprintf(&want, "%s is in use by a running server, pid %ld", dir,
	    (long)getpid());
	assert_int_equal(lock_refused(want), 0);
	free(want);
	xasprintf(&want, "%s is in use by a running server", dir);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(lock_refused(want), 0);
	free(want);
	close(fd);
}

static void
path_lock__is_released__when_its_process_ends(void **state)
{
	char *cause = NULL;
	int status, fd;
	pid_t pid;

	(void)state;
	pid = fork();
	if (pid == 0)
		_exit(path_lock(dir, &cause) == -1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	fd = path_lock(dir, &cause);
	assert_true(fd >= 0);
	close(fd);
}

static void
path_lock__explains_a_failure(void **state)
{
	char *target = path_join(dir, "target"), *file = path_join(dir, "lock");
	char want[512], *cause = NULL;

	(void)state;
	snprintf(want, sizeof(want),
	    "cannot open %s/lock: No such file or directory", missing_path());
	assert_int_equal(path_lock(missing_path(), &cause), -1);
	assert_string_equal(cause, want);
	free(cause);
	/* A symbolic link there is not followed. */
	assert_int_equal(symlink(target, file), 0);
	assert_int_equal(path_lock(dir, &cause), -1);
	assert_int_equal(access(target, F_OK), -1);
	free(cause);
	free(target);
	free(file);
}

#define DIR_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(path_join__adds_one_slash),
		cmocka_unit_test(path__uses_xdg_folders),
		cmocka_unit_test(
		    path__is_under_home__when_xdg_is_unset_empty_or_relative),
		cmocka_unit_test(
		    path__is_under_the_home_of_the_user_database__without_HOME),
		DIR_TEST(path_make_dir__reports_missing_write_permission),
		DIR_TEST(path_make_dir__makes_a_folder_with_its_parents),
		DIR_TEST(path_make_dir__explains_a_failure),
		DIR_TEST(path_lock__writes_the_pid),
		DIR_TEST(path_lock__reports_the_pid_of_the_holder),
		DIR_TEST(path_lock__is_released__when_its_process_ends),
		DIR_TEST(path_lock__explains_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
