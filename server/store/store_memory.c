/*
 * store_memory: keeps the last events of each room and conversation in memory, each in a ring.
 * Calls complete at once; nothing survives a restart. It is bounded twice: in lines per target, and
 * in targets, of which the least recently written is dropped. Accounts stay until the store is
 * freed.
 */
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/names.h"
#include "common/random.h"
#include "common/xmalloc.h"
#include "server/store/memory.h"
#include "server/store/retention.h"

enum { TARGETS_MAX = 4096 };

struct ring *
memory_find_ring(const struct store_memory *m, const char *target)
{
	struct ring *r;

	HASH_FIND_STR(m->rings, target, r);
	return r;
}

static void
drop_ring(struct store_memory *m, struct ring *r)
{
	HASH_DEL(m->rings, r);
	ring_free(r);
}

/* Returns the ring of a target, created if needed, and marks it as most recently written. */
static struct ring *
touch_ring(struct store_memory *m, const char *target)
{
	struct ring *r = memory_find_ring(m, target);

	if (r != NULL) {
		HASH_DEL(m->rings, r);
	} else {
		if (HASH_COUNT(m->rings) >= TARGETS_MAX)
			drop_ring(m, m->rings);
		r = ring_new(target);
	}
	HASH_ADD_KEYPTR(hh, m->rings, r->target, strlen(r->target), r);
	return r;
}

static int
is_open(const struct chat_event *e)
{
	return !e->closed;
}

static void
forget(struct store_memory *m, const struct chat_event *e)
{
	char target[NAME_FOLDED];
	struct ring *r = NULL;

	if (name_fold(target, sizeof(target), view_of(e->target)) > 0)
		r = memory_find_ring(m, target);
	if (r != NULL)
		ring_filter(r, is_open);
	if (r != NULL && r->n == 0)
		drop_ring(m, r);
}

/* The ring moves with the renamed room. */
static void
rename_ring(struct store_memory *m, const struct chat_event *e)
{
	char from[NAME_FOLDED], to[NAME_FOLDED];
	struct ring *r;

	if (name_fold(from, sizeof(from), view_of(e->target)) <= 0 ||
	    name_fold(to, sizeof(to), view_of(e->new_name)) <= 0 ||
	    memory_find_ring(m, to) != NULL)
		return;
	r = memory_find_ring(m, from);
	if (r == NULL)
		return;
	HASH_DEL(m->rings, r);
	xreplace(&r->target, to);
	HASH_ADD_KEYPTR(hh, m->rings, r->target, strlen(r->target), r);
}

static void
add_to(struct store_memory *m, const char *target, struct chat_event *e)
{
	struct ring *r = touch_ring(m, target);

	if (e->type == CHAT_REDACT)
		ring_redact(r, e->message_id);
	ring_add(r, m->lines, e);
}

static void
memory_append(
    struct store *s, struct chat_event *e, store_done_fn *done, void *ctx)
{
	struct store_memory *m = (struct store_memory *)s;
	struct retention_targets targets;

	if (retention_of(e) == RETENTION_ORDER) {
		forget(m, e);
	} else if (m->lines > 0 && retention_of(e) != RETENTION_NONE) {
		if (e->type == CHAT_RENAME)
			rename_ring(m, e);
		retention_targets_begin(&targets, e);
		while (retention_targets_next(&targets))
			add_to(m, targets.folded, e);
	}
	done(STORE_OK, ctx);
}

static void
drop_account(struct store_memory *m, const char *folded)
{
	struct account_copy *copy = account_copies_find(&m->accounts, folded);

	if (copy == NULL)
		return;
	STAILQ_REMOVE(&m->accounts, copy, account_copy, link);
	account_copy_free(copy);
}

static void
memory_keep_account(struct store *s, const struct store_account *account,
    store_done_fn *done, void *ctx)
{
	struct store_memory *m = (struct store_memory *)s;
	struct account_copy *copy = account_copy_new(account);

	drop_account(m, copy->folded);
	STAILQ_INSERT_TAIL(&m->accounts, copy, link);
	done(STORE_OK, ctx);
}

/* The other users' conversations continue with a guest of that nick. */
static void
forget_pairs(struct store_memory *m, const char *account)
{
	struct ring *r, *next;

	HASH_ITER (hh, m->rings, r, next) {
		char key[CONVERSATION_KEY];

		if (!conversation_includes(view_of(r->target), account))
			continue;
		if (!conversation_after_deletion(key, r->target, account) ||
		    memory_find_ring(m, key) != NULL) {
			drop_ring(m, r);
			continue;
		}
		HASH_DEL(m->rings, r);
		xreplace(&r->target, key);
		HASH_ADD_KEYPTR(hh, m->rings, r->target, strlen(r->target), r);
	}
}

static void
memory_forget_account(
    struct store *s, const char *folded, store_done_fn *done, void *ctx)
{
	drop_account((struct store_memory *)s, folded);
	forget_pairs((struct store_memory *)s, folded);
	done(STORE_OK, ctx);
}

static void
memory_accounts(struct store *s, store_account_fn *fn, void *ctx)
{
	account_copies_each(&((struct store_memory *)s)->accounts, fn, ctx);
}

static void
memory_free(struct store *s)
{
	struct store_memory *m = (struct store_memory *)s;

	struct ring *r, *next;

	HASH_ITER (hh, m->rings, r, next) {
		drop_ring(m, r);
	}
	account_copies_free(&m->accounts);
	free(m);
}

struct store *
store_memory_new(size_t lines)
{
	static const struct store_ops ops = {
		.append = memory_append,
		.query = memory_query,
		.targets = memory_targets,
		.search = memory_search,
		.save_account = memory_keep_account,
		.delete_account = memory_forget_account,
		.accounts = memory_accounts,
		.free = memory_free,
	};
	struct store_memory *m;

	m = xcalloc(1, sizeof(*m));
	m->store.epoch = 1;
	m->store.ops = &ops;
	m->store.epoch = 1;
	m->lines = lines;
	random_bytes(m->store.secret, sizeof(m->store.secret));
	STAILQ_INIT(&m->accounts);
	return &m->store;
}
