/*
 * account_rows: accounts in the tables, one row each and one for each key. What is replaced
 * or deleted is overwritten (db.c).
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_ACCOUNT_ROWS_H
#define TCHAT_SERVER_STORE_SQLITE_ACCOUNT_ROWS_H

struct account_note;
struct account_notes;
struct db;

/* Write one, within a transaction. An SQLite result. */
int	account_rows_write(struct db *, const struct account_note *);
/* Nothing is left of that one; within a transaction. An SQLite result. */
int	account_rows_forget(struct db *, const char *folded);
/* Read all that are kept. An SQLite result. */
int	account_rows_read(struct db *, struct account_notes *);

#endif
