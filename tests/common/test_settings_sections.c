/*
 * settings_file: sections, and checks of values against each other. Mistakes there are reported with line and key
 * too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/settings_file.h"
#include "tests/support/settings_table.h"
#include "tests/support/test.h"

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
write_file(const char *text)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
assert_reads(const char *text)
{
	char *cause = NULL;

	write_file(text);
	if (settings_read(test_settings, &config, file, NULL, &cause) == -1)
		fail_msg("%s", cause);
	assert_null(cause);
}

static void
check(const void *values, struct settings_report *report)
{
	const struct test_config *c = values;
	const struct test_door *door;
	char key[64];
	size_t i;

	if (c->port == 6666)
		settings_report_mistake(report, "port", "already in use");
	if (c->pool == 1)
		settings_report_mistake(
		    report, "pool", "one byte is not enough");
	for (i = 0; i < c->doors.n; i++) {
		door = c->doors.v[i].values;
		snprintf(key, sizeof(key), "door %s: key", c->doors.v[i].title);
		if (door->key == NULL)
			settings_report_mistake(report, key, "missing");
	}
}

/* want: the lines of *cause, without the file's name. */
static void
assert_mistakes(const char *text, const char *want)
{
	struct buf b = { 0 };
	char *cause = NULL, *line, *rest;
	size_t len = strlen(file);

	write_file(text);
	assert_int_equal(
	    settings_read(test_settings, &config, file, check, &cause), -1);
	for (rest = cause; (line = strsep(&rest, "\n")) != NULL;) {
		assert_memory_equal(line, file, len);
		buf_printf(&b, "%s\n", line + len);
	}
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
	free(cause);
}

static const struct test_door *
door(size_t i)
{
	return config.doors.v[i].values;
}

static void
settings_sections__have_their_defaults(void **state)
{
	(void)state;
	assert_reads("port = 1\n"
		     "door front { key = sesame guests = { ada, \"b ob\" } }\n"
		     "door \"the back\"\n{ # narrow\n\twidth = 60\n"
		     "\tguests += ada\n}\n"
		     "verbose = yes\n");
	assert_int_equal(config.doors.n, 2);
	assert_string_equal(config.doors.v[0].title, "front");
	assert_string_equal(door(0)->key, "sesame");
	assert_int_equal(door(0)->width, 80);
	assert_int_equal(door(0)->guests.n, 2);
	assert_string_equal(door(0)->guests.v[1], "b ob");
	assert_string_equal(config.doors.v[1].title, "the back");
	assert_null(door(1)->key);
	assert_int_equal(door(1)->width, 60);
	assert_int_equal(config.verbose, 1);
	/* Sections of an earlier file do not remain. */
	assert_reads("door side {}\n");
	assert_int_equal(config.doors.n, 1);
	assert_string_equal(config.doors.v[0].title, "side");
	assert_reads("");
	assert_int_equal(config.doors.n, 0);
}

static void
settings_sections__are_copied_and_compared_completely(void **state)
{
	struct test_config next;
	int changed = 0;

	(void)state;
	assert_reads("door a { key = sesame guests = x }\ndoor b {}\n");
	settings_copy(test_settings, &next, &config);
	((struct test_door *)next.doors.v[1].values)->width = 7;
	settings_reload(test_settings, &config, &next, NULL, &changed);
	assert_int_equal(door(1)->width, 7);
	assert_string_equal(door(0)->key, "sesame");
	settings_clear(test_settings, &next);
	assert_string_equal(door(0)->guests.v[0], "x");
}

static void
settings_file__reports_mistakes__in_sections_and_after_them(void **state)
{
	(void)state;
	assert_mistakes("door front {\n"
			"  key = abc\n"
			"  width = wide\n"
			"  color = \"red\"\n"
			"  guests = { '', ok }\n"
			"}\n"
			"port = x\n"
			"door back {\n"
			"  width 3\n"
			"  guests = \"a\" \"b\"\n"
			"  width = 300\n"
			"}\n"
			"port = y\n",
	    ":2: door front: key: the value is too short (4 to 32 bytes)\n"
	    ":3: door front: width: \"wide\" is not a number (1 to 200)\n"
	    ":4: door front: color: unknown setting\n"
	    ":5: door front: guests: \"\" is an empty item (1 to 16 bytes)\n"
	    ":7: port: \"x\" is not a number (0 to 65535)\n"
	    ":9: door back: width: = is missing before the value\n"
	    ":10: door back: guests: b follows the value; put quotes "
	    "around a value with spaces\n"
	    ":11: door back: width: \"300\" is out of range (1 to 200)\n"
	    ":12: door back: key: missing\n"
	    ":13: port: \"y\" is not a number (0 to 65535)\n");
	assert_int_equal(config.doors.n, 0);
}

static void
settings_file__reports_malformed_sections(void **state)
{
	(void)state;
	assert_mistakes("door {\n key = a\n}\nport = x\n",
	    ":1: door: this is a section: write its name and { after it\n"
	    ":4: port: \"x\" is not a number (0 to 65535)\n");
	assert_mistakes("door = open\nport = x\n",
	    ":1: door: this is a section: write its name and { after it\n"
	    ":2: port: \"x\" is not a number (0 to 65535)\n");
	assert_mistakes(
	    "door a { key = abcd }\ndoor a { key = efgh }\nport = x\n",
	    ":2: door a: a section with this name already exists\n"
	    ":3: port: \"x\" is not a number (0 to 65535)\n");
	assert_mistakes("port = 1\ndoor a {\n key = abcd\n",
	    ":2: the section that begins here is never closed\n");
	assert_mistakes("barn a {\n key = a\n}\nport = x\n",
	    ":1: barn: unknown setting\n"
	    ":4: port: \"x\" is not a number (0 to 65535)\n");
}

static void
settings_file__never_shows_secrets_of_sections(void **state)
{
	(void)state;
	assert_mistakes("door a { key = my sesame }\n",
	    ":1: door a: key: a word follows the value; put quotes around a "
	    "value with spaces\n");
	assert_mistakes("door a {\n key = abcd = sesame\n}\n",
	    ":2: what follows the value is not expected here; write NAME = "
	    "VALUE, with quotes "
	    "around a value that has spaces or any of # = { } ( ) + ,\n");
}

static void
settings_check__reports_the_line_of_the_key(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_mistakes("port = 1\nport = 6666\nplain = x\n"
			"door a {\n width = 9\n}\n",
	    ":2: port: already in use\n"
	    ":3: plain: \"x\" is not one of the choices (yes, spoken or no)\n"
	    ":6: door a: key: missing\n");
	config.port = 6666;
	config.pool = 1;
	assert_int_equal(settings_check(&config, check, &cause), -1);
	assert_string_equal(
	    cause, "port: already in use\npool: one byte is not enough");
	free(cause);
	config.port = 1;
	config.pool = 2;
	assert_int_equal(settings_check(&config, check, &cause), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(settings_sections__have_their_defaults),
		TEST(settings_sections__are_copied_and_compared_completely),
		TEST(
		    settings_file__reports_mistakes__in_sections_and_after_them),
		TEST(settings_file__reports_malformed_sections),
		TEST(settings_file__never_shows_secrets_of_sections),
		TEST(settings_check__reports_the_line_of_the_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
