/*
 * db: one connection to the database, with its prepared statements. Used by one thread at a time. A
 * statement that could not be prepared is NULL; SQLite's calls then fail, so it is enough to check
 * the result of the last call.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_DB_H
#define TCHAT_SERVER_STORE_SQLITE_DB_H

#include <stdint.h>

#include <sqlite3.h>

#include "common/view.h"
#include "server/store/store.h"

struct db;

/*
 * Opens a file for writing (created with mode 0600 if needed) or for reading (must exist). Waits at
 * most busy_ms for locks. Returns NULL and sets *cause if the file is not ours, is damaged, or
 * cannot be opened.
 */
struct db *db_open_to_write(const char *file, int busy_ms, char **cause);
struct db *db_open_to_read(const char *file, int busy_ms, char **cause);
void	db_close(struct db *);

sqlite3 *db_handle(struct db *);

/* Runs SQL that returns no rows. Returns SQLITE_OK or an error. */
int	db_exec(struct db *, const char *sql);

/*
 * Returns the statement for an SQL constant, which is identified by its address. The statement is
 * reset and has no values bound.
 */
sqlite3_stmt *db_stmt(struct db *, const char *sql);
/* Runs a statement that returns no rows, and resets it. Returns SQLITE_OK or an error. */
int	db_run(sqlite3_stmt *);
/*
 * Runs a statement that returns a number, and resets it. Returns 1 and sets *n, 0 if there is no
 * row, or -1 on error.
 */
int	db_number(sqlite3_stmt *, int64_t *n);
void	db_bind_view(sqlite3_stmt *, int column, struct view);

/* Translates an SQLite result for the store. */
enum store_result db_result(struct db *, int rc);
/* Returns the last error as text. */
const char *db_error(struct db *);

#endif
