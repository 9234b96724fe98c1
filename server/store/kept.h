/*
 * kept: which events a store keeps, and in which rooms' history they belong.
 */
#ifndef TCHAT_SERVER_STORE_KEPT_H
#define TCHAT_SERVER_STORE_KEPT_H

#include "common/view.h"
#include "server/chat/event.h"

enum kept {
	KEPT_NOT,
	KEPT_SAID, /* with words: what a reader without event-playback gets */
	KEPT_HAPPENED, /* all else */
	KEPT_AS_ORDER /* nothing to read, but what to do with the rest */
};

/*
 * Direct messages belong to accounts, and words to operators alone (STATUSMSG) to them: they
 * are kept for nobody here. Nor is it kept that someone was typing.
 */
enum kept kept_as(const struct chat_event *);

/*
 * The rooms of a kept event, commas between, for view_cut. A room's new name is its room: its
 * history goes along, unless that name has one already.
 */
struct view kept_rooms(const struct chat_event *);

#endif
