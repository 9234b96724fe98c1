/*
 * redact: REDACT, which deletes a message (IRCv3 draft/message-redaction; checklist 65). The store
 * is asked first whether the message exists and who sent it.
 */
#include <stdlib.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/session/deferred_reply.h"
#include "server/session/history_access.h"

struct redaction {
	struct deferred_reply reply;
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
	    _("No such message, or it is too old"));
}

/*
 * Return whether the user sent the message. Accounts are compared where there are accounts; a message
 * older than the account belongs to an earlier account of that name. A user's id is never used again.
 */
static int
is_own(const struct request *req, const struct chat_event *e)
{
	const struct user *u = req->session->user;
	const struct account *a;

	if (e->account != NULL && u->account != NULL) {
		a = world_find_account(req->server->world, view_of(u->account));
		return name_equal(view_of(e->account), view_of(u->account)) &&
		       a != NULL && e->time >= a->created;
	}
	return e->user == u->id;
}

/* Delete the message; the reply comes when the store has committed that. */
static void
redact(struct request *req, const struct redaction *r, int own)
{
	struct labeled_reply *p;
	struct chat_from from;
	enum refusal no;

	from = session_from(
	    req->session, req->msg != NULL ? req->token : r->reply.token);
	p = labeled_reply_find(req->irc, from.token);
	if (p != NULL)
		labeled_reply_expect(p, 1);
	no = chat_redact(req->server->world, &from, view_of(r->target), &r->id,
	    own, view_of(r->reason));
	if (no == CHAT_OK)
		return;
	if (p != NULL)
		labeled_reply_unexpect(p);
	if (no == CHAT_NOT_OP)
		fail(req, "REDACT_FORBIDDEN", view_of(r->target),
		    view_of(r->id.s),
		    _("You can delete only your own messages"));
	else
		fail(req, "INVALID_TARGET", view_of(r->target), VIEW(""),
		    name_is_room(view_of(r->target))
			? _("You are not in that room")
			: _("No such nick"));
}

static void
found_cb(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	struct redaction *r = ctx;
	struct request *req = deferred_reply_resume(&r->reply);
	const struct chat_event *e = n > 0 ? events[0] : NULL;

	if (req == NULL)
		;
	else if (result != STORE_OK && result != STORE_UNKNOWN)
		fail(req, "NOT_STORED", view_of(r->target), view_of(r->id.s),
		    _("The server cannot look up the message now. Try again "
		      "later"));
	else if (e == NULL || strcmp(e->id.s, r->id.s) != 0 ||
		 e->type != CHAT_MESSAGE)
		fail_unknown(req, view_of(r->target), view_of(r->id.s));
	else
		redact(req, r, is_own(req, e));
	if (deferred_reply_done(&r->reply)) {
		free(r->target);
		free(r->reason);
		free(r);
	}
}

/* Look up the message in a room, or among direct messages (closed_from is 0). */
static void
look_up(struct request *req, const char *target, const char *folded,
    uint64_t closed_from)
{
	struct view id = request_param(req, 1), reason = request_param(req, 2);
	struct store_range range = { .limit = 1, .closed_from = closed_from };
	struct redaction *r = xcalloc(1, sizeof(*r));
	char key[SESSION_KEY];

	memcpy(r->id.s, id.p, MSGID_LEN);
	range.around.id = r->id;
	range.requester = history_requester(req->session, key);
	r->target = xstrdup(target);
	if (reason.len > 0)
		r->reason = xviewdup(reason);
	deferred_reply_begin(&r->reply, req->session, req);
	req->server->store->ops->query(
	    req->server->store, folded, &range, found_cb, r);
	if (deferred_reply_asked(&r->reply, LABEL_STREAM)) {
		free(r->target);
		free(r->reason);
		free(r);
	}
}

/* Write the key of the conversation of the user with that nick. Returns 0, or -1 if there is none. */
static int
find_conversation(
    const struct request *req, struct view nick, char key[CONVERSATION_KEY])
{
	const struct user *u = req->session->user;
	char me[CONVERSATION_PARTY], other[CONVERSATION_PARTY];

	if (!history_is_nick(nick) ||
	    conversation_party(me, u->account, view_of(u->nick)) != 0 ||
	    history_party(req->server, nick, other) != 0)
		return -1;
	if (u->account == NULL && conversation_is_guest(other) &&
	    world_find_user(req->server->world, nick) == NULL)
		return -1;
	conversation_key(key, me, other);
	return 0;
}

static void
cmd_redact(struct request *req)
{
	struct view target = request_param(req, 0), id = request_param(req, 1);
	const struct member *m = history_member(req->session, target);
	char key[CONVERSATION_KEY], *nick;

	request_keep_label(req, LABEL_GATHERED);
	if (m == NULL && find_conversation(req, target, key) != 0) {
		fail(req, "INVALID_TARGET", target, VIEW(""),
		    _("You cannot delete messages from there"));
	} else if (!msgid_valid(id)) {
		fail_unknown(req, target, id);
	} else if (m != NULL) {
		look_up(req, m->room->name, m->room->folded,
		    room_reads_closed_from(m));
	} else {
		nick = xviewdup(target);
		look_up(req, nick, key, 0);
		free(nick);
	}
}

const struct irc_command irc_redact_commands[] = {
	{ "REDACT", cmd_redact, REGISTERED, 2, 3, 2, 0,
	    N_("target msgid [reason]"),
	    N_("Deletes a message: your own, or anyone's if you are an "
	       "operator of the room.") },
	{ .name = NULL },
};
