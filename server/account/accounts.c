/*
 * accounts: each change of an account is a job. A job that makes its name busy is in the server's table, by folded
 * name. A job may outlive the server (store_calls.h).
 */
#include "server/account/accounts.h"

#include <sys/queue.h>

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/account_draft.h"
#include "server/account/guests.h"
#include "server/account/read_markers.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/moderation/cloak.h"
#include "server/session/server.h"
#include "server/session/session.h"
#include "server/session/store_calls.h"

struct account_job {
	struct store_call call;
	char *folded;
	struct account *
	    draft; /* the account after the change; NULL: written as it is, or deleted */
	char *proven; /* digest of a key to bind, or NULL */
	int is_deletion;
	accounts_done_fn *done;
	void *ctx;
	STAILQ_ENTRY(account_job) link;
	STAILQ_HEAD(, account_job) after; /* jobs that wait for this one */
	int is_busy;			  /* the job is in the table */
	UT_hash_handle hh;
};

static struct account_job *
find_job(const struct server *server, const char *folded)
{
	struct account_job *job;

	HASH_FIND_STR(server->account_jobs, folded, job);
	return job;
}

int
accounts_is_busy(const struct server *server, struct view name)
{
	char folded[NAME_FOLDED];

	return name_fold(folded, sizeof(folded), name) > 0 &&
	       find_job(server, folded) != NULL;
}

static struct account_job *
job_new(struct server *server, const char *folded, accounts_done_fn *done,
    void *ctx)
{
	struct account_job *job = xcalloc(1, sizeof(*job));

	store_call_begin(&job->call, server);
	job->folded = xstrdup(folded);
	job->done = done;
	job->ctx = ctx;
	STAILQ_INIT(&job->after);
	return job;
}

static void
make_busy(struct server *server, struct account_job *job)
{
	job->is_busy = 1;
	HASH_ADD_KEYPTR(hh, server->account_jobs, job->folded,
	    (unsigned)strlen(job->folded), job);
}

static void
write_account(struct store *store, const struct account *a, store_done_fn *done,
    void *ctx)
{
	const struct account_verifier *v = &a->verifier;
	struct store_account kept = { .name = a->name,
		.folded = a->folded,
		.iterations = v->iterations,
		.suspended = a->suspended,
		.created = a->created,
		.seen = a->seen };
	struct store_key *keys = xcalloc(a->nkeys + 1, sizeof(*keys));
	const struct account_key *k;

	if (v->iterations > 0) {
		kept.salt = (struct view){ (const char *)v->salt, v->salt_len };
		kept.stored_key =
		    (struct view){ (const char *)v->stored_key, ACCOUNT_HASH };
		kept.server_key =
		    (struct view){ (const char *)v->server_key, ACCOUNT_HASH };
	}
	kept.keys = keys;
	TAILQ_FOREACH (k, &a->keys, link)
		keys[kept.nkeys++] = (struct store_key){ .digest = k->digest,
			.added = k->added,
			.is_pending = k->is_pending,
			.expires = k->expires };
	store->ops->save_account(store, &kept, done, ctx);
	free(keys);
}

static struct account *
find_account(const struct account_job *job)
{
	return world_find_account(
	    job->call.server->world, view_of(job->folded));
}

/* Make the world's account match the draft. */
static void
apply_draft(const struct account_job *job)
{
	struct world *world = job->call.server->world;
	const struct account *draft = job->draft;
	struct account *a = find_account(job);
	const struct account_key *k;

	if (a == NULL)
		a = world_add_account(world, view_of(draft->name));
	if (a == NULL)
		return;
	world_set_verifier(world, a, &draft->verifier);
	a->created = draft->created;
	xreplace(&a->suspended, draft->suspended);
	while ((k = TAILQ_FIRST(&a->keys)) != NULL)
		world_drop_key(world, a, k->digest);
	TAILQ_FOREACH (k, &draft->keys, link) {
		if (k->is_pending)
			world_add_pending_key(
			    world, a, k->digest, k->added, k->expires);
		else
			world_add_key(world, a, k->digest, k->added);
	}
}

static void
ignore(enum store_result result, void *ctx)
{
	(void)result;
	(void)ctx;
}

/*
 * Messages to or from the account may have been stored after the deletion was written. So delete again, before
 * anybody can register the name.
 */
static void
delete_related(const struct account_job *job)
{
	struct store *store = job->call.server->store;

	store->ops->delete_account(store, job->folded, ignore, NULL);
}

/* The name is still busy here: jobs that wait to write the account will find it deleted. */
static void
apply_deletion(const struct account_job *job)
{
	struct world *world = job->call.server->world;
	struct account *a = find_account(job);

	world_forget_account(world, job->folded);
	if (a == NULL)
		return;
	accounts_log_out(job->call.server, a);
	world_drop_account(world, a);
	delete_related(job);
	read_markers_delete(job->call.server, job->folded);
}

/* Return a copy of the account with that key bound, or NULL if the key is no longer pending. */
static struct account *
draft_with_proof(const struct account *a, const char *digest)
{
	const struct account_key *k = account_find_key(a, digest);
	struct account *draft;

	if (k == NULL || !k->is_pending)
		return NULL;
	log_info(
	    "accounts", 0, "bound a key account=%s key=%s", a->name, digest);
	draft = draft_copy(a);
	draft_add_key(draft, digest);
	return draft;
}

static void on_stored(enum store_result, void *);

/* Start a job. The account may have been deleted or created anew since the job was made. */
static void
begin(struct account_job *job)
{
	struct server *server = job->call.server;
	struct store *store = server->store;
	const struct account *a = find_account(job);

	if (a != NULL && job->proven != NULL)
		job->draft = draft_with_proof(a, job->proven);
	if (job->is_deletion || job->draft != NULL)
		make_busy(server, job);
	if (job->is_deletion)
		store->ops->delete_account(store, job->folded, on_stored, job);
	else if (job->draft != NULL)
		write_account(store, job->draft, on_stored, job);
	else if (a != NULL)
		write_account(store, a, on_stored, job);
	else
		on_stored(STORE_OK, job);
}

static void
job_free(struct account_job *job)
{
	draft_free(job->draft);
	free(job->proven);
	free(job->folded);
	free(job);
}

/* Cancel the waiting jobs, because the server was freed. */
static void
drop_after(struct account_job *job)
{
	struct account_job *next;

	while ((next = STAILQ_FIRST(&job->after)) != NULL) {
		STAILQ_REMOVE_HEAD(&job->after, link);
		if (next->done != NULL)
			next->done(NULL, STORE_FAILED, next->ctx);
		store_call_end(&next->call);
		job_free(next);
	}
}

/* Start the waiting jobs. The first one that makes the name busy gets the others as its waiting jobs. */
static void
begin_after(struct server *server, struct account_job *job)
{
	struct account_job *next, *busy;

	while ((next = STAILQ_FIRST(&job->after)) != NULL) {
		STAILQ_REMOVE_HEAD(&job->after, link);
		busy = find_job(server, next->folded);
		if (busy == NULL)
			begin(next);
		else
			STAILQ_INSERT_TAIL(&busy->after, next, link);
	}
}

static void
on_stored(enum store_result result, void *ctx)
{
	struct account_job *job = ctx;
	struct server *server = job->call.server;

	if (server == NULL) {
		drop_after(job);
	} else {
		if (result == STORE_OK && job->draft != NULL)
			apply_draft(job);
		else if (result == STORE_OK && job->is_deletion)
			apply_deletion(job);
		if (job->is_busy)
			HASH_DEL(server->account_jobs, job);
	}
	if (job->done != NULL)
		job->done(server, result, job->ctx);
	if (server != NULL)
		begin_after(server, job);
	store_call_end(&job->call);
	job_free(job);
}

static void
begin_in_turn(struct account_job *job)
{
	struct account_job *busy = find_job(job->call.server, job->folded);

	if (busy == NULL)
		begin(job);
	else
		STAILQ_INSERT_TAIL(&busy->after, job, link);
}

void
accounts_save(struct server *server, const struct account *a,
    accounts_done_fn *done, void *ctx)
{
	begin_in_turn(job_new(server, a->folded, done, ctx));
}

void
accounts_prove_key(
    struct server *server, const struct account *a, const char *digest)
{
	const struct account_key *k = account_find_key(a, digest);
	struct account_job *job;

	if (k == NULL || !k->is_pending)
		return;
	job = job_new(server, a->folded, NULL, NULL);
	job->proven = xstrdup(digest);
	begin_in_turn(job);
}

void
accounts_delete(struct server *server, const char *folded,
    accounts_done_fn *done, void *ctx)
{
	struct account_job *job = job_new(server, folded, done, ctx);

	job->is_deletion = 1;
	begin_in_turn(job);
}

int
accounts_change(struct server *server, struct account *draft,
    accounts_done_fn *done, void *ctx)
{
	struct account_job *job;

	if (find_job(server, draft->folded) != NULL)
		return -1;
	job = job_new(server, draft->folded, done, ctx);
	job->draft = draft;
	begin(job);
	return 0;
}

void
accounts_free(struct server *server)
{
	HASH_CLEAR(hh, server->account_jobs);
}

void
accounts_applied(struct server *server, const struct chat_applied *applied)
{
	const struct chat_event *e = applied->event;
	struct account *a = NULL;

	if (e->type == CHAT_QUIT || e->type == CHAT_ACCOUNT)
		a = e->account == NULL ? NULL
				       : world_find_account(server->world,
					     view_of(e->account));
	if (a == NULL)
		return;
	a->seen = clock_ms();
	accounts_save(server, a, NULL, NULL);
}

static int
save_if_online(struct account *a, void *ctx)
{
	if (LIST_EMPTY(&a->users))
		return 0;
	a->seen = clock_ms();
	accounts_save(ctx, a, NULL, NULL);
	return 0;
}

void
accounts_save_seen(struct server *server)
{
	world_each_account(server->world, save_if_online, server);
}

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

/* True if the session is or was logged in to the account. A suspension applies to both. */
static int
is_of(struct session *s, const struct account *a)
{
	const char *name = s->user != NULL ? s->user->account
			   : s->dialect->pending_login != NULL
			       ? s->dialect->pending_login(s)
			       : NULL;

	return (name != NULL && name_equal(view_of(name), view_of(a->name))) ||
	       former_accounts_have(session_former_accounts(s), a->name);
}

void
accounts_close_sessions(
    struct server *server, const struct account *a, const char *reason)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		if (s->phase != SESSION_LEAVING && is_of(s, a))
			s->dialect->close(s, reason);
	}
}

static void
log_out(struct server *server, struct user *u, const char *text)
{
	struct session *s, *next, *last = NULL;
	const char *why;

	chat_logout(server->world, &(struct chat_from){ .user = u });
	why = guests_forbidden(server, u);
	s = u->sessions == NULL ? NULL : LIST_FIRST(session_list_of(u));
	for (; s != NULL; s = next) {
		next = LIST_NEXT(s, of_user);
		if (!session_is_listening(s))
			continue;
		last = s;
		s->dialect->notice(s, text);
		if (why != NULL)
			s->dialect->close(s, why);
	}
	if (last != NULL && why == NULL)
		cloak_update(last);
}

/*
 * Close sessions that logged in but are not registered yet. They would register under the account's name, which
 * someone else may register in the next moment.
 */
static void
close_unregistered(
    struct server *server, const struct account *a, const char *text)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		if (s->phase == SESSION_REGISTERING && is_of(s, a))
			s->dialect->close(s, text);
	}
}

void
accounts_log_out(struct server *server, struct account *a)
{
	struct user *u;
	char *text;

	xasprintf(&text, _("The account %s was deleted, so you are logged out"),
	    a->name);
	while ((u = LIST_FIRST(&a->users)) != NULL)
		log_out(server, u, text);
	close_unregistered(server, a, text);
	free(text);
}
