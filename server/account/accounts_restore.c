/*
 * accounts_restore: load the accounts from the store into an empty world.
 */
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/chat/account.h"
#include "server/session/server.h"

/* A key of any account; keys are added to the world in the order in which they were bound. */
struct restored_key {
	char digest[ACCOUNT_DIGEST + 1];
	int64_t added;
	int is_pending;
	int64_t expires;
	struct account *account;
};

struct restoring {
	struct world *world;
	struct restored_key *keys;
	size_t nkeys, size;
};

static void
note_key(struct restoring *r, struct account *a, const struct store_key *key)
{
	struct restored_key *k;

	if (strlen(key->digest) != ACCOUNT_DIGEST)
		return;
	if (r->nkeys == r->size) {
		r->size = r->size == 0 ? 64 : 2 * r->size;
		r->keys = xreallocarray(r->keys, r->size, sizeof(*r->keys));
	}
	k = &r->keys[r->nkeys++];
	*k = (struct restored_key){ .added = key->added,
		.is_pending = key->is_pending,
		.expires = key->expires,
		.account = a };
	memcpy(k->digest, key->digest, ACCOUNT_DIGEST);
}

/* Ignore a verifier with a part of the wrong length: nobody could log in with it. */
static void
restore_verifier(
    struct world *world, struct account *a, const struct store_account *account)
{
	struct account_verifier made = { 0 }, *v = &made;

	if (account->iterations == 0 || account->salt.len == 0 ||
	    account->salt.len > ACCOUNT_SALT_MAX ||
	    account->stored_key.len != ACCOUNT_HASH ||
	    account->server_key.len != ACCOUNT_HASH)
		return;
	v->iterations = account->iterations;
	v->salt_len = account->salt.len;
	memcpy(v->salt, account->salt.p, account->salt.len);
	memcpy(v->stored_key, account->stored_key.p, ACCOUNT_HASH);
	memcpy(v->server_key, account->server_key.p, ACCOUNT_HASH);
	world_set_verifier(world, a, v);
}

static void
restore(const struct store_account *account, void *ctx)
{
	struct restoring *r = ctx;
	struct account *a = world_add_account(r->world, view_of(account->name));
	size_t i;

	if (a == NULL) {
		log_warn("accounts", 0,
		    "ignored a stored account: its name is not valid");
		return;
	}
	restore_verifier(r->world, a, account);
	a->suspended = xstrdup(account->suspended);
	a->created = account->created;
	a->seen = account->seen;
	for (i = 0; i < account->nkeys; i++)
		note_key(r, a, &account->keys[i]);
}

static int
by_time(const void *a, const void *b)
{
	const struct restored_key *x = a, *y = b;

	return (x->added > y->added) - (x->added < y->added);
}

static void
add_key(struct world *world, const struct restored_key *k)
{
	if (k->is_pending)
		world_add_pending_key(
		    world, k->account, k->digest, k->added, k->expires);
	else
		world_add_key(world, k->account, k->digest, k->added);
}

void
accounts_restore(struct server *server)
{
	struct restoring r = { .world = server->world };
	struct store *store = server->store;
	size_t i;

	store->ops->accounts(store, restore, &r);
	if (r.nkeys > 0)
		qsort(r.keys, r.nkeys, sizeof(*r.keys), by_time);
	for (i = 0; i < r.nkeys; i++)
		add_key(r.world, &r.keys[i]);
	free(r.keys);
}

enum { LOOK_ALIKES_LOGGED = 20 };

static void
log_pair(const char *name, const char *other, void *ctx)
{
	size_t *n = ctx;

	if (++*n <= LOOK_ALIKES_LOGGED)
		log_warn("accounts", 0,
		    "two registered names look alike name=%s other=%s", name,
		    other);
}

void
accounts_log_look_alikes(const struct server *server)
{
	size_t n = 0;

	world_each_look_alike(server->world, log_pair, &n);
	if (n > LOOK_ALIKES_LOGGED)
		log_warn("accounts", 0,
		    "%zu more pairs of names look alike; tchat-server account "
		    "list shows all accounts",
		    n - LOOK_ALIKES_LOGGED);
}
