/*
 * history: CHATHISTORY (IRCv3 draft/chathistory; checklist 59 to 63) for rooms and for the direct
 * messages of an account, and TARGETS, which lists where there are messages.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/view.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/history_batch.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/session/deferred_reply.h"
#include "server/session/history_access.h"
#include "server/store/store.h"

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

static const struct subcommand *
find_subcommand(struct view name)
{
	size_t i;

	for (i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		if (view_equal_nocase(name, view_of(subcommands[i].name)))
			return &subcommands[i];
	return NULL;
}

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

/* Parse a bound. An id that this server cannot have made is looked up as one that does not exist. */
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

static const char *
read_error(enum store_result result)
{
	switch (result) {
	case STORE_UNKNOWN:
		return _("No such message");
	case STORE_BUSY:
		return _("Too many of your requests are waiting. Try again in "
			 "a moment");
	case STORE_TOO_LONG:
		return _(
		    "Reading took too long. Ask for a shorter span of time");
	default:
		return _("The messages could not be read");
	}
}

/* A request for messages; the callback owns it. */
struct history_query {
	struct deferred_reply reply;
	const struct subcommand *sub;
	char *target; /* as the client wrote it */
	struct history_batch_form form;
};

static void
query_free(struct history_query *q)
{
	history_batch_form_clear(&q->form);
	free(q->target);
	free(q);
}

static void
events_cb(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	struct history_query *q = ctx;
	const struct session *s = deferred_reply_session(&q->reply);
	struct request *req;
	int is_done;

	if (result == STORE_OK && s != NULL) {
		is_done =
		    history_batch_answer(&q->reply, s, &q->form, events, n);
	} else {
		req = deferred_reply_resume(&q->reply);
		if (req != NULL)
			fail(req, "MESSAGE_ERROR", view_of(q->sub->name),
			    view_of(q->target), read_error(result));
		is_done = deferred_reply_done(&q->reply);
	}
	if (is_done)
		query_free(q);
}

static struct history_query *
query_new(const struct subcommand *sub, struct view target)
{
	struct history_query *q = xcalloc(1, sizeof(*q));

	q->sub = sub;
	q->target = xviewdup(target);
	q->form.batch = "chathistory";
	q->form.target = view_of(q->target);
	return q;
}

static void
query(struct request *req, struct history_query *q, const char *folded,
    const struct store_range *range)
{
	struct store *store = req->server->store;

	deferred_reply_begin(&q->reply, req->session, req);
	store->ops->query(store, folded, range, events_cb, q);
	if (deferred_reply_asked(&q->reply, LABEL_STREAM))
		query_free(q);
}

/* A user without an account gets no direct messages: anybody may have the nick (checklist 62). */
static void
reply_empty(struct request *req, struct view nick)
{
	if (!(req->irc->caps & CAP_BATCH))
		return;
	reply_open_batch_about(req, "chathistory", nick);
	reply_close_batch(req);
}

static void
query_user(struct request *req, const struct subcommand *sub,
    struct store_range *range)
{
	struct view nick = request_param(req, 1);
	char me[CONVERSATION_PARTY], other[CONVERSATION_PARTY],
	    key[CONVERSATION_KEY];
	struct history_query *q;
	char *written;

	if (!history_is_nick(nick) ||
	    history_party(req->server, nick, other) != 0) {
		fail(req, "INVALID_TARGET", view_of(sub->name), nick,
		    _("The messages could not be read"));
		return;
	}
	if (history_reader_party(req->session, me) != 0) {
		reply_empty(req, nick);
		return;
	}
	q = query_new(sub, nick);
	written = xviewdup(nick);
	q->form.me = xstrdup(me);
	q->form.other = history_display_name(req->server, other, written);
	free(written);
	conversation_key(key, me, other);
	query(req, q, key, range);
}

static void
query_room(struct request *req, const struct subcommand *sub,
    struct store_range *range)
{
	struct view target = request_param(req, 1);
	const struct member *m = history_member(req->session, target);
	struct history_query *q;

	if (m == NULL) {
		fail(req, "INVALID_TARGET", view_of(sub->name), target,
		    _("The messages could not be read"));
		return;
	}
	range->closed_from = room_reads_closed_from(m);
	q = query_new(sub, target);
	q->form.room = xstrdup(m->room->name);
	query(req, q, m->room->folded, range);
}

static void
query_messages(struct request *req, const struct subcommand *sub, size_t limit)
{
	struct view target = request_param(req, 1);
	struct store_range range = { .limit = limit };
	char key[SESSION_KEY];

	if (parse_range(req, sub, &range) != 0) {
		fail(req, "INVALID_PARAMS", view_of(sub->name), target,
		    _("Invalid bound. Use timestamp=YYYY-MM-DDThh:mm:ss.sssZ "
		      "or msgid=ID"));
		return;
	}
	range.messages_only = !(req->irc->caps & CAP_EVENT_PLAYBACK);
	range.requester = history_requester(req->session, key);
	if (name_is_room(target))
		query_room(req, sub, &range);
	else
		query_user(req, sub, &range);
}

struct targets_query {
	struct deferred_reply reply;
	char me[CONVERSATION_PARTY]; /* "": no account */
};

/*
 * Return the name of a target: of a room its current spelling, or the stored one if the room is gone;
 * of a conversation the other party. The caller frees it.
 */
static char *
name_of(const struct request *req, const struct targets_query *q,
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
put_target(struct request *req, const struct targets_query *q, uint64_t batch,
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
	struct targets_query *q = ctx;
	struct request *req = deferred_reply_resume(&q->reply);
	uint64_t batch = 0;
	size_t i;

	if (req != NULL && result != STORE_OK) {
		fail(req, "MESSAGE_ERROR", VIEW("TARGETS"), VIEW(""),
		    read_error(result));
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
	if (deferred_reply_done(&q->reply))
		free(q);
}

/* The two times may come in either order. */
static void
query_targets(struct request *req, size_t limit)
{
	struct store *store = req->server->store;
	struct store_span span = { .limit = limit };
	struct history_rooms rooms;
	struct targets_query *q;
	char key[SESSION_KEY];
	int64_t a, b;

	if (parse_time(request_param(req, 1), &a) != 0 ||
	    parse_time(request_param(req, 2), &b) != 0) {
		fail(req, "INVALID_PARAMS", VIEW("TARGETS"), VIEW(""),
		    _("Invalid time. Use timestamp=YYYY-MM-DDThh:mm:ss.sssZ"));
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
	deferred_reply_begin(&q->reply, req->session, req);
	store->ops->targets(store, &span, targets_cb, q);
	if (deferred_reply_asked(&q->reply, LABEL_STREAM))
		free(q);
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

static void
cmd_chathistory(struct request *req)
{
	struct view name = request_param(req, 0);
	const struct subcommand *sub = find_subcommand(name);
	int last;
	size_t limit;

	request_keep_label(req, LABEL_ONE);
	if (sub == NULL) {
		fail(req, "INVALID_PARAMS", name, VIEW(""),
		    name.len > 0 ? _("Unknown subcommand")
				 : _("Missing parameters"));
		return;
	}
	last = sub->nbounds + (sub->first == NO_BOUND ? 1 : 2);
	if (req->msg->nparams <= last)
		fail(req, "INVALID_PARAMS", view_of(sub->name), VIEW(""),
		    _("Missing parameters"));
	else if (parse_limit(req, last, &limit) != 0)
		fail(req, "INVALID_PARAMS", view_of(sub->name),
		    request_param(req, last),
		    _("The limit must be a number of at least 1"));
	else if (sub->first == NO_BOUND)
		query_targets(req, limit);
	else
		query_messages(req, sub, limit);
}

const struct irc_command irc_history_commands[] = {
	{ "CHATHISTORY", cmd_chathistory, REGISTERED, 0, 5, 2, 0,
	    N_("subcommand target bound [bound] limit"),
	    N_("Shows earlier messages. Subcommands: BEFORE, AFTER, BETWEEN, "
	       "AROUND, LATEST, TARGETS.") },
	{ .name = NULL },
};
