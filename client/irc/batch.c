/*
 * batch: the open batches (IRCv3 batch): which request their lines answer, whether they are history, and lines of
 * one message (draft/multiline).
 *
 * A nested batch inherits all of that from the outer one, unless it says otherwise.
 */
#include <stdlib.h>

#include "client/irc/state.h"
#include "common/names.h"

void
batches_clear(struct irc_session *s)
{
	size_t i;

	for (i = 0; i < BATCHES_MAX; i++)
		multiline_free(s->batches[i].lines);
	memset(s->batches, 0, sizeof(s->batches));
}

struct batch *
batch_find(struct irc_session *s, struct view id)
{
	struct batch *b = s->batches;
	size_t i;

	if (id.len == 0)
		return NULL;
	for (i = 0; i < BATCHES_MAX; i++)
		if (view_equal(view_of(b[i].id), id))
			return &b[i];
	return NULL;
}

static struct batch *
find_free(struct irc_session *s)
{
	size_t i;

	for (i = 0; i < BATCHES_MAX; i++)
		if (s->batches[i].id[0] == '\0')
			return &s->batches[i];
	return NULL;
}

/* clang-format off */
static const struct past_type {
	const char		*name;
	enum history_request_kind	 kind;
} past_types[] = {
	{ "chathistory",		 HISTORY_REQUEST_HISTORY },
	{ "draft/chathistory",		 HISTORY_REQUEST_HISTORY },
	{ "draft/chathistory-targets",	 HISTORY_REQUEST_TARGETS },
	{ "soju.im/search",		 HISTORY_REQUEST_SEARCH },
};
/* clang-format on */

/* Without labels: match it to the history request on the wire, if it fits. */
static int
answers_unlabelled(struct irc_session *s, struct batch *b,
    enum history_request_kind kind, struct view target)
{
	struct history_request *q = history_request_unlabelled(s, kind);

	if (q == NULL || (q->target != NULL && target.len > 0 &&
			     !name_equal(view_of(q->target), target)))
		return 0;
	b->asked = q->number;
	b->ends = 1;
	return 1;
}

/* History that was not requested is a replay. */
static void
set_past(struct irc_session *s, struct batch *b, const struct irc_msg *msg)
{
	struct view type = irc_msg_param(msg, 1);
	size_t i;

	if (b->asked != 0)
		return;
	if (view_equal(type, VIEW("znc.in/playback")))
		b->asked = IRC_REPLAYED;
	for (i = 0; i < sizeof(past_types) / sizeof(past_types[0]); i++)
		if (view_equal(type, view_of(past_types[i].name)) &&
		    !answers_unlabelled(
			s, b, past_types[i].kind, irc_msg_param(msg, 2)))
			b->asked = IRC_REPLAYED;
}

/* The opening line's label is already that of the current line, from its own tags or from the batch around it. */
static void
open_batch(struct irc_session *s, const struct irc_msg *msg, struct view id)
{
	struct batch *b;

	if (id.len == 0 || id.len >= BATCH_ID_MAX || batch_find(s, id) != NULL)
		return;
	b = find_free(s);
	if (b == NULL)
		return;
	memcpy(b->id, id.p, id.len);
	b->id[id.len] = '\0';
	b->label = s->label;
	b->asked = s->asked;
	b->request = s->request;
	b->answers_request = s->request != 0 && s->labelled;
	b->ends = s->asked != 0 && s->labelled;
	set_past(s, b, msg);
	if (view_equal(irc_msg_param(msg, 1), VIEW(MULTILINE_BATCH)))
		b->lines = multiline_new(msg);
}

/* The whole answer has come: a message that it did not refuse is acknowledged. */
static void
close_batch(struct irc_session *s, struct view id)
{
	struct batch *found = batch_find(s, id), b;
	struct history_request *q;
	struct out_part *part;

	if (found == NULL)
		return;
	b = *found;
	*found = (struct batch){ 0 };
	if (b.lines != NULL)
		multiline_finish(s, &b);
	multiline_free(b.lines);
	q = b.ends ? history_request_find(s, b.asked) : NULL;
	if (q != NULL)
		history_request_end(s, q, VIEW(""));
	if (b.answers_request)
		request_end(s, b.request);
	part = outbox_by_label(s, b.label);
	if (part != NULL)
		outbox_acknowledged(s, part, NULL);
}

void
on_batch(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view id = irc_msg_param(msg, 0);

	(void)ev;
	if (view_has_prefix(id, VIEW("+")))
		open_batch(s, msg, (struct view){ id.p + 1, id.len - 1 });
	else if (view_has_prefix(id, VIEW("-")))
		close_batch(s, (struct view){ id.p + 1, id.len - 1 });
}
