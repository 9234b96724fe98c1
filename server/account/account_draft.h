/*
 * account_draft: an account outside of the world, which the caller edits, then gives to accounts_change or frees.
 */
#ifndef TCHAT_SERVER_ACCOUNT_ACCOUNT_DRAFT_H
#define TCHAT_SERVER_ACCOUNT_ACCOUNT_DRAFT_H

#include "common/view.h"

struct account;

/* Copy an account, without its expired keys. */
struct account *draft_copy(const struct account *);
/* Make a draft of a new account with that name, a valid nick. */
struct account *draft_new(struct view name);
/*
 * Bind a key, which may have been pending; add a pending key, or extend the expiry of one; remove a key. They return 0,
 * or -1 if the digest is malformed, there are too many keys, the key is already bound (a pending key that never expires
 * counts as bound), or the key to remove does not exist.
 */
int	draft_add_key(struct account *, const char *digest);
int	draft_add_pending_key(struct account *, const char *digest);
int	draft_drop_key(struct account *, const char *digest);
void	draft_free(struct account *);

#endif
