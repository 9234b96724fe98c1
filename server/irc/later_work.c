/*
 * later_work: a promise and a job that know each other by ids alone.
 */
#include "server/irc/later_work.h"

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/irc/later.h"
#include "server/irc/request.h"
#include "server/net/work.h"

struct waiting {
	struct server *server;
	struct later later;
	const struct later_work *ops;
	void *ctx;
};

static void
run(void *ctx)
{
	struct waiting *w = ctx;

	w->ops->run(w->ctx);
}

static void
drop(void *ctx)
{
	struct waiting *w = ctx;

	w->ops->free(w->ctx);
	free(w);
}

static void
call_after(const struct waiting *w)
{
	struct session *s = session_by_id(w->server, w->later.session);

	if (s != NULL && s->phase != SESSION_LEAVING && w->ops->after != NULL)
		w->ops->after(s, w->ctx);
}

static void
done(void *ctx)
{
	struct waiting *w = ctx;
	struct request req;

	if (later_begin(w->server, &w->later, &req)) {
		w->ops->done(&req, w->ctx);
		later_end(&req, &w->later);
		call_after(w);
	}
	drop(w);
}

static const struct work_ops work_ops = { run, done, drop };

int
later_work(struct request *req, const struct later_work *ops, void *ctx)
{
	struct waiting *w = xcalloc(1, sizeof(*w));
	char key[SESSION_KEY];

	session_fair_key(req->session, key);
	*w = (struct waiting){ .server = req->server, .ops = ops, .ctx = ctx };
	w->later = (struct later){ req->session->id, req->token };
	if (req->server->work == NULL ||
	    work_give(req->server->work, key, &work_ops, w) != 0) {
		free(w);
		return -1;
	}
	later_promise(req, &w->later, 0);
	return 0;
}
