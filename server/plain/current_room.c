/*
 * current_room: the room in which a plain peer stands, which is where talk goes.
 */
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/deliver/deliver.h"
#include "server/plain/plain.h"
#include "server/session/session.h"
#include "server/session/user_sessions.h"

void
plain_set_current(struct session *s, const char *name)
{
	xreplace(&plain_of(s)->current, name);
	deliver_kind_changed(s);
}

static void
tell_no_room(struct session *s)
{
	plain_tell(s, "You are in no room; /join ROOM takes you to one.");
}

void
plain_go_on(struct session *s)
{
	const struct member *m, *last = NULL;

	TAILQ_FOREACH (m, &s->user->rooms, in_user)
		last = m;
	plain_set_current(s, last == NULL ? NULL : last->room->name);
	if (last == NULL)
		tell_no_room(s);
	else
		plain_tell(s, "You are in %s now.", last->room->name);
}

/*
 * Who was put out is told so when they go on: what they typed for that room is not heard
 * in another.
 */
const char *
plain_current(struct session *s)
{
	const char *name = plain_of(s)->current;
	const struct room *r;

	if (name == NULL) {
		tell_no_room(s);
		return NULL;
	}
	r = world_find_room(s->server->world, view_of(name));
	if (r != NULL && room_find_member(r, s->user) != NULL)
		return name;
	plain_tell(s, "You are not in %s any more, so nothing was done.", name);
	plain_go_on(s);
	return NULL;
}

void
plain_renamed(struct session *s, const struct chat_applied *a)
{
	const char *current = plain_of(s)->current;

	if (current != NULL && strcmp(current, a->event->target) == 0)
		plain_set_current(s, a->room->name);
}

void
plain_entered(struct session *s, const struct room *r)
{
	if (plain_of(s)->current == NULL)
		plain_set_current(s, r->name);
}

static void
tell_rooms(struct session *s)
{
	const struct member *m;

	TAILQ_FOREACH (m, &s->user->rooms, in_user)
		plain_tell(s, "You are in %s%s", m->room->name,
		    plain_of(s)->current != NULL &&
			    strcmp(plain_of(s)->current, m->room->name) == 0
			? ", where you are heard."
			: ".");
}

/* Talk goes on in the same room, if the other one is in it. */
void
plain_join_user(struct session *s, struct user *u)
{
	char *current = xstrdup(plain_of(s)->current);
	const struct room *r;

	plain_set_current(s, NULL);
	user_sessions_move(s, u);
	plain_tell(
	    s, "You are %s now, as elsewhere at the same time.", u->nick);
	r = current == NULL
		? NULL
		: world_find_room(s->server->world, view_of(current));
	if (r == NULL || room_find_member(r, u) == NULL)
		r = TAILQ_EMPTY(&u->rooms) ? NULL
					   : TAILQ_FIRST(&u->rooms)->room;
	plain_set_current(s, r == NULL ? NULL : r->name);
	if (r == NULL)
		tell_no_room(s);
	tell_rooms(s);
	free(current);
}
