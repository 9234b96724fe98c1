/*
 * history: requests for old messages (IRCv3 draft/chathistory), and what the server supports.
 */
#include "client/irc/history.h"

#include <stdlib.h>

#include "client/irc/history_request.h"
#include "client/irc/state.h"
#include "common/clock.h"
#include "common/xmalloc.h"

enum { LIMIT_UNTOLD = 100, LIMIT_MAX = 1000 };

int
irc_session_able(const struct irc_session *s, enum irc_able what)
{
	switch (what) {
	case IRC_ABLE_HISTORY:
		return session_has(s, CAP_CHATHISTORY | CAP_BATCH);
	case IRC_ABLE_PLAYBACK:
		return session_has(
		    s, CAP_CHATHISTORY | CAP_BATCH | CAP_EVENT_PLAYBACK);
	case IRC_ABLE_READ_MARKER:
		return session_has(s, CAP_READ_MARKER);
	case IRC_ABLE_REDACT:
		return session_has(s, CAP_REDACTION);
	case IRC_ABLE_SEARCH:
		return session_has(s, CAP_SEARCH | CAP_BATCH);
	case IRC_ABLE_LINES:
		return session_has(s, CAP_MULTILINE | CAP_BATCH) &&
		       s->caps.max_bytes > 0;
	}
	return 0;
}

/* CHATHISTORY=0 means no limit; we use ours anyway. */
size_t
irc_session_history_limit(const struct irc_session *s)
{
	size_t n = s->isupport.history_max;

	if (!s->isupport.told_history_max)
		return LIMIT_UNTOLD;
	return n == 0 || n > LIMIT_MAX ? LIMIT_MAX : n;
}

static struct history_request_bound
keep_bound(struct irc_bound b)
{
	return (struct history_request_bound){
		b.msgid.len > 0 ? xviewdup(b.msgid) : NULL, b.time
	};
}

static int
is_nowhere(const struct history_request_bound *b)
{
	return b->msgid == NULL && b->time == 0;
}

uint64_t
irc_session_history(struct irc_session *s, enum irc_history how,
    struct view target, struct irc_bound from, struct irc_bound to,
    size_t limit)
{
	struct history_request *q =
	    history_request_new(s, HISTORY_REQUEST_HISTORY);

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
	struct history_request *q =
	    history_request_new(s, HISTORY_REQUEST_TARGETS);

	q->from.time = from;
	q->to.time = to;
	q->limit = limit;
	return q->number;
}

/* Uses the msgid only if the server can search by it (ISUPPORT MSGREFTYPES). */
static void
add_bound(struct irc_session *s, const struct history_request_bound *b,
    struct irc_writer *w)
{
	char iso[CLOCK_ISO_SIZE];

	if (b->msgid != NULL && (s->isupport.by_msgid || b->time == 0)) {
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

void
history_write(
    struct irc_session *s, struct history_request *q, struct irc_writer *w)
{
	static const char *const subs[] = { [IRC_LATEST] = "LATEST",
		[IRC_BEFORE] = "BEFORE",
		[IRC_AFTER] = "AFTER",
		[IRC_AROUND] = "AROUND",
		[IRC_BETWEEN] = "BETWEEN" };
	enum irc_history how = simplify(q);
	int targets = q->kind == HISTORY_REQUEST_TARGETS;

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

int
irc_session_unsure(const struct irc_session *s, struct view target)
{
	return outbox_unsure(s, target);
}

/* Copies the target: it may be a view of an event, which changes while refusals are emitted. */
void
irc_session_caught_up(struct irc_session *s, struct view target)
{
	char *copy = xviewdup(target);

	outbox_caught_up(s, view_of(copy));
	free(copy);
}
