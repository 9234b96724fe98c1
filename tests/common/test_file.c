/*
 * file: files that are not regular, or too large, are refused without blocking.
 */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/path.h"
#include "tests/support/test.h"

static char dir[64];
static char *path;

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/tchat-file-XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	path = path_join(dir, "x");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	rmdir(dir);
	free(path);
	return 0;
}

static void
put(const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
assert_refused(const char *name, size_t max, int error, const char *why)
{
	struct buf b = { 0 };
	char *cause = NULL;

	assert_int_equal(file_open(name, max, NULL, &cause), -1);
	assert_int_equal(errno, error);
	if (strstr(cause, name) == NULL || strstr(cause, why) == NULL)
		fail_msg("%s", cause);
	free(cause);
	cause = NULL;
	assert_int_equal(file_load(name, max, &b, &cause), -1);
	assert_int_equal(b.len, 0);
	free(cause);
}

static void
file_load__reads_a_whole_regular_file(void **state)
{
	struct buf b = { 0 };
	char *cause = NULL;
	struct stat st;
	int fd;

	(void)state;
	put("twelve bytes");
	assert_int_equal(file_load(path, 12, &b, &cause), 0);
	assert_string_equal(buf_str(&b), "twelve bytes");
	fd = file_open(path, 12, &st, &cause);
	assert_true(fd >= 0);
	assert_int_equal(st.st_size, 12);
	close(fd);
	buf_clear(&b);
}

static void
file_open__rejects_other_files__without_blocking(void **state)
{
	(void)state;
	assert_refused("/dev/zero", 100, EINVAL, "a device");
	assert_refused(dir, 100, EINVAL, "a folder");
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_refused(path, 100, EINVAL, "a FIFO");
}

static void
file_load__rejects_large_files(void **state)
{
	struct buf b = { 0 };
	char *cause = NULL;

	(void)state;
	put("twelve bytes");
	assert_refused(path, 11, EFBIG, "larger than 11 bytes");
	/* fstat(2) says that its size is 0. */
	assert_int_equal(file_load("/proc/self/status", 10, &b, &cause), -1);
	assert_non_null(strstr(cause, "larger than 10 bytes"));
	free(cause);
	buf_clear(&b);
}

static void
file_may_exist__is_false_only_when_the_file_cannot_exist(void **state)
{
	char *under = path_join(path, "y");

	(void)state;
	assert_false(file_may_exist(path));
	assert_false(file_may_exist(under));
	put("x");
	assert_true(file_may_exist(path));
	assert_false(file_may_exist(under)); /* its folder is a file */
	free(under);
}

#define FILE_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		FILE_TEST(file_load__reads_a_whole_regular_file),
		FILE_TEST(file_open__rejects_other_files__without_blocking),
		FILE_TEST(file_load__rejects_large_files),
		FILE_TEST(
		    file_may_exist__is_false_only_when_the_file_cannot_exist),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
