/*
 * events: a list of events as a read gathers it.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_EVENTS_H
#define TCHAT_SERVER_STORE_SQLITE_EVENTS_H

#include <stddef.h>

#include "server/store/sqlite/db.h"

struct events {
	struct chat_event	**v;
	size_t		 n;
	size_t		 size;
};

/* Step a statement of ROW_COLUMNS to its end; backwards: its rows are, so turn them round. */
enum store_result events_gather(
    struct events *, struct db *, sqlite3_stmt *, int backwards);
/* The list owns it from now on. */
void	events_add(struct events *, struct chat_event *);
/* Those from that one on the other way round. */
void	events_turn_round(struct events *, size_t from);
void	events_clear(struct events *);

#endif
