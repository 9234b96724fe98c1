/*
 * account: registered accounts and their keys. Accounts are in a table by folded name, bound
 * keys in a table by digest. Keys with the same digest in several accounts form a list, whose
 * first is in the table. Pending keys are in no table, so claiming somebody's digest many times
 * slows down no lookup.
 */
#include "server/chat/account.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/clock_watch.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/invitations.h"
#include "server/chat/look_alikes.h"
#include "server/chat/world.h"

struct account *
world_find_account(const struct world *w, struct view name)
{
	char folded[NAME_FOLDED];
	struct account *a = NULL;
	int n = name_fold(folded, sizeof(folded), name);

	if (n > 0)
		HASH_FIND(hh, w->accounts, folded, (unsigned)n, a);
	return a;
}

struct account *
world_add_account(struct world *w, struct view name)
{
	char folded[NAME_FOLDED];
	struct account *a;
	int n;

	if (!nick_valid(name) || world_find_account(w, name) != NULL)
		return NULL;
	n = name_fold(folded, sizeof(folded), name);
	assert(n > 0);
	a = xcalloc(1, sizeof(*a));
	a->name = xviewdup(name);
	a->folded = xstrdup(folded);
	a->created = a->seen = clock_ms();
	TAILQ_INIT(&a->keys);
	LIST_INIT(&a->users);
	a->protected_name = look_alikes_add(w->look_alikes, name);
	HASH_ADD_KEYPTR(hh, w->accounts, a->folded, (unsigned)n, a);
	return a;
}

/* The number of accounts that have a password with that iteration count. */
struct iteration_count {
	unsigned iterations; /* key */
	size_t accounts;
	UT_hash_handle hh;
};

static void
count_iterations(struct world *w, unsigned iterations, int is_more)
{
	struct iteration_count *c = NULL;

	if (iterations == 0)
		return;
	HASH_FIND(hh, w->iterations, &iterations, sizeof(iterations), c);
	if (c == NULL && is_more) {
		c = xcalloc(1, sizeof(*c));
		c->iterations = iterations;
		HASH_ADD(
		    hh, w->iterations, iterations, sizeof(c->iterations), c);
	}
	if (c == NULL)
		return;
	c->accounts += is_more ? 1 : (size_t)-1;
	if (c->accounts == 0) {
		HASH_DEL(w->iterations, c);
		free(c);
	}
}

void
world_set_verifier(
    struct world *w, struct account *a, const struct account_verifier *v)
{
	count_iterations(w, a->verifier.iterations, 0);
	a->verifier = *v;
	count_iterations(w, a->verifier.iterations, 1);
}

void
world_each_iterations(const struct world *w,
    void (*fn)(unsigned iterations, size_t accounts, void *), void *ctx)
{
	const struct iteration_count *c;

	for (c = w->iterations; c != NULL; c = c->hh.next)
		fn(c->iterations, c->accounts, ctx);
}

static struct account_key *
find_key(const struct world *w, const char *digest)
{
	struct account_key *k;

	HASH_FIND_STR(w->keys, digest, k);
	return k;
}

static int
is_digest(const char *s)
{
	size_t i;

	for (i = 0; s[i] != '\0'; i++)
		if (!isdigit((unsigned char)s[i]) && (s[i] < 'a' || s[i] > 'f'))
			return 0;
	return i == ACCOUNT_DIGEST;
}

int
account_key_expired(const struct account_key *k)
{
	return k->expires != 0 && k->expires <= clock_expiry_ms();
}

static struct account_key *
own_key(const struct account *a, const char *digest)
{
	struct account_key *k;

	TAILQ_FOREACH (k, &a->keys, link)
		if (strcmp(k->digest, digest) == 0)
			return k;
	return NULL;
}

struct account_key *
account_find_key(const struct account *a, const char *digest)
{
	struct account_key *k = own_key(a, digest);

	return k != NULL && account_key_expired(k) ? NULL : k;
}

size_t
account_bound_keys(const struct account *a)
{
	const struct account_key *k;
	size_t n = 0;

	TAILQ_FOREACH (k, &a->keys, link)
		n += !k->is_pending;
	return n;
}

size_t
account_pending_keys(const struct account *a)
{
	const struct account_key *k;
	size_t n = 0;

	TAILQ_FOREACH (k, &a->keys, link)
		n += k->is_pending && !account_key_expired(k);
	return n;
}

int
account_can_log_in(const struct account *a)
{
	const struct account_key *k;

	if (a->verifier.iterations > 0)
		return 1;
	TAILQ_FOREACH (k, &a->keys, link)
		if (k->expires == 0)
			return 1;
	return 0;
}

static struct account_key *
add_key(struct account *a, const char *digest, int64_t added)
{
	struct account_key *k;

	if (!is_digest(digest) || own_key(a, digest) != NULL ||
	    a->nkeys >= ACCOUNT_KEYS_MAX)
		return NULL;
	k = xcalloc(1, sizeof(*k));
	memcpy(k->digest, digest, ACCOUNT_DIGEST);
	k->added = added;
	k->account = a;
	TAILQ_INSERT_TAIL(&a->keys, k, link);
	a->nkeys++;
	return k;
}

int
world_add_key(
    struct world *w, struct account *a, const char *digest, int64_t added)
{
	struct account_key *k = add_key(a, digest, added), *same;

	if (k == NULL)
		return -1;
	same = find_key(w, digest);
	if (same != NULL)
		HASH_DEL(w->keys, same);
	k->next_same = same;
	HASH_ADD_STR(w->keys, digest, k);
	return 0;
}

int
world_add_pending_key(struct world *w, struct account *a, const char *digest,
    int64_t added, int64_t expires)
{
	struct account_key *k = add_key(a, digest, added);

	(void)w;
	if (k == NULL)
		return -1;
	k->is_pending = 1;
	k->expires = expires;
	return 0;
}

/* Remove a bound key from the list of keys with the same digest. */
static void
unlink_key(struct world *w, struct account_key *k)
{
	struct account_key *first = find_key(w, k->digest), *at;

	if (first == k) {
		HASH_DEL(w->keys, k);
		if (k->next_same != NULL)
			HASH_ADD_STR(w->keys, digest, k->next_same);
		return;
	}
	for (at = first; at->next_same != k; at = at->next_same)
		assert(at->next_same != NULL);
	at->next_same = k->next_same;
}

static void
free_key(struct world *w, struct account *a, struct account_key *k)
{
	if (!k->is_pending)
		unlink_key(w, k);
	TAILQ_REMOVE(&a->keys, k, link);
	a->nkeys--;
	free(k);
}

int
world_drop_key(struct world *w, struct account *a, const char *digest)
{
	struct account_key *k = own_key(a, digest);

	if (k == NULL)
		return -1;
	free_key(w, a, k);
	return 0;
}

void
world_drop_account(struct world *w, struct account *a)
{
	assert(LIST_EMPTY(&a->users));
	assert(a->extra == NULL);
	while (!TAILQ_EMPTY(&a->keys))
		free_key(w, a, TAILQ_FIRST(&a->keys));
	count_iterations(w, a->verifier.iterations, 0);
	HASH_DEL(w->accounts, a);
	look_alikes_remove(w->look_alikes, a->protected_name);
	free(a->name);
	free(a->folded);
	free(a->suspended);
	explicit_bzero(&a->verifier, sizeof(a->verifier));
	free(a);
}

size_t
world_accounts(const struct world *w)
{
	return HASH_COUNT(w->accounts);
}

int
world_each_account(
    struct world *w, int (*fn)(struct account *, void *), void *ctx)
{
	struct account *a, *next;
	int rc;

	HASH_ITER (hh, w->accounts, a, next) {
		rc = fn(a, ctx);
		if (rc != 0)
			return rc;
	}
	return 0;
}

struct account *
world_account_with_key(
    const struct world *w, const char *digest, struct view name)
{
	struct account *a = world_find_account(w, name);

	return a != NULL && account_find_key(a, digest) != NULL ? a : NULL;
}

struct account *
world_account_by_key(
    const struct world *w, const char *digest, struct view nick)
{
	const struct account *own = world_find_account(w, nick);
	const struct account_key *k, *oldest = NULL;

	for (k = find_key(w, digest); k != NULL; k = k->next_same) {
		if (k->account == own)
			return k->account;
		if (oldest == NULL || k->added <= oldest->added)
			oldest = k;
	}
	return oldest == NULL ? NULL : oldest->account;
}

const char *
world_find_look_alike(const struct world *w, struct view name)
{
	return look_alikes_find(w->look_alikes, name);
}

void
world_each_look_alike(const struct world *w,
    void (*fn)(const char *name, const char *other, void *ctx), void *ctx)
{
	look_alikes_each_pair(w->look_alikes, fn, ctx);
}

int
world_nick_is_reserved(
    const struct world *w, struct view nick, const struct user *u)
{
	const struct account *a = world_find_account(w, nick);

	return a != NULL && (u == NULL || u->account == NULL ||
				!name_equal(view_of(u->account), nick));
}

struct account *
user_account(const struct world *w, const struct user *u)
{
	return u->account == NULL ? NULL
				  : world_find_account(w, view_of(u->account));
}

void
user_set_account(struct world *w, struct user *u, struct account *a)
{
	struct account *old = user_account(w, u);

	if (old != NULL) {
		LIST_REMOVE(u, of_account);
		old->seen = clock_ms();
		former_accounts_add(&u->former, old->name, u->host);
		/* The invitations were for that account. */
		invitations_drop_user(u);
	}
	xreplace(&u->account, a == NULL ? NULL : a->name);
	if (a != NULL && LIST_EMPTY(&a->users)) {
		a->from_guests = 0;
		a->missed = a->not_shown != 0 ? a->not_shown : a->seen;
		a->not_shown = 0;
	}
	if (a != NULL) {
		LIST_INSERT_HEAD(&a->users, u, of_account);
		a->seen = clock_ms();
	}
	room_forget_ban_checks(u);
}
