/*
 * deliver: sends applied events to the sessions that they concern (DESIGN: the fast path).
 *
 * All that happens in one turn of the loop is gathered, in a batch per room and in a list per session
 * (room_batch.h). At the end of the turn, or at a byte cap, each session is sent all that waits
 * for it by one send, however many events there were. This holds for every event, presence included.
 *
 * Invariants:
 * - all events have one order, and each session receives those for it in that order, once each;
 *   so order holds per room and per person, also for a reader of several rooms;
 * - a direct reply comes after all that was gathered for its session, and sends that along;
 * - when members come or go, or a session's kind changes, nobody else is flushed for it;
 * - what its own session gets for an event (an echo, or nothing) is in the event's place.
 */
#ifndef TCHAT_SERVER_DELIVER_DELIVER_H
#define TCHAT_SERVER_DELIVER_DELIVER_H

#include <stddef.h>

#include "server/chat/chat.h"

struct deliver;
struct member;
struct room;
struct server;
struct session;

enum {
	DELIVER_BATCH_MAX = 64 * 1024,		/* bytes of one lane */
	DELIVER_TOTAL_MAX = 8 * 1024 * 1024	/* bytes of all batches */
};

struct deliver *deliver_new(struct server *);
void	deliver_free(struct deliver *);		/* unsent batches are dropped */

/* Show an applied event to all users that it concerns. */
void	deliver_applied(struct deliver *, const struct chat_applied *);
/* Tell the origin of an appended event that it was refused. */
void	deliver_refused(struct deliver *, struct chat_event *, enum refusal);

void	deliver_flush_all(struct deliver *);
/* Send this session what waits for it. */
void	deliver_flush_session(struct session *);
/* Send it these bytes after that, now. */
void	deliver_send(struct session *, const void *, size_t);
/* Send it these bytes in their order, at the end of the turn. The session is registered. */
void	deliver_queue(struct session *, const void *, size_t);

/* A member is in the room now; a member is about to leave it. */
void	deliver_member_added(struct deliver *, struct member *);
void	deliver_member_leaving(struct deliver *, struct member *);
/* A session reads what its user receives from now on, or no longer (it is sent what waits). */
void	deliver_session_added(struct session *);
void	deliver_session_leaving(struct session *);
/* A session's kind may have changed. */
void	deliver_kind_changed(struct session *);
/* conn_direct_fd of the session's connection has changed. */
void	deliver_direct_changed(struct session *);

/* A room is about to be freed. */
void	deliver_free_room(struct deliver *, struct room *);

/* Rooms with an open batch; bytes that wait. */
size_t	deliver_open_batches(const struct deliver *);
size_t	deliver_queued_bytes(const struct deliver *);

#endif
