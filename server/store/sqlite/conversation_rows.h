/*
 * conversation_rows: lists the conversations (conversation.h) of each account. Guests cannot list
 * theirs, so they have no rows.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_CONVERSATION_ROWS_H
#define TCHAT_SERVER_STORE_SQLITE_CONVERSATION_ROWS_H

#include <stdint.h>

struct db;

/* Adds rows for a new target; does nothing if it is no conversation. Returns an SQLite result. */
int	conversation_rows_add(struct db *, const char *folded, int64_t target);

/*
 * Deletes an account (folded) from its conversations. The other users' conversations continue with
 * a guest of that nick. Conversations that nobody can read any more, or that have no such name to
 * move to, get a hidden name, and `gone` is called for each. Call it in a transaction. Returns an
 * SQLite result.
 */
int	conversation_rows_forget_account(struct db *, const char *account,
	    void (*gone)(int64_t target, void *ctx), void *ctx);

/* True if the target is hidden and is to be deleted. */
int	conversation_rows_is_hidden(struct db *, int64_t target);

#endif
