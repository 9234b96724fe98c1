/*
 * conversation_rows: which pairs (conversation.h) an account talks in. Guests are asked for none, so they
 * have no rows.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_CONVERSATION_ROWS_H
#define TCHAT_SERVER_STORE_SQLITE_CONVERSATION_ROWS_H

#include <stdint.h>

struct db;

/* A new target; nothing is to be done if it is no pair. An SQLite result. */
int	pair_rows_add(struct db *, const char *folded, int64_t target);

/*
 * An account (folded) is no more. Those it talked with have talked with a guest of that nick
 * now; what nobody can read any more, or has no place there, is under a name that nobody
 * asks for, and gone is called with it. Within a transaction. An SQLite result.
 */
int	pair_rows_forget(struct db *, const char *account,
	    void (*gone)(int64_t target, void *ctx), void *ctx);

/* Is that a target of which nothing is to stay? */
int	pair_rows_is_gone(struct db *, int64_t target);

#endif
