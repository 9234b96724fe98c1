/*
 * Every slash command runs on the full screen with as few arguments as it takes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_state.h"
#include "client/commands/table.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

/* Type the command with as few arguments as it takes. */
static void
enter(const struct command_row *c)
{
	char line[64];
	int i, n;

	n = snprintf(line, sizeof(line), "/%s", c->name);
	for (i = 0; i < c->min; i++)
		n += snprintf(line + n, sizeof(line) - (size_t)n, " bo");
	snprintf(line + n, sizeof(line) - (size_t)n, "\r");
	world_keys(line);
}

static void
every_command__runs__when_it_is_entered_online(void **state)
{
	const struct command_row *r = NULL;

	(void)state;
	while ((r = command_next(r)) != NULL) {
		world_setup(NULL);
		world_start(1, "#tea");
		world_accept();
		world_welcome();
		world_join("#tea");
		enter(r);
		world_hides("Usage: /");
		world_hides("needs a connection");
		world_teardown(NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_command__runs__when_it_is_entered_online),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
