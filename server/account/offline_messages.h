/*
 * offline_messages: what was said to an account while nobody was here under it, for clients that don't
 * ask for history by themselves. Whoever is shown it first, it is shown then: account->missed.
 */
#ifndef TCHAT_SERVER_ACCOUNT_OFFLINE_MESSAGES_H
#define TCHAT_SERVER_ACCOUNT_OFFLINE_MESSAGES_H

#include <stddef.h>

#include "server/chat/event.h"

struct session;

/* The messages in their order, borrowed; n 0: there are none, or they can't be read. */
typedef void offline_messages_fn(struct chat_event *const *, size_t n, void *ctx);

/* The session's user sees to it, or asks by other means: nobody else is shown it. */
void	offline_messages_seen(const struct session *);

/* Is there anything to ask for? */
int	offline_messages_any(const struct session *);
/* If so: of each who wrote the last `lines`. fn comes once, within this or later. */
void	offline_messages_ask(struct session *, size_t lines, offline_messages_fn *, void *ctx);

#endif
