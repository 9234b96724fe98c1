/*
 * The table of commands: sorted, and true to itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/irc_msg.h"
#include "server/irc/command.h"

static void
table__is_sorted__and_its_rows_make_sense(void **state)
{
	const struct irc_command *c;
	int i;

	(void)state;
	for (i = 0; i < irc_ncommands; i++) {
		c = &irc_commands[i];
		assert_true(i == 0 || strcmp(c[-1].name, c->name) < 0);
		assert_int_equal(strspn(c->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
		    strlen(c->name));
		assert_true(c->min <= c->max && c->max <= IRC_PARAMS_MAX);
		assert_int_not_equal(c->states & ANY_STATE, 0);
	}
}

/* checklist 4 */
static void
every_command__is_found__in_any_case(void **state)
{
	char lower[32];
	size_t j;
	int i;

	(void)state;
	for (i = 0; i < irc_ncommands; i++) {
		for (j = 0; irc_commands[i].name[j] != '\0'; j++)
			lower[j] = (char)(irc_commands[i].name[j] | 0x20);
		assert_ptr_equal(irc_command_find((struct view){ lower, j }),
		    &irc_commands[i]);
	}
	assert_null(irc_command_find(VIEW("")));
	assert_null(irc_command_find(VIEW("PRIVMSGS")));
	assert_null(irc_command_find(VIEW("AVERYLONGCOMMANDINDEED")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table__is_sorted__and_its_rows_make_sense),
		cmocka_unit_test(every_command__is_found__in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
