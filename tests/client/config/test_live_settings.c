/*
 * Tests of live_settings: sections for servers and rooms, and changes while tchat runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/config/config_load.h"
#include "client/config/live_settings.h"
#include "tests/support/test.h"

#define LOAD(...) load((char *[]){ (char *)"tchat", __VA_ARGS__, NULL })

static struct client_config config;
static char *cause;
static char dir[] = "/tmp/tchat-live-XXXXXX";
static char changed[256];

static void
note_change(const char *name, void *ctx)
{
	(void)ctx;
	strcat(changed, name);
	strcat(changed, " ");
}

static int
load(char **argv)
{
	int argc = 0, status;

	client_config_clear(&config);
	free(cause);
	cause = NULL;
	changed[0] = '\0';
	while (argv[argc] != NULL)
		argc++;
	status = client_config_load(&config, argc, argv, &cause);
	live_settings_watch(&config, note_change, NULL);
	return status;
}

static void
write_file(const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/tchat/tchat.conf", dir);
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
	char path[128];

	(void)state;
	client_config_clear(&config);
	free(cause);
	cause = NULL;
	snprintf(path, sizeof(path), "%s/tchat/tchat.conf", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/tchat", dir);
	rmdir(path);
	rmdir(dir);
	strcpy(dir, "/tmp/tchat-live-XXXXXX");
	return 0;
}

static int
set(enum settings_scope scope, const char *room, const char *name,
    const char *value)
{
	struct settings_place place = { scope, view_of(room) };

	free(cause);
	cause = NULL;
	changed[0] = '\0';
	return live_settings_set(&config, &place, name, value, &cause);
}

static void
load__uses_a_server_section__by_its_name_or_host(void **state)
{
	(void)state;
	write_file("nick = all\n"
		   "server work { host = chat.example.org port = 6697\n"
		   "nick = ana room = { \"#ops\" } }\n"
		   "server 192.0.2.1 { tls = no }\n");
	assert_int_equal(LOAD((char *)"work"), 0);
	assert_string_equal(config.host, "chat.example.org");
	assert_int_equal(config.port, 6697);
	assert_string_equal(config.nick, "ana");
	assert_string_equal(config.rooms.v[0], "#ops");
	assert_string_equal(config.network_key, "work");

	assert_int_equal(LOAD((char *)"CHAT.example.org"), 0);
	assert_string_equal(config.network_key, "work");
	assert_int_equal(LOAD((char *)"chat.example.org", (char *)"6697"), 0);
	assert_string_equal(config.network_key, "work");
	assert_int_equal(LOAD((char *)"chat.example.org:5000"), 0);
	assert_string_equal(config.network_key, "chat.example.org:5000");
	assert_string_equal(config.nick, "all");
	assert_int_equal(LOAD((char *)"work:5000"), 0);
	assert_string_equal(config.host, "work");
	assert_int_equal(config.port, 5000);
	assert_int_equal(LOAD((char *)"192.0.2.1"), 0);
	assert_string_equal(config.host, "192.0.2.1");
	assert_false(config.tls);
}

static void
load__lets_the_command_line_override_a_server_section(void **state)
{
	(void)state;
	write_file("server work { nick = ana tls = no }\n");
	assert_int_equal(
	    LOAD((char *)"-n", (char *)"bo", (char *)"--tls", (char *)"work"),
	    0);
	assert_string_equal(config.nick, "bo");
	assert_true(config.tls);
}

static void
load__names_the_line_of_a_mistake_in_a_section(void **state)
{
	(void)state;
	write_file("server work {\n\tnick = \"a b\"\n}\n");
	assert_int_equal(LOAD((char *)"work"), 1);
	assert_non_null(strstr(cause, "tchat.conf:2: server work: nick: "));
	write_file("server work {\n\tmouse = yes\n}\n");
	assert_int_equal(LOAD((char *)"work"), 1);
	assert_non_null(
	    strstr(cause, "tchat.conf:2: server work: mouse: unknown setting"));
	write_file("server \"a/b\" { }\n");
	assert_int_equal(LOAD((char *)"x"), 1);
	assert_non_null(strstr(cause, "not a name for a server"));
}

static void
room__has_the_settings_of_all_sections_that_match(void **state)
{
	(void)state;
	write_file("room = { \"#ops\" }\n"
		   "server work { host = h }\n"
		   "room \"#*\" { bell = yes }\n"
		   "room \"#dev-?\" { bell = no }\n"
		   "room \"work/#DEV-2\" { bell = yes }\n");
	assert_int_equal(LOAD((char *)"work"), 0);
	assert_string_equal(config.rooms.v[0], "#ops");
	assert_false(client_config_room(&config, VIEW("bo"))->bell);
	assert_ptr_equal(client_config_room(&config, VIEW("bo")), &config);
	assert_true(client_config_room(&config, VIEW("#tea"))->bell);
	assert_false(client_config_room(&config, VIEW("#dev-1"))->bell);
	assert_true(client_config_room(&config, VIEW("#dev-2"))->bell);
	assert_int_equal(LOAD((char *)"other"), 0);
	assert_false(client_config_room(&config, VIEW("#dev-2"))->bell);
}

static void
set__changes_a_value_at_once_and_reports_it(void **state)
{
	const char *nick;

	(void)state;
	assert_int_equal(LOAD((char *)"-n", (char *)"ana", (char *)"h"), 0);
	nick = config.nick;
	assert_int_equal(set(SETTINGS_GLOBAL, "", "scrollback", "500"), 0);
	assert_int_equal(config.scrollback, 500);
	assert_string_equal(changed, "scrollback ");
	assert_ptr_equal(config.nick, nick);
	assert_int_equal(set(SETTINGS_GLOBAL, "", "nick", "bo"), 0);
	assert_string_equal(config.nick, "bo");
	assert_int_equal(set(SETTINGS_GLOBAL, "", "scrollback", NULL), 0);
	assert_int_equal(config.scrollback, 10000);
}

static void
set__refuses_what_the_start_would_refuse(void **state)
{
	(void)state;
	assert_int_equal(LOAD((char *)"-n", (char *)"ana", (char *)"h"), 0);
	assert_int_equal(set(SETTINGS_GLOBAL, "", "scrollback", "1"), -1);
	assert_non_null(strstr(cause, "100 to 1000000"));
	assert_int_equal(config.scrollback, 10000);
	assert_int_equal(set(SETTINGS_GLOBAL, "", "nick", "1a"), -1);
	assert_non_null(strstr(cause, "is not a nick"));
	assert_int_equal(
	    set(SETTINGS_GLOBAL, "", "password-file", "/missing"), -1);
	assert_non_null(strstr(cause, "/missing"));
	assert_null(config.password_file);
	assert_int_equal(set(SETTINGS_GLOBAL, "", "version", "yes"), -1);
	assert_int_equal(set(SETTINGS_GLOBAL, "", "server", "yes"), -1);
	assert_int_equal(set(SETTINGS_GLOBAL, "", "nothing", "yes"), -1);
	assert_int_equal(set(SETTINGS_SERVER, "", "mouse", "yes"), -1);
	assert_non_null(strstr(cause, "the same for all servers"));
	assert_int_equal(set(SETTINGS_ROOM, "#a", "nick", "x"), -1);
	assert_non_null(strstr(cause, "the same for all rooms"));
	assert_string_equal(config.nick, "ana");
	assert_string_equal(changed, "");
}

static void
set__changes_one_server_or_one_room(void **state)
{
	const struct client_config *room;

	(void)state;
	write_file("nick = all\n");
	assert_int_equal(LOAD((char *)"h:7000"), 0);
	assert_int_equal(set(SETTINGS_SERVER, "", "nick", "ana"), 0);
	assert_string_equal(config.nick, "ana");
	assert_int_equal(set(SETTINGS_GLOBAL, "", "nick", "bo"), 0);
	assert_string_equal(config.nick, "ana");
	assert_int_equal(set(SETTINGS_SERVER, "", "nick", NULL), 0);
	assert_string_equal(config.nick, "bo");

	assert_int_equal(set(SETTINGS_ROOM, "#a", "bell", "yes"), 0);
	assert_string_equal(changed, "bell ");
	room = client_config_room(&config, VIEW("#A"));
	assert_true(room->bell);
	assert_false(client_config_room(&config, VIEW("#b"))->bell);
	assert_int_equal(set(SETTINGS_ROOM, "#a", "bell", "no"), 0);
	assert_false(room->bell);
	assert_int_equal(set(SETTINGS_ROOM, "#a", "bell", NULL), 0);
	assert_int_equal(set(SETTINGS_GLOBAL, "", "bell", "yes"), 0);
	assert_true(client_config_room(&config, VIEW("#a"))->bell);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    load__uses_a_server_section__by_its_name_or_host, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    load__lets_the_command_line_override_a_server_section,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    load__names_the_line_of_a_mistake_in_a_section, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    room__has_the_settings_of_all_sections_that_match, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    set__changes_a_value_at_once_and_reports_it, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    set__refuses_what_the_start_would_refuse, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    set__changes_one_server_or_one_room, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
