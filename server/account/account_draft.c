/*
 * account_draft: copies an account, and edits its keys.
 */
#include "server/account/account_draft.h"

#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"

static struct account_key *
add_key(struct account *a, const char *digest)
{
	struct account_key *k = xcalloc(1, sizeof(*k));

	memcpy(k->digest, digest, ACCOUNT_DIGEST);
	TAILQ_INSERT_TAIL(&a->keys, k, link);
	a->nkeys++;
	return k;
}

static int
is_digest(const char *s)
{
	return strlen(s) == ACCOUNT_DIGEST &&
	       strspn(s, "0123456789abcdef") == ACCOUNT_DIGEST;
}

/* Return the key with that digest, adding it if needed. NULL if the digest is malformed or there are too many keys. */
static struct account_key *
get_key(struct account *a, const char *digest)
{
	struct account_key *k = account_find_key(a, digest);

	if (k != NULL)
		return k;
	return is_digest(digest) && a->nkeys < ACCOUNT_KEYS_MAX
		   ? add_key(a, digest)
		   : NULL;
}

int
draft_add_key(struct account *a, const char *digest)
{
	struct account_key *k = get_key(a, digest);

	if (k == NULL || (k->added != 0 && !k->is_pending))
		return -1;
	k->added = clock_ms();
	k->is_pending = 0;
	k->expires = 0;
	return 0;
}

int
draft_add_pending_key(struct account *a, const char *digest)
{
	struct account_key *k = get_key(a, digest);

	if (k == NULL || (k->added != 0 && k->expires == 0))
		return -1;
	k->added = clock_ms();
	k->is_pending = 1;
	k->expires = k->added + ACCOUNT_PENDING_MS;
	return 0;
}

static void
free_key(struct account *a, struct account_key *k)
{
	TAILQ_REMOVE(&a->keys, k, link);
	a->nkeys--;
	free(k);
}

int
draft_drop_key(struct account *a, const char *digest)
{
	struct account_key *k = account_find_key(a, digest);

	if (k == NULL)
		return -1;
	free_key(a, k);
	return 0;
}

struct account *
draft_new(struct view name)
{
	struct account *a = xcalloc(1, sizeof(*a));
	char folded[NAME_FOLDED];

	name_fold(folded, sizeof(folded), name);
	a->name = xviewdup(name);
	a->folded = xstrdup(folded);
	a->created = a->seen = clock_ms();
	TAILQ_INIT(&a->keys);
	LIST_INIT(&a->users);
	return a;
}

struct account *
draft_copy(const struct account *like)
{
	struct account *a = draft_new(view_of(like->name));
	const struct account_key *k;
	struct account_key *copy;

	a->verifier = like->verifier;
	a->suspended = xstrdup(like->suspended);
	a->created = like->created;
	a->seen = like->seen;
	TAILQ_FOREACH (k, &like->keys, link) {
		if (account_key_expired(k))
			continue;
		copy = add_key(a, k->digest);
		copy->added = k->added;
		copy->is_pending = k->is_pending;
		copy->expires = k->expires;
	}
	return a;
}

void
draft_free(struct account *a)
{
	if (a == NULL)
		return;
	while (!TAILQ_EMPTY(&a->keys))
		free_key(a, TAILQ_FIRST(&a->keys));
	explicit_bzero(&a->verifier, sizeof(a->verifier));
	free(a->name);
	free(a->folded);
	free(a->suspended);
	free(a);
}
