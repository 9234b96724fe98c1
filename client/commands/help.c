/*
 * help: /help, printed from the tables of commands and keys.
 */
#include <stdlib.h>

#include "client/app_state.h"
#include "client/commands/parse.h"
#include "client/input/editor.h"
#include "common/text.h"

static void
show_command(struct app *app, const struct command_entry *e)
{
	model_info(app->model, app->model->active, "/%s%s%s: %s", e->name,
	    e->usage[0] != '\0' ? " " : "", e->usage, e->help);
}

static void
show_commands(struct app *app)
{
	const struct command_entry *all;
	size_t i, n;

	all = commands_all(&n);
	for (i = 0; i < n; i++)
		show_command(app, &all[i]);
	model_info(app->model, app->model->active,
	    "/help keys lists the keys. To send text that begins with /, type "
	    "//.");
}

static void
show_keys(struct app *app)
{
	const char *name, *help;
	char *keys;
	size_t i;

	for (i = 0; editor_action_info(i, &name, &keys, &help); i++) {
		model_info(app->model, app->model->active, "%s: %s (%s)",
		    keys[0] != '\0' ? keys : "unbound", help, name);
		free(keys);
	}
	model_info(app->model, app->model->active,
	    "In search results: the arrows, PageUp and PageDown choose a "
	    "message, Enter goes to it, Escape closes the results. If you "
	    "type, the results close and the text goes into the input line.");
}

void
app_help(struct app *app, struct view about)
{
	const struct command_entry *e;
	struct buf clean = { 0 };

	if (view_has_prefix(about, VIEW("/"))) {
		about.p++;
		about.len--;
	}
	e = command_find(about);
	if (about.len == 0) {
		show_commands(app);
	} else if (e != NULL) {
		show_command(app, e);
	} else if (view_equal_nocase(about, VIEW("keys"))) {
		show_keys(app);
	} else {
		text_clean(&clean, about, 0);
		model_error(app->model, app->model->active,
		    "No help for \"%s\". Try /help or /help keys.",
		    buf_str(&clean));
		buf_clear(&clean);
	}
	app_schedule(app);
}
