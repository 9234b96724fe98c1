/*
 * offline_messages: messages to an account while none of its users was online, for clients that do not ask for
 * history themselves. They are shown once, to the first session: account->missed.
 */
#ifndef TCHAT_SERVER_ACCOUNT_OFFLINE_MESSAGES_H
#define TCHAT_SERVER_ACCOUNT_OFFLINE_MESSAGES_H

#include <stddef.h>

#include "server/chat/event.h"

struct session;

/* Gets the messages in order, borrowed; n is 0 if there are none or they cannot be read. */
typedef void offline_messages_fn(struct chat_event *const *, size_t n, void *ctx);

/* Mark the messages as shown: the session's client fetches them itself. */
void	offline_messages_seen(const struct session *);

/* True if there are messages to fetch. */
int	offline_messages_any(const struct session *);
/* Fetch the last `lines` of each sender. Call it only if offline_messages_any. fn is called once, at once or later. */
void	offline_messages_query(struct session *, size_t lines, offline_messages_fn *, void *ctx);

#endif
