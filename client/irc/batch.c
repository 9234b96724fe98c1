/*
 * batch: open batches (IRCv3 batch), as far as they say which message of ours
 * their lines answer. The lines themselves are taken as if there were no batch.
 */
#include "client/irc/state.h"

void
batches_clear(struct irc_session *s)
{
	memset(s->batches, 0, sizeof(s->batches));
}

static struct batch *
find(const struct irc_session *s, struct view id)
{
	const struct batch *b = s->batches;
	size_t i;

	for (i = 0; i < BATCHES_MAX; i++)
		if (view_equal(view_of(b[i].id), id))
			return (struct batch *)&b[i];
	return NULL;
}

uint64_t
batch_label(const struct irc_session *s, struct view id)
{
	const struct batch *b = id.len == 0 ? NULL : find(s, id);

	return b == NULL ? 0 : b->label;
}

/*
 * An opening line's label is already known as that of the line at hand, from its
 * own tags or from the batch around it. Without one there is nothing to keep.
 */
static void
open_batch(struct irc_session *s, struct view id)
{
	struct batch *b = find(s, VIEW(""));

	if (b == NULL || id.len == 0 || id.len >= BATCH_ID_MAX || s->label == 0)
		return;
	memcpy(b->id, id.p, id.len);
	b->id[id.len] = '\0';
	b->label = s->label;
}

/* All of the answer has come: a message it did not refuse was taken. */
static void
close_batch(struct irc_session *s, struct view id)
{
	struct batch *b = id.len == 0 ? NULL : find(s, id);
	struct out_part *part;

	if (b == NULL)
		return;
	part = outbox_by_label(s, b->label);
	*b = (struct batch){ 0 };
	if (part != NULL)
		outbox_taken(s, part, NULL);
}

void
on_batch(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view id = irc_msg_param(msg, 0);

	(void)ev;
	if (view_has_prefix(id, VIEW("+")))
		open_batch(s, (struct view){ id.p + 1, id.len - 1 });
	else if (view_has_prefix(id, VIEW("-")))
		close_batch(s, (struct view){ id.p + 1, id.len - 1 });
}
