/*
 * event_buffer: finds the buffers that an event concerns, and adds or deletes lines there.
 */
#include "client/model/event_buffer.h"

#include <stdlib.h>

#include "client/model/event_line.h"
#include "client/model/search_results.h"

struct buffer *
event_buffer_find(const struct network *n, struct view name)
{
	return name.len == 0 ? NULL : model_find(n, name);
}

struct buffer *
event_buffer_message(struct network *n, const struct irc_event *ev)
{
	struct view peer = ev->self ? ev->target : ev->who;
	struct buffer *b;

	if (ev->room.len > 0) {
		b = event_buffer_find(n, ev->room);
		return b != NULL ? b : n->server;
	}
	/* A server answers commands such as KLINE with a notice. */
	if (peer.len == 0)
		return event_buffer_reply(n, ev, n->server);
	if (!(ev->self || ev->to_self))
		return n->server;
	b = event_buffer_find(n, peer);
	if (b != NULL)
		return b;
	if (attention_hides(&n->attention, ev) != 0)
		return n->server;
	if (ev->message == IRC_NOTICE || ev->message == IRC_CTCP)
		return model_active_of(n);
	if (n->model->nbuffers >= EVENT_BUFFERS_MAX)
		return n->server;
	return model_open(n, BUFFER_QUERY, peer);
}

struct buffer *
event_buffer_reply(
    const struct network *n, const struct irc_event *ev, struct buffer *b)
{
	struct buffer *typed = model_find_id(n->model, ev->origin);

	if (ev->origin != 0)
		return typed != NULL ? typed : n->server;
	return b != NULL ? b : model_active_of(n);
}

/* An expression that needs too many steps is reported where the user sees it. */
static int
is_mention(struct network *n, const struct irc_event *ev)
{
	char *cause;
	int found =
	    attention_is_mention(&n->attention, n->config, ev, n->nick, &cause);

	if (cause != NULL)
		model_error(n->model, n->server, "%s", cause);
	free(cause);
	return found;
}

void
event_mark(struct network *n, const struct irc_event *ev, struct line *line)
{
	line->ignored = attention_hides(&n->attention, ev);
	line->mention = line->ignored == 0 && is_mention(n, ev);
}

void
event_add_line(struct model *m, struct buffer *b, const struct irc_event *ev)
{
	struct event_line el;

	if (b == NULL || !event_line_make(&el, ev))
		return;
	event_mark(b->network, ev, &el.line);
	alert_add(&m->alert, b, &el.line, model_is_viewed(m, b));
	model_add(m, b, &el.line);
	event_line_clear(&el);
}

static void
redact_results(struct search_results *r, const struct irc_event *ev)
{
	size_t i;

	for (i = 0; r != NULL && i < r->n; i++)
		if (view_equal(view_of(r->v[i].line.msgid), ev->object))
			line_redact(&r->v[i].line, ev->who, ev->text);
}

void
event_redact(struct network *n, const struct irc_event *ev)
{
	struct model *m = n->model;
	struct line *line;
	struct buffer *b;

	NETWORK_FOREACH (b, n) {
		line = buffer_find_msgid(b, ev->object);
		if (line != NULL) {
			buffer_redact(b, line, ev->who, ev->text);
			break;
		}
	}
	redact_results(model_results(m), ev);
	m->dirty |= DIRTY_MESSAGES | DIRTY_ROOMS | DIRTY_STATUS;
}
