/*
 * replay: history for clients without CHATHISTORY: the last messages of a room, and the messages that
 * an account got while it was offline.
 */
#include "server/irc/replay.h"

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/account/offline_messages.h"
#include "server/config/config.h"
#include "server/irc/history_batch.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/session/deferred_reply.h"
#include "server/session/history_access.h"

struct replay {
	struct deferred_reply reply;
	char *target;
	struct history_batch_form form;
};

/* Bots get no replay: they would take old messages for new ones. */
static int
may_replay(const struct request *req)
{
	const struct config *c = req->server->config;

	return c->replay_lines > 0 && c->replay != CONFIG_REPLAY_NO &&
	       c->history != CONFIG_HISTORY_NONE &&
	       !(req->irc->caps & CAP_CHATHISTORY) &&
	       !(req->session->user->modes & USER_BOT);
}

static int
wants_replay(const struct request *req)
{
	return may_replay(req) &&
	       (req->server->config->replay == CONFIG_REPLAY_ALL ||
		   (req->irc->caps & CAP_SERVER_TIME));
}

static struct replay *
replay_new(const struct request *req)
{
	struct replay *r = xcalloc(1, sizeof(*r));

	r->form.stamped = !(req->irc->caps & CAP_SERVER_TIME);
	return r;
}

static void
replay_free(struct replay *r)
{
	history_batch_form_clear(&r->form);
	free(r->target);
	free(r);
}

static void
show(struct chat_event *const *events, size_t n, void *ctx)
{
	struct replay *r = ctx;
	const struct session *s = deferred_reply_session(&r->reply);
	int is_done;

	if (s != NULL && n > 0) {
		is_done =
		    history_batch_answer(&r->reply, s, &r->form, events, n);
	} else {
		deferred_reply_resume(&r->reply);
		is_done = deferred_reply_done(&r->reply);
	}
	if (is_done)
		replay_free(r);
}

static void
events_cb(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	show(events, result == STORE_OK ? n : 0, ctx);
}

static void
replay(struct request *req, const struct room *room, int kept)
{
	size_t limit = (size_t)req->server->config->replay_lines;
	const struct member *m = room_find_member(room, req->session->user);
	struct store *store = req->server->store;
	struct store_range range;
	char key[SESSION_KEY];
	struct replay *r;

	if (m == NULL || !wants_replay(req))
		return;
	if (kept)
		history_before_attach(m, req->session, limit, &range);
	else
		history_before_join(m, req->session, limit, &range);
	range.requester = history_requester(req->session, key);
	r = replay_new(req);
	r->target = xstrdup(room->name);
	r->form.batch = "chathistory";
	r->form.target = view_of(r->target);
	r->form.room = xstrdup(room->name);
	deferred_reply_begin(&r->reply, req->session, req);
	store->ops->query(store, room->folded, &range, events_cb, r);
	if (deferred_reply_asked(&r->reply, LABEL_STREAM))
		replay_free(r);
}

void
irc_replay(struct request *req, const struct room *room)
{
	replay(req, room, 0);
}

void
irc_replay_other_session(struct request *req, const struct room *room)
{
	replay(req, room, 1);
}

/*
 * Offline messages come from several people and are new to the reader, so they are sent as bare
 * lines. Their senders were told that they would be delivered, so clients without server-time get
 * them, too.
 */
void
irc_replay_offline_messages(struct request *req)
{
	size_t lines = (size_t)req->server->config->replay_lines;
	char me[CONVERSATION_PARTY];
	struct replay *r;

	if (req->irc->caps & CAP_CHATHISTORY)
		offline_messages_seen(req->session);
	if (!may_replay(req) || !offline_messages_any(req->session) ||
	    history_reader_party(req->session, me) != 0)
		return;
	r = replay_new(req);
	r->form.me = xstrdup(me);
	deferred_reply_begin(&r->reply, req->session, req);
	offline_messages_query(req->session, lines, show, r);
	if (deferred_reply_asked(&r->reply, LABEL_STREAM))
		replay_free(r);
}
