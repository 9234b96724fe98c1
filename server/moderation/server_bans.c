/*
 * server_bans: a table by kind and mask. The listener looks up ranges. Masks are all tried when a user registers or
 * changes the nick; a new ban is tried on all sessions.
 */
#include "server/moderation/server_bans.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/clock_watch.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"
#include "server/config/config.h"
#include "server/net/net.h"
#include "server/session/server.h"
#include "server/session/session.h"
#include "server/session/store_calls.h"
#include "server/store/store.h"

TAILQ_HEAD(ban_list, ban_entry);

struct bans {
	struct ban_entry *entries;
	struct ban_list masks; /* the mask bans, each of which must be tried */
	uint64_t *suspects; /* ids of users to check at the end of the turn */
	size_t nsuspects;
	size_t nchanges; /* changes that the store has not committed yet */
};

static struct bans *
bans_of(struct server *server)
{
	if (server->bans == NULL) {
		server->bans = xcalloc(1, sizeof(*server->bans));
		TAILQ_INIT(&server->bans->masks);
	}
	return server->bans;
}

/* Give a range to the listener, with the text for refused connections. */
static void
add_to_listener(struct server *server, const struct ban_entry *e)
{
	char *said = ban_words(&e->ban), *words;

	xasprintf(&words, ":%s 465 * :%s\r\nERROR :%s\r\n",
	    server->config->name, said, said);
	net_ban(server->net, &e->range, e->ban.until, e->ends_at, words);
	free(words);
	free(said);
}

static struct ban_entry *
find(struct bans *bans, const char *key)
{
	struct ban_entry *e;

	HASH_FIND_STR(bans->entries, key, e);
	return e;
}

static void
put(struct server *server, struct ban_entry *e)
{
	struct bans *bans = bans_of(server);

	HASH_ADD_KEYPTR(hh, bans->entries, e->key, (unsigned)strlen(e->key), e);
	if (e->ban.kind == BAN_MASK)
		TAILQ_INSERT_TAIL(&bans->masks, e, link);
	else if (e->ban.kind == BAN_RANGE)
		add_to_listener(server, e);
}

/* Remove an entry from the table, but not from the store. */
static void
remove_ban(struct server *server, struct ban_entry *e)
{
	struct bans *bans = server->bans;

	HASH_DEL(bans->entries, e);
	if (e->ban.kind == BAN_MASK)
		TAILQ_REMOVE(&bans->masks, e, link);
	else if (e->ban.kind == BAN_RANGE)
		admission_unban(net_admission(server->net), &e->range);
	ban_entry_free(e);
}

/* Fill in the peer of a session. Returns 0 if its connection is closed. */
static int
ban_peer_of(struct ban_peer *peer, const struct session *s)
{
	const struct user *u = s->user;

	if (s->conn == NULL || s->phase == SESSION_LEAVING)
		return 0;
	*peer = (struct ban_peer){ .nick = u == NULL ? "" : u->nick,
		.username = u == NULL ? "" : u->username,
		.account = u == NULL ? NULL : u->account,
		.former = u == NULL ? &s->former : &u->former,
		.conn = s->conn };
	return 1;
}

static void
reject(struct session *s, const struct ban *ban)
{
	char *words = ban_words(ban);

	s->dialect->reject(s, words);
	free(words);
}

/* A session that is not registered yet is checked when it registers; only ranges apply to it now. */
static void
close_if_matched(struct session *s, const struct ban_entry *e)
{
	struct ban_peer peer;
	struct ban_look look;

	if ((s->user != NULL && (s->user->modes & USER_OPERATOR)) ||
	    (s->user == NULL && e->ban.kind != BAN_RANGE) ||
	    !ban_peer_of(&peer, s))
		return;
	if (e->ban.kind == BAN_RANGE &&
	    admission_is_exempt(
		net_admission(s->server->net), conn_address(peer.conn)))
		return;
	ban_look_init(&look, s->server, &peer);
	if (ban_matches(e, &look))
		reject(s, &e->ban);
}

/* Close all connections that the ban matches, except operators'. */
static void
close_matched(struct server *server, const struct ban_entry *e)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		close_if_matched(s, e);
	}
}

/* A change that the store has not committed yet. It may outlive the server (store_calls.h). */
struct ban_change {
	struct store_call read;
	struct ban_entry *entry; /* the ban to set; NULL: remove one */
	char *key;		 /* of the entry, or of the ban to remove */
	server_bans_done_fn *done;
	void *ctx;
};

/* Put a ban in force, replacing one with the same key, and close the connections that it matches. */
static const struct ban *
apply_set(struct server *server, struct ban_entry *e)
{
	struct ban_entry *old = find(bans_of(server), e->key);

	if (old != NULL)
		remove_ban(server, old);
	put(server, e);
	log_info("ban", 0, "set kind=%c mask=%s by=%s until=%lld reason=\"%s\"",
	    (char)e->ban.kind, e->ban.mask, e->ban.by,
	    (long long)(e->ban.until / 1000), e->ban.reason);
	close_matched(server, e);
	return &e->ban;
}

/* Remove a ban, unless another change has removed it meanwhile. */
static void
apply_removal(struct server *server, const char *key)
{
	struct ban_entry *e = find(bans_of(server), key);

	if (e == NULL)
		return;
	log_info("ban", 0, "removed kind=%c mask=%s", (char)e->ban.kind,
	    e->ban.mask);
	remove_ban(server, e);
}

static void
change_committed(enum store_result result, void *ctx)
{
	struct ban_change *c = ctx;
	struct server *server = c->read.server;
	const struct ban *set = NULL;
	struct ban_entry *e = c->entry;

	store_call_end(&c->read);
	if (server != NULL)
		bans_of(server)->nchanges--;
	if (server != NULL && result == STORE_OK) {
		if (e != NULL)
			set = apply_set(server, e);
		else
			apply_removal(server, c->key);
	} else if (e != NULL) {
		ban_entry_free(e);
	}
	c->done(server, result, set, c->ctx);
	free(c->key);
	free(c);
}

/* Write a change to the store; it takes effect when committed. entry NULL: remove the ban with that key. */
static void
change(struct server *server, struct ban_entry *entry, const char *key,
    server_bans_done_fn *done, void *ctx)
{
	const struct store_ops *ops = server->store->ops;
	struct ban_change *c = xcalloc(1, sizeof(*c));
	struct store_ban saved;

	store_call_begin(&c->read, server);
	bans_of(server)->nchanges++;
	c->entry = entry;
	c->key = xstrdup(key);
	c->done = done;
	c->ctx = ctx;
	if (entry != NULL && ops->save_ban != NULL) {
		saved = (struct store_ban){ .key = entry->key,
			.kind = (char)entry->ban.kind,
			.mask = entry->ban.mask,
			.by = entry->ban.by,
			.reason = entry->ban.reason,
			.time = entry->ban.time,
			.until = entry->ban.until };
		ops->save_ban(server->store, &saved, change_committed, c);
	} else if (entry == NULL && ops->delete_ban != NULL) {
		ops->delete_ban(server->store, c->key, change_committed, c);
	} else {
		change_committed(STORE_OK, c);
	}
}

static void
ignore(enum store_result result, void *ctx)
{
	(void)result;
	(void)ctx;
}

/* Delete an expired ban. If the store fails, it is deleted after the next start. */
static void
delete_ban(struct server *server, struct ban_entry *e)
{
	if (server->store->ops->delete_ban != NULL)
		server->store->ops->delete_ban(
		    server->store, e->key, ignore, NULL);
	remove_ban(server, e);
}

static void
delete_expired(struct server *server)
{
	struct ban_entry *e, *next;

	/* A pending change may replace an expired ban, and must not be deleted with it. */
	if (bans_of(server)->nchanges > 0)
		return;
	HASH_ITER (hh, bans_of(server)->entries, e, next) {
		if (ban_is_expired(e))
			delete_ban(server, e);
	}
}

static int
matches_asker(const struct server *server, const struct ban_entry *e,
    const struct session *s)
{
	struct ban_peer peer;
	struct ban_look look;

	if (s == NULL || !ban_peer_of(&peer, s))
		return 0;
	ban_look_init(&look, server, &peer);
	return ban_matches(e, &look);
}

static int
check(struct server *server, const struct ban_entry *e,
    const struct ban_request *request, char **cause)
{
	if (ban_check_width(e, cause) != 0)
		return -1;
	if (matches_asker(server, e, request->asker))
		return cause_set(cause, _("this ban would match you"));
	if (HASH_COUNT(bans_of(server)->entries) + bans_of(server)->nchanges >=
	    BANS_MAX)
		return cause_set(cause,
		    _("the server has too many bans. Remove some first"));
	return 0;
}

/*
 * Shorten a reason to BAN_REASON_BYTES and clean it: it is sent as it is to refused connections, so a CR must not
 * begin another line there. The caller owns the result.
 */
static char *
clean_reason(struct view v)
{
	if (v.len > BAN_REASON_BYTES)
		for (v.len = BAN_REASON_BYTES;
		     v.len > 0 && ((unsigned char)v.p[v.len] & 0xc0) == 0x80;)
			v.len--;
	return text_clean_dup(v, TEXT_KEEP_FORMAT);
}

int
server_bans_add(struct server *server, const struct ban_request *request,
    server_bans_done_fn *done, void *ctx, char **cause)
{
	struct ban_entry *e = ban_parse(request->kind, request->mask, cause);
	int64_t now = clock_ms();

	if (e == NULL)
		return -1;
	if (check(server, e, request, cause) != 0) {
		ban_entry_free(e);
		return -1;
	}
	e->ban.by = e->by = xviewdup(request->by);
	e->ban.reason = e->reason = clean_reason(request->reason);
	e->ban.time = now;
	e->ban.until =
	    request->seconds == 0 ? 0 : now + request->seconds * 1000;
	e->ends_at = clock_expiry(e->ban.until);
	change(server, e, e->key, done, ctx);
	return 0;
}

int
server_bans_remove(struct server *server, enum ban_kind kind, struct view mask,
    server_bans_done_fn *done, void *ctx)
{
	struct ban_entry *like = ban_parse(kind, mask, NULL), *e = NULL;

	if (like == NULL)
		return -1;
	delete_expired(server);
	e = find(bans_of(server), like->key);
	ban_entry_free(like);
	if (e == NULL)
		return -1;
	change(server, NULL, e->key, done, ctx);
	return 0;
}

void
server_bans_each(
    struct server *server, void (*fn)(const struct ban *, void *ctx), void *ctx)
{
	struct ban_entry *e, *next;

	delete_expired(server);
	HASH_ITER (hh, server->bans->entries, e, next) {
		if (!ban_is_expired(e))
			fn(&e->ban, ctx);
	}
}

static const struct ban_entry *
find_account(struct bans *bans, const char *account)
{
	char folded[NAME_FOLDED], *key;
	const struct ban_entry *e;

	if (account == NULL ||
	    name_fold(folded, sizeof(folded), view_of(account)) <= 0)
		return NULL;
	xasprintf(&key, "%c %s", BAN_ACCOUNT, folded);
	e = find(bans, key);
	free(key);
	return e;
}

/* Find a ban of the peer's account, or of an account it used earlier. */
static const struct ban_entry *
find_by_account(struct bans *bans, const struct ban_peer *peer)
{
	const struct ban_entry *e = find_account(bans, peer->account);
	size_t i;

	for (i = 0; peer->former != NULL && i < peer->former->n; i++) {
		if (e != NULL && !ban_is_expired(e))
			break;
		e = find_account(bans, peer->former->list[i].name);
	}
	return e != NULL && !ban_is_expired(e) ? e : NULL;
}

const struct ban *
server_bans_find(struct server *server, const struct ban_peer *peer)
{
	struct bans *bans = bans_of(server);
	const struct ban_entry *e = find_by_account(bans, peer);
	struct ban_look look;

	if (e != NULL)
		return &e->ban;
	if (TAILQ_EMPTY(&bans->masks))
		return NULL;
	ban_look_init(&look, server, peer);
	TAILQ_FOREACH (e, &bans->masks, link) {
		if (ban_matches(e, &look) && !ban_is_expired(e))
			return &e->ban;
	}
	return NULL;
}

void
server_bans_applied(struct server *server, const struct chat_applied *a)
{
	struct bans *bans = server->bans;
	int type = a->event->type;

	if (bans == NULL || bans->entries == NULL || a->user == NULL ||
	    (type != CHAT_NICK && type != CHAT_ACCOUNT))
		return;
	bans->suspects = xreallocarray(
	    bans->suspects, bans->nsuspects + 1, sizeof(*bans->suspects));
	bans->suspects[bans->nsuspects++] = a->user->id;
	net_request_turn_end(server->net);
}

static void
check_user(struct server *server, struct user *u)
{
	const struct ban *ban;
	struct ban_peer peer;
	struct session *s, *next;

	for (s = LIST_FIRST(session_list_of(u)); s != NULL; s = next) {
		next = LIST_NEXT(s, of_user);
		if (!ban_peer_of(&peer, s))
			continue;
		ban = server_bans_find(server, &peer);
		if (ban != NULL)
			reject(s, ban);
	}
}

/* Closing sessions adds no suspects. */
void
server_bans_turn_ended(struct server *server)
{
	struct bans *bans = server->bans;
	struct user *u;
	size_t i;

	if (bans == NULL)
		return;
	for (i = 0; i < bans->nsuspects; i++) {
		u = world_user_by_id(server->world, bans->suspects[i]);
		if (u != NULL && u->sessions != NULL &&
		    !(u->modes & USER_OPERATOR))
			check_user(server, u);
	}
	free(bans->suspects);
	bans->suspects = NULL;
	bans->nsuspects = 0;
}

static void
restore(const struct store_ban *saved, void *ctx)
{
	struct server *server = ctx;
	struct ban_entry *e =
	    ban_parse((enum ban_kind)saved->kind, view_of(saved->mask), NULL);

	if (e == NULL) {
		log_warn("ban", 0,
		    "ignored a malformed ban in the store mask=%s",
		    saved->mask);
		return;
	}
	e->ban.by = e->by = xstrdup(saved->by);
	e->ban.reason = e->reason = clean_reason(view_of(saved->reason));
	e->ban.time = saved->time;
	e->ban.until = saved->until;
	if (find(bans_of(server), e->key) != NULL)
		ban_entry_free(e);
	else
		put(server, e);
}

void
server_bans_restore(struct server *server)
{
	if (server->store->ops->bans != NULL)
		server->store->ops->bans(server->store, restore, server);
	delete_expired(server);
}

void
server_bans_free(struct server *server)
{
	struct ban_entry *e, *next;

	if (server->bans == NULL)
		return;
	HASH_ITER (hh, server->bans->entries, e, next) {
		remove_ban(server, e);
	}
	free(server->bans->suspects);
	free(server->bans);
	server->bans = NULL;
}
