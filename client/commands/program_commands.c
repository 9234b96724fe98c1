/*
 * program_commands: commands about the program and its connection: /help, /clear, /reconnect, /trust, /quit.
 */
#include <stdlib.h>

#include "client/commands/context.h"
#include "client/commands/help.h"
#include "client/commands/table.h"
#include "client/connection/connection.h"
#include "client/model/model.h"
#include "common/i18n.h"

static int
run_clear(struct command_context *x, const struct command *c)
{
	(void)c;
	buffer_clear_lines(x->model->active);
	model_follow(x->model, x->model->active);
	x->model->dirty = DIRTY_ALL;
	return 0;
}

static int
run_help(struct command_context *x, const struct command *c)
{
	struct pager *page = help_page(x, c->args[0]);

	if (page == NULL)
		return command_fail_cause(x, help_suggest(x, c->args[0]));
	command_show(x, page);
	return 0;
}

static int
run_pager(struct command_context *x, const struct command *c)
{
	(void)c;
	if (x->ops->reopen_page(x->ctx) == 0)
		return 0;
	return command_fail(x, _("There is no page to show again."));
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
	    "[TOPIC]",
	    N_("show help: about a topic, a command, a setting or a key"),
	    COMMAND_OFFLINE, 0 },
	{ "pager", run_pager, NULL, 0, 0, { ARG_NONE },
	    "", N_("show the last page of help, or the last long answer, again"),
	    COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ "quit", run_quit, NULL, 0, 1, { ARG_TEXT },
	    "[REASON]", N_("disconnect and exit"), COMMAND_OFFLINE, 0 },
	{ "reconnect", run_reconnect, NULL, 0, 0, { ARG_NONE },
	    "", N_("connect now; if you are connected, disconnect first"),
	    COMMAND_OFFLINE, 0 },
	{ "trust", run_trust, NULL, 1, 1, { ARG_TEXT },
	    "FINGERPRINT",
	    N_("accept the server's new certificate: type at least the first 8 "
	    "digits of its fingerprint"), COMMAND_OFFLINE | COMMAND_SCREEN, 0 },
	{ .name = NULL }
};
/* clang-format on */
