/*
 * account_rows: accounts in the tables: one row per account and one per key. SQLite overwrites
 * replaced and deleted rows (db.c).
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_ACCOUNT_ROWS_H
#define TCHAT_SERVER_STORE_SQLITE_ACCOUNT_ROWS_H

struct account_copy;
struct account_copies;
struct db;

/* Writes an account. Call it in a transaction. Returns an SQLite result. */
int	account_rows_write(struct db *, const struct account_copy *);
/*
 * Deletes an account and everything that belongs to it. Call it in a transaction. Returns an SQLite
 * result.
 */
int	account_rows_delete(struct db *, const char *folded);
/* Reads all accounts. Returns an SQLite result. */
int	account_rows_read(struct db *, struct account_copies *);

#endif
