/*
 * ban_rows: the server bans in the database.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_BAN_ROWS_H
#define TCHAT_SERVER_STORE_SQLITE_BAN_ROWS_H

#include "server/store/store.h"

struct db;
struct pending;

/* Puts a copy of the ban into the map (pending.h); NULL: the ban with that key is to be deleted. */
void	ban_rows_put(struct pending **, const char *key, const struct store_ban *);

/* Reads all saved bans into the map, oldest first. Returns an SQLite result. */
int	ban_rows_read(struct db *, struct pending **);
/* Calls fn for each ban of a map that has only bans, in that order. */
void	ban_rows_each(const struct pending *, store_ban_fn *, void *ctx);

#endif
