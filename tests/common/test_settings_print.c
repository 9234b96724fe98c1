/*
 * settings_print: the text of --help, and a sample file that can be read back.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/settings_file.h"
#include "common/settings_print.h"
#include "tests/support/settings_table.h"
#include "tests/support/test.h"

/* Return what print writes; the caller frees it. */
static char *
printed(
    void (*print)(const struct setting *, FILE *), const struct setting *table)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	print(table, f);
	fclose(f);
	return text;
}

static void
settings_help__prints_an_aligned_row_for_each_option(void **state)
{
	/* clang-format off */
	static const char want[] =
"  -h, --help            Print this help\n"
"  -v, --verbose         Log more\n"
"      --[no-]color      Use colors\n"
"      --echo yes|no     Echo messages (yes or no; default yes)\n"
"  -p, --port PORT       Port to listen on; 0 picks one (0 to 65535; default\n"
"                        5000)\n"
"      --offset N        Hours from here (at least -12; default 0)\n"
"      --queue SIZE      Output that may wait for a peer that does not read,\n"
"                        before its connection is closed (1k to 1G; default\n"
"                        256k)\n"
"      --pool SIZE       Memory for all (default 0)\n"
"  -n, --name NAME       The server's name (1 to 20 bytes; default here.example)\n"
"      --motd TEXT       The message of the day\n"
"      --password WORD   The password of all users (4 to 32 bytes)\n"
"      --plain WHEN      Who may connect without IRC (yes, spoken or no; default\n"
"                        yes)\n"
"  -l, --listen ADDRESS  Address to listen on\n"
"  -r, --a-rather-long-name-of-rooms ROOM\n"
"                        Rooms to be in (2 to 16 bytes; default #lobby,#a\\,b)\n";
	/* clang-format on */
	char *text = printed(settings_help, test_settings);

	(void)state;
	assert_string_equal(text, want);
	free(text);
}

static void
settings_help_common__prints_those_with_a_letter_or_the_flag(void **state)
{
	char *text = printed(settings_help_common, test_settings);

	(void)state;
	assert_non_null(strstr(text, "  -p, --port PORT       Port to listen"));
	assert_non_null(strstr(text, "      --motd TEXT       The message"));
	assert_null(strstr(text, "--offset"));
	free(text);
}

static void
settings_sample__prints_help_range_and_default(void **state)
{
	char *text = printed(settings_sample, test_settings);

	(void)state;
	assert_memory_equal(text, "# Log more\n", 11);
	assert_non_null(strstr(text, "\n\n# Port to listen on; 0 picks one\n"
				     "# (0 to 65535; takes effect on restart)\n"
				     "#port = 5000\n\n"));
	assert_non_null(strstr(
	    text, "\n# (1s to 1d; takes effect on reload)\n#idle = 90s\n"));
	assert_non_null(strstr(text, "\n# motd = \"TEXT\"\n"));
	assert_non_null(strstr(text, "\n#listen = { }\n"));
	assert_non_null(strstr(text,
	    "\n#a-rather-long-name-of-rooms = { \"#lobby\", \"#a,b\" }\n"));
	assert_null(strstr(text, "color")); /* command line only */
	free(text);
}

static void
settings_sample__fits_80_columns(void **state)
{
	char *text = printed(settings_sample, test_settings), *rest = text;
	char *line;

	(void)state;
	while ((line = strsep(&rest, "\n")) != NULL)
		assert_true(strlen(line) < 80);
	free(text);
	text = rest = printed(settings_help, test_settings);
	while ((line = strsep(&rest, "\n")) != NULL)
		assert_true(strlen(line) < 80);
	free(text);
}

static void
settings_print__never_shows_a_secret(void **state)
{
	char *text = printed(settings_sample, test_settings);

	(void)state;
	assert_null(strstr(text, "hunter2"));
	assert_non_null(strstr(text, "\n# password = \"WORD\"\n"));
	free(text);
	text = printed(settings_help, test_settings);
	assert_null(strstr(text, "hunter2"));
	free(text);
}

/* Read the text as a settings file. */
static void
read_back(
    const struct setting *table, const char *text, struct test_config *config)
{
	char file[] = "/tmp/tchat-sample-XXXXXX", *cause = NULL;
	int fd = mkstemp(file), rc;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	rc = settings_read(table, config, file, NULL, &cause);
	unlink(file);
	if (rc == -1)
		fail_msg("%s", cause);
}

/* Uncomment "#name = value" as a user would. */
static char *
uncommented(const char *text)
{
	struct buf b = { 0 };

	for (size_t i = 0; text[i] != '\0'; i++) {
		int first = i == 0 || text[i - 1] == '\n';

		if (!first || text[i] != '#' || text[i + 1] == ' ')
			buf_add_char(&b, text[i]);
	}
	return buf_take(&b);
}

static void
assert_same(const struct setting *table, const void *a, const void *b)
{
	for (const struct setting *s = table; s->name != NULL; s++) {
		char *x = settings_get(table, a, s->name);
		char *y = settings_get(table, b, s->name);

		assert_int_equal(x == NULL, y == NULL);
		if (x != NULL)
			assert_string_equal(x, y);
		free(x);
		free(y);
	}
}

/*
 * As printed, the sample changes nothing; uncommented, it sets every default. The values are changed before, so that
 * the test notices a value that was not read.
 */
static void
assert_round_trip(const struct setting *table)
{
	struct test_config defaults, config;
	char *text = printed(settings_sample, table);
	char *open = uncommented(text);

	settings_init(table, &defaults);
	settings_init(table, &config);
	read_back(table, text, &config);
	assert_same(table, &defaults, &config);
	for (const struct setting *s = table; s->name != NULL; s++) {
		if (!(s->flags & SETTING_CLI_ONLY) && s->type == SETTING_INT)
			settings_set(table, &config, s->name, "11", NULL);
		if (s->type == SETTING_LIST || s->type == SETTING_STRING) {
			if (s->def != NULL && !(s->flags & SETTING_SECRET))
				settings_set(
				    table, &config, s->name, "changed", NULL);
		}
	}
	read_back(table, open, &config);
	assert_same(table, &defaults, &config);
	settings_clear(table, &defaults);
	settings_clear(table, &config);
	free(open);
	free(text);
}

static void
settings_sample__can_be_read(void **state)
{
	(void)state;
	assert_round_trip(test_settings);
}

static void
settings_sample__can_be_read__when_texts_are_odd(void **state)
{
	static const struct setting odd[] = {
		{ "motd", 0, SETTING_STRING, offsetof(struct test_config, motd),
		    "a \"b\" 'c' \\ ${HOME} $x #d // e /* f\nnew \\101 \t", 0,
		    0, NULL, "TEXT", "Odd", 0 },
		{ "name", 0, SETTING_STRING, offsetof(struct test_config, name),
		    "", 0, 0, NULL, "TEXT", "Empty", 0 },
		{ "rooms", 0, SETTING_LIST, offsetof(struct test_config, rooms),
		    "{,},\\\",'\\,'\\\\,${A}, = ,\\ x\\ ", 0, 0, NULL, "ROOM",
		    "Odd", 0 },
		{ NULL, 0, SETTING_BOOL, 0, NULL, 0, 0, NULL, NULL, NULL, 0 }
	};

	(void)state;
	assert_round_trip(odd);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    settings_help__prints_an_aligned_row_for_each_option),
		cmocka_unit_test(
		    settings_help_common__prints_those_with_a_letter_or_the_flag),
		cmocka_unit_test(
		    settings_sample__prints_help_range_and_default),
		cmocka_unit_test(settings_sample__fits_80_columns),
		cmocka_unit_test(settings_print__never_shows_a_secret),
		cmocka_unit_test(settings_sample__can_be_read),
		cmocka_unit_test(
		    settings_sample__can_be_read__when_texts_are_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
