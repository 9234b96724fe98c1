/*
 * app_refusal: a server that tchat does not connect to, for example because its certificate has
 * changed: explains why, and what the user can do.
 */
#include "client/app_state.h"
#include "client/net/fingerprint.h"
#include "client/net/trust.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

static void
explain(struct app *app, struct buffer *b, const char *reason)
{
	const struct trust_refusal *refusal = connection_refusal(app->online);
	struct model *m = app->model;
	char text[FINGERPRINT_TEXT];

	if (refusal == NULL) {
		model_error(m, b, _("Not connected: %s"), reason);
		model_error(m, b, _("/reconnect tries again."));
		return;
	}
	if (!refusal->known) {
		model_error(m, b, _("Not connected: %s"), reason);
	} else {
		model_error(m, b,
		    _("Not connected: the certificate of %s has changed. "
		      "Someone "
		      "may be intercepting the connection, or the server has a "
		      "new certificate. Nothing was sent to it."),
		    m->host);
		fingerprint_format(&refusal->before, text);
		model_error(m, b, _("Old fingerprint: %s"), text);
	}
	fingerprint_format(&refusal->now, text);
	model_error(m, b, _("New fingerprint: %s"), text);
	model_error(m, b,
	    _("Ask the operator of the server for its fingerprint. If it is "
	      "the "
	      "new one, type /trust and at least its first 8 digits. "
	      "/reconnect tries again."));
}

void
app_explain_refusal(struct app *app, const char *reason)
{
	struct model *m = app->model;

	xreplace(&m->link_reason,
	    connection_refusal(app->online) != NULL
		? _("the certificate has changed: /trust or /reconnect")
		: reason);
	explain(app, m->active, reason);
	if (m->active != m->server)
		explain(app, m->server, reason);
}
