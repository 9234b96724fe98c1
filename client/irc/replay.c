/*
 * replay: when we joined each room, by the server's clock.
 */
#include "client/irc/replay.h"

#include <sys/queue.h>

#include <stdlib.h>

#include "client/irc/session_state.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	ROOMS_MAX = 1000,
	CLEARLY_MS =
	    2000 /* a message older than this is a replay; younger ones may just be late */
};

struct joined_room {
	SLIST_ENTRY(joined_room) link;
	char *name;
	int64_t joined;
};

struct replay {
	SLIST_HEAD(, joined_room) rooms;
	size_t nrooms;
	int64_t registered;  /* 0: unknown */
	int64_t last_joined; /* when we last joined a room */
};

struct replay *
replay_new(void)
{
	return xcalloc(1, sizeof(struct replay));
}

void
replay_reset(struct replay *p)
{
	struct joined_room *r;

	while ((r = SLIST_FIRST(&p->rooms)) != NULL) {
		SLIST_REMOVE_HEAD(&p->rooms, link);
		free(r->name);
		free(r);
	}
	*p = (struct replay){ 0 };
}

void
replay_free(struct replay *p)
{
	replay_reset(p);
	free(p);
}

void
replay_registered(struct replay *p, int64_t time)
{
	p->registered = p->last_joined = time;
}

static struct joined_room *
find_room(const struct replay *p, struct view room)
{
	struct joined_room *r;

	SLIST_FOREACH(r, &p->rooms, link)
	if (name_equal(view_of(r->name), room))
		return r;
	return NULL;
}

void
replay_joined(struct irc_session *s, const struct irc_event *ev)
{
	struct replay *p = s->replay;
	struct joined_room *r;

	if (!s->timed)
		return;
	r = find_room(p, ev->room);
	if (r == NULL && p->nrooms == ROOMS_MAX)
		return;
	if (r == NULL) {
		p->nrooms++;
		r = xcalloc(1, sizeof(*r));
		r->name = xviewdup(ev->room);
		SLIST_INSERT_HEAD(&p->rooms, r, link);
	}
	r->joined = ev->time;
	if (ev->time > p->last_joined)
		p->last_joined = ev->time;
}

void
replay_left(struct irc_session *s, struct view room)
{
	struct replay *p = s->replay;
	struct joined_room *r = find_room(p, room);

	if (r == NULL)
		return;
	SLIST_REMOVE(&p->rooms, r, joined_room, link);
	p->nrooms--;
	free(r->name);
	free(r);
}

int
replay_is_replay(const struct irc_session *s, const struct irc_event *ev)
{
	const struct replay *p = s->replay;
	const struct joined_room *r = NULL;
	int64_t since = p->registered;

	if (!s->timed || ev->time >= p->last_joined - CLEARLY_MS)
		return 0;
	if (ev->room.len > 0)
		r = find_room(p, ev->room);
	if (r != NULL)
		since = r->joined;
	return since != 0 && ev->time < since - CLEARLY_MS;
}
