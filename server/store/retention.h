/*
 * retention: which events a store keeps, and in whose history they belong.
 */
#ifndef TCHAT_SERVER_STORE_RETENTION_H
#define TCHAT_SERVER_STORE_RETENTION_H

#include "common/view.h"
#include "server/chat/event.h"
#include "server/store/conversation.h"

enum kept {
	KEPT_NOT,
	KEPT_SAID, /* with words: what a reader without event-playback gets */
	KEPT_HAPPENED, /* all else */
	KEPT_AS_ORDER /* nothing to read, but what to do with the rest */
};

/*
 * Direct messages belong to accounts: they are kept if one of both has one. Words to operators
 * alone (STATUSMSG) are kept for nobody. Nor is it kept that someone was typing.
 */
enum kept kept_as(const struct chat_event *);

/* Is it said, as it stands, whether it was to be kept here or somewhere else? */
int	kept_is_said(const struct chat_event *);

/*
 * Walks the targets in whose history a kept event stands: rooms, or the pair (conversation.h) of a
 * direct message, by their folded names. A room's new name is its room: its history goes
 * along, unless that name has one already.
 */
struct kept_targets {
	struct view	 rest;
	int		 direct;
	char		 folded[PAIR_KEY];
};
void	kept_targets_begin(struct kept_targets *, const struct chat_event *);
/* 1 and folded is set; 0: there are no more. */
int	kept_targets_next(struct kept_targets *);

#endif
