/*
 * dedup: one message that is sent twice is said once. A client that lost its connection
 * looks for what it is not sure of in the history and sends what is not there again, while the
 * server may have lines of the old connection that it has not come to yet. A message that
 * bears the tag +tchat/nonce of another one, by the same account (or guest with the same nick
 * and address), to the same target with the same text, is answered as that one was.
 *
 * The last of them are remembered, within a bound of memory and for some minutes.
 */
#ifndef TCHAT_SERVER_DELIVER_DEDUP_H
#define TCHAT_SERVER_DELIVER_DEDUP_H

#include "server/chat/chat.h"

struct dedup;
struct server;

struct dedup *dedup_new(struct server *);
void	dedup_free(struct dedup *);

/*
 * An event is about to be ordered. 1: it is said already, or about to be, so it is not to be
 * appended; its session is answered, or will be. 0: it is new.
 */
int	dedup_is_repeated(struct dedup *, struct chat_event *);

/* What was appended was applied, or refused. */
void	dedup_applied(struct dedup *, const struct chat_applied *);
void	dedup_refused(struct dedup *, struct chat_event *, enum refusal);

#endif
