/*
 * account_note: copies of accounts: an account waiting to be written or deleted, and the accounts
 * that were read at the start.
 */
#ifndef TCHAT_SERVER_STORE_ACCOUNT_NOTE_H
#define TCHAT_SERVER_STORE_ACCOUNT_NOTE_H

#include <sys/queue.h>

#include "server/store/store.h"

struct account_note {
	char		*folded;
	int		 forget;	/* if 0, `account` is to be written */
	struct store_account account;	/* owns everything in it */
	STAILQ_ENTRY(account_note) link;
};

STAILQ_HEAD(account_notes, account_note);

struct account_note *account_note_keep(const struct store_account *);
struct account_note *account_note_forget(const char *folded);
/* Adds a key after the others. */
void	account_note_add_key(struct account_note *, const struct store_key *);
/* Overwrites the password data, then frees. NULL is allowed. */
void	account_note_free(struct account_note *);

/* Returns NULL if there is none. */
struct account_note *account_notes_find(const struct account_notes *,
	    const char *folded);
void	account_notes_each(const struct account_notes *, store_account_fn *,
	    void *ctx);
void	account_notes_free(struct account_notes *);

#endif
