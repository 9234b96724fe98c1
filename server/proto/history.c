/*
 * history: the rules of room.h as ranges of the store.
 */
#include "server/proto/history.h"

#include <stdlib.h>
#include <time.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/chat/chat.h"
#include "server/proto/session.h"
#include "server/store/journal.h"

struct member *
history_member(const struct session *s, struct view name)
{
	const struct room *r = world_find_room(s->server->world, name);

	return r == NULL ? NULL : room_find_member(r, s->user);
}

void
history_rooms_init(struct history_rooms *rooms, const struct session *s)
{
	const struct member *m;

	rooms->n = 0;
	rooms->names = xcalloc(s->user->nrooms + 1, sizeof(char *));
	rooms->closed_from = xcalloc(s->user->nrooms + 1, sizeof(uint64_t));
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		rooms->names[rooms->n] = m->room->folded;
		rooms->closed_from[rooms->n++] = room_reads_closed_from(m);
	}
}

void
history_rooms_clear(struct history_rooms *rooms)
{
	free(rooms->names);
	free(rooms->closed_from);
}

void
history_before_entering(const struct member *m, const struct session *s,
    size_t limit, struct store_range *range)
{
	uint64_t unsettled = journal_first_unsettled(s->server->journal);

	*range = (struct store_range){ .limit = limit,
		.latest = 1,
		.said_only = 1,
		.closed_from = room_reads_closed_from(m) };
	range->before.seq = m->first_seq < unsettled ? m->first_seq : unsettled;
}

void
history_stamp(char buf[HISTORY_STAMP], int64_t ms)
{
	time_t then = (time_t)(ms / 1000), now = (time_t)(clock_ms() / 1000);
	struct tm tm, today;

	gmtime_r(&then, &tm);
	gmtime_r(&now, &today);
	strftime(buf, HISTORY_STAMP,
	    tm.tm_yday == today.tm_yday && tm.tm_year == today.tm_year
		? "[%H:%M] "
		: "[%Y-%m-%d %H:%M] ",
	    &tm);
}
