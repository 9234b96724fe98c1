/*
 * timed: masks in rooms' lists that end by themselves, in one list of the world by the time at
 * which they do, so that one timer is enough for all.
 */
#include "common/clock.h"
#include "server/chat/mask.h"
#include "server/chat/modes_impl.h"
#include "server/chat/world.h"

static void
insert(struct world *w, struct room_mask *m)
{
	struct room_mask *at = LIST_FIRST(&w->timed), *next;

	if (at == NULL || m->until < at->until) {
		LIST_INSERT_HEAD(&w->timed, m, timed);
		return;
	}
	while ((next = LIST_NEXT(at, timed)) != NULL && next->until <= m->until)
		at = next;
	LIST_INSERT_AFTER(at, m, timed);
}

static void
ask_for_call(struct world *w)
{
	const struct room_mask *first = LIST_FIRST(&w->timed);

	if (first != NULL && w->ops.due != NULL)
		w->ops.due(first->until, w->ctx);
}

void
world_set_end(struct world *w, struct room *r, enum room_list which,
    struct room_mask *m, int64_t until)
{
	if (m->until != 0)
		LIST_REMOVE(m, timed);
	m->until = until;
	m->room = r;
	m->list = which;
	if (until == 0)
		return;
	insert(w, m);
	if (LIST_FIRST(&w->timed) == m)
		ask_for_call(w);
}

/* All of one room, told together. */
static void
end_in_room(struct world *w, struct room *r, int64_t now)
{
	const struct chat_from server = { NULL, 0, 0 };
	struct changes c = { .world = w, .from = &server, .room = r };
	struct room_mask *m, *next;
	int i;

	for (i = 0; i < ROOM_LISTS; i++) {
		for (m = TAILQ_FIRST(&r->lists[i]); m != NULL; m = next) {
			next = TAILQ_NEXT(m, link);
			if (m->until != 0 && m->until <= now)
				changes_drop_mask(&c, (enum room_list)i, m);
		}
	}
	changes_end(&c);
}

void
world_end_masks(struct world *w)
{
	int64_t now = clock_ms();
	const struct room_mask *m;

	while ((m = LIST_FIRST(&w->timed)) != NULL && m->until <= now)
		end_in_room(w, m->room, now);
	ask_for_call(w);
}
