/*
 * outbox_send: send the next part of a message, as long as fits.
 *
 * A part is one line; or, if the server accepts several lines as one message (IRCv3 draft/multiline), a batch:
 * for a text of several lines, or one too long for a line.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/irc/outbox.h"
#include "client/irc/state.h"
#include "common/linebuf.h"
#include "common/msgid.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { TEXT_MIN = 32 }; /* bytes of text per line, however long the names are */

/* The text of the next part. */
struct unit {
	size_t from, end;
	size_t next; /* where the part after it begins */
	int batch;
};

static const char *
command_of(const struct out_message *m)
{
	return m->kind == IRC_NOTICE ? "NOTICE" : "PRIVMSG";
}

/*
 * Return how many bytes of text fit in a line as the server relays it, with our nick!user@host in front (RFC 2812
 * 2.3). Assumes the longest host if ours is unknown.
 */
static size_t
line_room(const struct irc_session *s, const struct out_message *m)
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

/* Return the line that begins at `from`, cut at `to`. */
static struct view
line_at(const struct out_message *m, size_t from, size_t to)
{
	struct view rest = { m->text.p + from, to - from }, line = rest;

	if (!view_cut(&rest, '\n', &line))
		line.len = 0;
	return line;
}

static struct unit
measure_line(const struct irc_session *s, const struct out_message *m,
    size_t from, size_t to)
{
	struct unit u = { .from = from };
	struct view line = line_at(m, from, to);
	size_t n = text_split(line, line_room(s, m));

	u.end = from + n;
	line.p += n;
	line.len -= n;
	u.next = u.end + text_skip_space(line);
	while (u.next < to && m->text.p[u.next] == '\n')
		u.next++;
	return u;
}

/* Take as many lines as the server accepts in a batch; keeps blank lines in the middle. */
static struct unit
measure_batch(const struct irc_session *s, const struct out_message *m,
    size_t from, size_t to)
{
	struct unit u = { .from = from, .end = from, .batch = 1 };
	size_t at = from, n, lines = 0;
	struct view line;

	while (at < to && lines++ < s->caps.max_lines) {
		line = line_at(m, at, to);
		n = text_split(line, line_room(s, m));
		if (at + n - from > s->caps.max_bytes)
			break;
		at += n;
		if (n > 0)
			u.end = at;
		at += n == line.len && at < to;
	}
	u.next = u.end;
	while (u.next < to && m->text.p[u.next] == '\n')
		u.next++;
	return u;
}

static struct unit
measure(const struct irc_session *s, const struct out_message *m, size_t from,
    size_t to)
{
	struct unit line = measure_line(s, m, from, to), batch;

	if (line.next >= to || m->kind == IRC_ACTION ||
	    !irc_session_able(s, IRC_ABLE_LINES))
		return line;
	batch = measure_batch(s, m, from, to);
	return batch.next > line.next ? batch : line;
}

/* Counts whole lines; a single line that is too long is a message in several parts. */
size_t
outbox_fits(const struct irc_session *s, enum irc_message kind,
    struct view target, struct view text)
{
	struct out_message m = { .kind = kind };
	struct view rest = text, line = { 0 };
	size_t n;

	view_cut(&rest, '\n', &line);
	if (kind == IRC_ACTION || !irc_session_able(s, IRC_ABLE_LINES))
		return line.len;
	if (text.len > s->caps.max_bytes + 1)
		text.len = s->caps.max_bytes + 1;
	m.target = xviewdup(target);
	buf_add_view(&m.text, text);
	n = measure_batch(s, &m, 0, text.len).end;
	while (n > line.len && n < text.len && text.p[n] != '\n')
		n--;
	buf_clear(&m.text);
	free(m.target);
	return n > line.len ? n : line.len;
}

static void
begin(struct irc_session *s, struct irc_writer *w,
    char line[LINE_TAGS_CLIENT + LINE_REST_MAX], const struct out_part *p)
{
	char label[24];

	session_begin(w, line, LINE_TAGS_CLIENT + LINE_REST_MAX);
	if (session_has(s, CAP_LABELED_RESPONSE)) {
		snprintf(label, sizeof(label), "%llu",
		    (unsigned long long)p->serial);
		irc_tag(w, "label", view_of(label));
	}
	if (session_has(s, CAP_MESSAGE_TAGS))
		irc_tag(w, OUTBOX_NONCE, view_of(p->nonce));
	if (session_has(s, CAP_MESSAGE_TAGS) && s->marks_visit)
		irc_tag(w, OUTBOX_VISITOR, (struct view){ 0 });
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
	session_send(s, &w);
}

static void
write_in_batch(struct irc_session *s, const struct out_part *p,
    const char *batch, struct view text, int concat)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX];
	struct irc_writer w;

	session_begin(&w, line, sizeof(line));
	irc_tag(&w, "batch", view_of(batch));
	if (concat)
		irc_tag(&w, MULTILINE_CONCAT, (struct view){ 0 });
	irc_command(&w, command_of(p->message));
	irc_param_str(&w, p->message->target);
	irc_trailing(&w, text);
	session_send(s, &w);
}

/* The opening line has the label and client tags; a piece of a longer line is marked. */
static void
write_batch(struct irc_session *s, const struct out_part *p)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX], id[24];
	const struct out_message *m = p->message;
	size_t at = p->from, room = line_room(s, m);
	struct irc_writer w;
	struct view text;
	int concat = 0;

	snprintf(id, sizeof(id), "m%llu", (unsigned long long)p->serial);
	begin(s, &w, line, p);
	irc_command(&w, "BATCH");
	irc_param_fmt(&w, "+%s", id);
	irc_param_str(&w, MULTILINE_BATCH);
	irc_param_str(&w, m->target);
	session_send(s, &w);
	while (at < p->to) {
		text = line_at(m, at, p->to);
		concat = at > p->from && m->text.p[at - 1] != '\n';
		text.len = text_split(text, room);
		write_in_batch(s, p, id, text, concat);
		at += text.len;
		at += at < p->to && m->text.p[at] == '\n';
	}
	session_begin(&w, line, sizeof(line));
	irc_command(&w, "BATCH");
	irc_param_fmt(&w, "-%s", id);
	session_send(s, &w);
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
take_held(const struct irc_session *s, struct out_message *m, struct unit *u)
{
	struct out_part *p = TAILQ_FIRST(&m->held), *rest;

	assert(!p->unsure);
	*u = measure(s, m, p->from, p->to);
	if (u->next < p->to) {
		rest = part_new(m, u->next, p->to);
		TAILQ_INSERT_AFTER(&m->held, p, rest, link);
	}
	TAILQ_REMOVE(&m->held, p, link);
	p->to = u->end;
	return p;
}

static struct out_part *
take_new(const struct irc_session *s, struct out_message *m, struct unit *u)
{
	*u = measure(s, m, m->at, m->text.len);
	m->at = u->next;
	return part_new(m, u->from, u->end);
}

void
outbox_send_part(struct irc_session *s, struct out_message *m, int64_t now)
{
	struct outbox *o = &s->outbox;
	struct out_part *p;
	struct unit u;

	p = TAILQ_EMPTY(&m->held) ? take_new(s, m, &u) : take_held(s, m, &u);
	p->serial = ++o->last_serial;
	p->sent = now;
	p->after = s->server_clock;
	xreplace(&m->sent_as, s->nick);
	m->begun = 1;
	m->flying++;
	o->nparts++;
	TAILQ_INSERT_TAIL(&o->parts, p, link);
	if (TAILQ_EMPTY(&m->held) && !outbox_skip_breaks(m))
		outbox_unqueue(o, m);
	if (u.batch)
		write_batch(s, p);
	else
		write_line(s, p);
}
