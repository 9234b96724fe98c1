/*
 * event_buffer: finds the buffers that an event concerns, and adds or deletes lines there.
 */
#include "client/model/event_buffer.h"

#include <stdlib.h>

#include "client/model/event_line.h"
#include "client/model/search_results.h"
#include "common/clock.h"

struct buffer *
event_buffer_find(const struct network *n, struct view name)
{
	return name.len == 0 ? NULL : model_find(n, name);
}

unsigned
event_hider(const struct network *n, const struct irc_event *ev)
{
	return ignores_hides(&n->attention.ignores, ev, clock_ms());
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
	if (event_hider(n, ev) != 0)
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

/* Report an expression that needs too many steps where the user sees it, and free the cause. */
static void
report(struct network *n, char *cause)
{
	if (cause != NULL)
		model_error(n->model, n->server, "%s", cause);
	free(cause);
}

static int
is_mention(struct network *n, const struct irc_event *ev)
{
	char *cause;
	int found;

	if (ev->type != IRC_EV_MESSAGE || ev->message == IRC_CTCP || ev->self ||
	    ev->who.len == 0 ||
	    ignores_quiets(&n->attention.ignores, ev, clock_ms()))
		return 0;
	if (ev->to_self && ev->message != IRC_NOTICE)
		return 1;
	found = highlights_match(
	    &n->attention.highlights, ev->room, ev->text, n->nick, &cause);
	report(n, cause);
	return found;
}

void
event_mark(struct network *n, const struct irc_event *ev, struct line *line)
{
	line->ignored = event_hider(n, ev);
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
