/*
 * The manuals say what the tables say: every setting, option, command, capability and
 * numeric of the server has its place there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/buf.h"
#include "server/config.h"
#include "server/proto/irc/command.h"
#include "tests/support/manual.h"

static void
server_conf__has_every_setting_with_its_default(void **state)
{
	char *page = manual_read("tchat-server.conf.5");
	const struct setting *s;
	char want[128];

	(void)state;
	for (s = config_settings; s->name != NULL; s++) {
		if (s->flags & SETTING_CLI_ONLY)
			continue;
		snprintf(want, sizeof(want), ".It Ic %s%s\n", s->name,
		    s->flags & SETTING_RELOAD ? " *" : "");
		manual_has(page, want);
		if (s->def == NULL)
			continue;
		snprintf(want, sizeof(want), "efault: %s.\n", s->def);
		manual_entry_has(page, s->name, want);
	}
	free(page);
}

static void
tchat_server__has_every_short_option(void **state)
{
	char *page = manual_read("tchat-server.8");
	const struct setting *s;
	char want[128];

	(void)state;
	for (s = config_settings; s->name != NULL; s++) {
		if (s->opt == 0)
			continue;
		snprintf(want, sizeof(want), ".It Fl %c", s->opt);
		manual_has(page, want);
		snprintf(want, sizeof(want), "Fl Fl %s", s->name);
		manual_has(page, want);
	}
	free(page);
}

static void
tchat_protocol__has_every_command(void **state)
{
	char *page = manual_read("tchat-protocol.7");
	int i;

	(void)state;
	for (i = 0; i < irc_ncommands; i++)
		manual_has(page, irc_commands[i].name);
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    server_conf__has_every_setting_with_its_default),
		cmocka_unit_test(tchat_server__has_every_short_option),
		cmocka_unit_test(tchat_protocol__has_every_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
