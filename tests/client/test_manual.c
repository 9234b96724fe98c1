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

/* True if a macro line of the text has the name among its words. */
static void
has_word(const char *text, const char *name)
{
	char word[64];

	snprintf(word, sizeof(word), " %s ", name);
	if (strstr(text, word) != NULL)
		return;
	snprintf(word, sizeof(word), " %s\n", name);
	manual_has(text, word);
}

/* The lists of settings that a section may have are those of the tables. */
static void
tchat_conf__lists_the_settings_of_sections(void **state)
{
	char *page = manual_read("tchat.conf.5");
	char *sections = strstr(page, ".Sh SECTIONS"), *end, *rooms;
	const struct setting *s;

	(void)state;
	assert_non_null(sections);
	end = strstr(sections, ".Sh THEMES");
	assert_non_null(end);
	*end = '\0';
	rooms = strstr(sections, "These settings may be in a\n.Ic room");
	assert_non_null(rooms);
	for (s = client_server_settings; s->name != NULL; s++)
		has_word(sections, s->name);
	for (s = client_room_settings; s->name != NULL; s++)
		has_word(rooms, s->name);
	free(page);
}

/* A new setting should take effect while tchat runs; if it cannot, /set says so. */
static void
settings__take_effect_while_tchat_runs__but_for_a_few(void **state)
{
	static const char *const needs[] = { "room", "realname", "port", "tls",
		"fingerprint", "known-hosts", "certificate", "plain" };
	const struct setting *s;
	size_t n = 0;

	(void)state;
	for (s = client_config_settings; s->name != NULL; s++) {
		if (!setting_in_file(s) ||
		    s->flags & (SETTING_RELOAD | SETTING_RECONNECT))
			continue;
		assert_true(n < sizeof(needs) / sizeof(needs[0]));
		assert_string_equal(s->name, needs[n++]);
	}
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
		cmocka_unit_test(tchat_conf__lists_the_settings_of_sections),
		cmocka_unit_test(
		    settings__take_effect_while_tchat_runs__but_for_a_few),
		cmocka_unit_test(tchat__has_every_short_option),
		cmocka_unit_test(tchat__has_every_command_with_its_usage),
		cmocka_unit_test(tchat__has_every_action),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
