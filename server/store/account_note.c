/*
 * account_note: copies of accounts.
 */
#include "server/store/account_note.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"

static void *
own(const void *p)
{
	return (void *)(uintptr_t)p;
}

static struct view
copy_bytes(struct view v)
{
	char *p;

	if (v.len == 0)
		return VIEW("");
	p = xmalloc(v.len);
	memcpy(p, v.p, v.len);
	return (struct view){ p, v.len };
}

static void
free_bytes(struct view v)
{
	if (v.len == 0)
		return;
	explicit_bzero(own(v.p), v.len);
	free(own(v.p));
}

void
account_note_add_key(struct account_note *note, const struct store_key *key)
{
	struct store_account *a = &note->account;
	struct store_key *keys = own(a->keys);

	keys = xreallocarray(keys, a->nkeys + 1, sizeof(*keys));
	keys[a->nkeys] = *key;
	keys[a->nkeys++].digest = xstrdup(key->digest);
	a->keys = keys;
}

struct account_note *
account_note_keep(const struct store_account *account)
{
	struct account_note *note = account_note_forget(account->folded);
	struct store_account *a = &note->account;
	size_t i;

	note->forget = 0;
	*a = *account;
	a->folded = note->folded;
	a->name = xstrdup(account->name);
	a->suspended = xstrdup(account->suspended);
	a->salt = copy_bytes(account->salt);
	a->stored_key = copy_bytes(account->stored_key);
	a->server_key = copy_bytes(account->server_key);
	a->keys = NULL;
	a->nkeys = 0;
	for (i = 0; i < account->nkeys; i++)
		account_note_add_key(note, &account->keys[i]);
	return note;
}

struct account_note *
account_note_forget(const char *folded)
{
	struct account_note *note = xcalloc(1, sizeof(*note));

	note->folded = xstrdup(folded);
	note->forget = 1;
	return note;
}

void
account_note_free(struct account_note *note)
{
	size_t i;

	if (note == NULL)
		return;
	for (i = 0; i < note->account.nkeys; i++)
		free(own(note->account.keys[i].digest));
	free(own(note->account.keys));
	free(own(note->account.name));
	free(own(note->account.suspended));
	free_bytes(note->account.salt);
	free_bytes(note->account.stored_key);
	free_bytes(note->account.server_key);
	free(note->folded);
	free(note);
}

struct account_note *
account_notes_find(const struct account_notes *all, const char *folded)
{
	struct account_note *note;

	STAILQ_FOREACH (note, all, link)
		if (strcmp(note->folded, folded) == 0)
			break;
	return note;
}

void
account_notes_each(
    const struct account_notes *all, store_account_fn *fn, void *ctx)
{
	const struct account_note *note;

	STAILQ_FOREACH (note, all, link)
		fn(&note->account, ctx);
}

void
account_notes_free(struct account_notes *all)
{
	struct account_note *note;

	while ((note = STAILQ_FIRST(all)) != NULL) {
		STAILQ_REMOVE_HEAD(all, link);
		account_note_free(note);
	}
}
