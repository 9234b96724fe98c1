/*
 * event_buffer: finds the buffers that an event concerns, and adds or deletes lines there.
 */
#include "client/model/event_buffer.h"

#include "client/model/event_line.h"
#include "client/model/mention.h"
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
	if (peer.len == 0 || !(ev->self || ev->to_self))
		return n->server;
	b = event_buffer_find(n, peer);
	if (b != NULL)
		return b;
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

int
event_is_mention(const struct network *n, const struct irc_event *ev)
{
	if (ev->type != IRC_EV_MESSAGE || ev->message == IRC_CTCP || ev->self)
		return 0;
	return (ev->to_self && ev->message != IRC_NOTICE) ||
	       mentions_nick(ev->text, n->nick);
}

void
event_add_line(struct model *m, struct buffer *b, const struct irc_event *ev)
{
	struct event_line el;

	if (b == NULL || !event_line_make(&el, ev))
		return;
	el.line.mention = event_is_mention(b->network, ev);
	m->bell |= el.line.mention;
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
