/*
 * account_note: an account that is to be kept or forgotten, all of it copied, for the time
 * until it is written; and those that were read.
 */
#ifndef TCHAT_SERVER_STORE_ACCOUNT_NOTE_H
#define TCHAT_SERVER_STORE_ACCOUNT_NOTE_H

#include <sys/queue.h>

#include "server/store/store.h"

struct account_note {
	char		*folded;
	int		 forget;	/* else: */
	struct store_account account;	/* all in it is owned */
	STAILQ_ENTRY(account_note) link;
};

STAILQ_HEAD(account_notes, account_note);

struct account_note *account_note_keep(const struct store_account *);
struct account_note *account_note_forget(const char *folded);
/* One more key, behind the others. */
void	account_note_add_key(struct account_note *, const struct store_key *);
/* May be NULL. What it knows of passwords is overwritten. */
void	account_note_free(struct account_note *);

/* NULL: there is none. */
struct account_note *account_notes_find(const struct account_notes *,
	    const char *folded);
void	account_notes_each(const struct account_notes *, store_account_fn *,
	    void *ctx);
void	account_notes_free(struct account_notes *);

#endif
