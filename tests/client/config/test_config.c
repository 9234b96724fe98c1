/*
 * config: the command line, the file, and how they are combined.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/config/config_load.h"
#include "client/view/view.h"
#include "common/names.h"
#include "tests/support/environment.h"
#include "tests/support/test.h"

#define LOAD(...) load((char *[]){ (char *)"tchat", __VA_ARGS__, NULL })

static struct client_config config;
static char *cause;
static char dir[] = "/tmp/tchat-config-XXXXXX";

static int
load(char **argv)
{
	int argc = 0;

	client_config_clear(&config);
	free(cause);
	cause = NULL;
	while (argv[argc] != NULL)
		argc++;
	return client_config_load(&config, argc, argv, &cause);
}

static void
write_file(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/tchat/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int
setup(void **state)
{
	char path[128];

	(void)state;
	if (access(dir, F_OK) != 0)
		assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/tchat", dir);
	mkdir(path, 0700);
	setenv("XDG_CONFIG_HOME", dir, 1);
	config = (struct client_config){ 0 };
	return 0;
}

static int
teardown(void **state)
{
	static const char *const names[] = { "tchat.conf", "other.conf" };
	char path[128];
	size_t i;

	(void)state;
	client_config_clear(&config);
	free(cause);
	cause = NULL;
	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/tchat/%s", dir, names[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/tchat", dir);
	rmdir(path);
	rmdir(dir);
	memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
	return 0;
}

static void
config__has_defaults(void **state)
{
	(void)state;
	assert_int_equal(LOAD((char *)"example.org"), 0);
	assert_string_equal(config.host, "example.org");
	assert_int_equal(config.port, 5000);
	assert_true(nick_valid(view_of(config.nick)));
	assert_true(username_valid(view_of(config.username)));
	assert_false(config.nick_given);
	assert_int_equal(config.rooms.n, 0);
	assert_int_equal(config.scrollback, 10000);
	assert_int_equal(config.room_list, PANE_AUTO);
	assert_string_equal(config.time_format, "%H:%M");
}

/* Forms that people copy from URLs and settings. */
static void
config__accepts_a_host_with_brackets_or_a_port(void **state)
{
	static const struct {
		const char *text, *host;
		int port;
	} hosts[] = { { "[::1]", "::1", 5000 }, { "[::1]:6667", "::1", 6667 },
		{ "::1", "::1", 5000 }, { "2001:db8::1", "2001:db8::1", 5000 },
		{ "[fe80::1%eth0]", "fe80::1%eth0", 5000 },
		{ "example.org:6697", "example.org", 6697 },
		{ "192.0.2.1:1", "192.0.2.1", 1 }, { "[h]:2", "h", 2 } };
	static const char *const bad[] = { "", "[", "[]", "[::1", "[::1]x",
		"[::1]:", "[::1]:x", "[::1]:0", ":5000", "host:", "host:x",
		"host:65536" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		assert_int_equal(LOAD((char *)hosts[i].text), 0);
		assert_string_equal(config.host, hosts[i].host);
		assert_int_equal(config.port, hosts[i].port);
	}
	assert_int_equal(LOAD((char *)"[::1]", (char *)"7000"), 0);
	assert_string_equal(config.host, "::1");
	assert_int_equal(config.port, 7000);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(LOAD((char *)bad[i]), 2);
	assert_int_equal(LOAD((char *)"h:1", (char *)"2"), 2);
	assert_non_null(strstr(cause, "two ports"));
}

static void
config__accepts_rooms_with_and_without_their_prefix(void **state)
{
	(void)state;
	assert_int_equal(LOAD((char *)"-r", (char *)"111", (char *)"-r",
			     (char *)"#ops", (char *)"h", (char *)"6667"),
	    0);
	assert_int_equal(config.rooms.n, 2);
	assert_string_equal(config.rooms.v[0], "#111");
	assert_string_equal(config.rooms.v[1], "#ops");
	assert_int_equal(config.port, 6667);
}

static void
config__reports_wrong_values(void **state)
{
	(void)state;
	assert_int_equal(load((char *[]){ (char *)"tchat", NULL }), 2);
	assert_non_null(strstr(cause, "host"));
	assert_int_equal(LOAD((char *)"h", (char *)"fish"), 2);
	assert_non_null(strstr(cause, "fish"));
	assert_int_equal(LOAD((char *)"h", (char *)"0"), 2);
	assert_int_equal(LOAD((char *)"h", (char *)"70000"), 2);
	assert_int_equal(LOAD((char *)"h", (char *)"1", (char *)"x"), 2);
	assert_int_equal(LOAD((char *)"-r", (char *)"a b", (char *)"h"), 1);
	assert_non_null(strstr(cause, "a b"));
	assert_int_equal(LOAD((char *)"-n", (char *)"1a", (char *)"h"), 1);
	assert_int_equal(LOAD((char *)"--what", (char *)"h"), 2);
	assert_int_equal(
	    LOAD((char *)"-f", (char *)missing_path(), (char *)"h"), 1);
}

static void
config__needs_no_host__for_help(void **state)
{
	(void)state;
	assert_int_equal(LOAD((char *)"--help"), 0);
	assert_true(config.help);
	assert_int_equal(LOAD((char *)"-V"), 0);
	assert_true(config.version);
}

static void
config__reads_the_default_file__which_the_command_line_overrides(void **state)
{
	char other[128];

	(void)state;
	write_file("tchat.conf",
	    "nick = \"filed\"\nroom = {\"111\"}\nport = 7000\n"
	    "member-list = off\n");
	assert_int_equal(LOAD((char *)"h"), 0);
	assert_string_equal(config.nick, "filed");
	assert_true(config.nick_given);
	assert_string_equal(config.rooms.v[0], "#111");
	assert_int_equal(config.port, 7000);
	assert_int_equal(config.member_list, PANE_OFF);
	assert_int_equal(LOAD((char *)"-n", (char *)"lined", (char *)"-r",
			     (char *)"x", (char *)"h", (char *)"7001"),
	    0);
	assert_string_equal(config.nick, "lined");
	assert_int_equal(config.rooms.n, 1);
	assert_string_equal(config.rooms.v[0], "#x");
	assert_int_equal(config.port, 7001);
	write_file("other.conf", "nick = \"other\"\n");
	snprintf(other, sizeof(other), "%s/tchat/other.conf", dir);
	assert_int_equal(LOAD((char *)"-f", other, (char *)"h"), 0);
	assert_string_equal(config.nick, "other");
	assert_int_equal(config.port, 5000);
}

static void
config__reports_line_and_key__of_a_mistake_in_the_file(void **state)
{
	(void)state;
	write_file("tchat.conf", "nick = \"x\"\nscrollback = 5\n");
	assert_int_equal(LOAD((char *)"h"), 1);
	assert_non_null(strstr(cause, "tchat.conf:2"));
	assert_non_null(strstr(cause, "scrollback"));
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

/* The password is the file's first line, if no other user can read the file. */
static void
config__reads_a_password__that_only_the_user_can_read(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/tchat/password", dir);
	write_file("password", "two words \nand more\n");
	chmod(path, 0644);
	assert_int_equal(
	    LOAD((char *)"--password-file", path, (char *)"host"), 1);
	assert_non_null(strstr(cause, "other users can read the password"));
	chmod(path, 0600);
	assert_int_equal(LOAD((char *)"--password-file", path,
			     (char *)"--account", (char *)"bo", (char *)"host"),
	    0);
	assert_string_equal(config.password, "two words ");
	assert_string_equal(config.account, "bo");
	write_file("password", "\nsecond");
	assert_int_equal(
	    LOAD((char *)"--password-file", path, (char *)"host"), 1);
	assert_non_null(strstr(cause, "no password in the first line"));
	assert_int_equal(LOAD((char *)"--password-file", (char *)missing_path(),
			     (char *)"host"),
	    1);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(config__has_defaults),
		CASE(config__accepts_a_host_with_brackets_or_a_port),
		CASE(config__accepts_rooms_with_and_without_their_prefix),
		CASE(config__reports_wrong_values),
		CASE(config__needs_no_host__for_help),
		CASE(
		    config__reads_the_default_file__which_the_command_line_overrides),
		CASE(config__reads_a_password__that_only_the_user_can_read),
		CASE(config__reports_line_and_key__of_a_mistake_in_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
