/*
 * The manuals have an entry for every setting, option, command, capability and numeric in the
 * server's tables.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/account/operation.h"
#include "server/admin/subcommand.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "tests/support/manual.h"
#include "tests/support/test.h"

static void
server_conf__has_every_setting_with_its_default(void **state)
{
	char *page = manual_read("tchat-server.conf.5");

	(void)state;
	manual_has_settings(page, config_settings, " *");
	free(page);
}

static void
tchat_server__has_every_short_option(void **state)
{
	char *page = manual_read("tchat-server.8");

	(void)state;
	manual_has_options(page, config_settings);
	free(page);
}

static void
tchat_server__has_every_tool(void **state)
{
	char *page = manual_read("tchat-server.8"), *command;
	const struct subcommand *sub;

	(void)state;
	for (sub = subcommands; sub->name != NULL; sub++) {
		xasprintf(&command, ".Cm %s\n", sub->name);
		manual_has(page, command);
		free(command);
	}
	free(page);
}

static void
tchat_protocol__has_every_command(void **state)
{
	char *page = manual_read("tchat-protocol.7");
	const struct irc_command *c;
	size_t i;

	(void)state;
	for (i = 0; (c = irc_command_at(i)) != NULL; i++)
		manual_has(page, c->name);
	free(page);
}

/* The codes with which REGISTER or ACCOUNT refuse something. */
static void
tchat_protocol__has_every_code_of_accounts(void **state)
{
	char *page = manual_read("tchat-protocol.7");
	unsigned i;

	(void)state;
	for (i = 0; i < OPERATION_RESULTS; i++)
		if (i != OPERATION_SUSPENDED) /* reported by 904 */
			manual_has(
			    page, operation_code((enum operation_result)i));
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    server_conf__has_every_setting_with_its_default),
		cmocka_unit_test(tchat_server__has_every_short_option),
		cmocka_unit_test(tchat_server__has_every_tool),
		cmocka_unit_test(tchat_protocol__has_every_command),
		cmocka_unit_test(tchat_protocol__has_every_code_of_accounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
