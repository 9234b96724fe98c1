/*
 * connection_commands: commands about the connection.
 */
#include "client/commands/context.h"
#include "client/commands/table.h"
#include "client/connection/connection.h"
#include "common/i18n.h"

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

/* clang-format off */
const struct command_row connection_commands[] = {
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
