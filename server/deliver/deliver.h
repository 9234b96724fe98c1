/*
 * deliver: sends applied events to the sessions that they concern.
 *
 * Events of one turn of the loop are collected in a batch per room and a list per session
 * (room_batch.h). At the end of the turn, or when a limit of bytes is reached, each session
 * gets everything that waits for it in one send, however many events there were. This holds for
 * every event, including presence.
 *
 * Invariants:
 *
 * - Events have one order. Each session receives its events in that order, once each. So the
 * order holds per room and per person, also for a reader of several rooms.
 *
 * - A direct reply comes after everything that waits for its session, and is sent together with
 * it.
 *
 * - When members come or go, or a session's kind changes, no other session is flushed.
 *
 * - What the author's session gets for its event (an echo, or nothing) has the event's place in
 * the order.
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

struct deliver *deliver_new(struct server *);
void	deliver_free(struct deliver *);		/* drops unsent batches */

/* Send an applied event to all users that it concerns. */
void	deliver_applied(struct deliver *, const struct chat_applied *);
/* Tell the author of an appended event that it was refused. */
void	deliver_refused(struct deliver *, struct chat_event *, enum refusal);

void	deliver_flush_all(struct deliver *);
/* Send a session everything that waits for it, and then these bytes. */
void	deliver_send(struct session *, const void *, size_t);
/* Send these bytes to a registered session in order, at the end of the turn. */
void	deliver_queue(struct session *, const void *, size_t);

/* A member was added; a member is about to leave. */
void	deliver_member_added(struct deliver *, struct member *);
void	deliver_member_leaving(struct deliver *, struct member *);
/* A session starts to receive its user's events, or stops; it is sent what waits. */
void	deliver_session_added(struct session *);
void	deliver_session_leaving(struct session *);
/* A session's kind may have changed. */
void	deliver_kind_changed(struct session *);
/* conn_direct_fd of the session's connection has changed. */
void	deliver_direct_changed(struct session *);

/* A room is about to be freed. */
void	deliver_free_room(struct deliver *, struct room *);

/* Return the number of rooms with an open batch; the number of bytes that wait. */
size_t	deliver_open_batches(const struct deliver *);
size_t	deliver_queued_bytes(const struct deliver *);

#endif
