/*
 * db: one connection to the database, with the statements prepared on it. Used by one
 * thread at a time. A statement that could not be prepared is NULL, with which SQLite's
 * calls fail as they should, so only the last call's result needs a look.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_DB_H
#define TCHAT_SERVER_STORE_SQLITE_DB_H

#include <stdint.h>

#include <sqlite3.h>

#include "common/view.h"
#include "server/store/store.h"

struct db;

/*
 * Open a file to write, made (0600) if need be; or to read, when it is there. Waits at
 * most busy_ms for others' locks. NULL and *cause: it is none of ours, damaged, or can't
 * be opened.
 */
struct db *db_open_to_write(const char *file, int busy_ms, char **cause);
struct db *db_open_to_read(const char *file, int busy_ms, char **cause);
void	db_close(struct db *);

sqlite3 *db_handle(struct db *);

/* Run SQL without results: SQLITE_OK, or what is wrong. */
int	db_exec(struct db *, const char *sql);

/*
 * The statement for this SQL, a constant, which stands for itself: the same address gives the
 * same statement. Reset, with no values bound.
 */
sqlite3_stmt *db_stmt(struct db *, const char *sql);
/* Step a statement that gives no rows: SQLITE_OK, or what is wrong. Resets it. */
int	db_run(sqlite3_stmt *);
/* Step one that gives a number: 1 and *n; 0: none; -1: something is wrong. Resets it. */
int	db_number(sqlite3_stmt *, int64_t *n);
void	db_bind_view(sqlite3_stmt *, int column, struct view);

/* What a failed call means for the store. */
enum store_result db_result(struct db *, int rc);
/* And in words. */
const char *db_error(struct db *);

#endif
