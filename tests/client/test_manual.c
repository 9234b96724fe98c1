/*
 * The manuals say what the tables say: every setting, option, command and key of the client has
 * its place there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/commands/table.h"
#include "client/config/config.h"
#include "client/input/editor.h"
#include "tests/support/manual.h"
#include "tests/support/test.h"

static void
tchat_conf__has_every_setting_with_its_default(void **state)
{
	char *page = manual_read("tchat.conf.5");

	(void)state;
	manual_has_settings(page, client_config_settings, "");
	free(page);
}

static void
tchat__has_every_short_option(void **state)
{
	char *page = manual_read("tchat.1");

	(void)state;
	manual_has_options(page, client_config_settings);
	free(page);
}

static void
tchat__has_every_command_with_its_usage(void **state)
{
	char *page = manual_read("tchat.1");
	const struct command_row *r = NULL;
	char want[128];

	(void)state;
	while ((r = command_next(r)) != NULL) {
		snprintf(want, sizeof(want), ".It Ic /%s%s%s\n", r->name,
		    r->usage[0] != '\0' ? " Ar " : "", r->usage);
		manual_has(page, want);
	}
	free(page);
}

static void
tchat__has_every_action(void **state)
{
	char *page = manual_read("tchat.1"), *keys;
	const char *name, *help;
	char want[128];
	size_t i;

	(void)state;
	for (i = 0; editor_action_info(i, &name, &keys, &help); i++) {
		snprintf(want, sizeof(want), "Pq Ic %s\n", name);
		manual_has(page, want);
		free(keys);
	}
	assert_true(i > 10);
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    tchat_conf__has_every_setting_with_its_default),
		cmocka_unit_test(tchat__has_every_short_option),
		cmocka_unit_test(tchat__has_every_command_with_its_usage),
		cmocka_unit_test(tchat__has_every_action),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
