/*
 * prune: deletes history that is too old or too much, in small steps. Used by the writer.
 *
 * Age is judged by the wall clock, so a wrong clock could delete everything. Old history is deleted
 * only while the clock is trusted (clock_watch.h), or when the operator requests it.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_PRUNE_H
#define TCHAT_SERVER_STORE_SQLITE_PRUNE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct prune;

/* Keeps the last `lines` messages of each room, and nothing older than `age` ms; 0: no limit. */
struct prune *prune_new(size_t lines, int64_t age);
void	prune_free(struct prune *);

/* Call it when an event was added to that target's history. */
void	prune_note(struct prune *, int64_t target);

/*
 * Deletes a target's closed events up to that seq. Nobody is allowed to read them any more
 * (room.h), so it does no harm if the server stops before this is done.
 */
void	prune_closed(struct prune *, int64_t target, uint64_t seq);

/*
 * Deletes a hidden target (target_rows.h) and all its events. If it is not hidden, because
 * its transaction failed, it stays.
 */
void	prune_hidden_target(struct prune *, int64_t target);

/*
 * Deletes everything that is too old by the present clock, trusted or not. prune_is_requested is
 * true until that is done; *deleted is then the number of deleted events.
 */
void	prune_request(struct prune *);
void	prune_cancel_request(struct prune *);
int	prune_is_requested(const struct prune *, size_t *deleted);

/*
 * Does one step of deleting, in a transaction. *more is set if work is left. Returns an SQLite
 * result.
 */
int	prune_step(struct prune *, struct db *, int *more);

#endif
