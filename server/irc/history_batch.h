/*
 * history_batch: events of the past as lines: a batch for those who have the capability, bare lines
 * for all others. However long it is, it goes out as the client reads it (later.h).
 */
#ifndef TCHAT_SERVER_IRC_HISTORY_BATCH_H
#define TCHAT_SERVER_IRC_HISTORY_BATCH_H

#include <stddef.h>

#include "common/view.h"

struct deferred_read;
struct chat_event;
struct session;

struct history_batch_form {
	const char	*batch;		/* its type */
	struct view	 target;	/* its parameter, as the client wrote it; empty: none */
	char		*room;		/* the room's name now, which all lines get; NULL: as it was */
	char		*me;		/* the reader's party (conversation.h), NULL: no direct messages */
	char		*other;		/* whom they talk with, by what name; NULL: as it was */
	int		 stamped;	/* the time stands before the text */
};

/* Of what it owns: room, me, other. */
void	history_batch_form_clear(struct history_batch_form *);

/*
 * Answer what was asked with these events, oldest first. 1 when the asking is done with,
 * as deferred_read_done says it.
 */
int	history_batch_answer(struct deferred_read *, const struct session *,
	    const struct history_batch_form *, struct chat_event *const *, size_t n);

#endif
