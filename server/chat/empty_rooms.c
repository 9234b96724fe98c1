/*
 * empty_rooms: open rooms without members. Their topic, modes and lists are kept, across
 * restarts too, until the limit of empty rooms drops the oldest. The first user who joins finds
 * them unchanged and becomes an operator. Bans and the other rules of an empty room do not apply
 * to a user who joins, because nobody could lift them.
 *
 * A closed room (room.h) is deleted when its last member leaves: its history was for its
 * members. Nothing is kept of an incognito room.
 *
 * A founded room is always kept, open or closed, with its history, and its rules apply while it
 * is empty, because the founder can come back.
 */
#include "server/chat/empty_rooms.h"

#include <assert.h>
#include <string.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/lobby.h"
#include "server/chat/room_founder.h"
#include "server/chat/world.h"

void
room_delete_record(struct world *w, const struct room *r)
{
	if (w->ops.delete_room != NULL)
		w->ops.delete_room(r->folded, w->ctx);
}

/* Like a founder, the lobby's operators can always join, and change its rules. */
static int
is_kept_lobby(const struct world *w, const struct room *r)
{
	return world_is_lobby(w, r) && lobby_has_operators(w);
}

static int
is_kept(const struct world *w, const struct room *r)
{
	if (r->founder != NULL || is_kept_lobby(w, r))
		return 1;
	return w->limits.rooms_kept > 0 && !room_is_closed(r) &&
	       !(r->modes & ROOM_INCOGNITO);
}

void
room_save(struct world *w, const struct room *r)
{
	if (!is_kept(w, r))
		room_delete_record(w, r);
	else if (w->ops.save_room != NULL)
		w->ops.save_room(r, w->ctx);
}

static void
unindex(struct world *w, struct room *r)
{
	HASH_DELETE(hh, w->empty_rooms, r);
	if (r->founder != NULL)
		return;
	TAILQ_REMOVE(&w->unowned_empty_rooms, r, empty_link);
	w->nunowned_empty_rooms--;
}

static void
delete_room(struct world *w, struct room *r)
{
	unindex(w, r);
	room_delete_record(w, r);
	room_set_founder(w, r, NULL);
	room_free(r);
}

void
empty_rooms_limit(struct world *w, size_t max)
{
	while (w->nunowned_empty_rooms > max)
		delete_room(w, TAILQ_FIRST(&w->unowned_empty_rooms));
}

static void
index_room(struct world *w, struct room *r)
{
	HASH_ADD_KEYPTR(
	    hh, w->empty_rooms, r->folded, (unsigned)strlen(r->folded), r);
	if (r->founder != NULL)
		return;
	TAILQ_INSERT_TAIL(&w->unowned_empty_rooms, r, empty_link);
	w->nunowned_empty_rooms++;
	empty_rooms_limit(w, (size_t)w->limits.rooms_kept);
}

void
empty_rooms_add(struct world *w, struct room *r)
{
	assert(r->nmembers == 0);
	room_save(w, r);
	if (!is_kept(w, r)) {
		room_free(r);
		return;
	}
	if (r->founder == NULL)
		r->first_seq = 0;
	index_room(w, r);
}

/*
 * No member is left who may read it, and later members never may. In a founded room
 * the founder may come back.
 */
void
room_forget_closed_history(struct world *w, const struct room *r)
{
	struct chat_event *e;

	if (r->nmembers > 0 || r->founder != NULL || is_kept_lobby(w, r) ||
	    !room_is_closed(r) || w->limits.keep_closed_history)
		return;
	e = chat_event_by_server(CHAT_FORGET_CLOSED, w->server);
	e->target = xstrdup(r->name);
	world_append(w, e);
}

void
empty_rooms_remove_founder(struct world *w, struct room *r)
{
	unindex(w, r);
	room_set_founder(w, r, NULL);
	room_forget_closed_history(w, r);
	empty_rooms_add(w, r);
}

struct room *
empty_rooms_find(struct world *w, struct view name)
{
	char folded[NAME_FOLDED];
	struct room *r = NULL;
	int n;

	n = name_fold(folded, sizeof(folded), name);
	if (n > 0)
		HASH_FIND(hh, w->empty_rooms, folded, (unsigned)n, r);
	return r;
}

struct room *
empty_rooms_take(struct world *w, struct view name)
{
	struct room *r = empty_rooms_find(w, name);

	if (r != NULL)
		unindex(w, r);
	return r;
}

void
empty_rooms_delete(struct world *w, struct view name)
{
	struct room *r = empty_rooms_find(w, name);

	if (r != NULL)
		delete_room(w, r);
}

void
empty_rooms_free(struct world *w)
{
	struct room *r, *next;

	HASH_ITER (hh, w->empty_rooms, r, next) {
		unindex(w, r);
		room_set_founder(w, r, NULL);
		room_free(r);
	}
}

struct room *
world_restore_room(struct world *w, struct view name, const char *founder)
{
	struct room *r;

	if (!room_valid(name) ||
	    (w->limits.rooms_kept <= 0 && founder == NULL) ||
	    world_find_room(w, name) != NULL ||
	    empty_rooms_find(w, name) != NULL)
		return NULL;
	r = room_new(name);
	room_fold(r);
	room_set_founder(w, r, founder);
	index_room(w, r);
	return r;
}
