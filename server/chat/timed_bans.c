/*
 * timed_bans: masks that expire. They are in one list of the world, so that one timer serves
 * all rooms.
 */
#include "server/chat/timed_bans.h"

#include "common/clock.h"
#include "common/clock_watch.h"
#include "server/chat/mode_event.h"
#include "server/chat/world.h"

/* Have world_expire_masks called in that many ms, unless an earlier call is pending. */
static void
schedule_call(struct world *w, int64_t ms)
{
	int64_t at = clock_boot_ms() + ms;

	if (w->ops.schedule_expiry == NULL ||
	    (w->expiry_due_at != 0 && w->expiry_due_at <= at))
		return;
	w->expiry_due_at = at;
	w->ops.schedule_expiry(ms, w->ctx);
}

static void
set_expiry(struct world *w, struct room *r, enum room_list which,
    struct room_mask *m, int64_t until, int64_t ends_at)
{
	if (m->until != 0)
		LIST_REMOVE(m, timed);
	m->until = until;
	m->ends_at = ends_at;
	m->room = r;
	m->list = which;
	if (until == 0)
		return;
	LIST_INSERT_HEAD(&w->timed_masks, m, timed);
	schedule_call(w, clock_expiry_left(until, ends_at));
}

void
world_set_expiry(struct world *w, struct room *r, enum room_list which,
    struct room_mask *m, int64_t until)
{
	set_expiry(w, r, which, m, until, clock_expiry(until));
}

void
world_restore_expiry(struct world *w, struct room *r, enum room_list which,
    struct room_mask *m, int64_t until)
{
	set_expiry(w, r, which, m, until, 0);
}

/* Remove all expired masks of a room, in as few MODE events as possible. */
static void
expire_in_room(struct world *w, struct room *r)
{
	const struct chat_from server = { NULL, 0, 0, 0 };
	struct mode_event c = { .world = w, .from = &server, .room = r };
	struct room_mask *m, *next;
	int i;

	for (i = 0; i < ROOM_LISTS; i++) {
		for (m = TAILQ_FIRST(&r->lists[i]); m != NULL; m = next) {
			next = TAILQ_NEXT(m, link);
			if (clock_has_expired(m->until, m->ends_at))
				mode_event_remove_mask(
				    &c, (enum room_list)i, m);
		}
	}
	mode_event_finish(&c);
}

static const struct room_mask *
find_expired(const struct world *w)
{
	const struct room_mask *m;

	LIST_FOREACH (m, &w->timed_masks, timed) {
		if (clock_has_expired(m->until, m->ends_at))
			break;
	}
	return m;
}

void
world_expire_masks(struct world *w)
{
	const struct room_mask *m;
	int64_t left, least = INT64_MAX;

	while ((m = find_expired(w)) != NULL)
		expire_in_room(w, m->room);
	w->expiry_due_at = 0;
	LIST_FOREACH (m, &w->timed_masks, timed) {
		left = clock_expiry_left(m->until, m->ends_at);
		least = left < least ? left : least;
	}
	if (least != INT64_MAX)
		schedule_call(w, least);
}
