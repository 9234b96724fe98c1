/*
 * settings_args: short and long options, and messages that name the option.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/settings_args.h"
#include "tests/support/settings_table.h"
#include "tests/support/test.h"

enum { WORDS_MAX = 16 };

static struct test_config config;
static char *words[WORDS_MAX + 1];
static char text[512];
static char *cause;

static int
setup(void **state)
{
	(void)state;
	cause = NULL;
	settings_init(test_settings, &config);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	free(cause);
	settings_clear(test_settings, &config);
	return 0;
}

/* Parse "prog" and the line's words; ~ stands for an empty word. */
static int
parse(const char *line)
{
	int argc = 0;
	char *rest = text, *word;

	snprintf(text, sizeof(text), "prog %s", line);
	while ((word = strsep(&rest, " ")) != NULL && argc < WORDS_MAX) {
		if (*word != '\0')
			words[argc++] =
			    strcmp(word, "~") == 0 ? word + 1 : word;
	}
	words[argc] = NULL;
	return settings_args(test_settings, &config, argc, words, &cause);
}

static void
assert_parses(const char *line, int first)
{
	int n = parse(line);

	if (n == -1)
		fail_msg("%s: %s", line, cause);
	assert_int_equal(n, first);
}

static void
assert_refused(const char *line, const char *want)
{
	assert_int_equal(parse(line), -1);
	assert_string_equal(cause, want);
	free(cause);
	cause = NULL;
}

static void
settings_args__sets_values__with_short_and_long_options(void **state)
{
	(void)state;
	assert_parses("-p 1 --queue=2M --plain no -nx --motd ~", 9);
	assert_int_equal(config.port, 1);
	assert_int_equal(config.queue, 2 << 20);
	assert_int_equal(config.plain, PLAIN_NO);
	assert_string_equal(config.name, "x");
	assert_string_equal(config.motd, "");
	assert_parses("--por 2", 3);
	assert_int_equal(config.port, 2);
}

static void
settings_args__keeps_values__without_an_option(void **state)
{
	(void)state;
	assert_int_equal(
	    settings_set(test_settings, &config, "port", "7", NULL), 0);
	assert_parses("-v", 2);
	assert_int_equal(config.port, 7);
	assert_int_equal(config.rooms.n, 2);
	assert_parses("", 1);
	assert_int_equal(config.verbose, 1);
}

static void
settings_args__accepts_flags_and_no_flags(void **state)
{
	(void)state;
	assert_parses("-hv", 2);
	assert_int_equal(config.help, 1);
	assert_int_equal(config.verbose, 1);
	assert_parses("--no-verbose --no-color", 3);
	assert_int_equal(config.verbose, 0);
	assert_int_equal(config.color, 0);
	assert_parses("--color -vp 3", 4);
	assert_int_equal(config.color, 1);
	assert_int_equal(config.port, 3);
	assert_parses("--echo off", 3);
	assert_int_equal(config.echo, 0);
	assert_refused("--no-help", "unknown option --no-help; try --help");
	assert_refused("--no-echo", "unknown option --no-echo; try --help");
}

static void
settings_args__accepts_options_between_arguments(void **state)
{
	(void)state;
	assert_parses("host -p 3 5000 -v", 4);
	assert_string_equal(words[4], "host");
	assert_string_equal(words[5], "5000");
	assert_int_equal(config.port, 3);
	assert_int_equal(config.verbose, 1);
	/* The words are in a new order, and give the same values again. */
	assert_int_equal(
	    settings_args(test_settings, &config, 6, words, &cause), 4);
}

static void
settings_args__ends_options_at_two_dashes(void **state)
{
	(void)state;
	assert_parses("-v -- -p x", 3);
	assert_string_equal(words[3], "-p");
	assert_int_equal(config.port, 5000);
	assert_parses("- --", 2);
}

static void
settings_args__replaces_a_list_and_then_appends(void **state)
{
	(void)state;
	assert_parses("-r #one -v -r #two,#three --listen ::1", 8);
	assert_int_equal(config.rooms.n, 3);
	assert_string_equal(config.rooms.v[0], "#one");
	assert_string_equal(config.rooms.v[2], "#three");
	assert_int_equal(config.listen.n, 1);
	/* Another command line replaces the list again. */
	assert_parses("-r #x", 3);
	assert_int_equal(config.rooms.n, 1);
}

static void
settings_args__names_an_unknown_option(void **state)
{
	(void)state;
	assert_refused("--foo", "unknown option --foo; try --help");
	assert_refused("--foo=bar", "unknown option --foo; try --help");
	assert_refused("host --foo x", "unknown option --foo; try --help");
	assert_refused("-vx", "unknown option -x; try --help");
	assert_refused("--idle 5", "unknown option --idle; try --help");
	assert_refused("--\x1b[2J", "unknown option --\\033[2J; try --help");
	assert_refused("-\xff", "unknown option -\\377; try --help");
}

static void
settings_args__lists_the_options__when_an_abbreviation_is_ambiguous(
    void **state)
{
	(void)state;
	assert_refused(
	    "--p 1", "--p could be --port, --pool, --password or --plain");
	assert_refused("--po=1", "--po could be --port or --pool");
}

static void
settings_args__names_the_option__when_a_value_is_missing_or_unexpected(
    void **state)
{
	(void)state;
	assert_refused("-v -p", "-p needs a value: -p PORT");
	assert_refused("--port", "--port needs a value: --port PORT");
	assert_refused("--verbose=yes", "--verbose takes no value");
	assert_refused("--no-verbose=1", "--no-verbose takes no value");
}

static void
settings_args__names_the_option__when_its_value_is_wrong(void **state)
{
	(void)state;
	assert_refused(
	    "-p 70000", "-p: \"70000\" is out of range (0 to 65535)");
	assert_refused("--port=", "--port: \"\" is not a number (0 to 65535)");
	assert_refused("--plain x",
	    "--plain: \"x\" is not one of the choices (yes, spoken or no)");
	assert_refused("-r #a -r #", "-r: \"#\" is too short (2 to 16 bytes)");
	assert_refused("--password abc",
	    "--password: the value is too short (4 to 32 bytes)");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(settings_args__sets_values__with_short_and_long_options),
		TEST(settings_args__keeps_values__without_an_option),
		TEST(settings_args__accepts_flags_and_no_flags),
		TEST(settings_args__accepts_options_between_arguments),
		TEST(settings_args__ends_options_at_two_dashes),
		TEST(settings_args__replaces_a_list_and_then_appends),
		TEST(settings_args__names_an_unknown_option),
		TEST(
		    settings_args__lists_the_options__when_an_abbreviation_is_ambiguous),
		TEST(
		    settings_args__names_the_option__when_a_value_is_missing_or_unexpected),
		TEST(settings_args__names_the_option__when_its_value_is_wrong),
	};

	/* With POSIXLY_CORRECT, the first argument would end the options. */
	unsetenv("POSIXLY_CORRECT");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
