/*
 * account_copy: copies of accounts.
 */
#include "server/store/account_copy.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"

/* Copies bytes, which the caller owns, and lets *v point to the copy. */
static unsigned char *
copy_bytes(struct view *v)
{
	unsigned char *p;

	if (v->len == 0) {
		*v = VIEW("");
		return NULL;
	}
	p = xmalloc(v->len);
	memcpy(p, v->p, v->len);
	v->p = (const char *)p;
	return p;
}

static void
free_bytes(unsigned char *p, size_t n)
{
	if (p != NULL)
		explicit_bzero(p, n);
	free(p);
}

void
account_copy_add_key(struct account_copy *copy, const struct store_key *key)
{
	struct store_account *a = &copy->account;

	string_list_add(&copy->digests, key->digest);
	copy->keys =
	    xreallocarray(copy->keys, a->nkeys + 1, sizeof(*copy->keys));
	copy->keys[a->nkeys] = *key;
	copy->keys[a->nkeys].digest = copy->digests.v[a->nkeys];
	a->nkeys++;
	a->keys = copy->keys;
}

struct account_copy *
account_copy_new(const struct store_account *account)
{
	struct account_copy *copy = account_copy_deleted(account->folded);
	struct store_account *a = &copy->account;
	size_t i;

	copy->is_deletion = 0;
	*a = *account;
	a->folded = copy->folded;
	a->name = copy->name = xstrdup(account->name);
	a->suspended = NULL;
	if (account->suspended != NULL)
		a->suspended = copy->suspended = xstrdup(account->suspended);
	copy->salt = copy_bytes(&a->salt);
	copy->stored_key = copy_bytes(&a->stored_key);
	copy->server_key = copy_bytes(&a->server_key);
	a->keys = NULL;
	a->nkeys = 0;
	for (i = 0; i < account->nkeys; i++)
		account_copy_add_key(copy, &account->keys[i]);
	return copy;
}

struct account_copy *
account_copy_deleted(const char *folded)
{
	struct account_copy *copy = xcalloc(1, sizeof(*copy));

	copy->folded = xstrdup(folded);
	copy->is_deletion = 1;
	return copy;
}

void
account_copy_free(struct account_copy *copy)
{
	if (copy == NULL)
		return;
	free_bytes(copy->salt, copy->account.salt.len);
	free_bytes(copy->stored_key, copy->account.stored_key.len);
	free_bytes(copy->server_key, copy->account.server_key.len);
	string_list_clear(&copy->digests);
	free(copy->keys);
	free(copy->name);
	free(copy->suspended);
	free(copy->folded);
	free(copy);
}

struct account_copy *
account_copies_find(const struct account_copies *all, const char *folded)
{
	struct account_copy *copy;

	STAILQ_FOREACH (copy, all, link)
		if (strcmp(copy->folded, folded) == 0)
			break;
	return copy;
}

void
account_copies_each(
    const struct account_copies *all, store_account_fn *fn, void *ctx)
{
	const struct account_copy *copy;

	STAILQ_FOREACH (copy, all, link)
		fn(&copy->account, ctx);
}

void
account_copies_free(struct account_copies *all)
{
	struct account_copy *copy;

	while ((copy = STAILQ_FIRST(all)) != NULL) {
		STAILQ_REMOVE_HEAD(all, link);
		account_copy_free(copy);
	}
}
