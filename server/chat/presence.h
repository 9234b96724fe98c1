/*
 * presence: internal to server/chat: the apply step of the events that presence.c makes.
 */
#ifndef TCHAT_SERVER_CHAT_PRESENCE_H
#define TCHAT_SERVER_CHAT_PRESENCE_H

#include "server/chat/chat.h"

/* Apply an event of that user and show it. On any other result than CHAT_OK nothing was changed. */
enum refusal presence_apply(struct world *, struct chat_event *, struct user *);

#endif
