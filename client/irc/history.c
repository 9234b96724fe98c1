/*
 * history: the queue of requests for history, their lines, and catching up on unconfirmed messages.
 *
 * Few requests are on the wire at a time. The answer is recognised by the label of its batch (labeled-response).
 * Without labels only one request is on the wire at a time, and the next batch of its kind is the answer.
 */
#include "client/irc/history.h"

#include <sys/queue.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/caps.h"
#include "client/irc/isupport.h"
#include "client/irc/outbox.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	LIMIT_UNTOLD = 100,
	LIMIT_MAX = 1000,
	IN_FLIGHT_MAX = 4, /* with labels; without them, one */
	ANSWER_MS = 30000,
	HOLD_MS = 10000,
	MARGIN_MS = 1000 /* catching up: bounds exclude the message they name */
};

/* An irc_bound that owns its memory. */
struct bound {
	char *msgid; /* NULL: use the time */
	int64_t time;
};

struct history_request {
	TAILQ_ENTRY(history_request) link;
	uint64_t number;
	enum history_kind kind;
	enum irc_history how; /* for HISTORY_MESSAGES */
	char *target;	      /* for HISTORY_MESSAGES, else NULL */
	struct bound from, to;
	struct bound last; /* the last line seen, if it catches up */
	int catches_up; /* made here to look for unconfirmed messages: not reported */
	struct buf search; /* for HISTORY_SEARCH: its tags, without the limit */
	size_t limit;	   /* 0: the server's, until it is sent */
	int in_flight;	   /* on the wire */
	int64_t
	    heard; /* mono ms: when it was sent, or its answer's last line came */
	size_t fetched; /* lines of the answer received */
};

struct history_requests {
	TAILQ_HEAD(, history_request) all; /* those on the wire come first */
	uint64_t last;
	size_t in_flight_count;
	int64_t hold; /* mono ms: send no request before */
};

struct history_requests *
history_requests_new(void)
{
	struct history_requests *qs = xcalloc(1, sizeof(*qs));

	TAILQ_INIT(&qs->all);
	return qs;
}

static void
request_free(struct history_request *q)
{
	free(q->target);
	free(q->from.msgid);
	free(q->to.msgid);
	free(q->last.msgid);
	buf_clear(&q->search);
	free(q);
}

void
history_requests_free(struct history_requests *qs)
{
	struct history_request *q;

	while ((q = TAILQ_FIRST(&qs->all)) != NULL) {
		TAILQ_REMOVE(&qs->all, q, link);
		request_free(q);
	}
	free(qs);
}

/* ISUPPORT follows the welcome. */
void
history_requests_hold(struct history_requests *qs, int64_t now)
{
	qs->hold = now == 0 ? 0 : now + HOLD_MS;
}

int
irc_session_supports(const struct irc_session *s, enum irc_feature what)
{
	switch (what) {
	case IRC_FEATURE_HISTORY:
		return caps_history(s);
	case IRC_FEATURE_EVENT_PLAYBACK:
		return caps_history(s) && caps_on(s, CAP_EVENT_PLAYBACK);
	case IRC_FEATURE_READ_MARKER:
		return caps_on(s, CAP_READ_MARKER);
	case IRC_FEATURE_REDACTION:
		return caps_on(s, CAP_REDACTION);
	case IRC_FEATURE_SEARCH:
		return caps_search(s);
	case IRC_FEATURE_MULTILINE:
		return caps_multiline(s);
	}
	return 0;
}

/* CHATHISTORY=0 means no limit; we use ours anyway. */
size_t
irc_session_history_limit(const struct irc_session *s)
{
	size_t n = s->isupport->history_max;

	if (!s->isupport->told_history_max)
		return LIMIT_UNTOLD;
	return n == 0 || n > LIMIT_MAX ? LIMIT_MAX : n;
}

/* Add a request at the end of the queue; the caller fills it in. It is sent, or ended, by the next tick. */
static struct history_request *
add_request(struct irc_session *s, enum history_kind kind)
{
	struct history_request *q = xcalloc(1, sizeof(*q));

	q->kind = kind;
	q->number = ++s->history_requests->last;
	TAILQ_INSERT_TAIL(&s->history_requests->all, q, link);
	session_wake(s);
	return q;
}

static struct bound
keep_bound(struct irc_bound b)
{
	return (
	    struct bound){ b.msgid.len > 0 ? xviewdup(b.msgid) : NULL, b.time };
}

static int
is_nowhere(const struct bound *b)
{
	return b->msgid == NULL && b->time == 0;
}

uint64_t
irc_session_history(struct irc_session *s, enum irc_history how,
    struct view target, struct irc_bound from, struct irc_bound to,
    size_t limit)
{
	struct history_request *q = add_request(s, HISTORY_MESSAGES);

	q->how = how;
	q->target = xviewdup(target);
	q->from = keep_bound(from);
	q->to = keep_bound(to);
	q->limit = limit;
	return q->number;
}

uint64_t
irc_session_history_targets(
    struct irc_session *s, int64_t from, int64_t to, size_t limit)
{
	struct history_request *q = add_request(s, HISTORY_TARGETS);

	q->from.time = from;
	q->to.time = to;
	q->limit = limit;
	return q->number;
}

/* Escape as in tags, IRCv3 message-tags "Escaping Values", so that no byte ends the line. */
static void
add(struct buf *b, const char *key, struct view value)
{
	static const char plain[] = "; \\\r\n", escaped[] = ":s\\rn";
	struct buf clean = { 0 };
	const char *at;
	size_t i;

	if (value.len == 0)
		return;
	sanitize_add_sendable(&clean, value);
	value = buf_view(&clean);
	buf_printf(b, "%s%s=", b->len > 0 ? ";" : "", key);
	for (i = 0; i < value.len; i++) {
		at = value.p[i] == '\0' ? NULL : strchr(plain, value.p[i]);
		if (at == NULL) {
			buf_add_char(b, value.p[i]);
			continue;
		}
		buf_add_char(b, '\\');
		buf_add_char(b, escaped[at - plain]);
	}
	buf_clear(&clean);
}

static void
add_time(struct buf *b, const char *key, int64_t time)
{
	char iso[CLOCK_ISO_SIZE];

	if (time == 0)
		return;
	clock_iso(iso, time);
	add(b, key, view_of(iso));
}

uint64_t
irc_session_search(struct irc_session *s, const struct irc_search *search)
{
	struct history_request *q = add_request(s, HISTORY_SEARCH);

	add(&q->search, "in", search->in);
	add(&q->search, "from", search->from);
	add_time(&q->search, "after", search->after);
	add_time(&q->search, "before", search->before);
	add(&q->search, "text", search->text);
	q->limit = search->limit;
	return q->number;
}

/* Use the msgid only if the server accepts it as a bound (ISUPPORT MSGREFTYPES). */
static void
add_bound(struct irc_session *s, const struct bound *b, struct irc_writer *w)
{
	char iso[CLOCK_ISO_SIZE];

	if (b->msgid != NULL && (s->isupport->by_msgid || b->time == 0)) {
		irc_param_fmt(w, "msgid=%s", b->msgid);
		return;
	}
	clock_iso(iso, b->time);
	irc_param_fmt(w, "timestamp=%s", iso);
}

static size_t
limit_of(const struct irc_session *s, const struct history_request *q)
{
	size_t most = irc_session_history_limit(s);

	return q->limit == 0 || q->limit > most ? most : q->limit;
}

/* A request that lacks a bound where one is needed becomes a simpler one. */
static enum irc_history
simplify(const struct history_request *q)
{
	if (q->how == IRC_BETWEEN && is_nowhere(&q->to))
		return IRC_AFTER;
	if ((q->how == IRC_BEFORE || q->how == IRC_AROUND) &&
	    is_nowhere(&q->from))
		return IRC_LATEST;
	return q->how;
}

static void
write_fetch(
    struct irc_session *s, struct history_request *q, struct irc_writer *w)
{
	static const char *const subs[] = { [IRC_LATEST] = "LATEST",
		[IRC_BEFORE] = "BEFORE",
		[IRC_AFTER] = "AFTER",
		[IRC_AROUND] = "AROUND",
		[IRC_BETWEEN] = "BETWEEN" };
	enum irc_history how = simplify(q);
	int targets = q->kind == HISTORY_TARGETS;

	irc_command(w, "CHATHISTORY");
	irc_param_str(w, targets ? "TARGETS" : subs[how]);
	if (!targets)
		irc_param_str(w, q->target);
	if (!targets && how == IRC_LATEST && is_nowhere(&q->from))
		irc_param_str(w, "*");
	else
		add_bound(s, &q->from, w);
	if (targets || how == IRC_BETWEEN)
		add_bound(s, &q->to, w);
	q->limit = limit_of(s, q);
	irc_param_fmt(w, "%zu", q->limit);
}

static void
write_search(struct irc_session *s, const struct history_request *q,
    struct irc_writer *w)
{
	struct buf b = { 0 };

	(void)s;
	buf_add_view(&b, buf_view(&q->search));
	if (q->limit > 0)
		buf_printf(&b, "%slimit=%zu", b.len > 0 ? ";" : "", q->limit);
	irc_command(w, "SEARCH");
	irc_param(w, b.len > 0 ? buf_view(&b) : VIEW("text="));
	buf_clear(&b);
}

struct history_request *
history_request_find(struct irc_session *s, uint64_t number)
{
	struct history_request *q;

	TAILQ_FOREACH (q, &s->history_requests->all, link)
		if (q->number == number)
			return q;
	return NULL;
}

struct history_request *
history_request_unlabelled(struct irc_session *s, enum history_kind kind)
{
	struct history_request *q = TAILQ_FIRST(&s->history_requests->all);

	if (q == NULL || !q->in_flight || q->kind != kind ||
	    caps_on(s, CAP_LABELED_RESPONSE))
		return NULL;
	return q;
}

static void
fetch_missed(struct irc_session *s, struct view target, struct irc_bound from)
{
	struct irc_bound nowhere = { 0 };
	enum irc_history how = from.time == 0 ? IRC_LATEST : IRC_AFTER;
	uint64_t number = irc_session_history(s, how, target, from, nowhere, 0);

	history_request_find(s, number)->catches_up = 1;
}

static int
is_checking(const struct irc_session *s, struct view target)
{
	const struct history_request *q;

	TAILQ_FOREACH (q, &s->history_requests->all, link)
		if (q->catches_up && name_equal(view_of(q->target), target))
			return 1;
	return 0;
}

void
irc_session_check_unconfirmed(struct irc_session *s, struct view target)
{
	struct irc_bound from = { 0 };

	if (s->phase == PHASE_OFFLINE || !outbox_has_unconfirmed(s, target) ||
	    is_checking(s, target))
		return;
	from.time = outbox_unconfirmed_since(s, target);
	if (from.time > MARGIN_MS)
		from.time -= MARGIN_MS;
	fetch_missed(s, target, from);
}

/*
 * True if there may be more messages. Nothing follows the latest messages. The server's limit may be lower than the
 * one that we requested.
 */
static int
is_full(const struct irc_session *s, const struct history_request *q)
{
	size_t most = irc_session_history_limit(s);

	return q->how == IRC_AFTER &&
	       q->fetched >= (q->limit < most ? q->limit : most) &&
	       q->last.time > q->from.time + 1;
}

static void
caught_up(
    struct irc_session *s, const struct history_request *q, struct view why)
{
	struct view target = view_of(q->target);
	/* Without a msgid, start a millisecond earlier: it may have more messages. */
	struct irc_bound from = { view_of(q->last.msgid), q->last.time - 1 };

	if (s->phase != PHASE_ONLINE)
		return;
	if (why.len > 0)
		outbox_refuse_unconfirmed(s, target);
	else if (is_full(s, q) && outbox_has_unconfirmed(s, target))
		fetch_missed(s, target, from);
	else
		outbox_history_complete(s, target);
}

void
history_request_end(
    struct irc_session *s, struct history_request *q, struct view text)
{
	struct irc_event ev = { .time = clock_ms(),
		.history = q->number,
		.fetched = q->fetched,
		.text = text };

	TAILQ_REMOVE(&s->history_requests->all, q, link);
	s->history_requests->in_flight_count -= q->in_flight != 0;
	if (q->target != NULL) {
		ev.target =
		    sanitize_name(s, SANITIZE_TARGET, view_of(q->target));
		ev.room = isupport_room(s, ev.target);
		if (q->fetched > 0)
			outbox_history_seen(s, view_of(q->target));
	}
	if (q->catches_up)
		caught_up(s, q, text);
	else
		session_emit(s, &ev, IRC_EV_FETCHED);
	request_free(q);
}

void
history_requests_disconnected(struct irc_session *s)
{
	struct history_request *q;

	while ((q = TAILQ_FIRST(&s->history_requests->all)) != NULL)
		history_request_end(s, q, view_of(_("the connection broke")));
}

/* Return why this server cannot answer; NULL if it can. */
static const char *
why_unsupported(const struct irc_session *s, const struct history_request *q)
{
	if (s->phase == PHASE_OFFLINE)
		return _("not connected");
	if (q->kind == HISTORY_SEARCH)
		return caps_search(s) ? NULL : _("the server cannot search");
	return caps_history(s) ? NULL : _("the server keeps no history");
}

static void
send_request(struct irc_session *s, struct history_request *q, int64_t now)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX], label[24];
	struct irc_writer w;

	q->in_flight = 1;
	q->heard = now;
	s->history_requests->in_flight_count++;
	send_begin(&w, line, sizeof(line));
	if (caps_on(s, CAP_LABELED_RESPONSE)) {
		snprintf(label, sizeof(label), "q%llu",
		    (unsigned long long)q->number);
		irc_tag(&w, "label", view_of(label));
	}
	if (q->kind == HISTORY_SEARCH)
		write_search(s, q, &w);
	else
		write_fetch(s, q, &w);
	if (w.full)
		history_request_end(
		    s, q, view_of(_("the request is too long")));
	else
		send_line(s, &w);
}

/* End requests that waited too long for an answer. Returns the ms until the next one does, or -1. */
static int
end_expired(struct irc_session *s, int64_t now)
{
	struct history_request *q, *next;
	int64_t left, least = -1;

	for (q = TAILQ_FIRST(&s->history_requests->all); q != NULL; q = next) {
		next = TAILQ_NEXT(q, link);
		if (!q->in_flight)
			break;
		left = q->heard + ANSWER_MS - now;
		if (left <= 0)
			history_request_end(s, q,
			    view_of(_("the server did not answer in time")));
		else if (least < 0 || left < least)
			least = left;
	}
	return (int)least;
}

static struct history_request *
next_waiting(struct irc_session *s)
{
	struct history_request *q;

	TAILQ_FOREACH (q, &s->history_requests->all, link)
		if (!q->in_flight)
			return q;
	return NULL;
}

/* Before registration we do not know what the server supports, so requests wait. */
int
history_requests_flush(struct irc_session *s, int64_t now)
{
	size_t most = caps_on(s, CAP_LABELED_RESPONSE) ? IN_FLIGHT_MAX : 1;
	struct history_request *q;
	const char *why;

	if (s->phase == PHASE_REGISTERING)
		return -1;
	while ((q = next_waiting(s)) != NULL) {
		why = why_unsupported(s, q);
		if (why != NULL)
			history_request_end(s, q, view_of(why));
		else if (now < s->history_requests->hold)
			return (int)(s->history_requests->hold - now);
		else if (s->history_requests->in_flight_count >= most)
			break;
		else
			send_request(s, q, now);
	}
	return end_expired(s, now);
}

int
history_request_line(struct history_request *q, const struct irc_event *ev)
{
	q->fetched++;
	q->heard = clock_mono_ms();
	if (!q->catches_up)
		return 0;
	free(q->last.msgid);
	q->last.msgid = ev->msgid.len > 0 ? xviewdup(ev->msgid) : NULL;
	q->last.time = ev->time;
	return 1;
}

int
history_refused(struct irc_session *s, struct view command,
    const struct irc_event *ev, struct view code)
{
	struct history_request *q = NULL;

	if (s->history != 0 && s->history != IRC_REPLAYED)
		q = history_request_find(s, s->history);
	else if (view_equal_nocase(command, VIEW("SEARCH")))
		q = history_request_unlabelled(s, HISTORY_SEARCH);
	else if (view_equal_nocase(command, VIEW("CHATHISTORY")))
		q = history_request_unlabelled(s, HISTORY_MESSAGES);
	if (q == NULL && view_equal_nocase(command, VIEW("CHATHISTORY")))
		q = history_request_unlabelled(s, HISTORY_TARGETS);
	if (q == NULL)
		return 0;
	if (view_equal_nocase(code, VIEW("INVALID_TARGET")) &&
	    q->target != NULL)
		outbox_refuse_unconfirmed(s, view_of(q->target));
	history_request_end(s, q,
	    ev->text.len > 0 ? ev->text
			     : view_of(_("the server refused the request")));
	return 1;
}

/* CHATHISTORY TARGETS name time */
void
on_chathistory(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (ev->history == 0 ||
	    !view_equal_nocase(irc_msg_param(msg, 0), VIEW("TARGETS")) ||
	    clock_parse_iso(irc_msg_param(msg, 2), &ev->time) != 0)
		return;
	ev->target = sanitize_name(s, SANITIZE_TARGET, irc_msg_param(msg, 1));
	ev->room = isupport_room(s, ev->target);
	session_emit(s, ev, IRC_EV_TARGET);
}

/* QUIT and NICK lines do not name the room whose history they are in: the request does. */
void
history_request_set_room(struct irc_session *s, const struct history_request *q,
    struct irc_event *ev)
{
	if (q->target != NULL)
		ev->room = sanitize_name(
		    s, SANITIZE_ROOM, isupport_room(s, view_of(q->target)));
}

int
history_request_fits(const struct history_request *q, struct view target)
{
	return q->target == NULL || target.len == 0 ||
	       name_equal(view_of(q->target), target);
}

uint64_t
history_request_number(const struct history_request *q)
{
	return q->number;
}

int
irc_session_has_unconfirmed(const struct irc_session *s, struct view target)
{
	return outbox_has_unconfirmed(s, target);
}

/* Copy the target: it may be a view of an event, which changes while refusals are emitted. */
void
irc_session_history_complete(struct irc_session *s, struct view target)
{
	char *copy = xviewdup(target);

	outbox_history_complete(s, view_of(copy));
	free(copy);
}
