/*
 * irc_redact: REDACT, taking a message back (IRCv3 draft/message-redaction; checklist 65).
 * The store is asked first whether there is such a message and whose it is.
 */
#include <stdlib.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/proto/history.h"
#include "server/proto/irc/asking.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/labels.h"
#include "server/proto/irc/request.h"

struct redaction {
	struct asking asking;
	struct msgid id;
	char *target; /* as the client wrote it */
	char *reason;
};

/* FAIL REDACT code target [msgid] :text */
static void
fail(struct request *req, const char *code, struct view target, struct view id,
    const char *text)
{
	reply_begin(req, "FAIL");
	reply_param_str(req, "REDACT");
	reply_param_str(req, code);
	reply_param(req, target);
	if (id.len > 0)
		reply_param(req, id);
	reply_end(req, text);
}

static void
fail_unknown(struct request *req, struct view target, struct view id)
{
	fail(req, "UNKNOWN_MSGID", target, id,
	    "There is no such message, or it is too old");
}

/* User ids are of one run of the server, so what is older was by somebody else. */
static int
is_own(const struct request *req, const struct chat_event *e)
{
	const struct user *u = req->session->user;

	if (e->account != NULL && u->account != NULL)
		return name_equal(view_of(e->account), view_of(u->account));
	return e->user == u->id && e->seq > req->server->store->last_seq;
}

/* It is answered when it has settled, as a message is. */
static void
redact(struct request *req, const struct redaction *r, int own)
{
	struct pending *p;
	struct chat_from from;
	enum refusal no;

	from = session_from(req->session,
	    req->msg != NULL ? req->token : r->asking.later.token);
	p = pending_find(req->irc, from.token);
	if (p != NULL)
		pending_expect(p, 1);
	no = chat_redact(req->server->world, &from, view_of(r->target), &r->id,
	    own, view_of(r->reason));
	if (no == CHAT_OK)
		return;
	if (p != NULL)
		pending_unexpect(p);
	if (no == CHAT_NOT_OP)
		fail(req, "REDACT_FORBIDDEN", view_of(r->target),
		    view_of(r->id.s), "That message is not yours");
	else
		fail(req, "INVALID_TARGET", view_of(r->target), VIEW(""),
		    "You are not on that channel");
}

static void
found_cb(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	struct redaction *r = ctx;
	struct request own, *req = asking_answer(&r->asking, &own);
	const struct chat_event *e = n > 0 ? events[0] : NULL;

	if (req == NULL)
		;
	else if (result != STORE_OK && result != STORE_UNKNOWN)
		fail(req, "NOT_STORED", view_of(r->target), view_of(r->id.s),
		    "The message could not be looked up now");
	else if (e == NULL || strcmp(e->id.s, r->id.s) != 0 ||
		 e->type != CHAT_MESSAGE)
		fail_unknown(req, view_of(r->target), view_of(r->id.s));
	else
		redact(req, r, is_own(req, e));
	if (asking_answered(&r->asking, req)) {
		free(r->target);
		free(r->reason);
		free(r);
	}
}

static void
look_up(struct request *req, const struct member *m, struct view id)
{
	struct store_range range = { .limit = 1,
		.closed_from = room_reads_closed_from(m) };
	struct redaction *r = xcalloc(1, sizeof(*r));

	memcpy(r->id.s, id.p, MSGID_LEN);
	range.around.id = r->id;
	r->target = xstrdup(m->room->name);
	if (request_param(req, 2).len > 0)
		r->reason = xviewdup(request_param(req, 2));
	asking_begin(&r->asking, req);
	req->server->store->ops->query(
	    req->server->store, m->room->folded, &range, found_cb, r);
	if (asking_end(&r->asking)) {
		free(r->target);
		free(r->reason);
		free(r);
	}
}

/* Nothing is kept of what two people say to each other as long as there are no accounts. */
void
cmd_redact(struct request *req)
{
	struct view target = request_param(req, 0), id = request_param(req, 1);
	const struct member *m = history_member(req->session, target);

	pending_new(req, PENDING_GATHERED);
	if (m == NULL && world_find_user(req->server->world, target) == NULL)
		fail(req, "INVALID_TARGET", target, VIEW(""),
		    "You cannot delete messages from there");
	else if (m == NULL || !msgid_valid(id))
		fail_unknown(req, target, id);
	else
		look_up(req, m, id);
}
