/*
 * The table of commands, and what the dispatcher does by its flags.
 */
#include <string.h>

#include "common/irc_msg.h"
#include "server/irc/command.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

static void
table__has_each_name_once_and_sensible_rows(void **state)
{
	const struct irc_command *c, *last = NULL;
	size_t i;

	(void)state;
	for (i = 0; (c = irc_command_at(i)) != NULL; last = c, i++) {
		assert_true(last == NULL || strcmp(last->name, c->name) < 0);
		assert_int_equal(strspn(c->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
		    strlen(c->name));
		assert_non_null(c->handler);
		assert_true(c->min <= c->max && c->max <= IRC_PARAMS_MAX);
		assert_int_not_equal(c->states & ANY_STATE, 0);
		assert_non_null(c->syntax);
	}
	assert_true(i > 50);
}

/* checklist 4 */
static void
every_command__is_found__in_any_case(void **state)
{
	const struct irc_command *c;
	char lower[32];
	size_t i, j;

	(void)state;
	for (i = 0; (c = irc_command_at(i)) != NULL; i++) {
		for (j = 0; c->name[j] != '\0'; j++)
			lower[j] = (char)(c->name[j] | 0x20);
		assert_ptr_equal(
		    irc_command_find((struct view){ lower, j }), c);
	}
	assert_null(irc_command_find(VIEW("")));
	assert_null(irc_command_find(VIEW("PRIVMSGS")));
	assert_null(irc_command_find(VIEW("AVERYLONGCOMMANDINDEED")));
}

/* checklist 51 */
static void
commands_of_operators__are_481_for_other_users(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	const struct irc_command *c;
	size_t i, n = 0;

	(void)state;
	client_enter(&rig, "bob");
	for (i = 0; (c = irc_command_at(i)) != NULL; i++) {
		if (!(c->flags & COMMAND_OPERATOR))
			continue;
		n++;
		client_skip(a);
		client_send(a, "%s bob :x", c->name);
		client_expect(a, ":chat.test 481 ada :*");
		client_expect_nothing(a);
	}
	assert_true(n > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(table__has_each_name_once_and_sensible_rows),
		IRC_TEST(every_command__is_found__in_any_case),
		IRC_TEST(commands_of_operators__are_481_for_other_users),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
