/*
 * room_batch: what the members of a room are to receive, gathered over one turn of the loop (deliver.h
 * has the rules). Nobody but deliver includes this.
 *
 * Each room keeps its local readers as a flat array of slots, one per session of a member: connection,
 * descriptor, lane. An event is formatted once per lane, that is per distinct kind of reader, and appended
 * to the lane's bytes. It is an entry: it has a position, which grows over all rooms. At the end of the
 * turn a reader of one room gets its lane by one send; what a reader of several rooms gets is merged by
 * position first.
 *
 * A slot has the number of the first entry that its session has not received, so that members may come
 * and go in the middle of a turn: who joins begins at the end, who leaves is sent what is there.
 *
 * What one session alone receives, its own lines, waits in a list of the session's and is merged in
 * as well. An own line at the position of an entry replaces the entry.
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

/* All batches of a server. */
struct batches {
	struct server		*server;
	uint64_t		 position;	/* the last one given out */
	TAILQ_HEAD(, room_batch) open;		/* with entries, in order of opening */
	TAILQ_HEAD(, private_lines)	 queued;	/* sessions with own lines */
	size_t			 nopen;
	size_t			 bytes;		/* in lanes and own lines */
	int			 is_full;	/* a lane is: see batches_limit */
	struct buf		 merged;
	struct source		*sources;	/* of a merge */
	size_t			 sources_size;
};

void	batches_init(struct batches *, struct server *);
void	batches_clear(struct batches *);	/* sends nothing */

/* An event in the bytes of each kind of reader, formatted when first asked for. Embedded, zeroed first. */
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

/* The bytes for that kind; valid until the next call. */
struct view rendering_get(struct rendering *, const struct dialect *,
	    uint32_t kind);
void	rendering_clear(struct rendering *);

/* Returns a position after all others. */
uint64_t batches_position(struct batches *);

/*
 * Add an event to the room's batch. Returns the number of its readers. The position is the last one
 * given out; an event in several rooms has the same in all, and each reader gets it once.
 */
size_t	batches_add(struct batches *, struct room *, uint64_t position,
	    struct rendering *);

/* Have a session receive bytes at that position, the last one given out; n may be 0. */
void	batches_queue(struct batches *, struct session *, uint64_t position,
	    const void *, size_t n);

/* Send a session all that waits for it, and these bytes after it. */
void	batches_send(struct batches *, struct session *, const void *, size_t n);

/* Send a session all that waits for it. */
void	batches_flush_session(struct batches *, struct session *);
void	batches_flush_all(struct batches *);
/* After an event was added to all its rooms: flush if more waits than may. */
void	batches_limit(struct batches *);

/* Add the sessions of a new member: they read from here on. */
void	batches_add_member(struct member *);
/* Send the sessions of a member what waits for them, and remove them, before the member goes. */
void	batches_remove_member(struct batches *, struct member *);
/* The same for one session in all rooms of its user. */
void	batches_add_session(struct session *);
void	batches_remove_session(struct batches *, struct session *);

/* A session's kind may have changed: send it what waits if so, and look up its lanes anew. */
void	batches_update_kind(struct batches *, struct session *);
/* Note that conn_direct_fd of the session's connection has changed. */
void	batches_update_direct(struct session *);

/* Free what the room keeps here; nobody is in it. */
void	batches_free_room(struct batches *, struct room *);

/* Return how many sessions read in that room. */
size_t	batches_count_readers(const struct room *);

#endif
