/*
 * dedup: a table by author, target and nonce. A message in flight stays in it until it has
 * settled, with the repeats that wait for it. A settled message stays until it is too old, or
 * the table is too big.
 */
#include "server/deliver/dedup.h"

#include <sys/queue.h>

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/session/session.h"

#define NONCE "+tchat/nonce"

enum {
	NONCE_MAX = 64,
	KEEP_MS = 10 * 60 * 1000,
	KEEP_BYTES = 4 * 1024 * 1024,
	AUTHOR_BYTES = 64 * 1024, /* of these for one account or address */
	WAITERS_MAX = 16
};

/* A repeated message that waits until the first one has settled. */
struct waiter {
	struct chat_event *event;
	STAILQ_ENTRY(waiter) link;
};

TAILQ_HEAD(nonce_list, nonce);

/* An account, or a guest's address, so that each displaces only its own nonces. */
struct author {
	char *key;
	size_t bytes;
	struct nonce_list settled; /* oldest first */
	UT_hash_handle hh;
};

struct nonce {
	char *key;
	struct author *author; /* when it has settled */
	struct chat_event *event;
	/* the event's; a copy of the event may be applied instead */
	struct msgid id;
	int64_t at; /* clock_mono_ms */
	int settled;
	size_t nwaiters;
	STAILQ_HEAD(, waiter) waiters;
	TAILQ_ENTRY(nonce) link; /* in dedup.settled, once it has settled */
	TAILQ_ENTRY(nonce) of_author; /* in author->settled, too */
	UT_hash_handle hh;
	UT_hash_handle by_id; /* in dedup.inflight, until it has settled */
};

struct dedup {
	struct server *server;
	struct nonce *by_key;	   /* uthash */
	struct nonce *inflight;	   /* uthash by id */
	struct author *authors;	   /* uthash; those with settled ones */
	struct nonce_list settled; /* oldest first */
	size_t bytes;
};

struct dedup *
dedup_new(struct server *server)
{
	struct dedup *d = xcalloc(1, sizeof(*d));

	d->server = server;
	TAILQ_INIT(&d->settled);
	return d;
}

static size_t
bytes_of(const struct nonce *n)
{
	const struct chat_event *e = n->event;

	return sizeof(*n) + sizeof(*e) + strlen(n->key) + view_of(e->text).len +
	       view_of(e->tags).len;
}

/* "account", or "~address" of a guest: parts of the key (key_of). */
static char *
author_key(const char *key)
{
	const char *end = strchr(key, ' ');
	char *name;

	if (key[0] != CHAT_GUEST)
		return xviewdup((struct view){ key, (size_t)(end - key) });
	xasprintf(
	    &name, "%c%.*s", CHAT_GUEST, (int)strcspn(end + 1, " "), end + 1);
	return name;
}

static void
link_author(struct dedup *d, struct nonce *n)
{
	char *key = author_key(n->key);
	struct author *a;

	HASH_FIND_STR(d->authors, key, a);
	if (a == NULL) {
		a = xcalloc(1, sizeof(*a));
		a->key = key;
		TAILQ_INIT(&a->settled);
		HASH_ADD_KEYPTR(
		    hh, d->authors, a->key, (unsigned)strlen(a->key), a);
	} else {
		free(key);
	}
	n->author = a;
	a->bytes += bytes_of(n);
	TAILQ_INSERT_TAIL(&a->settled, n, of_author);
}

static void
unlink_author(struct dedup *d, struct nonce *n)
{
	struct author *a = n->author;

	a->bytes -= bytes_of(n);
	TAILQ_REMOVE(&a->settled, n, of_author);
	if (!TAILQ_EMPTY(&a->settled))
		return;
	HASH_DEL(d->authors, a);
	free(a->key);
	free(a);
}

static void
free_nonce(struct dedup *d, struct nonce *n)
{
	struct waiter *w;

	if (n->settled) {
		TAILQ_REMOVE(&d->settled, n, link);
		unlink_author(d, n);
		d->bytes -= bytes_of(n);
	} else {
		HASH_DELETE(by_id, d->inflight, n);
	}
	while ((w = STAILQ_FIRST(&n->waiters)) != NULL) {
		STAILQ_REMOVE_HEAD(&n->waiters, link);
		chat_event_unref(w->event);
		free(w);
	}
	HASH_DEL(d->by_key, n);
	chat_event_unref(n->event);
	free(n->key);
	free(n);
}

void
dedup_free(struct dedup *d)
{
	while (d->by_key != NULL)
		free_nonce(d, d->by_key);
	free(d);
}

static void
drop_old(struct dedup *d)
{
	int64_t now = clock_mono_ms();
	struct nonce *n;

	while ((n = TAILQ_FIRST(&d->settled)) != NULL &&
	       (d->bytes > KEEP_BYTES || now - n->at > KEEP_MS))
		free_nonce(d, n);
}

static int
add_folded(struct buf *key, const char *name)
{
	char folded[NAME_FOLDED];

	if (name_fold(folded, sizeof(folded), view_of(name)) <= 0)
		return -1;
	buf_printf(key, "%s ", folded);
	return 0;
}

/*
 * Return the key of an event, "account target nonce" or "~nick address target nonce", which the
 * caller frees. NULL: it has no nonce.
 */
static char *
key_of(const struct dedup *d, const struct chat_event *e)
{
	const struct user *u = world_user_by_id(d->server->world, e->user);
	struct view nonce = { NULL, 0 };
	struct buf key = { 0 };
	int bad;

	if (e->type != CHAT_MESSAGE || e->tags == NULL || u == NULL)
		return NULL;
	irc_tags_find(view_of(e->tags), NONCE, &nonce);
	if (nonce.len == 0 || nonce.len > NONCE_MAX)
		return NULL;
	if (e->account != NULL) {
		bad = add_folded(&key, e->account);
	} else {
		buf_add_char(&key, CHAT_GUEST);
		bad = add_folded(&key, e->nick);
		buf_printf(&key, "%s ", u->address);
	}
	if (!bad)
		bad = add_folded(&key, e->target);
	buf_add_view(&key, nonce);
	if (bad)
		buf_clear(&key);
	return bad ? NULL : buf_take(&key);
}

static struct nonce *
find(const struct dedup *d, const char *key)
{
	struct nonce *n;

	HASH_FIND_STR(d->by_key, key, n);
	return n;
}

/* True if other users would see the same message. */
static int
is_same(const struct chat_event *a, const struct chat_event *b)
{
	return a->kind == b->kind && (a->text == NULL) == (b->text == NULL) &&
	       (a->text == NULL || strcmp(a->text, b->text) == 0);
}

static struct session *
listener(const struct dedup *d, const struct chat_event *e)
{
	struct session *s = session_by_id(d->server, e->origin);

	return s != NULL && session_is_listening(s) ? s : NULL;
}

/*
 * Send the author of a repeat what the author of the first message got, with the repeat's
 * token.
 */
static void
answer(struct dedup *d, const struct chat_event *first, struct chat_event *e)
{
	struct session *s = listener(d, e);
	struct chat_event one = *first;
	struct chat_applied applied = { .event = &one };
	struct buf own = { 0 };

	if (s == NULL)
		return;
	one.origin = e->origin;
	one.token = e->token;
	applied.user = s->user;
	if (name_is_room(view_of(one.target)))
		applied.room =
		    world_find_room(d->server->world, view_of(one.target));
	else
		applied.target =
		    world_find_user(d->server->world, view_of(one.target));
	s->dialect->format_for_author(d->server, &applied, s, &own);
	session_send(s, own.p, own.len);
	buf_clear(&own);
}

static void
add_waiter(struct dedup *d, struct nonce *n, struct chat_event *e)
{
	struct session *s = session_by_id(d->server, e->origin);
	struct waiter *w = xcalloc(1, sizeof(*w));

	w->event = chat_event_ref(e);
	STAILQ_INSERT_TAIL(&n->waiters, w, link);
	n->nwaiters++;
	if (s != NULL)
		session_appended(s);
}

static void
add(struct dedup *d, char *key, struct chat_event *e)
{
	struct nonce *n = xcalloc(1, sizeof(*n));

	n->key = key;
	n->event = chat_event_ref(e);
	n->id = e->id;
	n->at = clock_mono_ms();
	STAILQ_INIT(&n->waiters);
	HASH_ADD_KEYPTR(hh, d->by_key, n->key, (unsigned)strlen(n->key), n);
	HASH_ADD(by_id, d->inflight, id, sizeof(n->id), n);
}

int
dedup_is_repeated(struct dedup *d, struct chat_event *e)
{
	char *key = key_of(d, e);
	struct nonce *n;

	if (key == NULL)
		return 0;
	drop_old(d);
	n = find(d, key);
	if (n == NULL) {
		add(d, key, e);
		return 0;
	}
	free(key);
	if (!is_same(n->event, e) ||
	    (!n->settled && n->nwaiters >= WAITERS_MAX))
		return 0;
	if (n->settled)
		answer(d, n->event, e);
	else
		add_waiter(d, n, e);
	return 1;
}

/* Return the entry of this event, which has not settled; NULL: none. */
static struct nonce *
find_inflight(const struct dedup *d, const struct chat_event *e)
{
	struct nonce *n;

	HASH_FIND(by_id, d->inflight, &e->id, sizeof(n->id), n);
	return n;
}

/*
 * Answer the repeats that wait. refusal CHAT_OK: the first message was applied. A session may
 * be gone after each call.
 */
static void
answer_waiters(struct dedup *d, struct nonce *n, enum refusal no)
{
	struct waiter *w;
	struct session *s;

	while ((w = STAILQ_FIRST(&n->waiters)) != NULL) {
		STAILQ_REMOVE_HEAD(&n->waiters, link);
		n->nwaiters--;
		s = listener(d, w->event);
		if (no == CHAT_OK)
			answer(d, n->event, w->event);
		else if (s != NULL)
			s->dialect->refused(s, w->event, no);
		s = session_by_id(d->server, w->event->origin);
		if (s != NULL)
			session_settled(s);
		chat_event_unref(w->event);
		free(w);
	}
}

void
dedup_applied(struct dedup *d, const struct chat_applied *a)
{
	struct nonce *n = find_inflight(d, a->event);

	if (n == NULL)
		return;
	answer_waiters(d, n, CHAT_OK);
	HASH_DELETE(by_id, d->inflight, n);
	n->settled = 1;
	TAILQ_INSERT_TAIL(&d->settled, n, link);
	d->bytes += bytes_of(n);
	link_author(d, n);
	while (n->author->bytes > AUTHOR_BYTES &&
	       TAILQ_FIRST(&n->author->settled) != n)
		free_nonce(d, TAILQ_FIRST(&n->author->settled));
}

void
dedup_refused(struct dedup *d, struct chat_event *e, enum refusal no)
{
	struct nonce *n = find_inflight(d, e);

	if (n == NULL)
		return;
	answer_waiters(d, n, no);
	free_nonce(d, n);
}
