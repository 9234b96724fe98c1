/*
 * Tests of choose_server and recent_servers: the list, the answers, and the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/choose_server.h"
#include "client/config/config_load.h"
#include "client/config/recent_servers.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

static struct client_config config;
static char *cause;
static char dir[] = "/tmp/tchat-choose-XXXXXX";
static const char *answers;
static char *printed;

static int
setup(void **state)
{
	char path[128];

	(void)state;
	strcpy(dir, "/tmp/tchat-choose-XXXXXX");
	assert_non_null(mkdtemp(dir));
	setenv("XDG_CONFIG_HOME", dir, 1);
	setenv("XDG_STATE_HOME", dir, 1);
	snprintf(path, sizeof(path), "%s/tchat", dir);
	mkdir(path, 0700);
	config = (struct client_config){ 0 };
	return 0;
}

static void
remove_file(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/tchat%s", dir, name);
	if (unlink(path) != 0)
		rmdir(path);
}

static int
teardown(void **state)
{
	(void)state;
	client_config_clear(&config);
	free(cause);
	cause = NULL;
	free(printed);
	printed = NULL;
	remove_file("/tchat.conf");
	remove_file("/.servers");
	remove_file("");
	return rmdir(dir);
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

static char *
choose(const struct client_config *known)
{
	char *text = xstrdup(answers), *chosen;
	size_t size = 0;
	FILE *in = fmemopen(text, strlen(text) + 1, "r");
	FILE *out = open_memstream(&printed, &size);

	chosen = choose_server_from(known, in, out);
	fclose(in);
	fclose(out);
	free(text);
	return chosen;
}

/* Start tchat with these options, and let the user answer. */
static int
start(const char *typed, const char *option)
{
	char *argv[] = { (char *)"tchat", (char *)option, NULL };

	client_config_clear(&config);
	free(cause);
	free(printed);
	cause = NULL;
	printed = NULL;
	answers = typed;
	return client_config_load_choosing(
	    &config, option == NULL ? 1 : 2, argv, choose, &cause);
}

static void
choose_server__offers_recent_servers_and_those_of_the_file(void **state)
{
	(void)state;
	write_file("tchat.conf",
	    "server work { host = chat.example.org port = 6697 }\n"
	    "server home { }\n");
	write_file(".servers", "192.0.2.1:5000\nhome\n");
	assert_int_equal(start("3\n", "--no-tls"), 0);
	assert_string_equal(printed, "Servers, the most recent first:\n"
				     "  1  192.0.2.1:5000\n"
				     "  2  home\n"
				     "  3  work  chat.example.org:6697\n"
				     "Number, name or host: ");
	assert_string_equal(config.host, "chat.example.org");
	assert_string_equal(config.network_key, "work");
	assert_false(config.tls);
	assert_int_equal(start(" 1 \n", NULL), 0);
	assert_string_equal(config.host, "192.0.2.1");
	assert_int_equal(config.port, 5000);
	assert_int_equal(start("home\n", NULL), 0);
	assert_string_equal(config.network_key, "home");
	assert_int_equal(start("irc.example.net 7000\n", NULL), 0);
	assert_string_equal(config.network_key, "irc.example.net:7000");
}

static void
choose_server__asks_again__after_a_wrong_number(void **state)
{
	(void)state;
	assert_int_equal(start("7\n0\nh:7000\n", NULL), 0);
	assert_non_null(strstr(printed, "There is no server 7.\n"));
	assert_non_null(strstr(printed, "There is no server 0.\n"));
	assert_string_equal(config.network_key, "h:7000");
}

static void
choose_server__chooses_nothing__without_an_answer(void **state)
{
	(void)state;
	assert_int_equal(start("\n", NULL), 2);
	assert_string_equal(cause, "no server was chosen");
	assert_non_null(strstr(printed, "Host (such as"));
	assert_int_equal(start("a b c\n", NULL), 2);
	assert_non_null(strstr(cause, "is not a port"));
}

static void
recent_servers__puts_the_newest_first_in_a_private_file(void **state)
{
	char path[128];
	struct string_list list = { 0 };
	struct stat st;

	(void)state;
	assert_int_equal(start("a:1\n", NULL), 0);
	assert_int_equal(recent_servers_add(&config, NULL), 0);
	assert_int_equal(start("[2001:db8::1]:2\n", NULL), 0);
	assert_int_equal(recent_servers_add(&config, NULL), 0);
	assert_int_equal(start("2\n", NULL), 0);
	assert_string_equal(config.network_key, "a:1");
	assert_int_equal(recent_servers_add(&config, NULL), 0);
	recent_servers_read(&list);
	assert_int_equal(list.n, 2);
	assert_string_equal(list.v[0], "a:1");
	assert_string_equal(list.v[1], "[2001:db8::1]:2");
	string_list_clear(&list);
	snprintf(path, sizeof(path), "%s/tchat/.servers", dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(start("2\n", NULL), 0);
	assert_string_equal(config.host, "2001:db8::1");
	assert_int_equal(config.port, 2);
}

static void
recent_servers__ignores_lines_that_are_no_names(void **state)
{
	struct string_list list = { 0 };

	(void)state;
	write_file(".servers", "a:1\n\033[31m\nb/c\n\na:1\n-x\nb:2");
	recent_servers_read(&list);
	assert_int_equal(list.n, 2);
	assert_string_equal(list.v[1], "b:2");
	string_list_clear(&list);
	assert_int_equal(start("h:1\n", "--no-save-state"), 0);
	remove_file("/.servers");
	assert_int_equal(recent_servers_add(&config, NULL), 0);
	recent_servers_read(&list);
	assert_int_equal(list.n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    choose_server__offers_recent_servers_and_those_of_the_file),
		TEST(choose_server__asks_again__after_a_wrong_number),
		TEST(choose_server__chooses_nothing__without_an_answer),
		TEST(recent_servers__puts_the_newest_first_in_a_private_file),
		TEST(recent_servers__ignores_lines_that_are_no_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
