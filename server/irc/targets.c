/*
 * targets: CHATHISTORY TARGETS: where something was said, and when last (checklist 63).
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/irc/asking.h"
#include "server/irc/history.h"
#include "server/irc/request.h"
#include "server/session/history_access.h"

struct question {
	struct asking asking;
	char me[CONVERSATION_PARTY]; /* "": no account */
};

/*
 * The room's name as it is spelt now; as the store has it if it is gone meanwhile. Of a pair the
 * other one, as they can be asked for. The caller's.
 */
static char *
name_of(const struct request *req, const struct question *q,
    const struct store_target *t)
{
	char other[CONVERSATION_PARTY];
	const struct room *r;
	struct view a, b;

	if (t->other == NULL) {
		r = world_find_room(req->server->world, view_of(t->name));
		return xstrdup(r != NULL ? r->name : t->name);
	}
	if (conversation_split(view_of(t->name), &a, &b) != 0)
		return xstrdup(t->other);
	if (view_equal(a, view_of(q->me)))
		a = b;
	snprintf(other, sizeof(other), "%.*s", VIEW_ARG(a));
	return history_display_name(req->server, other, t->other);
}

static void
put_target(struct request *req, const struct question *q, uint64_t batch,
    const struct store_target *t)
{
	char time[CLOCK_ISO_SIZE];
	char *name = name_of(req, q, t);

	clock_iso(time, t->time);
	reply_begin(req, "CHATHISTORY");
	reply_param_str(req, "TARGETS");
	reply_param_str(req, name);
	reply_param_str(req, time);
	reply_line_in(req, batch, (struct view){ req->line, irc_end(&req->w) });
	free(name);
}

static void
targets_cb(enum store_result result, const struct store_target *targets,
    size_t n, void *ctx)
{
	struct question *q = ctx;
	struct request own, *req = asking_answer(&q->asking, &own);
	uint64_t batch = 0;
	size_t i;

	if (req != NULL && result != STORE_OK) {
		history_fail(req, "MESSAGE_ERROR", VIEW("TARGETS"), VIEW(""),
		    history_why_not(result));
	} else if (req != NULL) {
		if (req->irc->caps & CAP_BATCH) {
			reply_open_batch(req, "draft/chathistory-targets");
			batch = req->batch;
			req->batch = 0;
		}
		for (i = 0; i < n; i++)
			put_target(req, q, batch, &targets[i]);
		if (batch != 0)
			reply_batch_end(req, batch);
	}
	if (asking_answered(&q->asking, req))
		free(q);
}

/* The times may come either way round. */
void
history_targets(struct request *req, size_t limit)
{
	struct store *store = req->server->store;
	struct store_span span = { .limit = limit };
	struct history_rooms rooms;
	struct question *q;
	char key[SESSION_KEY];
	int64_t a, b;

	if (history_parse_time(request_param(req, 1), &a) != 0 ||
	    history_parse_time(request_param(req, 2), &b) != 0) {
		history_fail(req, "INVALID_PARAMS", VIEW("TARGETS"), VIEW(""),
		    "Times are timestamp=YYYY-MM-DDThh:mm:ss.sssZ");
		return;
	}
	span.after = a < b ? a : b;
	span.before = a < b ? b : a;
	span.requester = history_requester(req->session, key);
	history_rooms_init(&rooms, req->session);
	span.among = rooms.names;
	span.closed_from = rooms.closed_from;
	span.n = rooms.n;
	q = xcalloc(1, sizeof(*q));
	if (history_reader_party(req->session, q->me) == 0)
		span.party = q->me;
	else
		q->me[0] = '\0';
	asking_begin(&q->asking, req);
	store->ops->targets(store, &span, targets_cb, q);
	if (asking_end(&q->asking))
		free(q);
	history_rooms_clear(&rooms);
}
