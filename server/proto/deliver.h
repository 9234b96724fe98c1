/*
 * deliver: applied events to the sessions they concern (DESIGN: the fast path).
 *
 * What happens in a room is gathered in the room's batch for this turn of the loop: one
 * lane of bytes per distinct kind of reader, each event formatted once per lane. At the
 * end of the turn (or at a byte cap) every member's session is sent its lane with
 * one conn_send; who wrote lines in the batch gets their own bytes in the place
 * of these lines.
 *
 * Invariants:
 * - members, names and kinds do not change while a batch is open: it is flushed before;
 * - what is sent directly to a session comes after all that was gathered for it;
 * - batches are flushed in the order in which they were opened, and a session's lines in
 *   several rooms keep their order among themselves;
 * - a room without an open batch costs no memory here.
 */
#ifndef TCHAT_SERVER_PROTO_DELIVER_H
#define TCHAT_SERVER_PROTO_DELIVER_H

#include <stddef.h>

#include "server/chat/chat.h"

struct deliver;
struct room;
struct server;
struct session;

enum {
	DELIVER_BATCH_MAX = 64 * 1024,		/* bytes of one lane */
	DELIVER_TOTAL_MAX = 8 * 1024 * 1024	/* bytes of all batches */
};

struct deliver *deliver_new(struct server *);
void	deliver_free(struct deliver *);		/* unsent batches are dropped */

/* An event was applied: show it to all whom it concerns. */
void	deliver_applied(struct deliver *, const struct chat_applied *);
/* An appended event was refused: tell its origin. */
void	deliver_refused(struct deliver *, struct chat_event *, enum refusal);

/*
 * Flushing one batch flushes those that were opened before it, so that what one
 * person said in several rooms comes in their order.
 */
void	deliver_flush_all(struct deliver *);
void	deliver_flush_room(struct deliver *, struct room *);
/* All batches that this session's user gets something of. */
void	deliver_flush_session(struct session *);

/* A room is about to be freed. */
void	deliver_room_gone(struct deliver *, struct room *);

/* Open batches; bytes in them. */
size_t	deliver_open(const struct deliver *);
size_t	deliver_bytes(const struct deliver *);

#endif
