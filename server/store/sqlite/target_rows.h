/*
 * target_rows: the targets that history is stored under (rooms and conversations, by folded name),
 * and the conversations (conversation.h) of each account. Guests cannot list theirs, so they have
 * no rows for that.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_TARGET_ROWS_H
#define TCHAT_SERVER_STORE_SQLITE_TARGET_ROWS_H

#include <stdint.h>

struct db;

/* Finds a target's id. Returns 1, 0 if there is none, or -1 on error. */
int	target_rows_find(struct db *, const char *folded, int64_t *id);

/* Finds a target's id, or adds the target. Returns an SQLite result. */
int	target_rows_get(struct db *, const char *folded, int64_t *id);

/*
 * Deletes an account (folded) from its conversations. The other users' conversations continue with
 * a guest of that nick. Conversations that nobody can read any more, or that have no such name to
 * move to, get a hidden name, and `gone` is called for each. Call it in a transaction. Returns an
 * SQLite result.
 */
int	target_rows_delete_account(struct db *, const char *account,
    void (*gone)(int64_t target, void *ctx), void *ctx);

/* True if the target is hidden and is to be deleted. */
int	target_rows_is_hidden(struct db *, int64_t target);

#endif
