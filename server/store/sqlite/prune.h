/*
 * prune: deletes history that is too old or too much, a little at a time. The writer's.
 *
 * Age is judged by the wall clock, so a wrong clock could delete everything. What is too old goes only while the
 * clock is trusted (clock_watch.h), or when the operator asks for it.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_PRUNE_H
#define TCHAT_SERVER_STORE_SQLITE_PRUNE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct prune;

/* Of each room the last `lines` things said, and nothing older than age ms; 0: all. */
struct prune *prune_new(size_t lines, int64_t age);
void	prune_free(struct prune *);

/* Something was put into that target's history. */
void	prune_note(struct prune *, int64_t target);

/*
 * A target's closed events up to that seq go. Nobody may read them any more in any
 * case (room.h), so it does no harm when this is not got through before the end.
 */
void	prune_forget(struct prune *, int64_t target, uint64_t seq);

/*
 * A target that is put away (conversation_rows.h) goes, with all in it. If it turns out to be none, its
 * transaction having failed, it stays.
 */
void	prune_drop(struct prune *, int64_t target);

/*
 * Delete what is too old by the clock as it is now, whether it is trusted or not. prune_is_ordered is true until
 * that is done; *deleted is then how many messages and other events are gone.
 */
void	prune_order(struct prune *);
void	prune_cancel_order(struct prune *);
int	prune_is_ordered(const struct prune *, size_t *deleted);

/*
 * One step of forgetting, within a transaction. *more says whether there is work left.
 * An SQLite result.
 */
int	prune_step(struct prune *, struct db *, int *more);

#endif
