/*
 * settings: defaults, values by name, units and ranges, copies, reloads.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "tests/support/settings_table.h"
#include "tests/support/test.h"

#define ROOMS "a-rather-long-name-of-rooms"

static struct test_config config;

static int
setup(void **state)
{
	(void)state;
	/* settings_init must not read what was there before. */
	memset(&config, 0xa5, sizeof(config));
	settings_init(test_settings, &config);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	settings_clear(test_settings, &config);
	return 0;
}

static void
assert_value(const char *name, const char *want)
{
	char *got = settings_get(test_settings, &config, name);

	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

static void
assert_set(const char *name, const char *value)
{
	char *cause = NULL;

	if (settings_set(test_settings, &config, name, value, &cause) == -1)
		fail_msg("%s", cause);
	assert_null(cause);
}

/* Expect that the value is refused with this cause, and unchanged. */
static void
assert_refused(const char *name, const char *value, const char *want)
{
	char *before = settings_get(test_settings, &config, name);
	char *cause = NULL;

	assert_int_equal(
	    settings_set(test_settings, &config, name, value, &cause), -1);
	assert_string_equal(cause, want);
	assert_value(name, before);
	free(before);
	free(cause);
}

static void
settings__have_their_defaults(void **state)
{
	(void)state;
	assert_int_equal(config.verbose, 0);
	assert_int_equal(config.color, 1);
	assert_int_equal(config.port, 5000);
	assert_int_equal(config.queue, 256 << 10);
	assert_int_equal(config.idle, 90);
	assert_string_equal(config.name, "here.example");
	assert_null(config.motd);
	assert_int_equal(config.plain, PLAIN_YES);
	assert_int_equal(config.listen.n, 0);
	assert_int_equal(config.rooms.n, 2);
	assert_string_equal(config.rooms.v[0], "#lobby");
	assert_string_equal(config.rooms.v[1], "#a,b");
}

static void
settings__accept_booleans(void **state)
{
	static const char *const on[] = { "yes", "true", "on", "YES", "True" };
	static const char *const off[] = { "no", "false", "off", "Off" };

	(void)state;
	for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++) {
		config.verbose = 0;
		assert_set("verbose", on[i]);
		assert_int_equal(config.verbose, 1);
	}
	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++) {
		config.verbose = 1;
		assert_set("verbose", off[i]);
		assert_int_equal(config.verbose, 0);
	}
	assert_refused(
	    "verbose", "2", "verbose: \"2\" is not a valid value (yes or no)");
	assert_refused(
	    "verbose", "", "verbose: \"\" is not a valid value (yes or no)");
}

static void
settings__accept_numbers__in_their_range(void **state)
{
	(void)state;
	assert_set("port", "0");
	assert_int_equal(config.port, 0);
	assert_set("port", "65535");
	assert_int_equal(config.port, 65535);
	assert_set("offset", "-12");
	assert_int_equal(config.offset, -12);
	assert_refused(
	    "port", "65536", "port: \"65536\" is out of range (0 to 65535)");
	assert_refused(
	    "port", "-1", "port: \"-1\" is out of range (0 to 65535)");
	assert_refused("port", "99999999999999999999999999",
	    "port: \"99999999999999999999999999\" is out of range "
	    "(0 to 65535)");
	assert_refused(
	    "offset", "-13", "offset: \"-13\" is out of range (at least -12)");
	assert_refused("offset", "99999999999999999999",
	    "offset: \"99999999999999999999\" is out of range (at least -12)");
}

static void
settings__reject_text_that_is_not_a_number(void **state)
{
	static const char *const bad[] = { "abc", "12a", "1 2", "+1", "0x10",
		"1.5", "-", " 1", "1k", "1s" };
	char want[64];

	(void)state;
	assert_refused("port", "", "port: \"\" is not a number (0 to 65535)");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(want, sizeof(want),
		    "port: \"%s\" is not a number (0 to 65535)", bad[i]);
		assert_refused("port", bad[i], want);
	}
}

static void
settings__accept_sizes(void **state)
{
	static const struct {
		const char *text;
		long long n;
		const char *back;
	} good[] = {
		{ "4096", 4096, "4k" },
		{ "64k", 64 << 10, "64k" },
		{ "64K", 64 << 10, "64k" },
		{ "16M", 16 << 20, "16M" },
		{ "1025", 1025, "1025" },
		{ "1g", 1 << 30, "1G" },
		{ "2048M", 2LL << 30, "2G" },
		{ "3T", 3LL << 40, "3T" },
		{ "0", 0, "0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_set("pool", good[i].text);
		assert_int_equal(config.pool, good[i].n);
		assert_value("pool", good[i].back);
	}
	assert_refused(
	    "queue", "1023", "queue: \"1023\" is out of range (1k to 1G)");
	assert_refused("queue", "2q",
	    "queue: \"2q\" is not a size like 4096, 64k or 16M (1k to 1G)");
	assert_refused(
	    "pool", "k", "pool: \"k\" is not a size like 4096, 64k or 16M");
	assert_refused("pool", "-1k", "pool: \"-1k\" is out of range");
}

static void
settings__refuse__when_a_size_or_time_overflows(void **state)
{
	(void)state;
	assert_refused("pool", "9000000000000000000k",
	    "pool: \"9000000000000000000k\" is out of range");
	assert_refused("pool", "9223372036854775807T",
	    "pool: \"9223372036854775807T\" is out of range");
	/* 2^24 T are 2^64 bytes, which would wrap to 0. */
	assert_refused(
	    "pool", "16777216T", "pool: \"16777216T\" is out of range");
	assert_refused("idle", "9223372036854775807w",
	    "idle: \"9223372036854775807w\" is out of range (1s to 1d)");
}

static void
settings__accept_times(void **state)
{
	static const struct {
		const char *text;
		long long n;
		const char *back;
	} good[] = {
		{ "30", 30, "30s" },
		{ "30s", 30, "30s" },
		{ "5m", 300, "5m" },
		{ "2h", 7200, "2h" },
		{ "2H", 7200, "2h" },
		{ "1d", 86400, "1d" },
		{ "90", 90, "90s" },
		{ "120", 120, "2m" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_set("idle", good[i].text);
		assert_int_equal(config.idle, good[i].n);
		assert_value("idle", good[i].back);
	}
	assert_refused("idle", "7d", "idle: \"7d\" is out of range (1s to 1d)");
	assert_refused("idle", "5y",
	    "idle: \"5y\" is not a time like 30s, 5m, 2h or 7d (1s to 1d)");
	assert_refused("idle", "1h30m",
	    "idle: \"1h30m\" is not a time like 30s, 5m, 2h or 7d (1s to 1d)");
}

static void
settings__accept_strings__of_the_right_length(void **state)
{
	(void)state;
	assert_set("name", "x");
	assert_string_equal(config.name, "x");
	assert_set("motd", "");
	assert_string_equal(config.motd, "");
	assert_value("motd", "");
	assert_refused("name", "", "name: \"\" is too short (1 to 20 bytes)");
	assert_refused("name", "012345678901234567890",
	    "name: \"012345678901234567890\" is too long (1 to 20 bytes)");
}

static void
settings__accept_choices(void **state)
{
	(void)state;
	assert_set("plain", "spoken");
	assert_int_equal(config.plain, PLAIN_SPOKEN);
	assert_set("plain", "NO");
	assert_int_equal(config.plain, PLAIN_NO);
	assert_value("plain", "no");
	assert_refused("plain", "maybe",
	    "plain: \"maybe\" is not one of the choices (yes, spoken or no)");
}

static void
settings__accept_lists(void **state)
{
	(void)state;
	assert_set("listen", " ::1 ,127.0.0.1,, two words\\ ,\\\\x\\,y,");
	assert_int_equal(config.listen.n, 4);
	assert_string_equal(config.listen.v[0], "::1");
	assert_string_equal(config.listen.v[1], "127.0.0.1");
	assert_string_equal(config.listen.v[2], "two words ");
	assert_string_equal(config.listen.v[3], "\\x,y");
	assert_set("listen", "");
	assert_int_equal(config.listen.n, 0);
	assert_refused(
	    ROOMS, "#a,#,#b", ROOMS ": \"#\" is too short (2 to 16 bytes)");
}

static void
settings__are_unknown__when_not_in_the_table(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_int_equal(
	    settings_set(test_settings, &config, "n\x1bpe", "1", &cause), -1);
	assert_non_null(strstr(cause, "unknown setting \"n"));
	assert_null(strchr(cause, '\x1b'));
	assert_null(settings_get(test_settings, &config, "nope"));
	free(cause);
}

static void
settings__never_show_a_secret(void **state)
{
	(void)state;
	assert_refused("password", "abc",
	    "password: the value is too short (4 to 32 bytes)");
}

static void
settings__escape_what_they_refuse(void **state)
{
	char *cause = NULL;

	(void)state;
	assert_int_equal(
	    settings_set(test_settings, &config, "port", "\x1b[2J\n", &cause),
	    -1);
	assert_null(strpbrk(cause, "\x1b\n"));
	free(cause);
}

static void
settings_get__returns_text_that_settings_set_accepts(void **state)
{
	static const char *const values[][2] = { { "verbose", "yes" },
		{ "echo", "no" }, { "port", "6667" }, { "offset", "-3" },
		{ "queue", "1M" }, { "pool", "77" }, { "idle", "1h" },
		{ "name", " a,b\\c " }, { "motd", "" },
		{ "password", "a secret" }, { "plain", "spoken" },
		{ "listen", "\\ a\\,\\\\b\\ ,\\ ,c d" }, { ROOMS, "" } };
	struct test_config other;
	char *text, *again;

	(void)state;
	settings_init(test_settings, &other);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const char *name = values[i][0];

		assert_set(name, values[i][1]);
		text = settings_get(test_settings, &config, name);
		assert_int_equal(
		    settings_set(test_settings, &other, name, text, NULL), 0);
		again = settings_get(test_settings, &other, name);
		assert_string_equal(text, again);
		free(text);
		free(again);
	}
	assert_string_equal(other.listen.v[0], " a,\\b ");
	assert_string_equal(other.listen.v[1], " ");
	assert_string_equal(other.name, " a,b\\c ");
	settings_clear(test_settings, &other);
}

static void
settings_copy__shares_no_memory(void **state)
{
	struct test_config copy;

	(void)state;
	memset(&copy, 0xa5, sizeof(copy));
	settings_copy(test_settings, &copy, &config);
	assert_set("name", "other");
	assert_set(ROOMS, "#x");
	assert_set("port", "1");
	assert_string_equal(copy.name, "here.example");
	assert_int_equal(copy.rooms.n, 2);
	assert_int_equal(copy.port, 5000);
	assert_null(copy.motd);
	settings_clear(test_settings, &copy);
	assert_null(copy.name);
	assert_int_equal(copy.rooms.n, 0);
	settings_clear(test_settings, &copy);
}

static void
note_name(const char *name, void *ctx)
{
	buf_printf(ctx, "%s ", name);
}

static void
settings_reload__changes_reloadable_rows_and_names_the_rest(void **state)
{
	static const char *const changes[][2] = { { "verbose", "yes" },
		{ "motd", "hi" }, { ROOMS, "#new" }, { "name", "new" },
		{ "port", "7" }, { "listen", "::1" } };
	struct test_config next;
	struct buf names = { 0 };

	(void)state;
	settings_copy(test_settings, &next, &config);
	settings_reload(test_settings, &config, &next, note_name, &names);
	assert_int_equal(names.len, 0);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		assert_int_equal(settings_set(test_settings, &next,
				     changes[i][0], changes[i][1], NULL),
		    0);
	settings_reload(test_settings, &config, &next, note_name, &names);
	assert_string_equal(buf_str(&names), "port name listen ");
	assert_int_equal(config.verbose, 1);
	assert_string_equal(config.motd, "hi");
	assert_int_equal(config.rooms.n, 1);
	assert_string_equal(config.name, "here.example");
	assert_int_equal(config.port, 5000);
	assert_int_equal(config.listen.n, 0);
	buf_clear(&names);
	settings_clear(test_settings, &next);
}

static void
settings__leave_the_rest_of_the_struct_alone(void **state)
{
	const char *before = config.untouched;

	(void)state;
	settings_clear(test_settings, &config);
	settings_init(test_settings, &config);
	assert_ptr_equal(config.untouched, before);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(settings__have_their_defaults),
		TEST(settings__accept_booleans),
		TEST(settings__accept_numbers__in_their_range),
		TEST(settings__reject_text_that_is_not_a_number),
		TEST(settings__accept_sizes),
		TEST(settings__refuse__when_a_size_or_time_overflows),
		TEST(settings__accept_times),
		TEST(settings__accept_strings__of_the_right_length),
		TEST(settings__accept_choices),
		TEST(settings__accept_lists),
		TEST(settings__are_unknown__when_not_in_the_table),
		TEST(settings__never_show_a_secret),
		TEST(settings__escape_what_they_refuse),
		TEST(settings_get__returns_text_that_settings_set_accepts),
		TEST(settings_copy__shares_no_memory),
		TEST(
		    settings_reload__changes_reloadable_rows_and_names_the_rest),
		TEST(settings__leave_the_rest_of_the_struct_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
