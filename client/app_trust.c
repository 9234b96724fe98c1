/*
 * app_trust: a server that tchat does not connect to, and the fingerprint for /trust.
 */
#include "client/app_trust.h"

#include <string.h>

#include "client/app_state.h"
#include "client/net/fingerprint.h"
#include "client/net/trust.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { TRUST_LINE_MAX = 200 };

/*
 * Record a /trust line that is typed by hand from its beginning, without anything pasted, recalled or
 * completed. Of other lines, which may contain a password, keep nothing.
 */
void
app_trust_keys(struct app *app, struct view bytes)
{
	static const char begin[] = "/trust ";
	struct buf *typed = &app->trust_typed;

	if (editor_text().len == 0) {
		buf_reset(typed);
		app->not_trust = 0;
	}
	for (; bytes.len > 0 && *bytes.p != '\033'; bytes.p++, bytes.len--) {
		if ((*bytes.p == '\b' || *bytes.p == '\177') && typed->len > 0)
			typed->len--;
		else if (*bytes.p < ' ' || typed->len >= TRUST_LINE_MAX)
			continue;
		else if (typed->len < sizeof(begin) - 1 &&
			 *bytes.p != begin[typed->len])
			app->not_trust = 1;
		else if (!app->not_trust)
			buf_add_char(typed, *bytes.p);
	}
}

void
app_trust_pasted(struct app *app)
{
	app->not_trust = 1;
}

int
app_trust_is_typed(const struct app *app, struct view fingerprint)
{
	const struct buf *typed = &app->trust_typed;

	return !app->not_trust && typed->len > 0 && fingerprint.len > 0 &&
	       memmem(typed->p, typed->len, fingerprint.p, fingerprint.len) !=
		   NULL;
}

static void
explain_refusal(struct app_network *net, struct buffer *b, const char *reason)
{
	const struct refused_certificate *refusal =
	    connection_refusal(net->connection);
	struct model *m = net->app->model;
	char text[FINGERPRINT_TEXT];

	if (refusal == NULL || !refusal->has_expected)
		model_error(m, b, _("Not connected: %s"), reason);
	if (refusal == NULL) {
		model_error(m, b, _("/reconnect tries again."));
		return;
	}
	if (refusal->has_expected) {
		model_error(m, b,
		    _("Not connected: the certificate of %s has changed. "
		      "Someone may be intercepting the connection, or the "
		      "server has a new certificate. Nothing was sent to it."),
		    net->network->host);
		fingerprint_format(&refusal->expected, text);
		model_error(m, b, _("Old fingerprint: %s"), text);
	}
	fingerprint_format(&refusal->received, text);
	model_error(m, b, _("New fingerprint: %s"), text);
	model_error(m, b,
	    _("Ask the operator of the server for its fingerprint. If it is "
	      "the new one, type /trust and at least its first 8 digits. "
	      "/reconnect tries again."));
}

void
app_explain_refusal(struct app_network *net, const char *reason)
{
	struct network *n = net->network;

	if (connection_refusal(net->connection) != NULL)
		xreplace(&n->link_reason,
		    _("the certificate has changed: /trust or /reconnect"));
	else
		xreplace(&n->link_reason, reason);
	explain_refusal(net, model_active_of(n), reason);
	if (model_active_of(n) != n->server)
		explain_refusal(net, n->server, reason);
}
