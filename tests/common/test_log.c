/*
 * log: the format of a line, levels, escaping, one write per line.
 */
#include <sys/socket.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "tests/support/test.h"

static char *text;
static size_t size;
static FILE *file;

static int64_t
test_now(void)
{
	return 1767225600000;
}

static int
setup(void **state)
{
	(void)state;
	clock_set(test_now);
	file = open_memstream(&text, &size);
	log_open(file, LOG_INFO);
	return file == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	log_open(NULL, LOG_ERROR);
	clock_set(NULL);
	fclose(file);
	free(text);
	return 0;
}

static void
log__writes_time_level_part_and_id(void **state)
{
	(void)state;
	log_info("net", 12, "accepted from=%s", "127.0.0.1");
	assert_string_equal(text,
	    "2026-01-01T00:00:00.000Z info net #12 accepted from=127.0.0.1\n");
}

static void
log__omits_the_id__without_a_connection(void **state)
{
	(void)state;
	log_warn("store", 0, "slow ms=%d", 100);
	assert_string_equal(
	    text, "2026-01-01T00:00:00.000Z warn store slow ms=100\n");
}

static void
log__writes_up_to_its_level(void **state)
{
	(void)state;
	log_set_level(LOG_WARN);
	log_info("a", 0, "not this");
	log_debug("a", 0, "nor this");
	fflush(file);
	assert_int_equal(size, 0);
	log_error("a", 0, "one");
	log_warn("a", 0, "two");
	log_set_level(LOG_DEBUG);
	log_debug("a", 0, "three");
	assert_string_equal(text, "2026-01-01T00:00:00.000Z error a one\n"
				  "2026-01-01T00:00:00.000Z warn a two\n"
				  "2026-01-01T00:00:00.000Z debug a three\n");
}

/* Text from outside cannot forge a line, or reach a terminal. */
static void
log__escapes_what_is_formatted(void **state)
{
	(void)state;
	log_info("irc", 1, "said text=%s",
	    "a\n2026-01-01T00:00:00.000Z error fake\r\x1b[2J\x7f\\ \xff"
	    "\xe2\x80\xae\xc2\x9b end \xe4\xb8\xad");
	assert_ptr_equal(strchr(text, '\n'), text + size - 1);
	for (size_t i = 0; i + 1 < size; i++)
		assert_true((unsigned char)text[i] >= ' ' && text[i] != 0x7f);
	assert_null(strstr(text, "\xff"));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_null(strstr(text, "\xc2\x9b"));
	assert_non_null(strstr(text, " end \xe4\xb8\xad\n"));
}

static void
log__keeps_errno(void **state)
{
	(void)state;
	errno = ENOENT;
	log_info("a", 0, "x");
	assert_int_equal(errno, ENOENT);
}

static void
log__is_silent__when_it_has_no_file(void **state)
{
	(void)state;
	log_open(NULL, LOG_DEBUG);
	log_error("a", 0, "nobody reads this");
	fflush(file);
	assert_int_equal(size, 0);
}

/* A datagram socket keeps the boundaries of writes. */
static void
log__writes_a_line_at_once__when_it_is_long(void **state)
{
	char words[2000], line[4096];
	int pair[2];
	ssize_t n;
	FILE *f;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	f = fdopen(pair[0], "w");
	assert_non_null(f);
	setvbuf(f, NULL, _IONBF, 0); /* like stderr */
	memset(words, 'w', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	log_open(f, LOG_INFO);
	log_info("a", 7, "%s", words);
	n = recv(pair[1], line, sizeof(line), MSG_DONTWAIT);
	assert_true(n > (ssize_t)sizeof(words));
	assert_int_equal(line[n - 1], '\n');
	log_open(NULL, LOG_INFO);
	fclose(f);
	close(pair[1]);
}

/* Without a reader, the 64 KiB of a pipe fill up; then the test reads them. */
static void
log__never_waits_and_counts_lost_lines__without_a_reader(void **state)
{
	static char chunk[1 << 17];
	int fds[2], i;
	ssize_t n;
	FILE *f;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	f = fdopen(fds[1], "w");
	assert_non_null(f);
	log_open(f, LOG_INFO);
	for (i = 0; i < 5000; i++)
		log_info("net", 7, "accepted from=127.0.0.1 number=%d", i);
	n = read(fds[0], chunk, sizeof(chunk) - 1);
	assert_true(n > 0 && n < 5000 * 60);
	log_info("net", 7, "read again");
	n = read(fds[0], chunk, sizeof(chunk) - 1);
	assert_true(n > 0);
	chunk[n] = '\0';
	assert_non_null(strstr(chunk, "lines lost"));
	assert_non_null(strstr(chunk, "read again\n"));
	log_open(NULL, LOG_INFO);
	fclose(f);
	close(fds[0]);
}

#define LOG_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		LOG_TEST(log__writes_time_level_part_and_id),
		LOG_TEST(log__omits_the_id__without_a_connection),
		LOG_TEST(log__writes_up_to_its_level),
		LOG_TEST(log__escapes_what_is_formatted),
		LOG_TEST(log__keeps_errno),
		LOG_TEST(log__is_silent__when_it_has_no_file),
		LOG_TEST(log__writes_a_line_at_once__when_it_is_long),
		LOG_TEST(
		    log__never_waits_and_counts_lost_lines__without_a_reader),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
