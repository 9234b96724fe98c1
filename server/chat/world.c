/*
 * world: users and rooms, found by folded name and by id.
 */
#include <assert.h>
#include <stdlib.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/look_alikes.h"
#include "server/chat/world.h"

struct world *
world_new(const struct chat_ops *ops, void *ctx)
{
	struct world *w;

	w = xcalloc(1, sizeof(*w));
	w->look_alikes = look_alikes_new();
	w->ops = *ops;
	w->ctx = ctx;
	w->limits = (struct chat_limits){ .rooms_per_user = 100,
		.topic_bytes = 390,
		.away_bytes = 300,
		.realname_bytes = 150,
		.whowas_max = 1000,
		.list_max = 100,
		.rooms_kept = 100,
		.rooms_owned = 20 };
	w->server = xstrdup("server");
	LIST_INIT(&w->timed_masks);
	TAILQ_INIT(&w->whowas);
	TAILQ_INIT(&w->unowned_empty_rooms);
	return w;
}

struct chat_event *
world_new_event(enum chat_event_type type, const struct chat_from *from)
{
	struct chat_event *e;

	e = chat_event_new(type, from->user);
	e->origin = from->origin;
	e->token = from->token;
	return e;
}

/*
 * A user's QUIT or NICK is one event for all their rooms: it counts as closed if one of the
 * rooms is closed.
 */
static int
is_in_closed(const struct user *u)
{
	const struct member *m;

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		if (room_is_closed(m->room))
			return 1;
	}
	return 0;
}

void
world_publish(struct world *w, const struct chat_applied *a)
{
	if (a->room != NULL)
		room_mark_event(a->room, a->event);
	else if (a->event->rooms != NULL)
		a->event->closed = is_in_closed(a->user);
	w->ops.applied(a, w->ctx);
	w->ops.record(a->event, w->ctx);
}

/*
 * No member is left who may read it, and later members never may (DESIGN 9). In a founded room
 * the founder may come back.
 */
void
world_forget_closed(struct world *w, const struct room *r)
{
	struct chat_event *e;

	if (r->nmembers > 0 || r->founder != NULL || !room_is_closed(r) ||
	    w->limits.keep_closed_history)
		return;
	e = chat_event_by_server(CHAT_FORGET_CLOSED, w->server);
	e->target = xstrdup(r->name);
	w->ops.record(e, w->ctx);
	chat_event_unref(e);
}

void
world_remove_member(struct world *w, struct member *m)
{
	struct room *r = m->room;

	w->ops.member_leaving(m, w->ctx);
	room_remove_member(m);
	world_forget_closed(w, r);
	world_drop_empty_room(w, r);
}

static void
leave_all(struct world *w, struct user *u)
{
	struct member *m;
	struct room *r;

	while ((m = TAILQ_FIRST(&u->rooms)) != NULL) {
		r = m->room;
		room_remove_member(m);
		world_drop_empty_room(w, r);
	}
}

void
world_free(struct world *w)
{
	struct user *u, *next;

	HASH_ITER (by_id, w->by_id, u, next) {
		leave_all(w, u);
		world_remove_user(w, u);
	}
	assert(w->rooms == NULL);
	while (w->accounts != NULL)
		world_drop_account(w, w->accounts);
	empty_rooms_free(w);
	look_alikes_free(w->look_alikes);
	free(w->lobby);
	free(w->server);
	whowas_limit(w, 0);
	free(w);
}

void
world_set_limits(struct world *w, const struct chat_limits *limits)
{
	w->limits = *limits;
	whowas_limit(w, (size_t)limits->whowas_max);
	empty_rooms_limit(w, (size_t)limits->rooms_kept);
}

void
world_set_lobby(struct world *w, const char *name)
{
	xreplace(&w->lobby, name);
}

void
world_set_server(struct world *w, const char *name)
{
	xreplace(&w->server, name);
}

int
world_is_lobby(const struct world *w, const struct room *r)
{
	return w->lobby != NULL &&
	       name_equal(view_of(w->lobby), view_of(r->name));
}

struct user *
world_find_user(struct world *w, struct view nick)
{
	char folded[NAME_FOLDED];
	struct user *u = NULL;
	int n;

	n = name_fold(folded, sizeof(folded), nick);
	if (n > 0)
		HASH_FIND(by_nick, w->by_nick, folded, (unsigned)n, u);
	return u;
}

struct user *
world_user_by_id(struct world *w, uint64_t id)
{
	struct user *u;

	HASH_FIND(by_id, w->by_id, &id, sizeof(id), u);
	return u;
}

struct room *
world_find_room(struct world *w, struct view name)
{
	char folded[NAME_FOLDED];
	struct room *r = NULL;
	int n;

	n = name_fold(folded, sizeof(folded), name);
	if (n > 0)
		HASH_FIND(hh, w->rooms, folded, (unsigned)n, r);
	return r;
}

struct room *
world_find_room_for(struct world *w, struct view name, const struct user *u)
{
	struct room *r = world_find_room(w, name);

	return r != NULL && room_shows_to(r, u) ? r : NULL;
}

static int
is_secret(const struct room *r)
{
	return (r->modes & ROOM_SECRET) != 0;
}

void
world_set_room_modes(struct world *w, struct room *r, unsigned modes)
{
	w->secret -= is_secret(r);
	r->modes = modes;
	w->secret += is_secret(r);
}

static void
index_room(struct world *w, struct room *r)
{
	HASH_ADD_KEYPTR(
	    hh, w->rooms, r->folded, (unsigned)strlen(r->folded), r);
	w->secret += is_secret(r);
}

static void
unindex_room(struct world *w, struct room *r)
{
	HASH_DELETE(hh, w->rooms, r);
	w->secret -= is_secret(r);
}

struct room *
world_get_room(struct world *w, struct view name)
{
	struct room *r;

	r = world_find_room(w, name);
	if (r != NULL)
		return r;
	r = empty_rooms_take(w, name);
	if (r == NULL) {
		r = room_new(name);
		room_fold(r);
	}
	if (world_is_lobby(w, r)) {
		room_set_founder(w, r, NULL);
		room_set_lobby_modes(r);
	}
	index_room(w, r);
	return r;
}

void
world_rename_room(struct world *w, struct room *r, struct view name)
{
	char *copy = xviewdup(name);

	unindex_room(w, r);
	if (w->ops.delete_room != NULL)
		w->ops.delete_room(r->folded, w->ctx);
	empty_rooms_delete(w, name);
	free(r->name);
	r->name = copy;
	room_fold(r);
	room_protect_name(w, r);
	index_room(w, r);
	room_save(w, r);
}

void
world_drop_empty_room(struct world *w, struct room *r)
{
	if (r->nmembers > 0)
		return;
	w->ops.room_emptied(r, w->ctx);
	invitations_drop_room(r);
	unindex_room(w, r);
	empty_rooms_add(w, r);
}

static void
index_nick(struct world *w, struct user *u)
{
	char folded[NAME_FOLDED];
	int n;

	n = name_fold(folded, sizeof(folded), view_of(u->nick));
	assert(n > 0);
	xreplace(&u->folded, folded);
	HASH_ADD_KEYPTR(by_nick, w->by_nick, u->folded, (unsigned)n, u);
}

void
world_add_user(struct world *w, struct user *u)
{
	u->id = ++w->last_id;
	HASH_ADD(by_id, w->by_id, id, sizeof(u->id), u);
	index_nick(w, u);
	if (world_users(w) > w->users_most)
		w->users_most = world_users(w);
}

void
world_set_modes(struct world *w, struct user *u, unsigned modes)
{
	w->invisible -= (u->modes & USER_INVISIBLE) != 0;
	w->operators -= (u->modes & USER_OPERATOR) != 0;
	u->modes = modes;
	w->invisible += (u->modes & USER_INVISIBLE) != 0;
	w->operators += (u->modes & USER_OPERATOR) != 0;
}

void
world_remove_user(struct world *w, struct user *u)
{
	world_set_modes(w, u, 0);
	user_set_account(w, u, NULL);
	invitations_drop_user(u);
	HASH_DELETE(by_id, w->by_id, u);
	HASH_DELETE(by_nick, w->by_nick, u);
	user_free(u);
}

void
world_rename_user(struct world *w, struct user *u, struct view nick)
{
	char *copy = xviewdup(nick);

	HASH_DELETE(by_nick, w->by_nick, u);
	free(u->nick);
	u->nick = copy;
	index_nick(w, u);
	user_changed(u);
}

void
user_changed(struct user *u)
{
	struct member *m;

	TAILQ_FOREACH (m, &u->rooms, in_user)
		m->ban_checked = 0;
}

size_t
world_users(const struct world *w)
{
	return HASH_CNT(by_id, w->by_id);
}

size_t
world_users_most(const struct world *w)
{
	return w->users_most;
}

size_t
world_invisible(const struct world *w)
{
	return w->invisible;
}

size_t
world_operators(const struct world *w)
{
	return w->operators;
}

size_t
world_rooms(const struct world *w)
{
	return HASH_COUNT(w->rooms);
}

size_t
world_rooms_for(const struct world *w, const struct user *u)
{
	size_t n = world_rooms(w) - w->secret;
	const struct member *m;

	TAILQ_FOREACH (m, &u->rooms, in_user)
		n += is_secret(m->room);
	return n;
}

int
world_each_user(struct world *w, int (*fn)(struct user *, void *), void *ctx)
{
	struct user *u, *next;
	int rc;

	HASH_ITER (by_id, w->by_id, u, next) {
		rc = fn(u, ctx);
		if (rc != 0)
			return rc;
	}
	return 0;
}

int
world_each_room(struct world *w, int (*fn)(struct room *, void *), void *ctx)
{
	struct room *r, *next;
	int rc;

	HASH_ITER (hh, w->rooms, r, next) {
		rc = fn(r, ctx);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int
each_new_in(
    struct room *r, uint64_t mark, int (*fn)(struct user *, void *), void *ctx)
{
	struct member *m;
	int rc;

	TAILQ_FOREACH (m, &r->members, in_room) {
		if (m->user->mark == mark)
			continue;
		m->user->mark = mark;
		rc = fn(m->user, ctx);
		if (rc != 0)
			return rc;
	}
	return 0;
}

int
world_each_peer(struct world *w, struct user *u,
    int (*fn)(struct user *, void *), void *ctx)
{
	uint64_t mark = ++w->last_mark;
	struct member *m;
	int rc = 0;

	u->mark = mark;
	TAILQ_FOREACH (m, &u->rooms, in_user) {
		rc = each_new_in(m->room, mark, fn, ctx);
		if (rc != 0)
			break;
	}
	return rc;
}
