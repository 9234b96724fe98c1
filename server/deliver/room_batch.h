/*
 * room_batch: the events that the members of a room will receive, collected over one turn of
 * the loop (deliver.h has the rules). Only deliver includes this.
 *
 * Each room has a flat array of readers, one for each session of a member: connection,
 * descriptor, kind queue. There is one kind queue for each distinct kind of reader; an event is
 * formatted once per kind queue and appended to its bytes. That is an entry. It has a position,
 * which grows over all rooms. At the end of the turn a reader of one room gets its kind queue
 * in one send. The queues of a reader of several rooms are merged by position first.
 *
 * A reader has the number of the first entry that its session has not received, so that members
 * may come and go in the middle of a turn: a new member starts at the end, and a member who
 * leaves is sent everything that waits.
 *
 * Lines for one session only, its private lines, wait in a list of the session and are merged
 * too. A private line at the position of an entry replaces the entry.
 */
#ifndef TCHAT_SERVER_DELIVER_ROOM_BATCH_H
#define TCHAT_SERVER_DELIVER_ROOM_BATCH_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/chat/chat.h"

struct dialect;
struct member;
struct private_lines;
struct room;
struct room_batch;
struct server;
struct session;
struct source;

enum {
	ROOM_BATCH_MAX = 64 * 1024,		/* bytes for one kind of reader */
	BATCHES_TOTAL_MAX = 8 * 1024 * 1024	/* bytes of all batches */
};

/* All batches of a server. */
struct batches {
	struct server		*server;
	uint64_t		 position;	/* the last position */
	TAILQ_HEAD(, room_batch) open;		/* with entries, in order of opening */
	TAILQ_HEAD(, private_lines)	 queued;	/* sessions with private lines */
	size_t			 nopen;
	size_t			 bytes;		/* in kind queues and private lines */
	int			 is_full;	/* a kind queue is full: see batches_limit */
	struct buf		 merged;
	struct source		*sources;	/* scratch space of a merge */
	size_t			 sources_size;
};

void	batches_init(struct batches *, struct server *);
void	batches_clear(struct batches *);	/* sends nothing */

/* An event formatted for each kind of reader, on first use. Initialise with zeros. */
struct rendering {
	struct server			*server;
	const struct chat_applied	*applied;
	struct rendered {
		const struct dialect	*dialect;
		uint32_t		 kind;
		size_t			 from, to;
	}				*v;
	size_t				 n;
	struct buf			 bytes;
};

/* Return the bytes for that kind; valid until the next call. */
struct view rendering_get(struct rendering *, const struct dialect *,
	    uint32_t kind);
void	rendering_clear(struct rendering *);

/* Return a new position after all others. */
uint64_t	batches_position(struct batches *);

/*
 * Add an event to the room's batch. Returns the number of its readers. position must be the
 * last one. An event in several rooms has the same position in all of them, and each reader
 * gets it once.
 */
size_t	batches_add(struct batches *, struct room *, uint64_t position,
	    struct rendering *);

/* Queue bytes for one session at that position, which must be the last one; n may be 0. */
void	batches_queue(struct batches *, struct session *, uint64_t position,
	    const void *, size_t n);

/* Send a session everything that waits for it, and these bytes after it. */
void	batches_send(struct batches *, struct session *, const void *, size_t n);

void	batches_flush_all(struct batches *);
/* Flush if too many bytes wait. Call it after an event was added to all its rooms. */
void	batches_limit(struct batches *);

/* Add the sessions of a new member, which read from here on. */
void	batches_add_member(struct member *);
/* Before a member leaves: send its sessions what waits for them, and remove them. */
void	batches_remove_member(struct batches *, struct member *);
/* The same for one session in all rooms of its user. */
void	batches_add_session(struct session *);
void	batches_remove_session(struct batches *, struct session *);

/* If the session's kind changed, send it what waits and find its new kind queues. */
void	batches_update_kind(struct batches *, struct session *);
/* Update the readers after conn_direct_fd of the session's connection changed. */
void	batches_update_direct(struct session *);

/* Free the room's batch; the room must be empty. */
void	batches_free_room(struct batches *, struct room *);

#endif
