/*
 * history_request: the queue of requests for history.
 */
#include "client/irc/history_request.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/irc/state.h"
#include "common/clock.h"
#include "common/linebuf.h"
#include "common/xmalloc.h"

enum {
	FLYING_MAX = 4, /* with labels; without them, one */
	ANSWER_MS = 30000,
	HOLD_MS = 10000
};

void
history_requests_init(struct history_requests *qs)
{
	*qs = (struct history_requests){ 0 };
	TAILQ_INIT(&qs->all);
}

/* ISUPPORT follows the welcome. */
void
history_requests_hold(struct history_requests *qs, int64_t now)
{
	qs->hold = now == 0 ? 0 : now + HOLD_MS;
}

static void
history_request_free(struct history_request *q)
{
	free(q->target);
	free(q->from.msgid);
	free(q->to.msgid);
	free(q->last.msgid);
	buf_clear(&q->search);
	free(q);
}

void
history_requests_clear(struct history_requests *qs)
{
	struct history_request *q;

	while ((q = TAILQ_FIRST(&qs->all)) != NULL) {
		TAILQ_REMOVE(&qs->all, q, link);
		history_request_free(q);
	}
}

/* The request is sent, or ended, by the next tick. */
struct history_request *
history_request_new(struct irc_session *s, enum history_request_kind kind)
{
	struct history_request *q = xcalloc(1, sizeof(*q));

	q->kind = kind;
	q->number = ++s->questions.last;
	TAILQ_INSERT_TAIL(&s->questions.all, q, link);
	if (s->ops.wake != NULL)
		s->ops.wake(s->ctx);
	return q;
}

struct history_request *
history_request_find(struct irc_session *s, uint64_t number)
{
	struct history_request *q;

	TAILQ_FOREACH (q, &s->questions.all, link)
		if (q->number == number)
			return q;
	return NULL;
}

struct history_request *
history_request_unlabelled(
    struct irc_session *s, enum history_request_kind kind)
{
	struct history_request *q = TAILQ_FIRST(&s->questions.all);

	if (q == NULL || !q->flying || q->kind != kind ||
	    session_has(s, CAP_LABELED_RESPONSE))
		return NULL;
	return q;
}

void
history_request_count(struct irc_session *s, uint64_t number)
{
	struct history_request *q = history_request_find(s, number);

	if (q == NULL)
		return;
	q->fetched++;
	q->heard = clock_mono_ms();
}

void
history_request_end(
    struct irc_session *s, struct history_request *q, struct view text)
{
	struct irc_event ev = { .time = clock_ms(),
		.asked = q->number,
		.fetched = q->fetched,
		.text = text };

	TAILQ_REMOVE(&s->questions.all, q, link);
	s->questions.nflying -= q->flying != 0;
	if (q->target != NULL) {
		ev.target =
		    session_name(s, SANITIZE_TARGET, view_of(q->target));
		ev.room = session_room(s, ev.target);
		if (q->fetched > 0)
			outbox_past_kept(s, view_of(q->target));
	}
	if (q->own)
		catchup_ended(s, q, text);
	else
		session_emit(s, &ev, IRC_EV_FETCHED);
	history_request_free(q);
}

void
history_requests_disconnected(struct irc_session *s)
{
	struct history_request *q;

	while ((q = TAILQ_FIRST(&s->questions.all)) != NULL)
		history_request_end(s, q, VIEW("the connection broke"));
}

/* Return why this server cannot answer; NULL if it can. */
static const char *
why_unsupported(const struct irc_session *s, const struct history_request *q)
{
	if (s->phase == PHASE_OFFLINE)
		return "not connected";
	if (q->kind == HISTORY_REQUEST_SEARCH)
		return irc_session_able(s, IRC_ABLE_SEARCH)
			   ? NULL
			   : "the server cannot search";
	return irc_session_able(s, IRC_ABLE_HISTORY)
		   ? NULL
		   : "the server keeps no history";
}

static void
ask(struct irc_session *s, struct history_request *q, int64_t now)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX], label[24];
	struct irc_writer w;

	q->flying = 1;
	q->heard = now;
	s->questions.nflying++;
	session_begin(&w, line, sizeof(line));
	if (session_has(s, CAP_LABELED_RESPONSE)) {
		snprintf(label, sizeof(label), "q%llu",
		    (unsigned long long)q->number);
		irc_tag(&w, "label", view_of(label));
	}
	if (q->kind == HISTORY_REQUEST_SEARCH)
		search_write(s, q, &w);
	else
		history_write(s, q, &w);
	if (w.full)
		history_request_end(s, q, VIEW("the request is too long"));
	else
		session_send(s, &w);
}

/* End requests that waited too long for an answer. Returns the ms until the next one does, or -1. */
static int
end_expired(struct irc_session *s, int64_t now)
{
	struct history_request *q, *next;
	int64_t left, least = -1;

	for (q = TAILQ_FIRST(&s->questions.all); q != NULL; q = next) {
		next = TAILQ_NEXT(q, link);
		if (!q->flying)
			break;
		left = q->heard + ANSWER_MS - now;
		if (left <= 0)
			history_request_end(
			    s, q, VIEW("the server did not answer in time"));
		else if (least < 0 || left < least)
			least = left;
	}
	return (int)least;
}

static struct history_request *
next_waiting(struct irc_session *s)
{
	struct history_request *q;

	TAILQ_FOREACH (q, &s->questions.all, link)
		if (!q->flying)
			return q;
	return NULL;
}

/* Before registration we do not know what the server supports, so requests wait. */
int
history_requests_flush(struct irc_session *s, int64_t now)
{
	size_t most = session_has(s, CAP_LABELED_RESPONSE) ? FLYING_MAX : 1;
	struct history_request *q;
	const char *why;

	if (s->phase == PHASE_REGISTERING)
		return -1;
	while ((q = next_waiting(s)) != NULL) {
		why = why_unsupported(s, q);
		if (why != NULL)
			history_request_end(s, q, view_of(why));
		else if (now < s->questions.hold)
			return (int)(s->questions.hold - now);
		else if (s->questions.nflying >= most)
			break;
		else
			ask(s, q, now);
	}
	return end_expired(s, now);
}
