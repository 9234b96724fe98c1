/*
 * outbox: the queue of messages, their parts on the wire, and the parts that were on the wire when the link broke.
 *
 * A message is in the queue while it has unsent text or held parts. A part is either in flight (on the wire, in
 * outbox.parts) or held by its message. A held part was on the wire when the link broke: it is unconfirmed until the
 * history has been searched for it, then it is sent again unless it was found. Parts are sent in the order of the
 * text, so held parts go before the rest.
 *
 * A message is freed when its result is known and none of its parts is on the wire: late replies still find their
 * part, and the window stays correct.
 */
#include "client/irc/outbox.h"

#include <sys/queue.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/caps.h"
#include "client/irc/isupport.h"
#include "client/irc/message_split.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "client/irc/tags.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/linebuf.h"
#include "common/names.h"
#include "common/random.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	TEXT_MIN = 32,	/* bytes of text per line, however long the names are */
	WINDOW = 16,	/* parts on the wire, if the server echoes */
	PACE_MS = 2000, /* RFC 1459 8.10: a message costs two seconds, */
	PACE_AHEAD_MS = 10000, /* and a client may be ten seconds ahead */
	ECHO_MS = 10000, /* after this time without an echo, send a PING */
	NONCE_BYTES = 10,
	NONCE_SIZE = 2 * NONCE_BYTES + 1
};

#define PING_PREFIX "tchat-"

TAILQ_HEAD(out_parts, out_part);

struct out_message {
	TAILQ_ENTRY(out_message) link; /* in the queue */
	int queued;
	uint64_t token;
	enum irc_message kind;
	char *target;
	char *sent_as; /* our nick when it was last sent */
	struct buf text;
	size_t sent_to; /* text up to here was sent once */
	struct out_parts held;
	unsigned nunconfirmed; /* number of unconfirmed parts in held */
	unsigned in_flight;    /* parts on the wire */
	int begun;	       /* part of it has been sent */
	int refused;
	int history_seen;  /* the server has returned history of the target */
	int changed;	   /* an echo differs from what was sent */
	struct buf echoed; /* the text as the server has it */
	size_t echoed_to;  /* offset in `text` that `echoed` covers */
};

struct out_part {
	TAILQ_ENTRY(out_part) link;
	struct out_message *message;
	uint64_t serial;
	int64_t sent;	 /* mono ms */
	size_t from, to; /* range in the message's text */
	int unconfirmed;
	int64_t after; /* the server's clock before it was sent; 0: unknown */
	char nonce[NONCE_SIZE]; /* the same each time it is sent */
};

struct outbox {
	TAILQ_HEAD(, out_message) queue; /* ordered by token */
	struct out_parts parts;		 /* on the wire, oldest first */
	size_t nmessages;		 /* neither acknowledged nor refused */
	size_t nparts;
	size_t nunconfirmed; /* parts, of all messages */
	uint64_t last_token;
	uint64_t last_serial; /* of the last part; serials are the labels */
	uint64_t
	    ping_upto; /* the current PING was sent after that part; 0: there is no PING */
	int64_t paid_until; /* rate limit: mono ms */
	int stopped;	    /* do not start further messages */
};

struct outbox *
outbox_new(void)
{
	struct outbox *o = xcalloc(1, sizeof(*o));

	TAILQ_INIT(&o->queue);
	TAILQ_INIT(&o->parts);
	return o;
}

static void
unhold(struct outbox *o, struct out_part *p)
{
	struct out_message *m = p->message;

	TAILQ_REMOVE(&m->held, p, link);
	if (p->unconfirmed) {
		m->nunconfirmed--;
		o->nunconfirmed--;
	}
	free(p);
}

static void
drop_held(struct outbox *o, struct out_message *m)
{
	struct out_part *p;

	while ((p = TAILQ_FIRST(&m->held)) != NULL)
		unhold(o, p);
}

static void
message_free(struct out_message *m)
{
	assert(TAILQ_EMPTY(&m->held) && m->in_flight == 0 && !m->queued);
	free(m->target);
	free(m->sent_as);
	buf_clear(&m->text);
	buf_clear(&m->echoed);
	free(m);
}

/* Insert by token: messages sent before the link broke are older than waiting ones. */
static void
enqueue(struct outbox *o, struct out_message *m)
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

static void
unqueue(struct outbox *o, struct out_message *m)
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
	p->message->in_flight--;
	if (p->message->in_flight == 0 && p->message->refused)
		message_free(p->message);
	free(p);
}

void
outbox_free(struct outbox *o)
{
	struct out_message *m;
	struct out_part *p;

	while ((m = TAILQ_FIRST(&o->queue)) != NULL) {
		unqueue(o, m);
		drop_held(o, m);
		m->refused = 1;
		if (m->in_flight == 0)
			message_free(m);
	}
	while ((p = TAILQ_FIRST(&o->parts)) != NULL) {
		p->message->refused = 1;
		part_remove(o, p);
	}
	free(o);
}

static int
skip_breaks(struct out_message *m)
{
	while (m->sent_to < m->text.len && m->text.p[m->sent_to] == '\n')
		m->sent_to++;
	return m->sent_to < m->text.len;
}

static uint64_t
add(struct irc_session *s, enum irc_message kind, struct view target,
    struct view text)
{
	struct outbox *o = s->outbox;
	struct out_message *m = xcalloc(1, sizeof(*m));

	TAILQ_INIT(&m->held);
	sanitize_add_sendable(&m->text, text);
	if (!skip_breaks(m)) {
		message_free(m);
		return 0;
	}
	while (m->text.p[m->text.len - 1] == '\n')
		m->text.len--;
	m->echoed_to = m->sent_to;
	m->kind = kind;
	m->target = xviewdup(target);
	m->token = o->last_token + 1;
	enqueue(o, m);
	o->nmessages++;
	return m->token;
}

static const char *
command_of(const struct out_message *m)
{
	return m->kind == IRC_NOTICE ? "NOTICE" : "PRIVMSG";
}

/*
 * Return how much text fits in a message as the server relays it, with our nick!user@host in front (RFC 2812 2.3).
 * Assumes the longest host if ours is unknown.
 */
static struct message_limits
limits_of(
    const struct irc_session *s, enum irc_message kind, struct view target)
{
	size_t line = s->isupport->line_max, used;
	struct message_limits max = { .line = TEXT_MIN };

	used = strlen(":! PRIVMSG  :\r\n") + strlen(s->nick) + target.len;
	used += s->userhost != NULL ? strlen(s->userhost)
				    : USER_BYTES + HOST_BYTES + 1;
	if (kind == IRC_ACTION)
		used += strlen("\001ACTION \001");
	if (used + TEXT_MIN <= line)
		max.line = line - used;
	if (kind != IRC_ACTION && caps_multiline(s)) {
		max.max_bytes = s->caps->max_bytes;
		max.max_lines = s->caps->max_lines;
	}
	return max;
}

struct message_part
outbox_split(const struct irc_session *s, enum irc_message kind,
    struct view target, struct view text, size_t from)
{
	struct message_limits max = limits_of(s, kind, target);

	return message_split(&max, text, from, text.len);
}

size_t
outbox_fits(const struct irc_session *s, enum irc_message kind,
    struct view target, struct view text)
{
	struct message_limits max = limits_of(s, kind, target);

	return message_fits(&max, text);
}

static struct message_part
split(const struct irc_session *s, const struct out_message *m, size_t from,
    size_t to)
{
	struct message_limits max = limits_of(s, m->kind, view_of(m->target));

	return message_split(
	    &max, (struct view){ m->text.p, m->text.len }, from, to);
}

static void
begin(struct irc_session *s, struct irc_writer *w,
    char line[LINE_TAGS_CLIENT + LINE_REST_MAX], const struct out_part *p)
{
	char label[24];

	send_begin(w, line, LINE_TAGS_CLIENT + LINE_REST_MAX);
	if (caps_on(s, CAP_LABELED_RESPONSE)) {
		snprintf(label, sizeof(label), "%llu",
		    (unsigned long long)p->serial);
		irc_tag(w, "label", view_of(label));
	}
	if (caps_on(s, CAP_MESSAGE_TAGS))
		irc_tag(w, TAG_NONCE, view_of(p->nonce));
	if (caps_on(s, CAP_MESSAGE_TAGS) && s->marks_visit)
		irc_tag(w, TAG_VISITOR, (struct view){ 0 });
}

static void
write_line(struct irc_session *s, const struct out_part *p)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX], body[LINE_REST_MAX + 16];
	const struct out_message *m = p->message;
	struct view text = { m->text.p + p->from, p->to - p->from };
	struct irc_writer w;

	begin(s, &w, line, p);
	irc_command(&w, command_of(m));
	irc_param_str(&w, m->target);
	if (m->kind == IRC_ACTION) {
		snprintf(
		    body, sizeof(body), "\001ACTION %.*s\001", VIEW_ARG(text));
		text = view_of(body);
	}
	irc_trailing(&w, text);
	send_line(s, &w);
}

static void
write_in_batch(struct irc_session *s, const struct out_part *p,
    const char *batch, struct view text, int concat)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX];
	struct irc_writer w;

	send_begin(&w, line, sizeof(line));
	irc_tag(&w, "batch", view_of(batch));
	if (concat)
		irc_tag(&w, MULTILINE_CONCAT, (struct view){ 0 });
	irc_command(&w, command_of(p->message));
	irc_param_str(&w, p->message->target);
	irc_trailing(&w, text);
	send_line(s, &w);
}

/* The opening line has the label and client tags; a piece of a longer line is marked. */
static void
write_batch(struct irc_session *s, const struct out_part *p)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX], id[24];
	const struct out_message *m = p->message;
	struct message_limits max = limits_of(s, m->kind, view_of(m->target));
	struct view whole = { m->text.p, m->text.len }, text;
	size_t at = p->from;
	struct irc_writer w;
	int concat = 0;

	snprintf(id, sizeof(id), "m%llu", (unsigned long long)p->serial);
	begin(s, &w, line, p);
	irc_command(&w, "BATCH");
	irc_param_fmt(&w, "+%s", id);
	irc_param_str(&w, MULTILINE_BATCH);
	irc_param_str(&w, m->target);
	send_line(s, &w);
	while (at < p->to) {
		text = message_line(whole, at, p->to);
		concat = at > p->from && m->text.p[at - 1] != '\n';
		text.len = text_split(text, max.line);
		write_in_batch(s, p, id, text, concat);
		at += text.len;
		at += at < p->to && m->text.p[at] == '\n';
	}
	send_begin(&w, line, sizeof(line));
	irc_command(&w, "BATCH");
	irc_param_fmt(&w, "-%s", id);
	send_line(s, &w);
}

static struct out_part *
part_new(struct out_message *m, size_t from, size_t to)
{
	struct out_part *p = xcalloc(1, sizeof(*p));
	unsigned char random[NONCE_BYTES];
	size_t i;

	p->message = m;
	p->from = from;
	p->to = to;
	random_bytes(random, sizeof(random));
	for (i = 0; i < sizeof(random); i++)
		snprintf(p->nonce + 2 * i, 3, "%02x", random[i]);
	return p;
}

/* Take a part that was on the wire before; if it no longer fits, the rest becomes another part. */
static struct out_part *
take_held(const struct irc_session *s, struct out_message *m,
    struct message_part *part)
{
	struct out_part *p = TAILQ_FIRST(&m->held), *rest;

	assert(!p->unconfirmed);
	*part = split(s, m, p->from, p->to);
	if (part->next < p->to) {
		rest = part_new(m, part->next, p->to);
		TAILQ_INSERT_AFTER(&m->held, p, rest, link);
	}
	TAILQ_REMOVE(&m->held, p, link);
	p->to = part->end;
	return p;
}

static struct out_part *
take_new(const struct irc_session *s, struct out_message *m,
    struct message_part *part)
{
	*part = split(s, m, m->sent_to, m->text.len);
	m->sent_to = part->next;
	return part_new(m, part->from, part->end);
}

static void
send_part(struct irc_session *s, struct out_message *m, int64_t now)
{
	struct outbox *o = s->outbox;
	struct out_part *p;
	struct message_part part;

	p = TAILQ_EMPTY(&m->held) ? take_new(s, m, &part)
				  : take_held(s, m, &part);
	p->serial = ++o->last_serial;
	p->sent = now;
	p->after = s->server_clock;
	xreplace(&m->sent_as, s->nick);
	m->begun = 1;
	m->in_flight++;
	o->nparts++;
	TAILQ_INSERT_TAIL(&o->parts, p, link);
	if (TAILQ_EMPTY(&m->held) && !skip_breaks(m))
		unqueue(o, m);
	if (part.is_batch)
		write_batch(s, p);
	else
		write_line(s, p);
}

static void
settle(struct outbox *o, struct out_part *p)
{
	if (!p->unconfirmed)
		return;
	p->unconfirmed = 0;
	p->message->nunconfirmed--;
	o->nunconfirmed--;
}

/* Return the next message from m on with unconfirmed parts; `left` counts how many parts remain. */
static struct out_message *
next_unconfirmed(struct out_message *m, size_t *left)
{
	for (; m != NULL && *left > 0; m = TAILQ_NEXT(m, link)) {
		if (m->nunconfirmed == 0)
			continue;
		*left -= m->nunconfirmed;
		return m;
	}
	return NULL;
}

/* Return the oldest unconfirmed message to that target; unconfirmed messages are the oldest in the queue. */
static struct out_message *
find_unconfirmed(const struct irc_session *s, struct view target)
{
	size_t left = s->outbox->nunconfirmed;
	struct out_message *m = TAILQ_FIRST(&s->outbox->queue);

	while ((m = next_unconfirmed(m, &left)) != NULL) {
		if (name_equal(view_of(m->target), target))
			return m;
		m = TAILQ_NEXT(m, link);
	}
	return NULL;
}

static int
may_send(const struct irc_session *s, const struct out_message *m)
{
	return s->outbox->nunconfirmed == 0 ||
	       (m->nunconfirmed == 0 &&
		   find_unconfirmed(s, view_of(m->target)) == NULL);
}

int
outbox_has_unconfirmed(const struct irc_session *s, struct view target)
{
	return find_unconfirmed(s, target) != NULL;
}

int64_t
outbox_unconfirmed_since(const struct irc_session *s, struct view target)
{
	const struct out_message *m = find_unconfirmed(s, target);
	const struct out_part *p;

	if (m == NULL)
		return 0;
	TAILQ_FOREACH (p, &m->held, link)
		if (p->unconfirmed)
			return p->after;
	return 0;
}

/* Return the oldest message that may be sent; targets with unconfirmed parts wait. */
static struct out_message *
next_message(const struct irc_session *s)
{
	struct out_message *m;

	TAILQ_FOREACH (m, &s->outbox->queue, link)
		if (may_send(s, m) && (m->begun || !s->outbox->stopped))
			return m;
	return NULL;
}

/* Send a PING after all parts sent so far, one at a time. */
static void
send_ping(struct irc_session *s)
{
	struct outbox *o = s->outbox;
	char line[LINE_REST_MAX];
	struct irc_writer w;

	o->ping_upto = o->last_serial;
	send_begin(&w, line, sizeof(line));
	irc_command(&w, "PING");
	irc_param_fmt(&w, PING_PREFIX "%llu", (unsigned long long)o->ping_upto);
	send_line(s, &w);
}

static int
flush_window(struct irc_session *s, int64_t now)
{
	struct outbox *o = s->outbox;
	struct out_message *m;
	struct out_part *oldest;
	int64_t due;

	while (o->nparts < WINDOW && (m = next_message(s)) != NULL)
		send_part(s, m, now);
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
	struct outbox *o = s->outbox;
	struct out_message *m;

	while ((m = next_message(s)) != NULL) {
		if (o->paid_until < now)
			o->paid_until = now;
		if (o->paid_until - now > PACE_AHEAD_MS - PACE_MS)
			break;
		o->paid_until += PACE_MS;
		send_part(s, m, now);
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
	if (caps_on(s, CAP_ECHO_MESSAGE) || caps_on(s, CAP_LABELED_RESPONSE))
		return flush_window(s, now);
	return flush_paced(s, now);
}

uint64_t
outbox_say(struct irc_session *s, enum irc_message kind, struct view target,
    struct view text)
{
	uint64_t token = add(s, kind, target, text);

	outbox_flush(s, clock_mono_ms());
	return token;
}

void
outbox_stop(struct outbox *o)
{
	o->stopped = 1;
}

size_t
outbox_pending(const struct outbox *o)
{
	return o->nmessages;
}

static size_t
count_lines(struct view text)
{
	size_t n = 1;

	for (; text.len > 0; text.p++, text.len--)
		n += *text.p == '\n';
	return n;
}

size_t
outbox_waiting(const struct outbox *o, size_t *lines)
{
	const struct out_message *m;
	size_t n = 0;

	*lines = 0;
	TAILQ_FOREACH (m, &o->queue, link) {
		if (m->begun)
			continue;
		n++;
		*lines += count_lines(buf_view(&m->text));
	}
	return n;
}

struct out_part *
outbox_by_label(struct irc_session *s, uint64_t label)
{
	struct out_part *p;

	if (label == 0)
		return NULL;
	TAILQ_FOREACH (p, &s->outbox->parts, link)
		if (p->serial == label)
			return p;
	return NULL;
}

struct out_part *
outbox_by_nonce(struct irc_session *s, struct view nonce)
{
	struct out_part *p;

	TAILQ_FOREACH (p, &s->outbox->parts, link)
		if (view_equal(view_of(p->nonce), nonce))
			return p;
	return NULL;
}

struct out_part *
outbox_by_target(struct irc_session *s, struct view target)
{
	struct out_part *p;

	TAILQ_FOREACH (p, &s->outbox->parts, link)
		if (name_equal(view_of(p->message->target), target))
			return p;
	return NULL;
}

struct out_part *
outbox_by_echo(struct irc_session *s, enum irc_message kind, struct view target)
{
	struct out_part *p;

	TAILQ_FOREACH (p, &s->outbox->parts, link)
		if (p->message->kind == kind &&
		    name_equal(view_of(p->message->target), target))
			return p;
	return NULL;
}

int64_t
outbox_part_sent(const struct out_part *p)
{
	return p->sent;
}

struct out_part *
outbox_oldest(struct irc_session *s)
{
	return TAILQ_FIRST(&s->outbox->parts);
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

static void
acknowledge_message(
    struct irc_session *s, struct out_message *m, const struct irc_event *by)
{
	struct irc_event ev = { .token = m->token };

	if (by != NULL) {
		ev.time = by->time;
		ev.msgid = by->msgid;
		ev.history = s->search_only ? 0 : by->history;
	}
	ev.target = sanitize_name(s, SANITIZE_TARGET, view_of(m->target));
	ev.on = m->changed;
	if (m->changed) {
		fill_echo(m, m->text.len);
		ev.text =
		    sanitize_lines(s, SANITIZE_TEXT, buf_view(&m->echoed));
	}
	s->outbox->nmessages--;
	session_emit(s, &ev, IRC_EV_SENT);
	message_free(m);
}

void
outbox_acknowledged(
    struct irc_session *s, struct out_part *p, const struct irc_event *by)
{
	struct out_message *m = p->message;
	int last = !m->refused && !m->queued && m->in_flight == 1;

	part_remove(s->outbox, p);
	if (last)
		acknowledge_message(s, m, by);
}

static void
refuse_message(
    struct irc_session *s, struct out_message *m, struct irc_event *ev)
{
	char *target;

	if (m->refused)
		return;
	target = xstrdup(m->target);
	ev->token = m->token;
	ev->target = sanitize_name(s, SANITIZE_TARGET, view_of(target));
	if (ev->object.len == 0)
		ev->object = ev->target;
	m->refused = 1;
	unqueue(s->outbox, m);
	drop_held(s->outbox, m);
	if (m->in_flight == 0)
		message_free(m);
	s->outbox->nmessages--;
	session_emit(s, ev, IRC_EV_REFUSED);
	free(target);
}

void
outbox_refused(struct irc_session *s, struct out_part *p, struct irc_event *ev)
{
	struct out_message *m = p->message;

	m->in_flight++; /* keeps the message until the part is freed */
	part_remove(s->outbox, p);
	m->in_flight--;
	if (!m->refused)
		refuse_message(s, m, ev);
	else if (m->in_flight == 0)
		message_free(m);
}

void
outbox_pong(struct irc_session *s, struct view token)
{
	struct outbox *o = s->outbox;
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

static void
refuse_unconfirmed(struct irc_session *s, struct out_message *m)
{
	struct irc_event ev = { .time = clock_ms(),
		.text = view_of(_("not confirmed: the connection broke before "
				  "the server answered")) };

	refuse_message(s, m, &ev);
}

/* Younger parts of the message may already be held: this one goes before them. */
static void
hold_part(struct outbox *o, struct out_part *p)
{
	struct out_message *m = p->message;

	TAILQ_REMOVE(&o->parts, p, link);
	o->nparts--;
	m->in_flight--;
	if (m->refused) {
		if (m->in_flight == 0)
			message_free(m);
		free(p);
		return;
	}
	p->unconfirmed = 1;
	m->nunconfirmed++;
	o->nunconfirmed++;
	TAILQ_INSERT_HEAD(&m->held, p, link);
	enqueue(o, m);
}

static void
refuse_all(struct irc_session *s)
{
	struct out_message *m;
	size_t left;

	while ((left = s->outbox->nunconfirmed) > 0) {
		m = next_unconfirmed(TAILQ_FIRST(&s->outbox->queue), &left);
		assert(m != NULL);
		refuse_unconfirmed(s, m);
	}
}

void
outbox_disconnected(struct irc_session *s, int has_history)
{
	struct outbox *o = s->outbox;
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
	if (!caps_history(s))
		refuse_all(s);
}

/*
 * True if the message is the part, on a server that keeps messages without their client tags: it is from us, has the
 * same text, and was sent after the part.
 */
static int
is_same(const struct out_part *p, const struct irc_event *ev, struct view text)
{
	const struct out_message *m = p->message;

	return ev->history != 0 && p->after != 0 &&
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
	struct out_message *m = TAILQ_FIRST(&s->outbox->queue);
	size_t left = s->outbox->nunconfirmed;
	struct out_part *p;

	while ((m = next_unconfirmed(m, &left)) != NULL) {
		TAILQ_FOREACH (p, &m->held, link)
			if (p->unconfirmed &&
			    (nonce.len > 0
				    ? view_equal(view_of(p->nonce), nonce)
				    : is_same(p, ev, text)))
				return p;
		m = TAILQ_NEXT(m, link);
	}
	return NULL;
}

int
outbox_confirm(struct irc_session *s, struct view nonce,
    const struct irc_event *ev, struct view text)
{
	struct outbox *o = s->outbox;
	struct out_part *p;
	struct out_message *m;

	if (o->nunconfirmed == 0)
		return 0;
	p = find_part(s, nonce, ev, text);
	if (p == NULL)
		return 0;
	m = p->message;
	outbox_echo(p, text);
	unhold(o, p);
	if (TAILQ_EMPTY(&m->held) && !skip_breaks(m)) {
		unqueue(o, m);
		if (m->in_flight == 0)
			acknowledge_message(s, m, ev);
	}
	return 1;
}

/*
 * A server that keeps no history of conversations with one user returns an empty answer: then a missing message proves
 * nothing.
 */
void
outbox_history_complete(struct irc_session *s, struct view target)
{
	struct out_message *m;
	struct out_part *p;

	if (s->phase != PHASE_ONLINE)
		return;
	while ((m = find_unconfirmed(s, target)) != NULL) {
		if (!isupport_is_room(s, target) && !m->history_seen) {
			refuse_unconfirmed(s, m);
			continue;
		}
		TAILQ_FOREACH (p, &m->held, link)
			settle(s->outbox, p);
	}
	outbox_flush(s, clock_mono_ms());
}

void
outbox_history_seen(struct irc_session *s, struct view target)
{
	struct out_message *m = TAILQ_FIRST(&s->outbox->queue);
	size_t left = s->outbox->nunconfirmed;

	while ((m = next_unconfirmed(m, &left)) != NULL) {
		if (name_equal(view_of(m->target), target))
			m->history_seen = 1;
		m = TAILQ_NEXT(m, link);
	}
}

void
outbox_refuse_unconfirmed(struct irc_session *s, struct view target)
{
	struct out_message *m;

	while ((m = find_unconfirmed(s, target)) != NULL)
		refuse_unconfirmed(s, m);
}
