/*
 * event_line: turns an event into a line of a buffer.
 */
#include "client/model/event_line.h"

#include <stdlib.h>

#include "client/irc/secret.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum shape {
	SHAPE_NONE,   /* no line */
	SHAPE_REASON, /* the text is optional */
	SHAPE_TEXT,   /* the text is always set, even if it is empty */
	SHAPE_OBJECT, /* text and object */
	SHAPE_WORDS   /* only a text of our own; no line if it is empty */
};

static const struct row {
	enum line_kind kind;
	enum shape shape;
} rows[] = {
	[IRC_EV_JOIN] = { LINE_JOIN, SHAPE_REASON },
	[IRC_EV_PART] = { LINE_PART, SHAPE_REASON },
	[IRC_EV_QUIT] = { LINE_QUIT, SHAPE_REASON },
	[IRC_EV_KICK] = { LINE_KICK, SHAPE_OBJECT },
	[IRC_EV_NICK] = { LINE_NICK, SHAPE_OBJECT },
	[IRC_EV_MESSAGE] = { LINE_MESSAGE, SHAPE_TEXT },
	[IRC_EV_TOPIC] = { LINE_TOPIC, SHAPE_TEXT },
	[IRC_EV_MODE] = { LINE_MODE, SHAPE_TEXT },
	[IRC_EV_INFO] = { LINE_INFO, SHAPE_WORDS },
	[IRC_EV_REFUSED] = { LINE_ERROR, SHAPE_WORDS },
	[IRC_EV_LOGIN] = { LINE_INFO, SHAPE_WORDS },
	[IRC_EV_CLOSED] = { LINE_ERROR, SHAPE_WORDS },
};

static const enum line_kind message_kinds[] = {
	[IRC_PRIVMSG] = LINE_MESSAGE,
	[IRC_ACTION] = LINE_ACTION,
	[IRC_NOTICE] = LINE_NOTICE,
	[IRC_CTCP] = LINE_INFO,
};

static char *
dup_or_null(struct view v)
{
	return v.len == 0 ? NULL : xviewdup(v);
}

static void
make_sentence(struct line *line, const struct irc_event *ev)
{
	line->kind = LINE_INFO;
	if (ev->type == IRC_EV_REDACTED && ev->text.len > 0)
		xasprintf(&line->text, _("%.*s deleted a message (%.*s)"),
		    VIEW_ARG(ev->who), VIEW_ARG(ev->text));
	else if (ev->type == IRC_EV_REDACTED)
		xasprintf(&line->text, _("%.*s deleted a message"),
		    VIEW_ARG(ev->who));
	else if (ev->type == IRC_EV_INVITED && ev->to_self)
		xasprintf(&line->text, _("%.*s invited you to %.*s"),
		    VIEW_ARG(ev->who), VIEW_ARG(ev->room));
	else if (ev->type == IRC_EV_INVITED)
		xasprintf(&line->text, _("%.*s invited %.*s to %.*s"),
		    VIEW_ARG(ev->who), VIEW_ARG(ev->object),
		    VIEW_ARG(ev->room));
	else
		xasprintf(&line->text, _("%.*s sent a CTCP %.*s request"),
		    VIEW_ARG(ev->who), VIEW_ARG(ev->object));
}

/* True for events that make_sentence describes. */
static int
is_sentence(const struct irc_event *ev)
{
	return ev->type == IRC_EV_INVITED || ev->type == IRC_EV_REDACTED ||
	       (ev->type == IRC_EV_MESSAGE && ev->message == IRC_CTCP);
}

/* Mask a password that we sent to a service, echoed from another session or from history. */
static void
mask_password(struct line *line, const struct irc_event *ev)
{
	size_t at;

	if (!ev->self || !secret_in_message_to(ev->target, ev->text, &at))
		return;
	free(line->text);
	xasprintf(&line->text, "%.*s...", (int)at, ev->text.p);
}

/* The user's own joins and quits of an earlier time are no news: they fold and hide like those of other people. */
static void
set_self(struct line *line, const struct irc_event *ev)
{
	line->self = 0;
	if (ev->history == 0 || !line_is_presence(line))
		line->self = ev->self;
}

int
event_line_make(struct event_line *el, const struct irc_event *ev)
{
	struct line *line = &el->line;
	const struct row *row;

	*el = (struct event_line){ .line = {
				       .time = ev->time, .self = ev->self } };
	if (is_sentence(ev)) {
		make_sentence(line, ev);
		return 1;
	}
	if ((size_t)ev->type >= sizeof(rows) / sizeof(rows[0]))
		return 0;
	row = &rows[ev->type];
	if (row->shape == SHAPE_NONE ||
	    (row->shape == SHAPE_WORDS && ev->text.len == 0) ||
	    ev->numeric == 331)
		return 0;
	line->kind = row->kind;
	if (ev->type == IRC_EV_MESSAGE)
		line->kind = message_kinds[ev->message];
	if (row->shape != SHAPE_WORDS)
		line->nick = dup_or_null(ev->who);
	if (row->shape == SHAPE_OBJECT)
		line->object = xviewdup(ev->object);
	line->text = row->shape == SHAPE_TEXT ? xviewdup(ev->text)
					      : dup_or_null(ev->text);
	if (ev->type == IRC_EV_MESSAGE)
		mask_password(line, ev);
	if (ev->type == IRC_EV_MODE && ev->detail.len > 0) {
		line->object = line->text;
		line->text = xviewdup(ev->detail);
	}
	line->msgid = dup_or_null(ev->msgid);
	set_self(line, ev);
	return 1;
}

void
event_line_clear(struct event_line *el)
{
	free(el->line.nick);
	free(el->line.object);
	free(el->line.text);
	free(el->line.msgid);
	*el = (struct event_line){ 0 };
}
