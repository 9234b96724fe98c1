/*
 * settings_file: what a file may contain; every mistake is reported with line and key.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/settings_file.h"
#include "tests/support/environment.h"
#include "tests/support/prng.h"
#include "tests/support/settings_table.h"
#include "tests/support/test.h"

#define ROOMS "a-rather-long-name-of-rooms"

static struct test_config config;
static char file[64];

static int
setup(void **state)
{
	int fd;

	(void)state;
	settings_init(test_settings, &config);
	snprintf(file, sizeof(file), "/tmp/tchat-settings-XXXXXX");
	fd = mkstemp(file);
	if (fd != -1)
		close(fd);
	return fd == -1;
}

static int
teardown(void **state)
{
	(void)state;
	settings_clear(test_settings, &config);
	return unlink(file);
}

static void
write_bytes(const void *bytes, size_t len)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void
assert_reads(const char *text)
{
	char *cause = NULL;

	write_bytes(text, strlen(text));
	if (settings_read(test_settings, &config, file, NULL, &cause) == -1)
		fail_msg("%s", cause);
	assert_null(cause);
}

/* want: the lines of *cause, without the file's name. */
static void
assert_mistakes(const char *text, const char *want)
{
	struct buf b = { 0 };
	char *cause = NULL, *line, *rest;
	size_t len = strlen(file);

	write_bytes(text, strlen(text));
	assert_int_equal(
	    settings_read(test_settings, &config, file, NULL, &cause), -1);
	for (rest = cause; (line = strsep(&rest, "\n")) != NULL;) {
		assert_memory_equal(line, file, len);
		buf_printf(&b, "%s\n", line + len);
	}
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
	free(cause);
}

static void
settings_file__sets_every_type(void **state)
{
	(void)state;
	assert_reads("verbose = yes\n"
		     "port=6667\n"
		     "queue = 1M\n"
		     "idle = 5m\n"
		     "name = irc.example\n"
		     "motd = \"Hello, \\\"world\\\" # {no} comment\"\n"
		     "plain = spoken\n"
		     "listen = { 127.0.0.1, \"::1\" }\n" ROOMS " = '#only'\n");
	assert_int_equal(config.verbose, 1);
	assert_int_equal(config.port, 6667);
	assert_int_equal(config.queue, 1 << 20);
	assert_int_equal(config.idle, 300);
	assert_string_equal(config.name, "irc.example");
	assert_string_equal(config.motd, "Hello, \"world\" # {no} comment");
	assert_int_equal(config.plain, PLAIN_SPOKEN);
	assert_int_equal(config.listen.n, 2);
	assert_string_equal(config.listen.v[1], "::1");
	assert_int_equal(config.rooms.n, 1);
	assert_string_equal(config.rooms.v[0], "#only");
}

static void
settings_file__keeps_values_that_it_does_not_set(void **state)
{
	(void)state;
	assert_int_equal(
	    settings_set(test_settings, &config, "port", "7", NULL), 0);
	assert_reads("verbose = on\n");
	assert_int_equal(config.port, 7);
	assert_string_equal(config.name, "here.example");
	assert_int_equal(config.rooms.n, 2);
	assert_reads("");
	assert_reads("\n\n");
	assert_int_equal(config.verbose, 1);
}

static void
settings_file__uses_the_last_value__when_a_key_is_repeated(void **state)
{
	(void)state;
	assert_reads("port = 1\nlisten = a\nport = 2\nlisten = { b, c }\n");
	assert_int_equal(config.port, 2);
	assert_int_equal(config.listen.n, 2);
	assert_string_equal(config.listen.v[0], "b");
}

static void
settings_file__replaces_or_appends_to_a_list(void **state)
{
	(void)state;
	assert_reads(ROOMS " += { \"#b\", '#c', }\n" ROOMS " += '#d, #e'\n");
	assert_int_equal(config.rooms.n, 5);
	assert_string_equal(config.rooms.v[0], "#lobby");
	assert_string_equal(config.rooms.v[3], "#c");
	/* An item is used unchanged, with its commas. */
	assert_string_equal(config.rooms.v[4], "#d, #e");
	assert_reads(ROOMS " = {}\n");
	assert_int_equal(config.rooms.n, 0);
}

static void
settings_file__skips_comments_of_all_kinds(void **state)
{
	(void)state;
	assert_reads("\xef\xbb\xbf# one\n## two\n#\n// three\n/* four\n\"*/\n"
		     "port = 1 # five\r\n"
		     "motd = \"# no /* comment */ // here\" /* six */\n"
		     "name = a//b # 'seven\n"
		     "listen = { # eight\n a, // nine\n b /* ten */ }\n");
	assert_int_equal(config.port, 1);
	assert_string_equal(config.motd, "# no /* comment */ // here");
	assert_string_equal(config.name, "a//b");
	assert_int_equal(config.listen.n, 2);
}

static void
settings_file__expands_variables_and_escapes(void **state)
{
	(void)state;
	setenv("TCHAT_TEST", "it's \"me\"", 1);
	assert_reads("motd = \"${TCHAT_TEST}\\t\\101\\x42 \\${A}\\\n"
		     "${NOT_SET:-\"}\"\nname = 'a\\\\b'\n");
	assert_string_equal(config.motd, "it's \"me\"\tAB ${A}\"");
	assert_string_equal(config.name, "a\\b");
}

static void
settings_file__reports_all_mistakes_at_once(void **state)
{
	(void)state;
	assert_mistakes("# a comment\n"
			"port = 70000\n"
			"/* another\n*/\n"
			"colour = yes\n"
			"plain = maybe\n"
			"more = { 1,\n2 }\n"
			"motd = good\n"
			"idle = 5x\n" ROOMS " = { \"#a\",\n'#' }\n"
			"verbose = 7\n",
	    ":2: port: \"70000\" is out of range (0 to 65535)\n"
	    ":5: colour: unknown setting\n"
	    ":6: plain: \"maybe\" is not one of the choices "
	    "(yes, spoken or no)\n"
	    ":7: more: unknown setting\n"
	    ":10: idle: \"5x\" is not a time like 30s, 5m, 2h or 7d "
	    "(1s to 1d)\n"
	    ":12: " ROOMS ": \"#\" is too short (2 to 16 bytes)\n"
	    ":13: verbose: \"7\" is not a valid value (yes or no)\n");
}

static void
settings_file__continues_after_a_syntax_error(void **state)
{
	(void)state;
	assert_mistakes("motd = Hello world\n"
			"port 5000\n"
			"port = = 3\n"
			"oops\n"
			"name += x\n"
			"help = yes\n",
	    ":1: motd: world follows the value; put quotes around a value with "
	    "spaces\n"
	    ":2: port: = is missing before the value\n"
	    ":3: = is not expected here; write NAME = VALUE, with quotes "
	    "around a value that has spaces or any of # = { } ( ) + ,\n"
	    ":4: oops: unknown setting\n"
	    ":5: name: it has only one value: use = instead of +=\n"
	    ":6: help: this is only allowed on the command line (--help)\n");
}

/* The line is skipped from the end of the string, not from its beginning. */
static void
settings_file__reports_a_stray_word__after_a_multiline_string(void **state)
{
	(void)state;
	assert_mistakes("motd = \"one\n\ntwo\" stray\nport = y\n",
	    ":3: motd: stray follows the value; put quotes around a value with "
	    "spaces\n"
	    ":4: port: \"y\" is not a number (0 to 65535)\n");
}

static void
settings_file__asks_for_quotes__when_a_value_begins_with_a_hash(void **state)
{
	(void)state;
	assert_mistakes(
	    "name = #lobby\nlisten = { #a, # ok\n\"#b\" }\nport = x\n",
	    ":1: name: a value that begins with # needs quotes\n"
	    ":2: listen: a value that begins with # needs quotes\n"
	    ":4: port: \"x\" is not a number (0 to 65535)\n");
}

static void
settings_file__reports_where_an_unclosed_part_begins(void **state)
{
	(void)state;
	assert_mistakes("# c\nport = 1\nmotd = \"a\nb\n\n",
	    ":3: the string that begins here is never closed\n");
	assert_mistakes("motd = 'a\\'\nb\n",
	    ":1: the string that begins here is never closed\n");
	assert_mistakes("port = 1\n/* a\n\n",
	    ":2: the comment that begins here is never closed\n");
	assert_mistakes("port = 1\nlisten = { a,\n",
	    ":2: listen: the list that begins here is never closed\n");
	/* The next file is not affected. */
	assert_reads("port = 3\n");
	assert_int_equal(config.port, 3);
}

static void
settings_file__rejects_wrong_escapes(void **state)
{
	static const char says[] =
	    ":1: motd: a backslash with digits in a string is an octal number "
	    "from 1 to 377; write \\\\ for a backslash\n"
	    ":2: port: \"x\" is not a number (0 to 65535)\n";

	(void)state;
	assert_mistakes("motd = \"\\9\"\nport = x\n", says);
	assert_mistakes("motd = \"\\400\"\nport = x\n", says);
	assert_mistakes("motd = \"\\1234\"\nport = x\n", says);
	assert_mistakes("motd = \"\\0\"\nport = x\n", says);
	assert_mistakes("motd = \"a\\x00\"\nport = x\n", says);
	assert_reads("motd = \"\\377\\7\"\n");
	assert_string_equal(config.motd, "\377\a");
}

static void
settings_file__rejects_unknown_sections(void **state)
{
	(void)state;
	assert_mistakes("port = x\nguest \"bob\" {\n port = 1\n}\n",
	    ":1: port: \"x\" is not a number (0 to 65535)\n"
	    ":2: guest: unknown setting\n");
	assert_mistakes(
	    "port {\n a = 1\n}\n", ":1: port: = is missing before the value\n");
}

static void
settings_file__reports_a_missing_value__and_reads_the_next_setting(void **state)
{
	(void)state;
	assert_mistakes("name =\nport = x\nidle =",
	    ":1: name: the value is missing\n"
	    ":2: port: \"x\" is not a number (0 to 65535)\n"
	    ":3: idle: the value is missing\n");
	assert_reads("port =\n7\n");
	assert_int_equal(config.port, 7);
}

static void
settings_file__explains_a_wrong_list(void **state)
{
	(void)state;
	assert_mistakes("listen = { a b, c }\nlisten = { , }\nport = { 5 }\n"
			"port = x\n",
	    ":1: listen: a comma is missing between two items\n"
	    ":2: , is not expected here; write NAME = VALUE, with quotes "
	    "around a value that has spaces or any of # = { } ( ) + ,\n"
	    ":3: port: it has only one value: remove the braces\n"
	    ":4: port: \"x\" is not a number (0 to 65535)\n");
	assert_mistakes("listen = { a,\nb\nport = x\nidle = 5m }\n",
	    ":1: listen: the list that begins here is never closed\n"
	    ":3: port: \"x\" is not a number (0 to 65535)\n"
	    ":4: what follows the value is not expected here; write NAME = "
	    "VALUE, with quotes around a value that has spaces or any of # = "
	    "{ } ( ) + ,\n");
}

static void
settings_file__reports_an_unknown_setting_each_time(void **state)
{
	(void)state;
	assert_mistakes("nope = 1\nport = 1\nnope = { 2, 3 }\nnope\n",
	    ":1: nope: unknown setting\n"
	    ":3: nope: unknown setting\n"
	    ":4: nope: unknown setting\n");
}

static void
settings_file__skips_what_belongs_to_a_wrong_line(void **state)
{
	(void)state;
	assert_mistakes("oops { a = {\n'}'\n}\nb = 1\n} more\nport = x\n",
	    ":1: oops: unknown setting\n"
	    ":6: port: \"x\" is not a number (0 to 65535)\n");
	assert_mistakes("port = x\noops {\nport = y\n",
	    ":1: port: \"x\" is not a number (0 to 65535)\n"
	    ":2: oops: unknown setting\n"
	    ":2: the brace that opens here is never closed\n");
}

static void
settings_file__gives_up__when_there_are_too_many_mistakes(void **state)
{
	struct buf text = { 0 }, want = { 0 };

	(void)state;
	for (int i = 1; i <= 60; i++) {
		buf_add_str(&text, "nope = 1\n");
		if (i <= 50)
			buf_printf(&want, ":%d: nope: unknown setting\n", i);
	}
	buf_add_str(
	    &want, ":51: too many mistakes: the rest was not checked\n");
	assert_mistakes(buf_str(&text), buf_str(&want));
	buf_clear(&text);
	buf_clear(&want);
}

static void
settings_file__expands_variables_in_words(void **state)
{
	(void)state;
	setenv("TCHAT_TEST", "a b", 1);
	assert_reads("motd = ${TCHAT_TEST}/c\nname = x${NOT_SET}y\n");
	assert_string_equal(config.motd, "a b/c");
	assert_string_equal(config.name, "xy");
	assert_reads("motd = '${TCHAT_TEST}'\nname = \"$TCHAT_TEST ${\"\n");
	assert_string_equal(config.motd, "${TCHAT_TEST}");
	assert_string_equal(config.name, "$TCHAT_TEST ${");
}

static void
settings_file__never_shows_a_secret(void **state)
{
	(void)state;
	assert_mistakes("password = abc\n",
	    ":1: password: the value is too short (4 to 32 bytes)\n");
	assert_mistakes("password = my sesame\n",
	    ":1: password: a word follows the value; put quotes around a value "
	    "with spaces\n");
	assert_mistakes("password = 'open' = sesame\n",
	    ":1: what follows the value is not expected here; write NAME = "
	    "VALUE, with quotes "
	    "around a value that has spaces or any of # = { } ( ) + ,\n");
	assert_mistakes("password = #sesame\n",
	    ":1: password: a value that begins with # needs quotes\n");
}

static void
settings_file__changes_nothing__when_there_is_a_mistake(void **state)
{
	static const char text[] = "port = 1\nlisten = a\nname = x\nport = z\n";
	char *cause = NULL;

	(void)state;
	write_bytes(text, sizeof(text) - 1);
	assert_int_equal(
	    settings_read(test_settings, &config, file, NULL, &cause), -1);
	assert_int_equal(config.port, 5000);
	assert_int_equal(config.listen.n, 0);
	assert_string_equal(config.name, "here.example");
	free(cause);
}

static void
assert_no_file(const char *path, const char *want)
{
	char *cause = NULL;

	assert_int_equal(
	    settings_read(test_settings, &config, path, NULL, &cause), -1);
	assert_string_equal(cause, want);
	free(cause);
}

static void
settings_file__explains_why_a_file_cannot_be_read(void **state)
{
	char want[512];
	char *big;

	(void)state;
	snprintf(want, sizeof(want), "%s: No such file or directory",
	    missing_path());
	assert_no_file(missing_path(), want);
	assert_no_file("/tmp", "/tmp is a folder: a regular file is needed");
	assert_no_file(
	    "/dev/zero", "/dev/zero is a device: a regular file is needed");
	write_bytes("port = 1\0\n", 10);
	snprintf(want, sizeof(want), "%s: not a text file", file);
	assert_no_file(file, want);
	big = calloc(1, (1 << 20) + 1);
	assert_non_null(big);
	memset(big, '\n', (1 << 20) + 1);
	write_bytes(big, (1 << 20) + 1);
	free(big);
	snprintf(want, sizeof(want), "%s is larger than 1048576 bytes", file);
	assert_no_file(file, want);
}

/* What the reader accepts and reports does not depend on the locale. */
static void
settings_file__works_the_same_in_another_locale(void **state)
{
	(void)state;
	setlocale(LC_ALL, "");
	setenv("LANGUAGE", "sv:fr", 1);
	assert_mistakes("nope = 1\nport 1\n",
	    ":1: nope: unknown setting\n"
	    ":2: port: = is missing before the value\n");
	unsetenv("LANGUAGE");
	setlocale(LC_ALL, "C");
}

/* Reading any content ends, and *cause is set if it is refused. */
static void
settings_file__terminates__for_any_text(void **state)
{
	static const char *const bits[] = { "port", "listen", "name", "nope",
		"x|y", "|", " ", " ", "\n", "\n", "=", "=", "+=", "{", "}", ",",
		"\"", "'", "#", "//", "/*", "*/", "\\", "${", "}", "(", ")",
		"1", "64k", "\xff", "\r", "\\9", "password" };
	struct prng prng = { 11 };
	struct buf b = { 0 };
	char *cause;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		buf_reset(&b);
		for (size_t n = prng_below(&prng, 30); n > 0; n--)
			buf_add_str(&b, bits[prng_below(&prng,
					    sizeof(bits) / sizeof(bits[0]))]);
		write_bytes(buf_str(&b), b.len);
		cause = NULL;
		if (settings_read(test_settings, &config, file, NULL, &cause) ==
		    -1)
			assert_memory_equal(cause, file, strlen(file));
		else
			assert_null(cause);
		free(cause);
	}
	buf_clear(&b);
	/* The next file is not affected. */
	assert_reads("port = 4242\n");
	assert_int_equal(config.port, 4242);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(settings_file__sets_every_type),
		TEST(settings_file__keeps_values_that_it_does_not_set),
		TEST(
		    settings_file__uses_the_last_value__when_a_key_is_repeated),
		TEST(settings_file__replaces_or_appends_to_a_list),
		TEST(settings_file__skips_comments_of_all_kinds),
		TEST(settings_file__expands_variables_and_escapes),
		TEST(settings_file__reports_all_mistakes_at_once),
		TEST(settings_file__continues_after_a_syntax_error),
		TEST(
		    settings_file__reports_a_stray_word__after_a_multiline_string),
		TEST(
		    settings_file__asks_for_quotes__when_a_value_begins_with_a_hash),
		TEST(settings_file__reports_where_an_unclosed_part_begins),
		TEST(settings_file__rejects_wrong_escapes),
		TEST(settings_file__rejects_unknown_sections),
		TEST(
		    settings_file__reports_a_missing_value__and_reads_the_next_setting),
		TEST(settings_file__explains_a_wrong_list),
		TEST(settings_file__reports_an_unknown_setting_each_time),
		TEST(settings_file__skips_what_belongs_to_a_wrong_line),
		TEST(settings_file__gives_up__when_there_are_too_many_mistakes),
		TEST(settings_file__expands_variables_in_words),
		TEST(settings_file__never_shows_a_secret),
		TEST(settings_file__changes_nothing__when_there_is_a_mistake),
		TEST(settings_file__explains_why_a_file_cannot_be_read),
		TEST(settings_file__works_the_same_in_another_locale),
		TEST(settings_file__terminates__for_any_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
