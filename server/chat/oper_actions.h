/*
 * oper_actions: internal to server/chat: the apply step of WALLOPS and KILL.
 */
#ifndef TCHAT_SERVER_CHAT_OPER_ACTIONS_H
#define TCHAT_SERVER_CHAT_OPER_ACTIONS_H

#include "server/chat/chat.h"

/* Show an event of that user. On any other result than CHAT_OK it was not shown. */
enum refusal oper_actions_apply(struct world *, struct chat_event *, struct user *);

#endif
