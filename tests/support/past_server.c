/*
 * past_server: a list of messages.
 */
#include "tests/support/past_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/irc_msg.h"

enum { LIMIT = 100 };

void
past_open(struct past_server *s)
{
	memset(s, 0, sizeof(*s));
}

size_t
past_say(struct past_server *s, const char *target, const char *who,
    const char *text, int64_t ago)
{
	struct past_said *said = &s->said[s->n];

	snprintf(said->target, sizeof(said->target), "%s", target);
	snprintf(said->who, sizeof(said->who), "%s", who);
	snprintf(said->text, sizeof(said->text), "%s", text);
	said->nonce[0] = '\0';
	said->time = clock_ms() - ago;
	if (s->n > 0 && said->time < s->said[s->n - 1].time)
		said->time = s->said[s->n - 1].time;
	return s->n++;
}

static void
add_tags(
    const struct past_said *said, size_t i, const char *more, struct buf *out)
{
	char iso[CLOCK_ISO_SIZE];

	clock_iso(iso, said->time);
	buf_printf(out, "@%stime=%s;msgid=m%zu", more, iso, i);
	if (said->nonce[0] != '\0')
		buf_printf(out, ";+tchat/nonce=%s", said->nonce);
}

static void
tell(const struct past_server *s, size_t i, const char *more, struct buf *out)
{
	const struct past_said *said = &s->said[i];

	add_tags(said, i, more, out);
	buf_printf(out, " :%s!u@h PRIVMSG %s :%s\r\n", said->who, said->target,
	    said->text);
}

void
past_tell(const struct past_server *s, size_t i, struct buf *out)
{
	tell(s, i, "", out);
}

static int
is_in(const struct past_server *s, size_t i, struct view target)
{
	const struct past_said *said = &s->said[i];

	return view_equal(view_of(said->target), target) ||
	       (strcmp(said->target, "me") == 0 &&
		   view_equal(view_of(said->who), target));
}

/* Compare the place of message i with a bound: before (-1), at, or after (1). */
static int
side_of(const struct past_server *s, size_t i, struct view bound)
{
	struct view kind, value = bound;
	int64_t time = 0, mine = s->said[i].time;
	long long number = 0;

	view_cut(&value, '=', &kind);
	if (view_equal(kind, VIEW("msgid"))) {
		value.p++, value.len--;
		view_to_int(value, 0, PAST_SAID_MAX, &number);
		return ((long long)i > number) - ((long long)i < number);
	}
	clock_parse_iso(value, &time);
	return (mine > time) - (mine < time);
}

/* Collect the messages that answer a request. */
struct picked {
	size_t v[LIMIT], n;
};

/* The users with whom a message was exchanged since a time; always the sender. */
static void
answer_targets(const struct past_server *s, struct view since,
    struct view label, struct buf *out)
{
	char iso[CLOCK_ISO_SIZE];
	size_t i;

	buf_printf(out,
	    "@label=%.*s :s.x BATCH +b draft/chathistory-targets\r\n",
	    VIEW_ARG(label));
	for (i = 0; i < s->n; i++) {
		if (strcmp(s->said[i].target, "me") != 0 ||
		    side_of(s, i, since) < 0)
			continue;
		clock_iso(iso, s->said[i].time);
		buf_printf(out, "@batch=b :s.x CHATHISTORY TARGETS %s %s\r\n",
		    s->said[i].who, iso);
	}
	buf_add_str(out, ":s.x BATCH -b\r\n");
}

/* Return where in all the reply begins. */
static size_t
begin_of(const struct past_server *s, const struct irc_msg *msg,
    const size_t *all, size_t n, size_t limit)
{
	struct view sub = msg->params[0], bound = msg->params[2];
	size_t i = n;

	if (!view_equal(bound, VIEW("*")))
		for (i = 0; i < n && side_of(s, all[i], bound) < 0;)
			i++;
	if (view_equal(sub, VIEW("AFTER")))
		return i + (i < n && side_of(s, all[i], bound) == 0);
	if (view_equal(sub, VIEW("AROUND")))
		limit /= 2;
	return i > limit ? i - limit : 0;
}

static void
pick(const struct past_server *s, const struct irc_msg *msg, size_t limit,
    struct picked *p)
{
	static size_t all[PAST_SAID_MAX];
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		if (is_in(s, i, msg->params[1]))
			all[n++] = i;
	for (i = begin_of(s, msg, all, n, limit); i < n && p->n < limit; i++) {
		if (view_equal(msg->params[0], VIEW("BEFORE")) &&
		    side_of(s, all[i], msg->params[2]) >= 0)
			break;
		p->v[p->n++] = all[i];
	}
}

static void
search(const struct past_server *s, const struct irc_msg *msg, struct picked *p)
{
	struct view words = VIEW("");
	char text[64];
	size_t i;

	irc_tags_find(msg->params[0], "text", &words);
	snprintf(text, sizeof(text), "%.*s", VIEW_ARG(words));
	for (i = 0; i < s->n && p->n < LIMIT; i++)
		if (strstr(s->said[i].text, text) != NULL)
			p->v[p->n++] = i;
}

static void
answer_batch(const struct past_server *s, const char *type, struct view target,
    struct view label, const struct picked *p, struct buf *out)
{
	size_t i;

	buf_printf(out, "@label=%.*s :s.x BATCH +b %s %.*s\r\n",
	    VIEW_ARG(label), type, VIEW_ARG(target));
	for (i = 0; i < p->n; i++)
		tell(s, p->v[i], "batch=b;", out);
	buf_add_str(out, ":s.x BATCH -b\r\n");
}

static void
answer_past(struct past_server *s, const struct irc_msg *msg, struct view label,
    struct buf *out)
{
	struct picked p = { .n = 0 };
	struct view target = irc_msg_param(msg, 1);
	long long limit = LIMIT;

	s->asked++;
	if (s->refuse) {
		buf_printf(out,
		    "@label=%.*s FAIL CHATHISTORY MESSAGE_ERROR LATEST #a "
		    ":not now\r\n",
		    VIEW_ARG(label));
		return;
	}
	view_to_int(msg->params[msg->nparams - 1], 1, LIMIT, &limit);
	if (view_equal(msg->params[0], VIEW("TARGETS"))) {
		answer_targets(s, irc_msg_param(msg, 1), label, out);
		return;
	}
	pick(s, msg, (size_t)limit, &p);
	answer_batch(s, "chathistory", target, label, &p, out);
}

static void
answer_marker(struct past_server *s, struct view target, struct buf *out)
{
	char iso[CLOCK_ISO_SIZE];

	clock_iso(iso, s->read);
	if (s->read == 0)
		buf_printf(out, ":s.x MARKREAD %.*s *\r\n", VIEW_ARG(target));
	else
		buf_printf(out, ":s.x MARKREAD %.*s timestamp=%s\r\n",
		    VIEW_ARG(target), iso);
}

static void
take_marker(struct past_server *s, const struct irc_msg *msg, struct buf *out)
{
	struct view value = irc_msg_param(msg, 1), key;
	int64_t time = 0;

	if (view_cut(&value, '=', &key) && value.p != NULL)
		clock_parse_iso(value, &time);
	if (time > s->read)
		s->read = time;
	answer_marker(s, irc_msg_param(msg, 0), out);
}

static void
answer_join(struct past_server *s, struct view rooms, struct buf *out)
{
	char iso[CLOCK_ISO_SIZE];
	struct view room;

	clock_iso(iso, clock_ms());
	while (view_cut(&rooms, ',', &room)) {
		buf_printf(
		    out, "@time=%s :me!u@h JOIN %.*s\r\n", iso, VIEW_ARG(room));
		answer_marker(s, room, out);
		buf_printf(out,
		    ":s.x 353 me = %.*s :@me bo\r\n"
		    ":s.x 366 me %.*s :End\r\n",
		    VIEW_ARG(room), VIEW_ARG(room));
	}
}

static void
take_message(struct past_server *s, const struct irc_msg *msg,
    struct view label, struct buf *out)
{
	char target[32], text[64], more[64];
	struct view nonce = VIEW("");
	size_t i;

	snprintf(target, sizeof(target), "%.*s", VIEW_ARG(msg->params[0]));
	snprintf(text, sizeof(text), "%.*s", VIEW_ARG(msg->params[1]));
	i = past_say(s, target, "me", text, 0);
	irc_tags_find(msg->tags, "+tchat/nonce", &nonce);
	snprintf(s->said[i].nonce, sizeof(s->said[i].nonce), "%.*s",
	    VIEW_ARG(nonce));
	snprintf(more, sizeof(more), "label=%.*s;", VIEW_ARG(label));
	if (!s->mute)
		tell(s, i, more, out);
}

void
past_answer(struct past_server *s, struct view line, struct buf *out)
{
	struct view label = VIEW("");
	struct picked p = { .n = 0 };
	struct irc_msg msg;

	if (irc_msg_parse(&msg, line) != 0)
		return;
	irc_tags_find(msg.tags, "label", &label);
	if (view_equal(msg.command, VIEW("PRIVMSG"))) {
		take_message(s, &msg, label, out);
	} else if (s->mute) {
		return;
	} else if (view_equal(msg.command, VIEW("CHATHISTORY"))) {
		answer_past(s, &msg, label, out);
	} else if (view_equal(msg.command, VIEW("SEARCH"))) {
		search(s, &msg, &p);
		answer_batch(s, "soju.im/search", VIEW(""), label, &p, out);
	} else if (view_equal(msg.command, VIEW("MARKREAD"))) {
		take_marker(s, &msg, out);
	} else if (view_equal(msg.command, VIEW("JOIN"))) {
		answer_join(s, msg.params[0], out);
	} else if (view_equal(msg.command, VIEW("REDACT"))) {
		buf_printf(out, ":me!u@h REDACT %.*s %.*s%s%.*s\r\n",
		    VIEW_ARG(msg.params[0]), VIEW_ARG(msg.params[1]),
		    msg.nparams > 2 ? " :" : "",
		    VIEW_ARG(irc_msg_param(&msg, 2)));
	}
}
