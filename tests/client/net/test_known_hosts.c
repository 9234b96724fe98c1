/*
 * known_hosts: reading, adding and comparing lines; and all the ways in which the file itself cannot be trusted.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/net/known_hosts.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

static char *dir, *cause;
static char file[256];
static struct known_line line;

static int
setup(void **state)
{
	(void)state;
	dir = e2e_folder();
	snprintf(file, sizeof(file), "%s/new/known_hosts", dir);
	cause = NULL;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	e2e_remove(dir);
	free(dir);
	free(cause);
	return 0;
}

/* A fingerprint with all bytes n. */
static struct fingerprint
print_of(int n)
{
	struct fingerprint fp;

	memset(fp.bytes, n, sizeof(fp.bytes));
	return fp;
}

static enum known_host
meet(const char *host, unsigned port, int n)
{
	struct fingerprint fp = print_of(n);

	free(cause);
	cause = NULL;
	return known_hosts_find_or_add(file, host, port, &fp, &line, &cause);
}

static enum known_host
find(const char *host, unsigned port, int n)
{
	struct fingerprint fp = print_of(n);

	free(cause);
	cause = NULL;
	return known_hosts_find(file, host, port, &fp, &line, &cause);
}

static void
write_file(const char *text)
{
	int fd;

	snprintf(file, sizeof(file), "%s/known_hosts", dir);
	fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void
file_is(const char *expected)
{
	char text[2048] = "";
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	assert_true(read(fd, text, sizeof(text) - 1) >= 0);
	close(fd);
	assert_string_equal(text, expected);
}

/* "h 1 sha256 nn:nn:..." in upper case, as it is written. */
static char *
line_of(const char *host, unsigned port, int n)
{
	static char text[4][256];
	static int turn;
	struct fingerprint fp = print_of(n);
	char digest[FINGERPRINT_TEXT];

	turn = (turn + 1) % 4;
	fingerprint_format(&fp, digest);
	snprintf(text[turn], sizeof(text[turn]), "%s %u sha256 %s", host, port,
	    digest);
	return text[turn];
}

static void
fingerprint__is_read_in_any_case__with_colons_or_without(void **state)
{
	char colons[FINGERPRINT_TEXT], bare[65], wrong[80];
	struct fingerprint fp = print_of(0xab), got;
	int i;

	(void)state;
	fingerprint_format(&fp, colons);
	assert_int_equal(strlen(colons), 95);
	assert_memory_equal(colons, "AB:AB:", 6);
	assert_int_equal(fingerprint_parse(&got, view_of(colons)), 0);
	assert_true(fingerprint_equal(&fp, &got));
	for (i = 0; i < 64; i++)
		bare[i] = "aB"[i % 2];
	bare[64] = '\0';
	assert_int_equal(fingerprint_parse(&got, view_of(bare)), 0);
	assert_true(fingerprint_equal(&fp, &got));
	assert_int_equal(
	    fingerprint_parse(&got, (struct view){ bare, 63 }), -1);
	assert_int_equal(
	    fingerprint_parse(&got, (struct view){ bare, 62 }), -1);
	snprintf(wrong, sizeof(wrong), "%s0", bare);
	assert_int_equal(fingerprint_parse(&got, view_of(wrong)), -1);
	snprintf(wrong, sizeof(wrong), "%s", bare);
	wrong[20] = 'g';
	assert_int_equal(fingerprint_parse(&got, view_of(wrong)), -1);
	assert_int_equal(fingerprint_parse(&got, VIEW("")), -1);
	assert_int_equal(fingerprint_parse(&got, VIEW(":")), -1);
}

static void
host__is_added_once__and_then_known(void **state)
{
	char expected[512];
	struct stat st;

	(void)state;
	assert_int_equal(find("Chat.example", 5000, 1), KNOWN_HOST_NEW);
	assert_int_equal(meet("Chat.example", 5000, 1), KNOWN_HOST_NEW);
	assert_int_equal(meet("chat.EXAMPLE", 5000, 1), KNOWN_HOST_MATCH);
	assert_int_equal(find("chat.example", 5000, 1), KNOWN_HOST_MATCH);
	assert_int_equal(meet("::1", 5000, 2), KNOWN_HOST_NEW);
	snprintf(expected, sizeof(expected), "%s\n%s\n",
	    line_of("Chat.example", 5000, 1), line_of("::1", 5000, 2));
	file_is(expected);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

static void
host__includes_its_port(void **state)
{
	(void)state;
	assert_int_equal(meet("h", 1, 1), KNOWN_HOST_NEW);
	assert_int_equal(find("h", 2, 1), KNOWN_HOST_NEW);
	assert_int_equal(find("hh", 1, 1), KNOWN_HOST_NEW);
}

static void
changed_certificate__is_reported_with_its_line__and_not_added(void **state)
{
	char text[1024];
	struct fingerprint first = print_of(3);

	(void)state;
	snprintf(text, sizeof(text), "# mine\n\n%s\n  %s\r\n%s",
	    line_of("other", 5000, 9), line_of("h", 5000, 3),
	    line_of("h", 5000, 4));
	write_file(text);
	assert_int_equal(meet("h", 5000, 5), KNOWN_HOST_CHANGED);
	assert_int_equal(line.number, 4);
	assert_true(fingerprint_equal(&line.fingerprint, &first));
	file_is(text);
	assert_int_equal(find("h", 5000, 3), KNOWN_HOST_MATCH);
	assert_int_equal(find("h", 5000, 4), KNOWN_HOST_MATCH);
}

static void
line__is_added__after_an_unterminated_one(void **state)
{
	char text[512], expected[1024];

	(void)state;
	snprintf(text, sizeof(text), "%s", line_of("a", 1, 1));
	write_file(text);
	assert_int_equal(meet("b", 2, 2), KNOWN_HOST_NEW);
	snprintf(
	    expected, sizeof(expected), "%s\n%s\n", text, line_of("b", 2, 2));
	file_is(expected);
}

static void
broken_line__is_an_error__even_after_a_good_one(void **state)
{
	static const char *const broken[] = { "h", "h 5000", "h 5000 sha256",
		"h 5000 sha256 AB:CD", "h 5000 md5 ", "h 0 sha256 ",
		"h 70000 sha256 ", "h x sha256 " };
	char text[1024], digest[FINGERPRINT_TEXT], said[32];
	struct fingerprint fp = print_of(7);
	size_t i;

	(void)state;
	fingerprint_format(&fp, digest);
	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		snprintf(text, sizeof(text), "%s\n%s%s\n", line_of("k", 1, 1),
		    broken[i], i < 4 ? "" : digest);
		write_file(text);
		assert_int_equal(find("k", 1, 1), KNOWN_HOST_ERROR);
		snprintf(said, sizeof(said), "line 2 of %.4s", file);
		assert_non_null(strstr(cause, said));
		assert_int_equal(meet("new", 1, 1), KNOWN_HOST_ERROR);
		file_is(text);
	}
	snprintf(text, sizeof(text), "%s more\n", line_of("h", 1, 1));
	write_file(text);
	assert_int_equal(find("h", 1, 1), KNOWN_HOST_ERROR);
}

static void
file_that_others_can_write_to__is_rejected(void **state)
{
	(void)state;
	write_file("");
	assert_int_equal(find("h", 1, 1), KNOWN_HOST_NEW);
	chmod(file, 0620);
	assert_int_equal(find("h", 1, 1), KNOWN_HOST_ERROR);
	assert_non_null(strstr(cause, file));
	chmod(file, 0602);
	assert_int_equal(meet("h", 1, 1), KNOWN_HOST_ERROR);
	chmod(file, 0644);
	assert_int_equal(meet("h", 1, 1), KNOWN_HOST_NEW);
}

static void
unwritable_file__is_an_error(void **state)
{
	(void)state;
	snprintf(file, sizeof(file), "/proc/tchat/known_hosts");
	assert_int_equal(meet("h", 1, 1), KNOWN_HOST_ERROR);
	assert_non_null(strstr(cause, "/proc/tchat"));
	snprintf(file, sizeof(file), "%s", dir);
	assert_int_equal(find("h", 1, 1), KNOWN_HOST_ERROR);
	assert_non_null(strstr(cause, dir));
}

/* Half a line would be a broken one. */
static void
full_disk__leaves_the_file_as_it_was(void **state)
{
	struct rlimit old, little;
	char text[256];

	(void)state;
	snprintf(text, sizeof(text), "%s\n", line_of("a", 1, 1));
	write_file(text);
	getrlimit(RLIMIT_FSIZE, &old);
	little = old;
	little.rlim_cur = strlen(text) + 20;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &little);
	assert_int_equal(meet("b", 1, 1), KNOWN_HOST_ERROR);
	setrlimit(RLIMIT_FSIZE, &old);
	file_is(text);
	assert_int_equal(meet("b", 1, 1), KNOWN_HOST_NEW);
}

static void
host_with_a_space__is_not_saved(void **state)
{
	(void)state;
	assert_int_equal(meet("a b", 1, 1), KNOWN_HOST_ERROR);
	assert_int_equal(meet("a\nb", 1, 1), KNOWN_HOST_ERROR);
	assert_int_equal(meet("#a", 1, 1), KNOWN_HOST_ERROR);
	assert_int_equal(access(file, F_OK), -1);
}

static void
two_at_once__add_one_line(void **state)
{
	char expected[256];
	int i, status;
	pid_t pids[8];

	(void)state;
	for (i = 0; i < 8; i++) {
		pids[i] = fork();
		assert_int_not_equal(pids[i], -1);
		if (pids[i] == 0)
			_exit(meet("h", 1, 1) == KNOWN_HOST_ERROR);
	}
	for (i = 0; i < 8; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	snprintf(expected, sizeof(expected), "%s\n", line_of("h", 1, 1));
	file_is(expected);
}

static int
replace(const char *host, unsigned port, int n)
{
	struct fingerprint fp = print_of(n);

	free(cause);
	cause = NULL;
	return known_hosts_replace(file, host, port, &fp, &cause);
}

static void
replace__changes_all_lines_of_the_host__and_nothing_else(void **state)
{
	char text[1024], bare[65];

	(void)state;
	memset(bare, '1', 64);
	bare[64] = '\0';
	snprintf(text, sizeof(text), "# mine\n%s\nh 5 sha256 %s\n%s",
	    line_of("h", 5, 1), bare, line_of("h", 6, 1));
	write_file(text);
	assert_int_equal(replace("H", 5, 2), 0);
	assert_int_equal(find("h", 5, 2), KNOWN_HOST_MATCH);
	assert_int_equal(find("h", 5, 1), KNOWN_HOST_CHANGED);
	assert_int_equal(find("h", 5, 0x11), KNOWN_HOST_CHANGED);
	assert_int_equal(find("h", 6, 1), KNOWN_HOST_MATCH);
	assert_int_equal(replace("new", 5, 3), 0);
	assert_int_equal(find("new", 5, 3), KNOWN_HOST_MATCH);
	write_file("broken\n");
	assert_int_equal(replace("h", 5, 2), -1);
	assert_non_null(cause);
	file_is("broken\n");
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(fingerprint__is_read_in_any_case__with_colons_or_without),
		CASE(host__is_added_once__and_then_known),
		CASE(host__includes_its_port),
		CASE(
		    changed_certificate__is_reported_with_its_line__and_not_added),
		CASE(line__is_added__after_an_unterminated_one),
		CASE(broken_line__is_an_error__even_after_a_good_one),
		CASE(file_that_others_can_write_to__is_rejected),
		CASE(unwritable_file__is_an_error),
		CASE(full_disk__leaves_the_file_as_it_was),
		CASE(host_with_a_space__is_not_saved),
		CASE(two_at_once__add_one_line),
		CASE(replace__changes_all_lines_of_the_host__and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
