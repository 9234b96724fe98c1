/*
 * outbox_unsure: parts that were on the wire when the link broke. They are held until we know whether the server
 * received them.
 */
#include <assert.h>
#include <stdlib.h>

#include "client/irc/outbox.h"
#include "client/irc/state.h"
#include "common/clock.h"
#include "common/names.h"

void
outbox_unhold(struct outbox *o, struct out_part *p)
{
	struct out_message *m = p->message;

	TAILQ_REMOVE(&m->held, p, link);
	if (p->unsure) {
		m->nunsure--;
		o->nunsure--;
	}
	free(p);
}

static void
settle(struct outbox *o, struct out_part *p)
{
	if (!p->unsure)
		return;
	p->unsure = 0;
	p->message->nunsure--;
	o->nunsure--;
}

/* Return the next message from m on with unsure parts; `left` counts how many parts remain. */
static struct out_message *
next_unsure(struct out_message *m, size_t *left)
{
	for (; m != NULL && *left > 0; m = TAILQ_NEXT(m, link)) {
		if (m->nunsure == 0)
			continue;
		*left -= m->nunsure;
		return m;
	}
	return NULL;
}

/* Return the oldest unsure message to that target; unsure messages are the oldest in the queue. */
static struct out_message *
find_unsure(const struct irc_session *s, struct view target)
{
	size_t left = s->outbox.nunsure;
	struct out_message *m = TAILQ_FIRST(&s->outbox.queue);

	while ((m = next_unsure(m, &left)) != NULL) {
		if (name_equal(view_of(m->target), target))
			return m;
		m = TAILQ_NEXT(m, link);
	}
	return NULL;
}

int
outbox_may_send(const struct irc_session *s, const struct out_message *m)
{
	return s->outbox.nunsure == 0 ||
	       (m->nunsure == 0 && find_unsure(s, view_of(m->target)) == NULL);
}

int
outbox_unsure(const struct irc_session *s, struct view target)
{
	return find_unsure(s, target) != NULL;
}

int64_t
outbox_unsure_since(const struct irc_session *s, struct view target)
{
	const struct out_message *m = find_unsure(s, target);
	const struct out_part *p;

	if (m == NULL)
		return 0;
	TAILQ_FOREACH (p, &m->held, link)
		if (p->unsure)
			return p->after;
	return 0;
}

static void
refuse(struct irc_session *s, struct out_message *m)
{
	struct irc_event ev = { .time = clock_ms(),
		.text = VIEW("not confirmed: the connection broke before the "
			     "server answered") };

	outbox_refuse(s, m, &ev);
}

/* Younger parts of the message may already be held: this one goes before them. */
static void
hold_part(struct outbox *o, struct out_part *p)
{
	struct out_message *m = p->message;

	TAILQ_REMOVE(&o->parts, p, link);
	o->nparts--;
	m->flying--;
	if (m->refused) {
		if (m->flying == 0)
			outbox_message_free(m);
		free(p);
		return;
	}
	p->unsure = 1;
	m->nunsure++;
	o->nunsure++;
	TAILQ_INSERT_HEAD(&m->held, p, link);
	outbox_enqueue(o, m);
}

static void
refuse_all(struct irc_session *s)
{
	struct out_message *m;
	size_t left;

	while ((left = s->outbox.nunsure) > 0) {
		m = next_unsure(TAILQ_FIRST(&s->outbox.queue), &left);
		assert(m != NULL);
		refuse(s, m);
	}
}

void
outbox_disconnected(struct irc_session *s, int has_history)
{
	struct outbox *o = &s->outbox;
	struct out_part *p;

	o->ping_upto = 0;
	o->paid_until = 0;
	while ((p = TAILQ_LAST(&o->parts, out_parts)) != NULL)
		hold_part(o, p);
	if (!has_history)
		refuse_all(s);
}

void
outbox_reconnected(struct irc_session *s)
{
	if (!irc_session_able(s, IRC_ABLE_HISTORY))
		refuse_all(s);
}

/*
 * Some servers keep messages but not their client tags: then a message from us with the same text, sent after the
 * part, is the part.
 */
static int
is_same(const struct out_part *p, const struct irc_event *ev, struct view text)
{
	const struct out_message *m = p->message;

	return ev->asked != 0 && p->after != 0 &&
	       name_equal(ev->who, view_of(m->sent_as)) &&
	       ev->message == m->kind && ev->time > p->after &&
	       name_equal(view_of(m->target), ev->target) &&
	       view_equal(
		   text, (struct view){ m->text.p + p->from, p->to - p->from });
}

static struct out_part *
find_part(struct irc_session *s, struct view nonce, const struct irc_event *ev,
    struct view text)
{
	struct out_message *m = TAILQ_FIRST(&s->outbox.queue);
	size_t left = s->outbox.nunsure;
	struct out_part *p;

	while ((m = next_unsure(m, &left)) != NULL) {
		TAILQ_FOREACH (p, &m->held, link)
			if (p->unsure &&
			    (nonce.len > 0
				    ? view_equal(view_of(p->nonce), nonce)
				    : is_same(p, ev, text)))
				return p;
		m = TAILQ_NEXT(m, link);
	}
	return NULL;
}

int
outbox_found(struct irc_session *s, struct view nonce,
    const struct irc_event *ev, struct view text)
{
	struct outbox *o = &s->outbox;
	struct out_part *p;
	struct out_message *m;

	if (o->nunsure == 0)
		return 0;
	p = find_part(s, nonce, ev, text);
	if (p == NULL)
		return 0;
	m = p->message;
	outbox_echo(p, text);
	outbox_unhold(o, p);
	if (TAILQ_EMPTY(&m->held) && !outbox_skip_breaks(m)) {
		outbox_unqueue(o, m);
		if (m->flying == 0)
			outbox_done(s, m, ev);
	}
	return 1;
}

/*
 * The server may keep no history of a conversation with one person, and return an empty answer: then a missing
 * message proves nothing.
 */
void
outbox_caught_up(struct irc_session *s, struct view target)
{
	struct out_message *m;
	struct out_part *p;

	if (s->phase != PHASE_ONLINE)
		return;
	while ((m = find_unsure(s, target)) != NULL) {
		if (!session_is_room(s, target) && !m->past_kept) {
			refuse(s, m);
			continue;
		}
		TAILQ_FOREACH (p, &m->held, link)
			settle(&s->outbox, p);
	}
	outbox_flush(s, clock_mono_ms());
}

void
outbox_past_kept(struct irc_session *s, struct view target)
{
	struct out_message *m = TAILQ_FIRST(&s->outbox.queue);
	size_t left = s->outbox.nunsure;

	while ((m = next_unsure(m, &left)) != NULL) {
		if (name_equal(view_of(m->target), target))
			m->past_kept = 1;
		m = TAILQ_NEXT(m, link);
	}
}

void
outbox_refuse_unsure(struct irc_session *s, struct view target)
{
	struct out_message *m;

	while ((m = find_unsure(s, target)) != NULL)
		refuse(s, m);
}
