/*
 * Tests of help: every page that is named exists, and a wrong name finds near ones.
 */
#include <locale.h>
#include <stdlib.h>

#include "client/commands/context.h"
#include "client/commands/help.h"
#include "client/commands/help_topics.h"
#include "client/commands/table.h"
#include "client/config/config.h"
#include "client/model/model.h"
#include "client/model/pager.h"
#include "tests/support/test.h"

static struct command_context x;

static int
setup(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
	x = (struct command_context){ .model = model_new(
					  client_config_defaults(), 100) };
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	model_free(x.model);
	return 0;
}

static struct pager *
page(const char *about)
{
	struct pager *p = help_page(&x, view_of(about));

	if (p == NULL)
		fail_msg("no page about \"%s\"", about);
	return p;
}

/* Follow all links of a page, and those of the pages there, to this depth. */
static void
follow(const char *about, int depth)
{
	struct pager *p = page(about);

	assert_true(p->n > 0);
	for (size_t i = 0; depth > 0 && i < p->n; i++)
		if (p->v[i].link != NULL)
			follow(p->v[i].link, depth - 1);
	pager_free(p);
}

static void
help_page__exists_for_every_link(void **state)
{
	(void)state;
	follow("", 3);
}

static void
offered(const char *name, void *ctx)
{
	(void)ctx;
	pager_free(page(name));
}

static void
help_page__exists_for_every_name(void **state)
{
	const struct command_row *r = NULL;

	(void)state;
	help_names(offered, NULL);
	while ((r = command_next(r)) != NULL)
		pager_free(page(r->name));
	pager_free(page("tchat-help"));
	pager_free(page("unix-word-rubout"));
}

/* A label that looks like a command is one. */
static void
help_topics__name_commands_that_exist(void **state)
{
	const struct help_topic *t;
	const struct help_row *r;
	struct view rest, name;

	(void)state;
	for (t = help_topics; t->name != NULL; t++) {
		if (t->name[0] == '/')
			assert_non_null(command_find(view_of(t->name + 1)));
		for (r = t->rows; r->label != NULL; r++) {
			rest = view_of(r->label);
			if (r->label[0] != '/')
				continue;
			assert_true(view_cut(&rest, ' ', &name));
			name.p++;
			name.len--;
			if (command_find(name) == NULL)
				fail_msg("%s: no command", r->label);
		}
	}
}

static int
has_row(const struct pager *p, const char *label, const char *text)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->v[i].label, label) == 0 &&
		    strcmp(p->v[i].text, text) == 0)
			return 1;
	return 0;
}

static void
help_page__explains_commands_settings_and_keys(void **state)
{
	struct pager *p = page("/ban");

	(void)state;
	assert_true(has_row(p, "", "/ban [ROOM] NICK|MASK [TIME] [REASON]"));
	assert_true(has_row(p, "/ban bo", "ban bo for good"));
	assert_true(has_row(p, "moderation", "keeping order in a room"));
	pager_free(p);
	p = page("PORT");
	assert_true(has_row(p, "values", "1 to 65535; default 5000"));
	assert_true(has_row(p, "in tchat.conf", "port = 5000"));
	pager_free(p);
	p = page("=account");
	assert_true(has_row(p, "option", "--account name"));
	pager_free(p);
	p = page("account");
	assert_string_equal(p->title, "Help: account");
	pager_free(p);
}

static void
suggests(const char *about, const char *want)
{
	char *text;

	assert_null(help_page(&x, view_of(about)));
	text = help_suggest(&x, view_of(about));
	assert_string_equal(text, want);
	free(text);
}

static void
help_suggest__names_near_topics(void **state)
{
	(void)state;
	suggests("modration",
	    "No help for \"modration\". Did you mean: moderation?");
	suggests("/jion", "No help for \"/jion\". Did you mean: join?");
	suggests("/statz", "No help for \"/statz\". Did you mean: stats?");
	suggests("paper", "No help for \"paper\". Did you mean: pager?");
	suggests("keyz", "No help for \"keyz\". Did you mean: keys?");
	suggests("\002a very long name of a topic that nobody has written",
	    "No help for \"a very long name of a topic that nobody\". "
	    "/help lists the topics.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(help_page__exists_for_every_link),
		cmocka_unit_test(help_page__exists_for_every_name),
		cmocka_unit_test(help_topics__name_commands_that_exist),
		cmocka_unit_test(
		    help_page__explains_commands_settings_and_keys),
		cmocka_unit_test(help_suggest__names_near_topics),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
