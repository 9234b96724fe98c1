/*
 * empty_rooms: open rooms that nobody is in. What they were about, their modes and lists stay, also
 * over a restart, until too many others were left later. Who comes first finds them so, as
 * their operator: an empty room keeps out nobody, since nobody could let them in.
 *
 * A closed room (room.h) goes with its last member: what it was is for those who were in. Of
 * an incognito one nothing is kept.
 *
 * All that is otherwise where a room belongs to somebody: it stays, however many there are, closed
 * or not, with its past; and its rules hold, since its founder can come back.
 */
#include <assert.h>

#include "common/names.h"
#include "server/chat/world.h"

static void
forget(struct world *w, const struct room *r)
{
	if (w->ops.forget != NULL)
		w->ops.forget(r->folded, w->ctx);
}

static int
is_to_stay(const struct world *w, const struct room *r)
{
	if (r->founder != NULL)
		return 1;
	return w->limits.rooms_kept > 0 && !room_is_closed(r) &&
	       !(r->modes & ROOM_INCOGNITO);
}

void
rest_note(struct world *w, const struct room *r)
{
	if (!is_to_stay(w, r))
		forget(w, r);
	else if (w->ops.keep != NULL)
		w->ops.keep(r, w->ctx);
}

static void
take_out(struct world *w, struct room *r)
{
	HASH_DELETE(hh, w->resting, r);
	if (r->founder != NULL)
		return;
	TAILQ_REMOVE(&w->rested, r, rest);
	w->nrested--;
}

static void
drop(struct world *w, struct room *r)
{
	take_out(w, r);
	forget(w, r);
	owner_set(w, r, NULL);
	room_free(r);
}

void
rest_limit(struct world *w, size_t max)
{
	while (w->nrested > max)
		drop(w, TAILQ_FIRST(&w->rested));
}

static void
put_in(struct world *w, struct room *r)
{
	HASH_ADD_KEYPTR(
	    hh, w->resting, r->folded, (unsigned)strlen(r->folded), r);
	if (r->founder != NULL)
		return;
	TAILQ_INSERT_TAIL(&w->rested, r, rest);
	w->nrested++;
	rest_limit(w, (size_t)w->limits.rooms_kept);
}

void
rest_begin(struct world *w, struct room *r)
{
	assert(r->nmembers == 0);
	rest_note(w, r);
	if (!is_to_stay(w, r)) {
		room_free(r);
		return;
	}
	if (r->founder == NULL)
		r->first_seq = 0;
	put_in(w, r);
}

void
rest_disown(struct world *w, struct room *r)
{
	take_out(w, r);
	owner_set(w, r, NULL);
	world_forget_closed(w, r);
	rest_begin(w, r);
}

struct room *
rest_find(struct world *w, struct view name)
{
	char folded[NAME_FOLDED];
	struct room *r = NULL;
	int n;

	n = name_fold(folded, sizeof(folded), name);
	if (n > 0)
		HASH_FIND(hh, w->resting, folded, (unsigned)n, r);
	return r;
}

struct room *
rest_end(struct world *w, struct view name)
{
	struct room *r = rest_find(w, name);

	if (r != NULL)
		take_out(w, r);
	return r;
}

void
rest_drop(struct world *w, struct view name)
{
	struct room *r = rest_find(w, name);

	if (r != NULL)
		drop(w, r);
}

void
rest_free(struct world *w)
{
	struct room *r, *next;

	HASH_ITER (hh, w->resting, r, next) {
		take_out(w, r);
		owner_set(w, r, NULL);
		room_free(r);
	}
}

struct room *
world_restore_room(struct world *w, struct view name, const char *founder)
{
	struct room *r;

	if (!room_valid(name) ||
	    (w->limits.rooms_kept <= 0 && founder == NULL) ||
	    world_find_room(w, name) != NULL || rest_find(w, name) != NULL)
		return NULL;
	r = room_new(name);
	room_fold(r);
	owner_set(w, r, founder);
	put_in(w, r);
	return r;
}
