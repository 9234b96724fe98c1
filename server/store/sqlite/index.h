/*
 * index: the search table, kept up by the writer a little at a time when it has time for it,
 * so that no message waits for it. How far it has come is written with it.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_INDEX_H
#define TCHAT_SERVER_STORE_SQLITE_INDEX_H

#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/store/sqlite/parts.h"

struct db;

/* Put the next messages in, within a transaction; *more: there are others. An SQLite result. */
int	index_step(struct db *, int *more);

/* Take an event out that is to be forgotten; whether it was in is seen to. */
int	index_forget(struct db *, int64_t seq);

/*
 * Merge all of the table a little, within a transaction, until nothing is left in it of what was
 * taken out. more: call again.
 */
struct squeeze {
	int		 begun;		/* 0 at first */
	int		 first;		/* of this part */
	int		 more;
	struct part	 part;
};
int	index_squeeze(struct db *, struct squeeze *);

/* The words by which the table knows a target and a nick. */
void	index_add_place(struct buf *, int64_t target);
void	index_add_nick(struct buf *, struct view nick);

#endif
