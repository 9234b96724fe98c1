/*
 * history: what of the past a session may read, for all dialects.
 *
 * A member may read a room's past, but what happened while the room was closed (modes i, k)
 * only from the member's own JOIN on (room.h). Outsiders may read nothing.
 */
#ifndef TCHAT_SERVER_PROTO_HISTORY_H
#define TCHAT_SERVER_PROTO_HISTORY_H

#include <stdint.h>

#include "common/view.h"
#include "server/store/store.h"

struct member;
struct session;

/* The session's user in that room; NULL: may not read there. */
struct member *history_member(const struct session *, struct view room);

/* The rooms that a session may read, as a store is asked for them. */
struct history_rooms {
	const char	**names;	/* folded; the rooms' */
	uint64_t	*closed_from;
	size_t		 n;
};
void	history_rooms_init(struct history_rooms *, const struct session *);
void	history_rooms_clear(struct history_rooms *);

/*
 * The last things that were said before someone entered and that they were not shown as they
 * happened: what is in flight then, they are.
 */
void	history_before_entering(const struct member *, const struct session *,
    size_t limit, struct store_range *);

/* "[14:05] ", with the day unless it is today's; UTC, as all times of the server are. */
enum { HISTORY_STAMP = sizeof("[2026-01-01 00:00] ") };
void	history_stamp(char buf[HISTORY_STAMP], int64_t ms);

#endif
