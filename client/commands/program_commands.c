/*
 * program_commands: commands about the program and its connection: /help, /clear, /reconnect, /trust, /quit.
 */
#include <stdlib.h>

#include "client/commands/context.h"
#include "client/commands/table.h"
#include "client/connection/connection.h"
#include "client/input/editor.h"
#include "client/model/model.h"
#include "common/i18n.h"
#include "common/text.h"

static int
run_clear(struct command_context *x, const struct command *c)
{
	(void)c;
	buffer_clear_lines(x->model->active);
	x->model->dirty = DIRTY_ALL;
	return 0;
}

static void
help_command(struct command_context *x, const struct command_row *r)
{
	command_print(x, "/%s%s%s: %s", r->name, r->usage[0] != '\0' ? " " : "",
	    r->usage, _(r->help));
}

/* Each mode lists the commands that work in it. */
static void
help_commands(struct command_context *x)
{
	const struct command_row *r = NULL;

	while ((r = command_next(r)) != NULL)
		if (x->model != NULL || (r->flags & COMMAND_SCREEN) == 0)
			help_command(x, r);
	if (x->model != NULL)
		command_print(x, "%s", _("/help keys lists the keys."));
	command_print(x, "%s", _("To send text that begins with /, type //."));
}

static void
help_keys(struct command_context *x)
{
	const char *name, *help;
	char *keys;
	size_t i;

	for (i = 0; editor_action_info(i, &name, &keys, &help); i++) {
		command_print(x, "%s: %s (%s)",
		    keys[0] != '\0' ? keys : _("unbound"), help, name);
		free(keys);
	}
	command_print(x, "%s",
	    _("In search results: the arrows, PageUp and PageDown choose a "
	      "message, Enter goes to it, Escape closes the results. If you "
	      "type, the results close and the text goes into the input "
	      "line."));
}

static int
run_help(struct command_context *x, const struct command *c)
{
	struct view about = c->args[0];
	const struct command_row *r;

	if (view_has_prefix(about, VIEW("/"))) {
		about.p++;
		about.len--;
	}
	r = command_find(about);
	if (about.len == 0)
		help_commands(x);
	else if (r != NULL)
		help_command(x, r);
	else if (x->model != NULL && view_equal_nocase(about, VIEW("keys")))
		help_keys(x);
	else
		return command_fail(
		    x, _("No help for \"%.*s\". Try /help."), VIEW_ARG(about));
	return 0;
}

static int
run_reconnect(struct command_context *x, const struct command *c)
{
	(void)c;
	connection_reconnect(x->connection);
	return 0;
}

/*
 * The user has to compare fingerprints. A pasted fingerprint proves nothing: it may come from the
 * message that asks for it.
 */
static int
run_trust(struct command_context *x, const struct command *c)
{
	char *cause = NULL;
	int saved;

	if (!x->ops->is_typed_by_hand(c->args[0], x->ctx))
		return command_fail(x,
		    _("Not accepted: type /trust and the fingerprint by hand, "
		      "in an empty line. Pasted or recalled text does not "
		      "count."));
	saved = connection_trust(x->connection, c->args[0], &cause);
	if (saved < 0)
		return command_fail_cause(x, cause);
	command_print(x, "%s",
	    saved ? _("The new certificate is trusted from now on.")
		  : _("The new certificate is trusted until tchat ends."));
	return 0;
}

static int
run_quit(struct command_context *x, const struct command *c)
{
	x->ops->quit(c->args[0], x->ctx);
	return 0;
}

/* clang-format off */
const struct command_row program_commands[] = {
	{ "clear", run_clear, NULL, 0, 0, { ARG_NONE },
	    "", N_("clear the message pane"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "help", run_help, NULL, 0, 1, { ARG_COMMAND },
	    "[COMMAND|keys]",
	    N_("show help for all commands, one command, or the keys"),
	    COMMAND_OFFLINE, 0 },
	{ "quit", run_quit, NULL, 0, 1, { ARG_TEXT },
	    "[REASON]", N_("disconnect and exit"), COMMAND_OFFLINE, 0 },
	{ "reconnect", run_reconnect, NULL, 0, 0, { ARG_NONE },
	    "", N_("connect now; if you are connected, disconnect first"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "trust", run_trust, NULL, 1, 1, { ARG_TEXT },
	    "FINGERPRINT",
	    N_("accept the server's new certificate: type at least the first 8 "
	    "digits of its fingerprint"), COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ .name = NULL }
};
/* clang-format on */
