/*
 * answers: the commands of the input that are not done yet.
 */
#include "client/line_mode/answers.h"

#include <stdlib.h>

#include "client/irc/session.h"
#include "common/xmalloc.h"

void
answers_init(struct answers *as, struct irc_session *session,
    const struct answers_ops *ops, void *ctx)
{
	*as = (struct answers){ .session = session, .ops = *ops, .ctx = ctx };
	TAILQ_INIT(&as->all);
}

static void
answer_free(struct answers *as, struct answer *a)
{
	TAILQ_REMOVE(&as->all, a, link);
	as->n--;
	json_decref(a->id);
	free(a->error);
	free(a->msgid);
	free(a->changed);
	free(a);
}

void
answers_clear(struct answers *as)
{
	struct answer *a;

	while ((a = TAILQ_FIRST(&as->all)) != NULL)
		answer_free(as, a);
	as->current = NULL;
}

static int
is_done(const struct answers *as, const struct answer *a)
{
	return !a->running && a->messages == 0 && a->history == 0 &&
	       !irc_session_is_waiting(as->session, a->origin) &&
	       !as->ops.is_busy(a->origin, as->ctx);
}

static void
report(struct answers *as)
{
	struct answer *a, *next;

	for (a = TAILQ_FIRST(&as->all); a != NULL; a = next) {
		next = TAILQ_NEXT(a, link);
		if (!is_done(as, a))
			continue;
		as->ops.done(a, as->ctx);
		answer_free(as, a);
	}
}

void
answers_begin(struct answers *as, json_t *id, long long line)
{
	struct answer *a = xcalloc(1, sizeof(*a));

	a->origin = ++as->last;
	a->id = id;
	a->line = line;
	a->running = 1;
	TAILQ_INSERT_TAIL(&as->all, a, link);
	as->n++;
	as->current = a;
	irc_session_origin(as->session, a->origin);
}

void
answers_message(struct answers *as, uint64_t token)
{
	struct answer *a = as->current;

	if (a == NULL)
		return;
	if (a->messages++ == 0)
		a->first = token;
	a->last = token;
}

void
answers_history(struct answers *as, uint64_t request)
{
	if (as->current != NULL)
		as->current->history = request;
}

/* The first reason counts. */
static void
fail(struct answer *a, struct view why)
{
	if (a->error == NULL)
		a->error = xviewdup(why);
}

void
answers_fail(struct answers *as, const char *why)
{
	if (as->current != NULL)
		fail(as->current, view_of(why));
}

void
answers_end(struct answers *as)
{
	irc_session_origin(as->session, 0);
	as->current->running = 0;
	as->current = NULL;
	report(as);
}

/* Tokens grow, and a command sends all its messages at once. */
static int
is_about(const struct answer *a, const struct irc_event *ev)
{
	if (ev->token != 0)
		return a->last != 0 && ev->token >= a->first &&
		       ev->token <= a->last;
	if (ev->type == IRC_EV_FETCHED)
		return a->history == ev->history;
	return ev->origin != 0 && a->origin == ev->origin;
}

static struct answer *
find(const struct answers *as, const struct irc_event *ev)
{
	struct answer *a;

	TAILQ_FOREACH (a, &as->all, link)
		if (is_about(a, ev))
			break;
	return a;
}

static void
note_sent(struct answer *a, const struct irc_event *ev)
{
	a->messages--;
	a->time = ev->time;
	free(a->msgid);
	a->msgid = ev->msgid.len > 0 ? xviewdup(ev->msgid) : NULL;
	free(a->changed);
	a->changed = ev->on ? xviewdup(ev->text) : NULL;
}

int
answers_event(struct answers *as, const struct irc_event *ev)
{
	struct answer *a = find(as, ev);
	int refused = 0;

	if (a != NULL && ev->type == IRC_EV_SENT) {
		note_sent(a, ev);
	} else if (a != NULL && ev->type == IRC_EV_REFUSED) {
		fail(a, ev->text);
		a->messages -= ev->token != 0;
		refused = 1;
	} else if (a != NULL && ev->type == IRC_EV_FETCHED) {
		a->history = 0;
		if (ev->text.len > 0)
			fail(a, ev->text);
	}
	report(as);
	return refused;
}

void
answers_check(struct answers *as)
{
	report(as);
}

void
answers_next_page(struct answers *as, uint64_t request, uint64_t next)
{
	struct answer *a;

	TAILQ_FOREACH (a, &as->all, link)
		if (a->history == request)
			a->history = next;
}

void
answers_disconnected(struct answers *as, const char *why)
{
	struct answer *a;

	TAILQ_FOREACH (a, &as->all, link)
		if (a->messages == 0 && a->history == 0)
			fail(a, view_of(why));
	report(as);
}

json_t *
answers_id(const struct answers *as, const struct irc_event *ev)
{
	struct answer *a;

	TAILQ_FOREACH (a, &as->all, link)
		if ((ev->origin != 0 && a->origin == ev->origin) ||
		    (ev->history != 0 && a->history == ev->history))
			return a->id;
	return NULL;
}
