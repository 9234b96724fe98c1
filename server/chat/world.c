/*
 * world: the indexes of users and rooms.
 */
#include "server/chat/world.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/invitations.h"
#include "server/chat/permissions.h"

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
is_in_closed_room(const struct user *u)
{
	const struct member *m;

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		if (room_is_closed(m->room))
			return 1;
	}
	return 0;
}

void
world_append(struct world *w, struct chat_event *e)
{
	w->ops.append(e, w->ctx);
	chat_event_unref(e);
}

void
world_show(struct world *w, struct chat_event *e, struct chat_applied *a)
{
	if (a->room != NULL)
		room_mark_event(a->room, e);
	else if (e->rooms != NULL)
		e->closed = is_in_closed_room(a->user);
	a->event = e;
	w->ops.applied(a, w->ctx);
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
	assert(u->account == NULL);
	world_set_modes(w, u, 0);
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
	room_forget_ban_checks(u);
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
		n += (m->room->modes & ROOM_SECRET) != 0;
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
