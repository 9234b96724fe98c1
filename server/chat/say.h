/*
 * say: internal to server/chat: the apply step of messages, topics and redactions.
 */
#ifndef TCHAT_SERVER_CHAT_SAY_H
#define TCHAT_SERVER_CHAT_SAY_H

#include "server/chat/chat.h"

/* Apply an event and show it; user NULL: its author was removed. On any other result than CHAT_OK it was not shown. */
enum refusal say_apply(struct world *, struct chat_event *, struct user *);

#endif
