/*
 * accounts: keep accounts (server/chat/account.h) in the store, and restore them when the server starts.
 *
 * The world's accounts are always as the store has them: the server writes a new account, a change or a deletion
 * to the store first, and applies it to the world when the store has committed it. Until then the name is busy,
 * and no other change can begin: if two users register one name, one of them gets it.
 */
#ifndef TCHAT_SERVER_ACCOUNT_ACCOUNTS_H
#define TCHAT_SERVER_ACCOUNT_ACCOUNTS_H

#include "common/view.h"
#include "server/store/store.h"

struct account;
struct chat_applied;
struct server;

/* Load all accounts from the store, at start. */
void	accounts_restore(struct server *);
/* Log pairs of names of accounts and of their rooms that look alike, at most 20 lines. */
void	accounts_log_look_alikes(const struct server *);

/* Called when the store has answered. If server is NULL, it was freed: only free ctx. */
typedef void accounts_done_fn(struct server *, enum store_result, void *ctx);

/*
 * Write the account to the store (its last-seen time); if its name is busy, after the running change, as that
 * leaves it. Calls done (may be NULL) when the store has answered; the account may have been deleted by then.
 */
void	accounts_save(
    struct server *, const struct account *, accounts_done_fn *done, void *ctx);

/* True while a change of that account is being written. */
int	accounts_is_busy(const struct server *, struct view name);

/*
 * Create the draft's account, or change it to match the draft. Returns 0 and takes the draft; once the store has
 * committed it, the world's account is changed and done is called. Returns -1 if the name is busy; the caller
 * keeps the draft then.
 */
int	accounts_change(
    struct server *, struct account *draft, accounts_done_fn *done, void *ctx);

/*
 * A client proved that key on its connection and named that account: bind the key if it is pending there. If the
 * name is busy, the running change finishes first. If the store fails, the key stays pending.
 */
void	accounts_prove_key(
    struct server *, const struct account *, const char *digest);

/*
 * Delete an account and everything stored for it, even if the world does not have it. When the store has committed
 * that, its users are logged out, and done (may be NULL) is called. If the name is busy, the running change
 * finishes first.
 */
void	accounts_delete(
    struct server *, const char *folded, accounts_done_fn *done, void *ctx);

/* Close all sessions that are or were logged in to the account, with that reason. */
void	accounts_close_sessions(
    struct server *, const struct account *, const char *reason);
/* Log all users out of a deleted account, and tell them. */
void	accounts_log_out(struct server *, struct account *);

/* An event was applied: if a user logged out or quit, update when the account was last seen. */
void	accounts_applied(struct server *, const struct chat_applied *);
/* The server is stopping: all logged-in accounts were last seen now. */
void	accounts_save_seen(struct server *);
/* Free the table of running changes with the server. */
void	accounts_free(struct server *);

#endif
