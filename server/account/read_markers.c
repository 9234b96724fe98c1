/*
 * read_markers: tables of markers by folded name, the one set longest ago first; and a table of those tables by
 * account.
 */
#include "server/account/read_markers.h"

#include <stdlib.h>

#include <uthash.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/user.h"
#include "server/config/config.h"
#include "server/session/history_access.h"
#include "server/session/server.h"
#include "server/store/store.h"

struct marker {
	char *folded; /* key: a room, or a party (conversation.h) */
	int64_t ms;
	UT_hash_handle hh;
};

/* user->markers, and in server->markers */
struct markers {
	char *account;	    /* key, folded; NULL: a user's */
	struct marker *all; /* uthash */
	UT_hash_handle hh;
};

/* Make the key of a target's marker. Returns 0, or -1 if the target is not valid. */
static int
key_of(const struct server *server, char key[CONVERSATION_PARTY],
    struct view target)
{
	if (name_is_room(target))
		return name_fold(key, CONVERSATION_PARTY, target) > 0 ? 0 : -1;
	return history_party(server, target, key);
}

static struct marker *
find(const struct markers *ms, const char *key)
{
	struct marker *m = NULL;

	if (ms != NULL)
		HASH_FIND_STR(ms->all, key, m);
	return m;
}

static void
drop(struct markers *ms, struct marker *m)
{
	HASH_DEL(ms->all, m);
	free(m->folded);
	free(m);
}

static void
drop_all(struct markers *ms)
{
	while (ms->all != NULL)
		drop(ms, ms->all);
	free(ms->account);
	free(ms);
}

static void
add(struct markers *ms, const char *key, int64_t time)
{
	struct marker *m = xcalloc(1, sizeof(*m));

	m->folded = xstrdup(key);
	m->ms = time;
	HASH_ADD_KEYPTR(hh, ms->all, m->folded, (unsigned)strlen(m->folded), m);
}

static void
keep(struct server *server, const struct markers *ms, const char *key,
    int64_t time)
{
	struct store *store = server->store;

	if (ms->account != NULL && store->ops->save_marker != NULL)
		store->ops->save_marker(store, ms->account, key, time);
}

static int64_t
set(struct server *server, struct markers *ms, const char *key, int64_t time)
{
	size_t max = (size_t)server->config->read_markers;
	struct marker *m = find(ms, key);

	if (m != NULL && m->ms >= time)
		return m->ms;
	if (m != NULL)
		drop(ms, m);
	while (HASH_COUNT(ms->all) >= max) {
		keep(server, ms, ms->all->folded, 0);
		drop(ms, ms->all);
	}
	add(ms, key, time);
	keep(server, ms, key, time);
	return time;
}

static struct markers *
find_account(const struct server *server, const char *folded)
{
	struct markers *ms;

	HASH_FIND_STR(server->markers, folded, ms);
	return ms;
}

static struct markers *
get_account(struct server *server, const char *folded)
{
	struct markers *ms = find_account(server, folded);

	if (ms == NULL) {
		ms = xcalloc(1, sizeof(*ms));
		ms->account = xstrdup(folded);
		HASH_ADD_KEYPTR(hh, server->markers, ms->account,
		    (unsigned)strlen(ms->account), ms);
	}
	return ms;
}

/* Move the markers that a user set before logging in to the account. */
static void
move_to_account(struct server *server, struct user *u, struct markers *to)
{
	const struct markers *from = u->markers;
	const struct marker *m, *next;

	if (from == NULL)
		return;
	HASH_ITER (hh, from->all, m, next) {
		set(server, to, m->folded, m->ms);
	}
	read_markers_free_user(u);
}

/* Return the markers of the user's account, or of the user without one; made if needed. */
static struct markers *
markers_of(struct server *server, struct user *u)
{
	const struct account *a = NULL;
	struct markers *ms;

	if (u->account != NULL)
		a = world_find_account(server->world, view_of(u->account));
	if (a == NULL) {
		if (u->markers == NULL)
			u->markers = xcalloc(1, sizeof(*ms));
		return u->markers;
	}
	ms = get_account(server, a->folded);
	move_to_account(server, u, ms);
	return ms;
}

int64_t
read_markers_get(struct server *server, struct user *u, struct view target)
{
	char key[CONVERSATION_PARTY];
	const struct marker *m;

	if (key_of(server, key, target) != 0)
		return 0;
	m = find(markers_of(server, u), key);
	return m == NULL ? 0 : m->ms;
}

int64_t
read_markers_set(
    struct server *server, struct user *u, struct view target, int64_t time)
{
	char key[CONVERSATION_PARTY];

	if (key_of(server, key, target) != 0)
		return 0;
	return set(server, markers_of(server, u), key, time);
}

void
read_markers_free_user(struct user *u)
{
	if (u->markers != NULL)
		drop_all(u->markers);
	u->markers = NULL;
}

/* Load a marker, or delete it if its account was deleted while the server did not run. */
static void
restore(const char *account, const char *target, int64_t ms, void *ctx)
{
	struct server *server = ctx;
	struct store *store = server->store;

	if (world_find_account(server->world, view_of(account)) != NULL)
		add(get_account(server, account), target, ms);
	else
		store->ops->save_marker(store, account, NULL, 0);
}

void
read_markers_restore(struct server *server)
{
	struct store *store = server->store;

	if (store->ops->markers != NULL)
		store->ops->markers(store, restore, server);
}

static void
drop_account(struct server *server, struct markers *ms)
{
	HASH_DEL(server->markers, ms);
	drop_all(ms);
}

void
read_markers_delete(struct server *server, const char *account)
{
	struct markers *ms = find_account(server, account);
	struct store *store = server->store;

	if (ms != NULL)
		drop_account(server, ms);
	if (store->ops->save_marker != NULL)
		store->ops->save_marker(store, account, NULL, 0);
}

void
read_markers_free_all(struct server *server)
{
	struct markers *ms, *next;

	HASH_ITER (hh, server->markers, ms, next) {
		drop_account(server, ms);
	}
}
