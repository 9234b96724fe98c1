/*
 * account_copy: copies of accounts: an account waiting to be written or deleted, and the accounts
 * that were read at the start.
 */
#ifndef TCHAT_SERVER_STORE_ACCOUNT_COPY_H
#define TCHAT_SERVER_STORE_ACCOUNT_COPY_H

#include <sys/queue.h>

#include "common/string_list.h"
#include "server/store/store.h"

struct account_copy {
	char			*folded;
	int			 is_deletion;	/* if 0, `account` is to be written */
	struct store_account	 account;	/* what it points to follows */
	char			*name;
	char			*suspended;
	unsigned char		*salt;
	unsigned char		*stored_key;
	unsigned char		*server_key;
	struct store_key	*keys;
	struct string_list	 digests;	/* of the keys */
	STAILQ_ENTRY(account_copy) link;
};

STAILQ_HEAD(account_copies, account_copy);

struct account_copy *account_copy_new(const struct store_account *);
/* Makes a copy that stands for the deletion of that account. */
struct account_copy *account_copy_deleted(const char *folded);
/* Adds a key after the others. */
void	account_copy_add_key(struct account_copy *, const struct store_key *);
/* Overwrites the password data, then frees. NULL is allowed. */
void	account_copy_free(struct account_copy *);

/* Returns NULL if there is none. */
struct account_copy *account_copies_find(const struct account_copies *,
	    const char *folded);
void	account_copies_each(const struct account_copies *, store_account_fn *,
	    void *ctx);
void	account_copies_free(struct account_copies *);

#endif
