/*
 * marker_rows: the read markers of accounts in the database.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_MARKER_ROWS_H
#define TCHAT_SERVER_STORE_SQLITE_MARKER_ROWS_H

#include <stdint.h>

#include "server/store/store.h"

struct db;
struct pending;

/*
 * Puts into the map (pending.h) that the account has read the target up to this time (ms). 0: delete the marker; target
 * NULL: delete all markers of the account.
 */
void	marker_rows_put(struct pending **, const char *account,
    const char *target, int64_t ms);

/* Deletes all markers of an account from the database. Returns an SQLite result. */
int	marker_rows_delete_account(struct db *, const char *account);

/*
 * Reads all saved markers into the map, of each account the least recently set first. Returns an SQLite result.
 */
int	marker_rows_read(struct db *, struct pending **);
/* Calls fn for each marker of a map that has only markers. */
void	marker_rows_each(const struct pending *, store_marker_fn *, void *ctx);

#endif
