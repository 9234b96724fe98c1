/*
 * account_draft: accounts that are in no table (accounts.h).
 */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/proto/accounts.h"

static struct account_key *
find_key(const struct account *a, const char *digest)
{
	struct account_key *k;

	TAILQ_FOREACH (k, &a->keys, link)
		if (strcmp(k->digest, digest) == 0)
			break;
	return k;
}

int
draft_has_key(const struct account *a, const char *digest)
{
	return find_key(a, digest) != NULL;
}

static void
add_key(struct account *a, const char *digest, int64_t added)
{
	struct account_key *k = xcalloc(1, sizeof(*k));

	memcpy(k->digest, digest, ACCOUNT_DIGEST);
	k->added = added;
	TAILQ_INSERT_TAIL(&a->keys, k, link);
	a->nkeys++;
}

static int
is_digest(const char *s)
{
	return strlen(s) == ACCOUNT_DIGEST &&
	       strspn(s, "0123456789abcdef") == ACCOUNT_DIGEST;
}

int
draft_add_key(struct account *a, const char *digest)
{
	if (!is_digest(digest) || find_key(a, digest) != NULL ||
	    a->nkeys >= ACCOUNT_KEYS_MAX)
		return -1;
	add_key(a, digest, clock_ms());
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
	struct account_key *k = find_key(a, digest);

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
draft_of(const struct account *like)
{
	struct account *a = draft_new(view_of(like->name));
	const struct account_key *k;

	a->verifier = like->verifier;
	a->suspended = xstrdup(like->suspended);
	a->created = like->created;
	a->seen = like->seen;
	TAILQ_FOREACH (k, &like->keys, link)
		add_key(a, k->digest, k->added);
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
