/*
 * HELP, INFO, TIME, VERSION, LINKS (checklist 52), ADMIN, STATS, MOTD.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/irc/command.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 52 */
static void
help__explains_a_command__in_any_case(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "HELP join");
	client_expect(a, ":chat.test 704 ada JOIN :JOIN #room*");
	client_expect(a, ":chat.test 705 ada JOIN :Joins rooms*");
	client_expect(a, ":chat.test 705 ada JOIN :JOIN 0 leaves all rooms.");
	client_expect(a, ":chat.test 706 ada JOIN :*");
	client_expect_nothing(a);
	client_send(a, "HELPOP VERSION");
	client_expect(a, ":chat.test 704 ada VERSION :VERSION");
	client_expect(a, ":chat.test 705 ada VERSION :*");
	client_expect(a, ":chat.test 706 ada VERSION :*");
}

/* checklist 52 */
static void
help__lists_all_commands__without_a_subject(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct buf all = { 0 };
	const char *line;
	const struct irc_command *c;
	char word[32];
	size_t i;

	(void)state;
	client_send(a, "HELP");
	client_expect(a, ":chat.test 704 ada index :*");
	while ((line = client_line(a)) != NULL &&
	       strncmp(line, ":chat.test 705 ada index :", 26) == 0)
		buf_printf(&all, " %s ", line + 26);
	assert_non_null(line);
	assert_memory_equal(line, ":chat.test 706 ada index :", 26);
	client_expect_nothing(a);
	for (i = 0; (c = irc_command_at(i)) != NULL; i++) {
		snprintf(word, sizeof(word), " %s ", c->name);
		assert_non_null(strstr(buf_str(&all), word));
	}
	buf_clear(&all);
}

/* checklist 52 */
static void
help__is_524__for_an_unknown_subject(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "HELP Frobnicate");
	client_expect(a, ":chat.test 524 ada Frobnicate :*");
	client_expect_nothing(a);
}

static void
help__explains_every_command__in_lines_that_fit(void **state)
{
	const struct irc_command *c;
	const char *line;
	size_t i;

	(void)state;
	for (i = 0; (c = irc_command_at(i)) != NULL; i++) {
		if (c->help == NULL || c->help[0] == '\0')
			fail_msg("no help on %s", c->name);
		for (line = c->help; line != NULL;
		     line = strchr(line + 1, '\n'))
			assert_true(strcspn(line + 1, "\n") < 100);
	}
}

static void
help__names_the_commands_of_operators(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "HELP KILL");
	client_expect(a, ":chat.test 704 ada KILL :KILL nick reason");
	client_expect(a, ":chat.test 705 ada KILL :Disconnects a user.");
	client_expect(a, ":chat.test 705 ada KILL :For server operators.");
	client_expect(a, ":chat.test 706 ada KILL :*");
	client_expect_nothing(a);
}

/* checklist 52 */
static void
info_time_version_links__answer(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "INFO");
	client_expect(a, ":chat.test 371 ada :tchat-*");
	client_expect(a, ":chat.test 371 ada :Chat for a group*");
	client_expect(a, ":chat.test 371 ada :IRC clients*");
	client_expect(a, ":chat.test 371 ada :Free software*");
	client_expect(a, ":chat.test 371 ada :There is no warranty.");
	client_expect(a, ":chat.test 371 ada :Started 2023-11-14 *");
	client_expect(a, ":chat.test 374 ada :*");
	client_send(a, "TIME");
	client_expect(
	    a, ":chat.test 391 ada chat.test :2023-11-14 22:13:20 UTC");
	client_send(a, "VERSION");
	client_expect(a, ":chat.test 351 ada tchat-* chat.test :*");
	client_send(a, "LINKS");
	client_expect(a, ":chat.test 365 ada * :*");
	client_expect_nothing(a);
}

static void
admin__shows_the_lines_of_the_settings(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "ADMIN");
	client_expect(a, ":chat.test 423 ada chat.test :*");
	irc_rig_set(&rig, "admin", "Tea House, Cellar, ask Ada, or Bob");
	client_send(a, "ADMIN");
	client_expect(a, ":chat.test 256 ada chat.test :*");
	client_expect(a, ":chat.test 257 ada :Tea House");
	client_expect(a, ":chat.test 258 ada :Cellar");
	client_expect(a, ":chat.test 259 ada :ask Ada");
	client_expect(a, ":chat.test 259 ada :or Bob");
	client_expect_nothing(a);
}

static void
stats__shows_the_uptime__and_operators_to_operators(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	rig.server->started -= 1000LL * (2 * 86400 + 3 * 3600 + 4 * 60 + 5);
	client_send(a, "STATS u");
	client_expect(a, ":chat.test 242 ada :Server Up 2 days 3:04:05");
	client_expect(a, ":chat.test 219 ada u :*");
	client_send(a, "STATS o");
	client_expect(a, ":chat.test 481 ada :*");
	client_expect(a, ":chat.test 219 ada o :*");
	client_send(a, "STATS xyz");
	client_expect(a, ":chat.test 219 ada x :*");
	client_send(a, "STATS");
	client_expect(a, ":chat.test 219 ada * :*");
	client_expect_nothing(a);
}

static void
motd__is_shown_line_by_line__and_changes_on_a_reload(void **state)
{
	char file[] = "/tmp/tchat-motd-XXXXXX";
	struct irc_client *a = client_enter(&rig, "ada");
	int fd = mkstemp(file);

	(void)state;
	assert_true(fd != -1);
	assert_int_equal(write(fd, "Good tea\r\n\nhere\n", 16), 16);
	close(fd);
	irc_rig_set(&rig, "motd", file);
	client_send(a, "MOTD");
	client_expect(a, ":chat.test 375 ada :*");
	client_expect(a, ":chat.test 372 ada :Good tea");
	client_expect(a, ":chat.test 372 ada :");
	client_expect(a, ":chat.test 372 ada :here");
	client_expect(a, ":chat.test 376 ada :*");
	unlink(file);
	irc_rig_set(&rig, "motd", "");
	client_send(a, "MOTD");
	client_expect(a, ":chat.test 422 ada :*");
	client_expect_nothing(a);
}

int
main(void)
{
#define T(f) IRC_TEST(f)
	const struct CMUnitTest tests[] = {
		T(help__explains_a_command__in_any_case),
		T(help__lists_all_commands__without_a_subject),
		T(help__is_524__for_an_unknown_subject),
		T(help__explains_every_command__in_lines_that_fit),
		T(help__names_the_commands_of_operators),
		T(info_time_version_links__answer),
		T(admin__shows_the_lines_of_the_settings),
		T(stats__shows_the_uptime__and_operators_to_operators),
		T(motd__is_shown_line_by_line__and_changes_on_a_reload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
