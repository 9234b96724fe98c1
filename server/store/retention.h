/*
 * retention: decides which events a store keeps, and which targets' histories they belong to.
 */
#ifndef TCHAT_SERVER_STORE_RETENTION_H
#define TCHAT_SERVER_STORE_RETENTION_H

#include "common/view.h"
#include "server/chat/event.h"
#include "server/store/conversation.h"

enum retention {
	RETENTION_NONE,
	RETENTION_MESSAGE, /* a message: sent also to clients without event-playback */
	RETENTION_EVENT, /* any other event */
	RETENTION_ORDER /* not history itself, but changes it (a redaction) */
};

/*
 * Direct messages are kept if one of the two users has an account. Messages to operators only
 * (STATUSMSG) and typing notices are not kept.
 */
enum retention retention_of(const struct chat_event *);

/* True if the event is a message as it is now, wherever it is kept. */
int	retention_is_message(const struct chat_event *);

/*
 * Iterates over the folded names of the targets whose history contains an event: rooms, or the
 * conversation key of a direct message. A rename counts as an event of the new name: the room's
 * history moves with it, unless the new name has a history already.
 */
struct retention_targets {
	struct view	 rest;
	int		 direct;
	char		 folded[CONVERSATION_KEY];
};
void	retention_targets_begin(struct retention_targets *, const struct chat_event *);
/* Returns 1 and sets folded, or 0 at the end. */
int	retention_targets_next(struct retention_targets *);

#endif
