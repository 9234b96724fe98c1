/*
 * accounts: what of an account (server/chat/account.h) the store keeps, and brings back when
 * the server starts.
 *
 * The world's accounts are as the store has them: a new one, a change and a removal are
 * written first, and done to the world when that has settled. Meanwhile the name is busy, and
 * nothing else can be begun with it: of two who want one name, one gets it.
 */
#ifndef TCHAT_SERVER_ACCOUNT_ACCOUNTS_H
#define TCHAT_SERVER_ACCOUNT_ACCOUNTS_H

#include "common/view.h"
#include "server/store/store.h"

struct account;
struct chat_applied;
struct server;

/* At start, from the store. */
void	accounts_restore(struct server *);
/* Log the names of accounts and of their rooms that look alike; at most so many lines. */
void	accounts_log_look_alikes(const struct server *);

/* server NULL: it is gone; all that is left to do is to free ctx. */
typedef void accounts_done_fn(struct server *, enum store_result, void *ctx);

/*
 * Written as it is now (when it was last seen); if its name is busy, as it is afterwards. done
 * (may be NULL) when that has settled; it may have been forgotten then.
 */
void	accounts_keep(struct server *, const struct account *,
	    accounts_done_fn *done, void *ctx);

/*
 * A draft: an account outside of the world, to be filled in; a copy of one without expired keys, or a
 * new one with that name (a valid nick). draft_add_key binds a key, which may have been pending;
 * draft_add_pending_key adds one, or lets a pending one expire later; draft_drop_key removes one.
 * They return 0, or -1: malformed, too many, bound already (a pending key that never expires counts as
 * bound), or, to drop, not there.
 */
struct account *draft_of(const struct account *);
struct account *draft_new(struct view name);
int	draft_add_key(struct account *, const char *digest);
int	draft_add_pending_key(struct account *, const char *digest);
int	draft_drop_key(struct account *, const char *digest);
void	draft_free(struct account *);

/* Is something under way with that name? */
int	accounts_is_busy(const struct server *, struct view name);

/*
 * Let the account of that name be as the draft says, or make it. 0, and the draft is ours; when
 * it has settled the world's is so, and then done is called. -1: the name is busy, and it
 * stays the caller's.
 */
int	accounts_change(struct server *, struct account *draft,
	    accounts_done_fn *done, void *ctx);

/*
 * A client showed that certificate and named that account: bind the key, if it is pending there. When
 * the name is busy, that comes first; if the store fails, the key stays pending.
 */
void	accounts_prove_key(struct server *, const struct account *,
	    const char *digest);

/*
 * Forget that account: who is logged in to it is logged out when it has settled, then done (may
 * be NULL) is called. Nothing is left of it, whether it is in the world or not. When the name is
 * busy, that comes first.
 */
void	accounts_forget(struct server *, const char *folded,
	    accounts_done_fn *done, void *ctx);

/* account_sessions.c: close all who are logged in to it, with that reason. */
void	accounts_send_away(struct server *, const struct account *,
	    const char *reason);
/* It is no more: nobody is logged in to it any longer, and they are told. */
void	accounts_log_out(struct server *, struct account *);

/* Something has happened: who was logged in and is no longer was seen now. */
void	accounts_applied(struct server *, const struct chat_applied *);
/* The server is stopping: all who are here are seen now. */
void	accounts_keep_seen(struct server *);
/* The server is being freed. */
void	accounts_gone(struct server *);

#endif
