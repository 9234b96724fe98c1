/*
 * events: a list of events, filled by a read.
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

/*
 * Reads all rows of a ROW_COLUMNS statement into the list. If `backwards`, the rows are newest
 * first and are reversed.
 */
enum store_result events_read(
    struct events *, struct db *, sqlite3_stmt *, int backwards);
/* Adds an event; the list takes ownership. */
void	events_add(struct events *, struct chat_event *);
/* Reverses the list from that index on. */
void	events_reverse(struct events *, size_t from);
void	events_clear(struct events *);

#endif
