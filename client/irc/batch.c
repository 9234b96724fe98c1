/*
 * batch: open and close batches.
 */
#include "client/irc/batch.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/event.h"
#include "client/irc/history.h"
#include "client/irc/multiline.h"
#include "client/irc/session_state.h"
#include "client/irc/tags.h"
#include "common/irc_msg.h"
#include "common/xmalloc.h"

enum { BATCHES_MAX = 32 };

struct batches {
	struct batch all[BATCHES_MAX]; /* an entry is free if its id is "" */
};

struct batches *
batches_new(void)
{
	return xcalloc(1, sizeof(struct batches));
}

void
batches_clear(struct batches *bs)
{
	size_t i;

	for (i = 0; i < BATCHES_MAX; i++)
		multiline_free(bs->all[i].lines);
	memset(bs, 0, sizeof(*bs));
}

void
batches_free(struct batches *bs)
{
	batches_clear(bs);
	free(bs);
}

struct batch *
batch_find(struct batches *bs, struct view id)
{
	size_t i;

	if (id.len == 0)
		return NULL;
	for (i = 0; i < BATCHES_MAX; i++)
		if (view_equal(view_of(bs->all[i].id), id))
			return &bs->all[i];
	return NULL;
}

static struct batch *
find_free(struct batches *bs)
{
	size_t i;

	for (i = 0; i < BATCHES_MAX; i++)
		if (bs->all[i].id[0] == '\0')
			return &bs->all[i];
	return NULL;
}

/* clang-format off */
static const struct past_type {
	const char		*name;
	enum history_kind	 kind;
} past_types[] = {
	{ "chathistory",		 HISTORY_MESSAGES },
	{ "draft/chathistory",		 HISTORY_MESSAGES },
	{ "draft/chathistory-targets",	 HISTORY_TARGETS },
	{ "soju.im/search",		 HISTORY_SEARCH },
};
/* clang-format on */

/* Without labels: match it to the history request on the wire, if it fits. */
static int
answers_unlabelled(struct irc_session *s, struct batch *b,
    enum history_kind kind, struct view target)
{
	struct history_request *q = history_request_unlabelled(s, kind);

	if (q == NULL || !history_request_fits(q, target))
		return 0;
	b->history = history_request_number(q);
	b->ends = 1;
	return 1;
}

/* History that was not requested is a replay. */
static void
set_past(struct irc_session *s, struct batch *b, const struct irc_msg *msg)
{
	struct view type = irc_msg_param(msg, 1);
	size_t i;

	if (b->history != 0)
		return;
	if (view_equal(type, VIEW("znc.in/playback")))
		b->history = IRC_REPLAYED;
	for (i = 0; i < sizeof(past_types) / sizeof(past_types[0]); i++)
		if (view_equal(type, view_of(past_types[i].name)) &&
		    !answers_unlabelled(
			s, b, past_types[i].kind, irc_msg_param(msg, 2)))
			b->history = IRC_REPLAYED;
}

void
batch_open(struct irc_session *s, const struct irc_msg *msg, struct view id)
{
	struct batch *b;

	if (id.len == 0 || id.len >= BATCH_ID_MAX ||
	    batch_find(s->batches, id) != NULL)
		return;
	b = find_free(s->batches);
	if (b == NULL)
		return;
	memcpy(b->id, id.p, id.len);
	b->id[id.len] = '\0';
	b->label = s->label;
	b->history = s->history;
	b->request = s->request;
	b->answers_request = s->request != 0 && s->labelled;
	b->ends = s->history != 0 && s->labelled;
	set_past(s, b, msg);
	if (view_equal(irc_msg_param(msg, 1), VIEW(MULTILINE_BATCH)))
		b->lines = multiline_new(msg);
}

int
batch_close(struct batches *bs, struct view id, struct batch *batch)
{
	struct batch *found = batch_find(bs, id);

	if (found == NULL)
		return 0;
	*batch = *found;
	*found = (struct batch){ 0 };
	return 1;
}
