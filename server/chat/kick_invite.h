/*
 * kick_invite: internal to server/chat: the apply step of KICK, INVITE and RENAME.
 */
#ifndef TCHAT_SERVER_CHAT_KICK_INVITE_H
#define TCHAT_SERVER_CHAT_KICK_INVITE_H

#include "server/chat/chat.h"

/* Apply an event of that user and show it. On any other result than CHAT_OK nothing was changed. */
enum refusal kick_invite_apply(struct world *, struct chat_event *, struct user *);

#endif
