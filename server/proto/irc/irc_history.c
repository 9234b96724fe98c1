/*
 * irc_history: CHATHISTORY (IRCv3 draft/chathistory; checklist 59 to 63), and the last lines
 * of a room for clients that don't know it.
 */
#include <stdlib.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/config.h"
#include "server/proto/history.h"
#include "server/proto/irc/asking.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/labels.h"
#include "server/proto/irc/page.h"
#include "server/proto/irc/request.h"

enum bound {
	NO_BOUND,
	AFTER,	/* latest 0 */
	BEFORE, /* latest 1 */
	AROUND,
	SINCE /* like AFTER, and the latest; '*': open */
};

struct subcommand {
	const char *name;
	enum bound first;
	int nbounds;
};

static const struct subcommand subcommands[] = {
	{ "AFTER", AFTER, 1 },
	{ "AROUND", AROUND, 1 },
	{ "BEFORE", BEFORE, 1 },
	{ "BETWEEN", AFTER, 2 },
	{ "LATEST", SINCE, 1 },
	{ "TARGETS", NO_BOUND, 2 },
};

/* What was asked; borrowed by the answer. */
struct question {
	struct asking asking;
	const struct subcommand *sub; /* NULL: the last lines on entering */
	char *target;		      /* as the client wrote it */
	char *room;		      /* as it is spelt */
	int stamped;
};

static void
question_free(struct question *q)
{
	free(q->target);
	free(q->room);
	free(q);
}

static const struct subcommand *
find_subcommand(struct view name)
{
	size_t i;

	for (i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		if (view_equal_nocase(name, view_of(subcommands[i].name)))
			return &subcommands[i];
	return NULL;
}

/* FAIL CHATHISTORY code sub [about] :text */
static void
fail(struct request *req, const char *code, struct view sub, struct view about,
    const char *text)
{
	reply_begin(req, "FAIL");
	reply_param_str(req, "CHATHISTORY");
	reply_param_str(req, code);
	reply_param(req, sub.len > 0 ? sub : VIEW("*"));
	if (about.len > 0)
		reply_param(req, about);
	reply_end(req, text);
}

/* Of times none is 0, which is no time for the store: 1970 had no messages. */
static int
parse_time(struct view v, int64_t *ms)
{
	if (!view_has_prefix(v, VIEW("timestamp=")))
		return -1;
	v.p += sizeof("timestamp=") - 1;
	v.len -= sizeof("timestamp=") - 1;
	if (clock_parse_iso(v, ms) != 0)
		return -1;
	if (*ms < 1)
		*ms = 1;
	return 0;
}

/* An id that is not of our making is none that we know. */
static int
parse_bound(struct view v, struct store_point *at)
{
	if (!view_has_prefix(v, VIEW("msgid=")))
		return parse_time(v, &at->time);
	v.p += sizeof("msgid=") - 1;
	v.len -= sizeof("msgid=") - 1;
	if (v.len == 0)
		return -1;
	if (!msgid_valid(v))
		v = VIEW("00000000000000000000000000");
	memcpy(at->id.s, v.p, MSGID_LEN);
	at->id.s[MSGID_LEN] = '\0';
	return 0;
}

static int
parse_range(const struct request *req, const struct subcommand *sub,
    struct store_range *range)
{
	struct view first = request_param(req, 2);
	int bad = 0;

	switch (sub->first) {
	case SINCE:
		range->latest = 1;
		if (!view_equal(first, VIEW("*")))
			bad = parse_bound(first, &range->after);
		break;
	case AFTER:
		bad = parse_bound(first, &range->after);
		break;
	case BEFORE:
		range->latest = 1;
		bad = parse_bound(first, &range->before);
		break;
	case AROUND:
		bad = parse_bound(first, &range->around);
		break;
	case NO_BOUND:
		break;
	}
	if (!bad && sub->nbounds == 2)
		bad = parse_bound(request_param(req, 3), &range->before);
	return bad;
}

static void
events_cb(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	struct question *q = ctx;
	struct page_form form = { "chathistory", view_of(q->target), q->room,
		q->stamped };
	const struct session *s = asking_session(&q->asking);
	struct request own, *req;
	int is_done;

	if (result == STORE_OK && s != NULL && (n > 0 || q->sub != NULL)) {
		is_done = page_answer(&q->asking, s, &form, events, n);
	} else {
		req = asking_answer(&q->asking, &own);
		if (req != NULL && q->sub != NULL)
			fail(req, "MESSAGE_ERROR", view_of(q->sub->name),
			    view_of(q->target),
			    result == STORE_UNKNOWN
				? "There is no such message"
				: "Messages could not be retrieved");
		is_done = asking_answered(&q->asking, req);
	}
	if (is_done)
		question_free(q);
}

static void
ask(struct request *req, struct question *q, const struct member *m,
    const struct store_range *range)
{
	struct store *store = req->server->store;

	asking_begin(&q->asking, req);
	store->ops->query(store, m->room->folded, range, events_cb, q);
	if (asking_end(&q->asking))
		question_free(q);
}

/*
 * What two people said to each other is kept for accounts, of which there are none: it is
 * nothing, whoever they are (checklist 62).
 */
static void
answer_person(struct request *req, struct view sub, struct view nick)
{
	if (!nick_valid(nick)) {
		fail(req, "INVALID_TARGET", sub, nick,
		    "Messages could not be retrieved");
	} else if (req->irc->caps & CAP_BATCH) {
		reply_open_batch_about(req, "chathistory", nick);
		reply_close_batch(req);
	}
}

static void
ask_room(struct request *req, const struct subcommand *sub, size_t limit)
{
	struct view target = request_param(req, 1);
	const struct member *m = history_member(req->session, target);
	struct store_range range = { .limit = limit };
	struct question *q;

	if (parse_range(req, sub, &range) != 0) {
		fail(req, "INVALID_PARAMS", view_of(sub->name), target,
		    "A bound is timestamp=YYYY-MM-DDThh:mm:ss.sssZ or msgid=");
		return;
	}
	if (m == NULL) {
		fail(req, "INVALID_TARGET", view_of(sub->name), target,
		    "Messages could not be retrieved");
		return;
	}
	range.said_only = !(req->irc->caps & CAP_EVENT_PLAYBACK);
	range.closed_from = room_reads_closed_from(m);
	q = xcalloc(1, sizeof(*q));
	q->sub = sub;
	q->target = xviewdup(target);
	q->room = xstrdup(m->room->name);
	ask(req, q, m, &range);
}

/* The room's name as it is spelt now; as the store has it if it is gone meanwhile. */
static void
put_target(struct request *req, uint64_t batch, const struct store_target *t)
{
	const struct room *r =
	    world_find_room(req->server->world, view_of(t->name));
	char time[CLOCK_ISO_SIZE];

	clock_iso(time, t->time);
	reply_begin(req, "CHATHISTORY");
	reply_param_str(req, "TARGETS");
	reply_param_str(req, r != NULL ? r->name : t->name);
	reply_param_str(req, time);
	reply_line_in(req, batch, (struct view){ req->line, irc_end(&req->w) });
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
		fail(req, "MESSAGE_ERROR", VIEW("TARGETS"), VIEW(""),
		    "Messages could not be retrieved");
	} else if (req != NULL) {
		if (req->irc->caps & CAP_BATCH) {
			reply_open_batch(req, "draft/chathistory-targets");
			batch = req->batch;
			req->batch = 0;
		}
		for (i = 0; i < n; i++)
			put_target(req, batch, &targets[i]);
		if (batch != 0)
			reply_batch_end(req, batch);
	}
	if (asking_answered(&q->asking, req))
		question_free(q);
}

/* The times may come either way round. */
static void
ask_targets(struct request *req, size_t limit)
{
	struct store *store = req->server->store;
	struct store_span span = { .limit = limit };
	struct history_rooms rooms;
	struct question *q;
	int64_t a, b;

	if (parse_time(request_param(req, 1), &a) != 0 ||
	    parse_time(request_param(req, 2), &b) != 0) {
		fail(req, "INVALID_PARAMS", VIEW("TARGETS"), VIEW(""),
		    "Times are timestamp=YYYY-MM-DDThh:mm:ss.sssZ");
		return;
	}
	span.after = a < b ? a : b;
	span.before = a < b ? b : a;
	history_rooms_init(&rooms, req->session);
	span.among = rooms.names;
	span.closed_from = rooms.closed_from;
	span.n = rooms.n;
	q = xcalloc(1, sizeof(*q));
	asking_begin(&q->asking, req);
	store->ops->targets(store, &span, targets_cb, q);
	if (asking_end(&q->asking))
		question_free(q);
	history_rooms_clear(&rooms);
}

static int
parse_limit(const struct request *req, int at, size_t *limit)
{
	long long n;

	if (view_to_int(request_param(req, at), 1, 1000000000, &n) != 0)
		return -1;
	if (n > req->server->config->chathistory_max)
		n = req->server->config->chathistory_max;
	*limit = (size_t)n;
	return 0;
}

void
cmd_chathistory(struct request *req)
{
	struct view name = request_param(req, 0);
	const struct subcommand *sub = find_subcommand(name);
	int last;
	size_t limit;

	pending_new(req, PENDING_ONE);
	if (sub == NULL) {
		fail(req, "INVALID_PARAMS", name, VIEW(""),
		    name.len > 0 ? "Unknown subcommand" : "Missing parameters");
		return;
	}
	last = sub->nbounds + (sub->first == NO_BOUND ? 1 : 2);
	if (req->msg->nparams <= last)
		fail(req, "INVALID_PARAMS", view_of(sub->name), VIEW(""),
		    "Missing parameters");
	else if (parse_limit(req, last, &limit) != 0)
		fail(req, "INVALID_PARAMS", view_of(sub->name),
		    request_param(req, last), "The limit is a number from 1");
	else if (sub->first == NO_BOUND)
		ask_targets(req, limit);
	else if (name_is_room(request_param(req, 1)))
		ask_room(req, sub, limit);
	else
		answer_person(req, view_of(sub->name), request_param(req, 1));
}

/* Bots would take what is old for new. */
static int
wants_replay(const struct request *req)
{
	const struct config *c = req->server->config;

	if (c->replay_lines == 0 || c->replay == CONFIG_REPLAY_NO ||
	    c->history == CONFIG_HISTORY_NONE ||
	    (req->irc->caps & CAP_CHATHISTORY) ||
	    (req->session->user->modes & USER_BOT))
		return 0;
	return c->replay == CONFIG_REPLAY_ALL ||
	       (req->irc->caps & CAP_SERVER_TIME);
}

static void
replay(struct request *req, const struct room *r, int kept)
{
	size_t limit = (size_t)req->server->config->replay_lines;
	const struct member *m = room_find_member(r, req->session->user);
	struct store_range range;
	struct question *q;

	if (m == NULL || !wants_replay(req))
		return;
	if (kept)
		history_before_coming(m, req->session, limit, &range);
	else
		history_before_entering(m, req->session, limit, &range);
	q = xcalloc(1, sizeof(*q));
	q->target = xstrdup(r->name);
	q->room = xstrdup(r->name);
	q->stamped = !(req->irc->caps & CAP_SERVER_TIME);
	ask(req, q, m, &range);
}

void
irc_replay(struct request *req, const struct room *r)
{
	replay(req, r, 0);
}

void
irc_replay_kept(struct request *req, const struct room *r)
{
	replay(req, r, 1);
}
