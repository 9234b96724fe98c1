/*
 * visit: sends to a room without joining it.
 */
#include "client/line_mode/visit.h"

#include <stdlib.h>

#include <event2/event.h>

#include "client/irc/session.h"
#include "common/xmalloc.h"

enum { STAY_SECONDS = 1 };

/* Everyone sees this JOIN, and the QUIT later; the messages ask clients to hide both. */
static void
join_marked(struct visit *v)
{
	irc_session_mark_visit(v->session);
	v->join(v->ctx);
}

static void
stay_cb(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	join_marked(arg);
}

void
visit_init(struct visit *v, struct event_base *base,
    struct irc_session *session, void (*join)(void *ctx), void *ctx)
{
	*v = (struct visit){ .session = session, .join = join, .ctx = ctx };
	v->stay = evtimer_new(base, stay_cb, v);
}

void
visit_clear(struct visit *v)
{
	event_free(v->stay);
	free(v->trial);
}

void
visit_begin(struct visit *v, int may_stay)
{
	const struct timeval stay = { STAY_SECONDS, 0 };

	v->state = VISIT_TRYING;
	if (may_stay)
		event_add(v->stay, &stay);
}

void
visit_stop_waiting(struct visit *v)
{
	event_del(v->stay);
}

int
visit_may_say(const struct visit *v)
{
	return v->state == VISIT_ALLOWED ||
	       (v->state == VISIT_TRYING && v->trial == NULL);
}

void
visit_said(
    struct visit *v, uint64_t token, enum irc_message kind, struct view text)
{
	if (v->state != VISIT_TRYING || token == 0)
		return;
	v->trial_kind = kind;
	v->trial = xviewdup(text);
	v->trial_token = token;
}

void
visit_stay(struct visit *v)
{
	if (v->state == VISIT_NO)
		return;
	v->state = VISIT_NO;
	event_del(v->stay);
	join_marked(v);
}

void
visit_sent(struct visit *v, uint64_t token)
{
	if (v->trial == NULL || token != v->trial_token)
		return;
	xreplace(&v->trial, NULL);
	v->state = VISIT_ALLOWED;
}

int
visit_refused(struct visit *v, uint64_t token)
{
	if (v->trial == NULL || token != v->trial_token)
		return 0;
	v->state = VISIT_NO;
	v->trial_token = 0;
	event_del(v->stay);
	join_marked(v);
	return 1;
}

size_t
visit_waiting(const struct visit *v)
{
	return v->trial != NULL && v->trial_token == 0;
}

char *
visit_joined(struct visit *v)
{
	char *text = v->trial;

	event_del(v->stay);
	if (!visit_waiting(v))
		return NULL;
	v->trial = NULL;
	return text;
}
