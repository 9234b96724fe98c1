/*
 * reply: send sentences to one plain peer.
 */
#ifndef TCHAT_SERVER_PLAIN_REPLY_H
#define TCHAT_SERVER_PLAIN_REPLY_H

#include "common/view.h"
#include "server/chat/refusal.h"

struct session;

/* Send one line to this session alone: "* " and the sentence. */
void	plain_reply(struct session *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Send the reason of a refusal in words; name is the room or nick in question. */
void	plain_reply_refusal(struct session *, enum refusal, struct view name);

#endif
