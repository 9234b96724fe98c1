/*
 * dedup: shows a message once if it is sent twice. A client that lost its connection checks the
 * history for messages of which it has no echo, and sends those again that are not there. But
 * the server may not have handled all lines of the old connection yet. If a message has the
 * same tag +tchat/nonce as another message by the same account (or guest with the same nick and
 * address), to the same target and with the same text, it gets the same reply and is not shown
 * again.
 *
 * The last messages with a nonce are remembered for some minutes, within a limit of memory.
 */
#ifndef TCHAT_SERVER_DELIVER_DEDUP_H
#define TCHAT_SERVER_DELIVER_DEDUP_H

#include "server/chat/chat.h"

struct dedup;
struct server;

struct dedup *dedup_new(struct server *);
void	dedup_free(struct dedup *);

/*
 * Check an event before it is ordered. Returns 1 if it is a repeat: do not append it; its
 * session gets the reply now or later. Returns 0 if it is new.
 */
int	dedup_is_repeated(struct dedup *, struct chat_event *);

/* An appended event was applied, or refused. */
void	dedup_applied(struct dedup *, const struct chat_applied *);
void	dedup_refused(struct dedup *, struct chat_event *, enum refusal);

#endif
