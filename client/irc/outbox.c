/*
 * outbox: the queue of messages, and the replies to their parts.
 */
#include "client/irc/outbox.h"

#include <assert.h>
#include <stdlib.h>

#include "client/irc/state.h"
#include "common/buf.h"
#include "common/linebuf.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	WINDOW = 16,	       /* parts on the wire, if the server echoes */
	PACE_MS = 2000,	       /* RFC 1459 8.10: a message costs two seconds, */
	PACE_AHEAD_MS = 10000, /* and a client may be ten seconds ahead */
	ECHO_MS = 10000 /* after this time without an echo, send a PING */
};

#define PING_PREFIX "tchat-"

void
outbox_init(struct outbox *o)
{
	*o = (struct outbox){ 0 };
	TAILQ_INIT(&o->queue);
	TAILQ_INIT(&o->parts);
}

static void
drop_held(struct outbox *o, struct out_message *m)
{
	struct out_part *p;

	while ((p = TAILQ_FIRST(&m->held)) != NULL)
		outbox_unhold(o, p);
}

void
outbox_message_free(struct out_message *m)
{
	assert(TAILQ_EMPTY(&m->held) && m->flying == 0 && !m->queued);
	free(m->target);
	free(m->sent_as);
	buf_clear(&m->text);
	buf_clear(&m->echoed);
	free(m);
}

/* Insert by token: messages sent before the link broke are older than waiting ones. */
void
outbox_enqueue(struct outbox *o, struct out_message *m)
{
	struct out_message *next;

	if (m->queued)
		return;
	m->queued = 1;
	if (m->token > o->last_token) {
		o->last_token = m->token;
		TAILQ_INSERT_TAIL(&o->queue, m, link);
		return;
	}
	TAILQ_FOREACH (next, &o->queue, link)
		if (next->token > m->token)
			break;
	if (next == NULL)
		TAILQ_INSERT_TAIL(&o->queue, m, link);
	else
		TAILQ_INSERT_BEFORE(next, m, link);
}

void
outbox_unqueue(struct outbox *o, struct out_message *m)
{
	if (m->queued)
		TAILQ_REMOVE(&o->queue, m, link);
	m->queued = 0;
}

/* Remove a part from the wire; free its message if it is finished and this was its last part. */
static void
part_remove(struct outbox *o, struct out_part *p)
{
	TAILQ_REMOVE(&o->parts, p, link);
	o->nparts--;
	p->message->flying--;
	if (p->message->flying == 0 && p->message->refused)
		outbox_message_free(p->message);
	free(p);
}

void
outbox_clear(struct outbox *o)
{
	struct out_message *m;
	struct out_part *p;

	while ((m = TAILQ_FIRST(&o->queue)) != NULL) {
		outbox_unqueue(o, m);
		drop_held(o, m);
		m->refused = 1;
		if (m->flying == 0)
			outbox_message_free(m);
	}
	while ((p = TAILQ_FIRST(&o->parts)) != NULL) {
		p->message->refused = 1;
		part_remove(o, p);
	}
}

int
outbox_skip_breaks(struct out_message *m)
{
	while (m->at < m->text.len && m->text.p[m->at] == '\n')
		m->at++;
	return m->at < m->text.len;
}

uint64_t
outbox_add(struct irc_session *s, enum irc_message kind, struct view target,
    struct view text)
{
	struct outbox *o = &s->outbox;
	struct out_message *m = xcalloc(1, sizeof(*m));

	TAILQ_INIT(&m->held);
	session_add_sendable(&m->text, text);
	if (!outbox_skip_breaks(m)) {
		outbox_message_free(m);
		return 0;
	}
	while (m->text.p[m->text.len - 1] == '\n')
		m->text.len--;
	m->echoed_to = m->at;
	m->kind = kind;
	m->target = xviewdup(target);
	m->token = o->last_token + 1;
	outbox_enqueue(o, m);
	o->nmessages++;
	return m->token;
}

/* Return the oldest message that may be sent; targets with unsure parts wait. */
static struct out_message *
next_message(const struct irc_session *s)
{
	struct out_message *m;

	TAILQ_FOREACH (m, &s->outbox.queue, link)
		if (outbox_may_send(s, m) && (m->begun || !s->outbox.stopped))
			return m;
	return NULL;
}

/* Send a PING after all parts sent so far, one at a time. */
static void
send_ping(struct irc_session *s)
{
	struct outbox *o = &s->outbox;
	char line[LINE_REST_MAX];
	struct irc_writer w;

	o->ping_upto = o->last_serial;
	session_begin(&w, line, sizeof(line));
	irc_command(&w, "PING");
	irc_param_fmt(&w, PING_PREFIX "%llu", (unsigned long long)o->ping_upto);
	session_send(s, &w);
}

static int
flush_window(struct irc_session *s, int64_t now)
{
	struct outbox *o = &s->outbox;
	struct out_message *m;
	struct out_part *oldest;
	int64_t due;

	while (o->nparts < WINDOW && (m = next_message(s)) != NULL)
		outbox_send_part(s, m, now);
	oldest = TAILQ_FIRST(&o->parts);
	if (oldest == NULL || o->ping_upto != 0)
		return -1;
	due = oldest->sent + ECHO_MS - now;
	if (due > 0)
		return (int)due;
	send_ping(s);
	return -1;
}

static int
flush_paced(struct irc_session *s, int64_t now)
{
	struct outbox *o = &s->outbox;
	struct out_message *m;

	while ((m = next_message(s)) != NULL) {
		if (o->paid_until < now)
			o->paid_until = now;
		if (o->paid_until - now > PACE_AHEAD_MS - PACE_MS)
			break;
		o->paid_until += PACE_MS;
		outbox_send_part(s, m, now);
	}
	if (o->nparts > 0 && o->ping_upto == 0)
		send_ping(s);
	if (m == NULL)
		return -1;
	return (int)(o->paid_until - now - (PACE_AHEAD_MS - PACE_MS));
}

int
outbox_flush(struct irc_session *s, int64_t now)
{
	if (s->phase != PHASE_ONLINE)
		return -1;
	if (session_has(s, CAP_ECHO_MESSAGE) ||
	    session_has(s, CAP_LABELED_RESPONSE))
		return flush_window(s, now);
	return flush_paced(s, now);
}

struct out_part *
outbox_by_label(struct irc_session *s, uint64_t label)
{
	struct out_part *p;

	if (label == 0)
		return NULL;
	TAILQ_FOREACH (p, &s->outbox.parts, link)
		if (p->serial == label)
			return p;
	return NULL;
}

struct out_part *
outbox_by_nonce(struct irc_session *s, struct view nonce)
{
	struct out_part *p;

	TAILQ_FOREACH (p, &s->outbox.parts, link)
		if (view_equal(view_of(p->nonce), nonce))
			return p;
	return NULL;
}

struct out_part *
outbox_by_target(struct irc_session *s, struct view target)
{
	struct out_part *p;

	TAILQ_FOREACH (p, &s->outbox.parts, link)
		if (name_equal(view_of(p->message->target), target))
			return p;
	return NULL;
}

struct out_part *
outbox_by_echo(struct irc_session *s, enum irc_message kind, struct view target)
{
	struct out_part *p;

	TAILQ_FOREACH (p, &s->outbox.parts, link)
		if (p->message->kind == kind &&
		    name_equal(view_of(p->message->target), target))
			return p;
	return NULL;
}

struct out_part *
outbox_oldest(struct irc_session *s)
{
	return TAILQ_FIRST(&s->outbox.parts);
}

/* Copy the text without an echo, up to that offset. */
static void
fill_echo(struct out_message *m, size_t to)
{
	if (to > m->echoed_to)
		buf_add(
		    &m->echoed, m->text.p + m->echoed_to, to - m->echoed_to);
}

/* The echo differs if a filter changed it, or colours were removed. Echoes come in the order of the parts. */
void
outbox_echo(struct out_part *p, struct view text)
{
	struct out_message *m = p->message;
	struct view sent = { m->text.p + p->from, p->to - p->from };

	if (view_equal(text, sent) || p->from < m->echoed_to)
		return;
	fill_echo(m, p->from);
	buf_add_view(&m->echoed, text);
	m->echoed_to = p->to;
	m->changed = 1;
}

void
outbox_done(
    struct irc_session *s, struct out_message *m, const struct irc_event *by)
{
	struct irc_event ev = { .token = m->token };

	if (by != NULL) {
		ev.time = by->time;
		ev.msgid = by->msgid;
		ev.asked = s->searched ? 0 : by->asked;
	}
	ev.target = session_name(s, SANITIZE_TARGET, view_of(m->target));
	ev.on = m->changed;
	if (m->changed) {
		fill_echo(m, m->text.len);
		ev.text = session_lines(s, SANITIZE_TEXT, buf_view(&m->echoed));
	}
	s->outbox.nmessages--;
	session_emit(s, &ev, IRC_EV_SENT);
	outbox_message_free(m);
}

void
outbox_acknowledged(
    struct irc_session *s, struct out_part *p, const struct irc_event *by)
{
	struct out_message *m = p->message;
	int last = !m->refused && !m->queued && m->flying == 1;

	part_remove(&s->outbox, p);
	if (last)
		outbox_done(s, m, by);
}

void
outbox_refuse(
    struct irc_session *s, struct out_message *m, struct irc_event *ev)
{
	char *target;

	if (m->refused)
		return;
	target = xstrdup(m->target);
	ev->token = m->token;
	ev->target = session_name(s, SANITIZE_TARGET, view_of(target));
	if (ev->object.len == 0)
		ev->object = ev->target;
	m->refused = 1;
	outbox_unqueue(&s->outbox, m);
	drop_held(&s->outbox, m);
	if (m->flying == 0)
		outbox_message_free(m);
	s->outbox.nmessages--;
	session_emit(s, ev, IRC_EV_REFUSED);
	free(target);
}

void
outbox_refused(struct irc_session *s, struct out_part *p, struct irc_event *ev)
{
	struct out_message *m = p->message;

	m->flying++; /* keeps the message until the part is freed */
	part_remove(&s->outbox, p);
	m->flying--;
	if (!m->refused)
		outbox_refuse(s, m, ev);
	else if (m->flying == 0)
		outbox_message_free(m);
}

void
outbox_pong(struct irc_session *s, struct view token)
{
	struct outbox *o = &s->outbox;
	struct out_part *p;
	long long upto;

	if (!view_has_prefix(token, VIEW(PING_PREFIX)))
		return;
	token.p += sizeof(PING_PREFIX) - 1;
	token.len -= sizeof(PING_PREFIX) - 1;
	if (view_to_int(token, 1, INT64_MAX, &upto) != 0 ||
	    (uint64_t)upto != o->ping_upto)
		return;
	o->ping_upto = 0;
	while (
	    (p = TAILQ_FIRST(&o->parts)) != NULL && p->serial <= (uint64_t)upto)
		outbox_acknowledged(s, p, NULL);
}
