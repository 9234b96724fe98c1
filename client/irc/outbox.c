/*
 * outbox: the queue of messages, and the parts of them that are on the wire.
 *
 * A message is freed when it has been answered for and none of its parts is on
 * the wire any more: late answers still find their part, and the window stays true.
 */
#include "client/irc/outbox.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/irc/state.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/linebuf.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	WINDOW = 16,	       /* parts on the wire, with echoes */
	PACE_MS = 2000,	       /* RFC 1459 8.10: a message costs two seconds, */
	PACE_AHEAD_MS = 10000, /* and one may be ten ahead */
	ECHO_MS = 10000, /* an echo that takes longer is asked after by PING */
	TEXT_MIN = 32	 /* bytes of a part, however long the names are */
};

#define PING_PREFIX "tchat-"

struct out_message {
	TAILQ_ENTRY(out_message) link; /* of the queue */
	int queued;
	uint64_t token;
	enum irc_message kind;
	char *target;
	struct buf text;
	size_t at;	 /* text up to here is on its way */
	unsigned flying; /* parts on the wire */
	int refused;
};

struct out_part {
	TAILQ_ENTRY(out_part) link;
	struct out_message *message;
	uint64_t serial;
	int64_t sent; /* mono ms */
};

void
outbox_init(struct outbox *o)
{
	*o = (struct outbox){ 0 };
	TAILQ_INIT(&o->queue);
	TAILQ_INIT(&o->parts);
}

static void
message_free(struct out_message *m)
{
	free(m->target);
	buf_clear(&m->text);
	free(m);
}

static void
unqueue(struct outbox *o, struct out_message *m)
{
	if (m->queued)
		TAILQ_REMOVE(&o->queue, m, link);
	m->queued = 0;
}

/* Take a part off the wire; its message if that was the last of a dead one. */
static void
part_remove(struct outbox *o, struct out_part *p)
{
	TAILQ_REMOVE(&o->parts, p, link);
	o->nparts--;
	p->message->flying--;
	if (p->message->flying == 0 && p->message->refused)
		message_free(p->message);
	free(p);
}

void
outbox_clear(struct outbox *o)
{
	struct out_message *m;
	struct out_part *p;

	while ((m = TAILQ_FIRST(&o->queue)) != NULL) {
		unqueue(o, m);
		m->refused = 1;
		if (m->flying == 0)
			message_free(m);
	}
	while ((p = TAILQ_FIRST(&o->parts)) != NULL) {
		p->message->refused = 1;
		part_remove(o, p);
	}
}

/*
 * Text as it may stand in lines: UTF-8 (checklist 26), without NUL and CR, and
 * without the mark that would make it a CTCP. Line breaks stay.
 */
static void
add_sendable(struct buf *out, struct view text)
{
	char utf8[4];
	uint32_t c;
	size_t len;

	for (; text.len > 0; text.p += len, text.len -= len) {
		c = text_decode(text, &len);
		if (c != '\0' && c != '\r' && c != '\001')
			buf_add(out, utf8, text_encode(utf8, c));
	}
}

/* Past line breaks: an empty line cannot be said (412). 1: there is more. */
static int
skip_breaks(struct out_message *m)
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

	add_sendable(&m->text, text);
	if (!skip_breaks(m)) {
		message_free(m);
		return 0;
	}
	m->kind = kind;
	m->target = xviewdup(target);
	m->token = ++o->last_token;
	m->queued = 1;
	TAILQ_INSERT_TAIL(&o->queue, m, link);
	o->nmessages++;
	return m->token;
}

static const char *
command_of(const struct out_message *m)
{
	return m->kind == IRC_NOTICE ? "NOTICE" : "PRIVMSG";
}

/*
 * Bytes of text that fit in one line as the server relays it, with our
 * nick!user@host in front (RFC 2812 2.3). Before that is known: the worst.
 */
static size_t
part_room(const struct irc_session *s, const struct out_message *m)
{
	size_t used;

	used =
	    strlen(":! PRIVMSG  :\r\n") + strlen(s->nick) + strlen(m->target);
	used += s->userhost != NULL ? strlen(s->userhost)
				    : USER_BYTES + HOST_BYTES + 1;
	if (m->kind == IRC_ACTION)
		used += strlen("\001ACTION \001");
	if (used + TEXT_MIN > s->isupport.line_max)
		return TEXT_MIN;
	return s->isupport.line_max - used;
}

/* The next part's text; the message moves on past it. */
static struct view
take_part(const struct irc_session *s, struct out_message *m)
{
	struct view line = { m->text.p + m->at, m->text.len - m->at };
	struct view rest = line, part = line;

	view_cut(&rest, '\n', &line);
	part = line;
	part.len = text_split(line, part_room(s, m));
	m->at += part.len;
	line.p += part.len;
	line.len -= part.len;
	m->at += text_skip_space(line);
	return part;
}

static void
write_part(struct irc_session *s, const struct out_message *m, struct view text,
    uint64_t serial)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX], label[24];
	char body[LINE_REST_MAX + 16];
	struct irc_writer w;

	session_begin(&w, line, sizeof(line));
	if (session_has(s, CAP_LABELED_RESPONSE)) {
		snprintf(
		    label, sizeof(label), "%llu", (unsigned long long)serial);
		irc_tag(&w, "label", view_of(label));
	}
	irc_command(&w, command_of(m));
	irc_param_str(&w, m->target);
	if (m->kind == IRC_ACTION) {
		snprintf(
		    body, sizeof(body), "\001ACTION %.*s\001", VIEW_ARG(text));
		text = view_of(body);
	}
	irc_trailing(&w, text);
	session_send(s, &w);
}

static void
send_part(struct irc_session *s, struct out_message *m, int64_t now)
{
	struct outbox *o = &s->outbox;
	struct out_part *p = xcalloc(1, sizeof(*p));
	struct view text;

	p->message = m;
	p->serial = ++o->last_serial;
	p->sent = now;
	m->flying++;
	o->nparts++;
	TAILQ_INSERT_TAIL(&o->parts, p, link);
	text = take_part(s, m);
	if (!skip_breaks(m))
		unqueue(o, m);
	write_part(s, m, text, p->serial);
}

/* One PING at a time; it stands behind all that was sent so far. */
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
	struct out_part *oldest;
	int64_t due;

	while (!TAILQ_EMPTY(&o->queue) && o->nparts < WINDOW)
		send_part(s, TAILQ_FIRST(&o->queue), now);
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

	while (!TAILQ_EMPTY(&o->queue)) {
		if (o->paid_until < now)
			o->paid_until = now;
		if (o->paid_until - now > PACE_AHEAD_MS - PACE_MS)
			break;
		o->paid_until += PACE_MS;
		send_part(s, TAILQ_FIRST(&o->queue), now);
	}
	if (o->nparts > 0 && o->ping_upto == 0)
		send_ping(s);
	if (TAILQ_EMPTY(&o->queue))
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

void
outbox_taken(
    struct irc_session *s, struct out_part *p, const struct irc_event *by)
{
	struct out_message *m = p->message;
	struct irc_event ev = { 0 };

	if (m->refused || m->queued || m->flying > 1) {
		part_remove(&s->outbox, p);
		return;
	}
	if (by != NULL) {
		ev.time = by->time;
		ev.msgid = by->msgid;
	}
	ev.token = m->token;
	ev.target = session_name(s, CLEAN_TARGET, view_of(m->target));
	part_remove(&s->outbox, p);
	s->outbox.nmessages--;
	session_emit(s, &ev, IRC_EV_SENT);
	message_free(m);
}

void
outbox_refused(struct irc_session *s, struct out_part *p, struct irc_event *ev)
{
	struct out_message *m = p->message;
	int refused_before = m->refused;
	char *target = xstrdup(m->target);

	ev->token = m->token;
	ev->target = session_name(s, CLEAN_TARGET, view_of(target));
	m->refused = 1;
	unqueue(&s->outbox, m);
	part_remove(&s->outbox, p);
	if (!refused_before) {
		s->outbox.nmessages--;
		session_emit(s, ev, IRC_EV_REFUSED);
	}
	free(target);
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
		outbox_taken(s, p, NULL);
}

/*
 * Whether the server had them is not known: they are not sent again, or someone
 * might read them twice.
 */
void
outbox_lost(struct irc_session *s)
{
	struct irc_event ev;
	struct out_part *p;

	s->outbox.ping_upto = 0;
	s->outbox.paid_until = 0;
	while ((p = TAILQ_FIRST(&s->outbox.parts)) != NULL) {
		ev = (struct irc_event){ .time = clock_ms(),
			.object = session_name(
			    s, CLEAN_OBJECT, view_of(p->message->target)),
			.text = VIEW("not confirmed: the connection broke "
				     "before the server answered") };
		outbox_refused(s, p, &ev);
	}
}
