/*
 * line: process a received line: find the request that it answers and its source, then run its handler.
 */
#include <stdlib.h>
#include <string.h>

#include "client/irc/state.h"
#include "common/clock.h"
#include "common/xmalloc.h"

/* A label without a letter is a message's; with "q" a history request's; with "c" a request's. */
static int
take_label(struct irc_session *s, struct view value)
{
	uint64_t *to = &s->label;
	long long n;

	if (view_has_prefix(value, VIEW("q")))
		to = &s->asked;
	else if (view_has_prefix(value, VIEW("c")))
		to = &s->request;
	if (to != &s->label) {
		value.p++;
		value.len--;
	}
	if (view_to_int(value, 1, INT64_MAX, &n) != 0)
		return 0;
	*to = (uint64_t)n;
	return 1;
}

/* The label may be on the line, or on its batch. */
static void
find_answered(struct irc_session *s, const struct irc_msg *msg)
{
	const struct batch *b;
	struct view value;

	s->label = s->asked = s->request = 0;
	s->labelled =
	    irc_tags_find(msg->tags, "label", &value) && take_label(s, value);
	if (s->labelled || !irc_tags_find(msg->tags, "batch", &value))
		return;
	b = batch_find(s, value);
	if (b == NULL)
		return;
	s->label = b->label;
	s->asked = b->asked;
	s->request = b->request;
}

/* The server's name is the source of its first line. Other servers' names have a dot, nicks do not. */
static int
is_server(struct irc_session *s, struct view source)
{
	size_t i;

	if (source.len == 0)
		return 1;
	for (i = 0; i < source.len; i++)
		if (source.p[i] == '!' || source.p[i] == '@')
			return 0;
	if (s->server == NULL)
		s->server = xviewdup(source);
	return view_equal(source, view_of(s->server)) ||
	       memchr(source.p, '.', source.len) != NULL;
}

static void
begin_event(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct irc_source source;
	struct view value;

	*ev = (struct irc_event){ 0 };
	s->timed = irc_tags_find(msg->tags, "time", &value) &&
		   clock_parse_iso(value, &ev->time) == 0;
	if (!s->timed)
		ev->time = clock_ms();
	else if (s->asked == 0 && ev->time > s->server_clock)
		s->server_clock = ev->time;
	if (irc_tags_find(msg->tags, "msgid", &value))
		ev->msgid = session_name(s, SANITIZE_MSGID, value);
	irc_source_split(msg->source, &source);
	if (is_server(s, msg->source))
		return;
	ev->who = session_name(s, SANITIZE_WHO, source.nick);
	ev->self = session_is_me(s, ev->who);
	if (source.nick.len < msg->source.len)
		ev->userhost = session_name(s, SANITIZE_USERHOST,
		    (struct view){ source.nick.p + source.nick.len + 1,
			msg->source.len - source.nick.len - 1 });
}

/* An IRC server's line has a source, or is one of the few commands without one. */
static int
looks_like_irc(const struct irc_msg *msg)
{
	return msg->source.len > 0 || handlers_know(msg->command);
}

void
session_process(struct irc_session *s, const struct irc_msg *msg)
{
	struct irc_event ev;

	s->answered = s->label == 0 && s->asked == 0
			  ? request_find(s, msg, s->request)
			  : (struct answered){ 0 };
	begin_event(s, msg, &ev);
	ev.origin = s->answered.origin;
	if (s->asked != 0)
		replay_run(s, msg, &ev);
	else if (!handlers_run(s, msg, &ev))
		numerics_numeric(s, msg, &ev);
}

int
irc_session_line(struct irc_session *s, struct view line)
{
	struct irc_msg msg;
	uint64_t whole;

	if (s->phase == PHASE_OFFLINE)
		return 0;
	if (irc_msg_parse(&msg, line) != 0)
		return s->is_irc ? 0 : -1;
	if (!s->is_irc && !looks_like_irc(&msg))
		return -1;
	s->is_irc = 1;
	s->heard = clock_mono_ms();
	s->poked = 0;
	if (!view_has_prefix(msg.command, VIEW("00")))
		history_requests_hold(&s->questions, 0);
	find_answered(s, &msg);
	whole = s->labelled && !view_equal_nocase(msg.command, VIEW("BATCH"))
		    ? s->request
		    : 0;
	if (!multiline_add(s, &msg))
		session_process(s, &msg);
	request_end(s, whole);
	s->label = s->asked = s->request = 0;
	s->answered = (struct answered){ 0 };
	outbox_flush(s, clock_mono_ms());
	history_requests_flush(s, clock_mono_ms());
	return 0;
}
