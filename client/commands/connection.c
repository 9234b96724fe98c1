/*
 * connection: the commands about the connection, and a server whose certificate was
 * refused: the client stays, explains, and waits for the user's decision.
 */
#include <stdlib.h>
#include <string.h>

#include "client/app_commands.h"
#include "client/app_state.h"
#include "client/commands/parse.h"
#include "client/net/fingerprint.h"
#include "client/net/trust.h"
#include "common/xmalloc.h"

int
app_run_reconnect(struct app *app, const struct command *c)
{
	(void)c;
	connection_reconnect(app->online);
	return 0;
}

static int
is_typed(const struct app *app, struct view text)
{
	const struct buf *typed = &app->trust_typed;

	return !app->not_trust && typed->len > 0 && text.len > 0 &&
	       memmem(typed->p, typed->len, text.p, text.len) != NULL;
}

/*
 * The user has to compare fingerprints. A pasted one compares nothing: it may come from the
 * message that asks for it. The command counts only if the fingerprint was typed in this line.
 */
int
app_run_trust(struct app *app, const struct command *c)
{
	char *cause = NULL;
	int saved;

	if (!is_typed(app, c->args[0]))
		return app_fail(app,
		    "Not accepted: type /trust and the fingerprint by hand, "
		    "in an empty line. Pasted or recalled text does not "
		    "count.");
	saved = connection_trust(app->online, c->args[0], &cause);
	if (saved < 0) {
		app_fail(app, "%s", cause);
		free(cause);
		return -1;
	}
	model_info(app->model, app->model->active,
	    saved ? "The new certificate is trusted from now on."
		  : "The new certificate is trusted until tchat ends.");
	return 0;
}

static void
explain(struct app *app, struct buffer *b, const char *reason)
{
	const struct trust_refusal *refusal = connection_refusal(app->online);
	struct model *m = app->model;
	char text[FINGERPRINT_TEXT];

	if (refusal == NULL) {
		model_error(m, b, "Not connected: %s", reason);
		model_error(m, b, "/reconnect tries again.");
		return;
	}
	if (!refusal->known) {
		model_error(m, b, "Not connected: %s", reason);
	} else {
		model_error(m, b,
		    "Not connected: the certificate of %s has changed. Someone "
		    "may be intercepting the connection, or the server has a "
		    "new certificate. Nothing was sent to it.",
		    m->host);
		fingerprint_format(&refusal->before, text);
		model_error(m, b, "Old fingerprint: %s", text);
	}
	fingerprint_format(&refusal->now, text);
	model_error(m, b, "New fingerprint: %s", text);
	model_error(m, b,
	    "Ask the operator of the server for its fingerprint. If it is the "
	    "new one, type /trust and at least its first 8 digits. "
	    "/reconnect tries again.");
}

void
app_explain_refusal(struct app *app, const char *reason)
{
	struct model *m = app->model;

	xreplace(&m->link_reason,
	    connection_refusal(app->online) != NULL
		? "the certificate has changed: /trust or /reconnect"
		: reason);
	explain(app, m->active, reason);
	if (m->active != m->server)
		explain(app, m->server, reason);
}
