/*
 * account_operation: run an account operation for a client and defer the reply.
 */
#include "server/irc/account_operation.h"

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/deferred_reply.h"
#include "server/irc/request.h"

struct operation_reply {
	struct deferred_reply deferred;
	irc_operation_fn *answer;
};

static void
done(struct server *server, enum operation_result result,
    const struct operation *w)
{
	struct operation_reply *p = w->ctx;
	struct request req;

	if (server != NULL &&
	    deferred_reply_resume(server, &p->deferred, &req)) {
		p->answer(server, &req, result, w);
		deferred_reply_finish(&req, &p->deferred);
	} else if (server != NULL) {
		p->answer(server, NULL, result, w);
	}
	free(p);
}

void
irc_operation(
    struct request *req, struct operation *w, irc_operation_fn *answer)
{
	struct operation_reply *p = xcalloc(1, sizeof(*p));
	enum operation_result no;

	p->answer = answer;
	w->ctx = p;
	no = operation_begin(req->server, w, done);
	if (no == OPERATION_OK) {
		deferred_reply_start(req, &p->deferred, 0);
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
