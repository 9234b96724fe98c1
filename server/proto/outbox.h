/*
 * outbox: the open batches of rooms (deliver.h has the rules).
 */
#ifndef TCHAT_SERVER_PROTO_OUTBOX_H
#define TCHAT_SERVER_PROTO_OUTBOX_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/chat/chat.h"

struct outbox;
struct server;

struct outboxes {
	struct server		*server;
	TAILQ_HEAD(, outbox)	 open;		/* in order of opening */
	size_t			 nopen;
	size_t			 bytes;
	uint64_t		 last_no;
	struct buf		 scratch;	/* where spliced bytes are put together */
};

void	outboxes_init(struct outboxes *, struct server *);
void	outboxes_clear(struct outboxes *);	/* sends nothing */

/* Add an event in a room to its batch, which is opened if need be. */
void	outboxes_add(struct outboxes *, const struct chat_applied *);

void	outboxes_flush_all(struct outboxes *);
/* The room's batch, if one is open, after those opened before it. */
void	outboxes_flush_room(struct outboxes *, const struct room *);
/* The same for all rooms that the user is in. */
void	outboxes_flush_user(struct outboxes *, const struct user *);

#endif
