/*
 * catchup: fetch history only to look for unsure messages in it, page by page (line mode).
 */
#include <stdlib.h>

#include "client/irc/history_request.h"
#include "client/irc/state.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum { MARGIN_MS = 1000 }; /* bounds exclude the message they name */

static void
ask(struct irc_session *s, struct view target, struct irc_bound from)
{
	struct irc_bound nowhere = { 0 };
	enum irc_history how = from.time == 0 ? IRC_LATEST : IRC_AFTER;
	uint64_t number = irc_session_history(s, how, target, from, nowhere, 0);

	history_request_find(s, number)->own = 1;
}

static int
is_asked(const struct irc_session *s, struct view target)
{
	const struct history_request *q;

	TAILQ_FOREACH (q, &s->questions.all, link)
		if (q->own && name_equal(view_of(q->target), target))
			return 1;
	return 0;
}

void
irc_session_catch_up(struct irc_session *s, struct view target)
{
	struct irc_bound from = { 0 };

	if (s->phase == PHASE_OFFLINE || !outbox_unsure(s, target) ||
	    is_asked(s, target))
		return;
	from.time = outbox_unsure_since(s, target);
	if (from.time > MARGIN_MS)
		from.time -= MARGIN_MS;
	ask(s, target, from);
}

void
catchup_saw(struct history_request *q, const struct irc_event *ev)
{
	free(q->last.msgid);
	q->last.msgid = ev->msgid.len > 0 ? xviewdup(ev->msgid) : NULL;
	q->last.time = ev->time;
}

/*
 * True if there may be more. A request for the latest messages has no more; a server may have a lower limit than
 * we asked for.
 */
static int
is_full(const struct irc_session *s, const struct history_request *q)
{
	size_t most = irc_session_history_limit(s);

	return q->how == IRC_AFTER &&
	       q->fetched >= (q->limit < most ? q->limit : most) &&
	       q->last.time > q->from.time + 1;
}

void
catchup_ended(
    struct irc_session *s, const struct history_request *q, struct view why)
{
	struct view target = view_of(q->target);
	/* Bounded by time, there may be more messages of that millisecond. */
	struct irc_bound from = { view_of(q->last.msgid), q->last.time - 1 };

	if (s->phase != PHASE_ONLINE)
		return;
	if (why.len > 0)
		outbox_refuse_unsure(s, target);
	else if (is_full(s, q) && outbox_unsure(s, target))
		ask(s, target, from);
	else
		outbox_caught_up(s, target);
}
