/*
 * account_operation: a promise to the client, and the wish on its way.
 */
#include "server/irc/account_operation.h"

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/config.h"
#include "server/irc/later.h"
#include "server/irc/request.h"

struct promised {
	struct later later;
	irc_operation_fn *answer;
};

static void
done(struct server *server, enum operation_result result,
    const struct operation *w)
{
	struct promised *p = w->ctx;
	struct request req;

	if (server != NULL && later_begin(server, &p->later, &req)) {
		p->answer(server, &req, result, w);
		later_end(&req, &p->later);
	} else if (server != NULL) {
		p->answer(server, NULL, result, w);
	}
	free(p);
}

void
irc_operation(
    struct request *req, struct operation *w, irc_operation_fn *answer)
{
	struct promised *p = xcalloc(1, sizeof(*p));
	enum operation_result no;

	p->answer = answer;
	w->ctx = p;
	no = operation_begin(req->server, w, done);
	if (no == OPERATION_OK) {
		later_promise(req, &p->later, 0);
		return;
	}
	answer(req->server, req, no, w);
	operation_free(w);
	free(p);
}

void
irc_operation_fail(struct request *req, const char *command,
    enum operation_result no, struct view about)
{
	char *text;

	if (no == OPERATION_WEAK)
		xasprintf(&text, "That password is shorter than %lld bytes",
		    req->server->config->password_min);
	else
		text = xstrdup(operation_text(no));
	reply_fail(req, command, operation_code(no), about, text);
	free(text);
}
