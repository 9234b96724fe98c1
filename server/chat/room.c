/*
 * room: members and rules of one room.
 */
#include "server/chat/room.h"

#include <assert.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/chat/world.h"

struct room *
room_new(struct view name)
{
	struct room *r;

	r = xcalloc(1, sizeof(*r));
	r->name = xviewdup(name);
	r->modes = ROOM_NO_OUTSIDE | ROOM_TOPIC_OPS;
	r->created = clock_ms();
	TAILQ_INIT(&r->members);
	return r;
}

void
room_free(struct room *r)
{
	assert(TAILQ_EMPTY(&r->members));
	free(r->name);
	free(r->folded);
	free(r->topic);
	free(r->topic_by);
	free(r);
}

struct member *
room_add_member(struct room *r, struct user *u, unsigned ranks)
{
	struct member *m;

	m = xcalloc(1, sizeof(*m));
	m->user = u;
	m->room = r;
	m->ranks = ranks;
	m->since = clock_ms();
	TAILQ_INSERT_TAIL(&r->members, m, in_room);
	TAILQ_INSERT_TAIL(&u->rooms, m, in_user);
	r->nmembers++;
	u->nrooms++;
	return m;
}

void
room_remove_member(struct member *m)
{
	TAILQ_REMOVE(&m->room->members, m, in_room);
	TAILQ_REMOVE(&m->user->rooms, m, in_user);
	m->room->nmembers--;
	m->user->nrooms--;
	free(m);
}

/* A user is in few rooms, a room may hold many users. */
struct member *
room_find_member(const struct room *r, const struct user *u)
{
	struct member *m;

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		if (m->room == r)
			return m;
	}
	return NULL;
}

enum refusal
room_may_send(const struct room *r, const struct user *u)
{
	if ((r->modes & ROOM_NO_OUTSIDE) && room_find_member(r, u) == NULL)
		return CHAT_CANNOT_SEND;
	return CHAT_OK;
}

enum refusal
room_may_set_topic(const struct room *r, const struct user *u)
{
	const struct member *m = room_find_member(r, u);

	if (m == NULL)
		return CHAT_NOT_MEMBER;
	if ((r->modes & ROOM_TOPIC_OPS) && m->ranks < MEMBER_OP)
		return CHAT_NOT_OP;
	return CHAT_OK;
}
