/*
 * history_batch: send events from the history as a batch, or as bare lines to clients without the
 * batch capability. It is a long reply (deferred_reply.h), so it may be of any length.
 */
#ifndef TCHAT_SERVER_IRC_HISTORY_BATCH_H
#define TCHAT_SERVER_IRC_HISTORY_BATCH_H

#include <stddef.h>

#include "common/view.h"

struct deferred_reply;
struct chat_event;
struct session;

struct history_batch_form {
	const char	*batch;		/* type of the batch; NULL: none, bare lines */
	struct view	 target;	/* parameter of the batch, as the client wrote it; empty: none */
	char		*room;		/* current name of the room, shown in all lines; NULL: the name of that time */
	char		*me;		/* the reader's party (conversation.h); NULL: no direct messages */
	char		*other;		/* the other party's name to show; NULL: the name of that time */
	int		 stamped;	/* put the time before the text */
};

/* Free what it owns: room, me, other. */
void	history_batch_form_clear(struct history_batch_form *);

/*
 * Answer a read with these events, oldest first. Returns what deferred_reply_done does: 1 if the
 * callback must free the context of the read.
 */
int	history_batch_answer(struct deferred_reply *, const struct session *,
	    const struct history_batch_form *, struct chat_event *const *, size_t n);

#endif
