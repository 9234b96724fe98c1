/*
 * prune: forgets what is too old or too much, a little at a time. The writer's.
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
 * A target that is put away (pair_rows.h) goes, with all in it. If it turns out to be none, its
 * transaction having failed, it stays.
 */
void	prune_drop(struct prune *, int64_t target);

/*
 * One step of forgetting, within a transaction. *more says whether there is work left.
 * An SQLite result.
 */
int	prune_step(struct prune *, struct db *, int *more);

#endif
