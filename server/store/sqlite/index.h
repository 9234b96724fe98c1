/*
 * index: the search table. The writer updates it in small steps when it has time, so that no
 * message waits for it. Its progress is stored with it.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_INDEX_H
#define TCHAT_SERVER_STORE_SQLITE_INDEX_H

#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/store/sqlite/parts.h"

struct db;

/*
 * Adds the next messages. Call it in a transaction. *more is set if there are others. Returns an
 * SQLite result.
 */
int	index_step(struct db *, int *more);

/* Removes an event that is being deleted, if it was indexed. */
int	index_delete(struct db *, int64_t seq);

/*
 * Merges the whole table in small steps, each in a transaction, until it holds nothing of the
 * removed events. Call again while `more` is set.
 */
struct index_purge_state {
	int		 begun;		/* 0 at first */
	int		 first;		/* first step in this part */
	int		 more;
	struct part	 part;
};
int	index_purge(struct db *, struct index_purge_state *);

/* Append the index words for a target and for a nick. */
void	index_add_place(struct buf *, int64_t target);
void	index_add_nick(struct buf *, struct view nick);

#endif
