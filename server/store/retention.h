/*
 * retention: which events a store keeps, and in whose history they belong.
 */
#ifndef TCHAT_SERVER_STORE_RETENTION_H
#define TCHAT_SERVER_STORE_RETENTION_H

#include "common/view.h"
#include "server/chat/event.h"
#include "server/store/conversation.h"

enum retention {
	RETENTION_NONE,
	RETENTION_MESSAGE, /* with words: what a reader without event-playback gets */
	RETENTION_EVENT, /* all else */
	RETENTION_ORDER /* nothing to read, but what to do with the rest */
};

/*
 * Direct messages belong to accounts: they are kept if one of both has one. Words to operators
 * alone (STATUSMSG) are kept for nobody. Nor is it kept that someone was typing.
 */
enum retention retention_of(const struct chat_event *);

/* Is it said, as it stands, whether it was to be kept here or somewhere else? */
int	retention_is_message(const struct chat_event *);

/*
 * Walks the targets in whose history a kept event stands: rooms, or the pair (conversation.h) of a
 * direct message, by their folded names. A room's new name is its room: its history goes
 * along, unless that name has one already.
 */
struct retention_targets {
	struct view	 rest;
	int		 direct;
	char		 folded[CONVERSATION_KEY];
};
void	retention_targets_begin(struct retention_targets *, const struct chat_event *);
/* 1 and folded is set; 0: there are no more. */
int	retention_targets_next(struct retention_targets *);

#endif
