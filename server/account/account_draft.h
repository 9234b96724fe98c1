/*
 * account_draft: an account outside of the world, which the caller edits, then gives to accounts_change or frees.
 */
#ifndef TCHAT_SERVER_ACCOUNT_ACCOUNT_DRAFT_H
#define TCHAT_SERVER_ACCOUNT_ACCOUNT_DRAFT_H

#include "common/view.h"

struct account;

/*
 * draft_copy copies an account without its expired keys; draft_new makes one with that name (a valid nick). draft_add_key binds a key, which
 * may have been pending; draft_add_pending_key adds a pending key, or extends the expiry of one; draft_drop_key
 * removes a key. They return 0, or -1 if the digest is malformed, there are too many keys, the key is already
 * bound (a pending key that never expires counts as bound), or the key to remove does not exist.
 */
struct account *draft_copy(const struct account *);
struct account *draft_new(struct view name);
int draft_add_key(struct account *, const char *digest);
int draft_add_pending_key(struct account *, const char *digest);
int draft_drop_key(struct account *, const char *digest);
void draft_free(struct account *);

#endif
