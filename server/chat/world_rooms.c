/*
 * world_rooms: the index of rooms that have members.
 */
#include "server/chat/world_rooms.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/chat/empty_rooms.h"
#include "server/chat/invitations.h"
#include "server/chat/lobby.h"
#include "server/chat/room_founder.h"
#include "server/chat/world.h"

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
	int keeps_modes;

	r = world_find_room(w, name);
	if (r != NULL)
		return r;
	r = empty_rooms_take(w, name);
	keeps_modes = r != NULL && r->founder == NULL && lobby_has_operators(w);
	if (r == NULL) {
		r = room_new(name);
		room_fold(r);
	}
	if (world_is_lobby(w, r)) {
		room_set_founder(w, r, NULL);
		if (!keeps_modes)
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
	room_delete_record(w, r);
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

void
world_remove_member(struct world *w, struct member *m)
{
	struct room *r = m->room;

	w->ops.member_leaving(m, w->ctx);
	room_remove_member(m);
	room_forget_closed_history(w, r);
	world_drop_empty_room(w, r);
}
