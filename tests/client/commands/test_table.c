/*
 * Tests of table: every row is complete, and every row is found.
 */
#include <string.h>

#include "client/commands/table.h"
#include "tests/support/test.h"

static const struct command_row *const families[] = { account_commands,
	attention_commands, ban_commands, history_commands, oper_commands,
	program_commands, room_commands, settings_commands, talk_commands };

enum { NFAMILIES = sizeof(families) / sizeof(families[0]) };

static void
is_complete(const struct command_row *r)
{
	size_t i, n = strlen(r->name);

	assert_in_range(n, 1, 16); /* see LONGEST_NAME of parse.c */
	for (i = 0; i < n; i++)
		assert_in_range(r->name[i], 'a', 'z');
	assert_non_null(r->run);
	assert_in_range(r->max, 0, COMMAND_ARGS_MAX);
	assert_in_range(r->min, 0, r->max);
	assert_non_null(r->usage);
	assert_true(r->help != NULL && r->help[0] != '\0');
	assert_true((r->usage[0] != '\0') ==
		    (r->max > 0 || (r->flags & COMMAND_ROOM) != 0));
	assert_int_equal((r->flags & COMMAND_ROOM) != 0,
	    strncmp(r->usage, "[ROOM]", 6) == 0);
	/* A function that sends the row's word needs one. */
	if (r->flags == 0 && r->word != NULL)
		assert_in_range(r->word[0], 'A', 'Z');
}

static void
table__has_complete_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < NFAMILIES; i++)
		for (const struct command_row *r = families[i]; r->name != NULL;
		     r++)
			is_complete(r);
}

/* Two rows of one name, or a family that table.c forgets, would change the count. */
static void
command_next__gives_every_row_once__in_order(void **state)
{
	const struct command_row *r = NULL, *before = NULL;
	size_t n = 0, rows = 0;

	(void)state;
	while ((r = command_next(r)) != NULL) {
		n++;
		if (before != NULL)
			assert_true(strcmp(before->name, r->name) < 0);
		before = r;
		assert_ptr_equal(command_find(view_of(r->name)), r);
	}
	for (size_t i = 0; i < NFAMILIES; i++)
		for (r = families[i]; r->name != NULL; r++)
			rows++;
	assert_int_equal(n, rows);
	assert_true(n > 40);
}

static void
command_find__takes_any_case_and_whole_names_only(void **state)
{
	(void)state;
	assert_string_equal(command_find(VIEW("JOIN"))->name, "join");
	assert_string_equal(command_find(VIEW("j"))->name, "j");
	assert_ptr_equal(
	    command_find(VIEW("q"))->run, command_find(VIEW("query"))->run);
	assert_ptr_equal(
	    command_find(VIEW("j"))->run, command_find(VIEW("join"))->run);
	assert_null(command_find(VIEW("joi")));
	assert_null(command_find(VIEW("joins")));
	assert_null(command_find(VIEW("")));
	assert_null(command_find((struct view){ "join\0", 5 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table__has_complete_rows),
		cmocka_unit_test(command_next__gives_every_row_once__in_order),
		cmocka_unit_test(
		    command_find__takes_any_case_and_whole_names_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
