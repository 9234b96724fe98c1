/*
 * current_room: the room that a plain peer's messages go to.
 */
#include "server/plain/current_room.h"

#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/deliver/deliver.h"
#include "server/plain/peer.h"
#include "server/plain/reply.h"
#include "server/session/session.h"
#include "server/session/user_sessions.h"

void
plain_set_current_room(struct session *s, const char *name)
{
	xreplace(&plain_of(s)->current, name);
	deliver_kind_changed(s);
}

static void
tell_no_room(struct session *s)
{
	plain_reply(s, _("You are in no room. To join one: /join ROOM"));
}

void
plain_use_last_room(struct session *s)
{
	const struct member *m, *last = NULL;

	TAILQ_FOREACH (m, &s->user->rooms, in_user)
		last = m;
	plain_set_current_room(s, last == NULL ? NULL : last->room->name);
	if (last == NULL)
		tell_no_room(s);
	else
		plain_reply(
		    s, _("Your current room is now %s."), last->room->name);
}

/*
 * A user who was kicked learns it here, on the next line: that line was meant for the old room and must not go
 * to another one.
 */
const char *
plain_current_room(struct session *s)
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
	plain_reply(s,
	    _("You are no longer in %s, so nothing was sent or done."), name);
	plain_use_last_room(s);
	return NULL;
}

void
plain_renamed(struct session *s, const struct chat_applied *a)
{
	const char *current = plain_of(s)->current;

	if (current != NULL && strcmp(current, a->event->target) == 0)
		plain_set_current_room(s, a->room->name);
}

void
plain_joined(struct session *s, const struct room *r)
{
	if (plain_of(s)->current == NULL)
		plain_set_current_room(s, r->name);
}

static void
tell_rooms(struct session *s)
{
	const struct member *m;

	TAILQ_FOREACH (m, &s->user->rooms, in_user)
		plain_reply(s,
		    plain_of(s)->current != NULL &&
			    strcmp(plain_of(s)->current, m->room->name) == 0
			? _("You are in %s, your current room.")
			: _("You are in %s."),
		    m->room->name);
}

/* The current room stays the same if the user that the session moves to is in it. */
void
plain_move_to_user(struct session *s, struct user *u)
{
	char *current = xstrdup(plain_of(s)->current);
	const struct room *r;

	plain_set_current_room(s, NULL);
	user_sessions_move(s, u);
	plain_reply(s, _("You are now %s, together with your other sessions."),
	    u->nick);
	r = current == NULL
		? NULL
		: world_find_room(s->server->world, view_of(current));
	if (r == NULL || room_find_member(r, u) == NULL)
		r = TAILQ_EMPTY(&u->rooms) ? NULL
					   : TAILQ_FIRST(&u->rooms)->room;
	plain_set_current_room(s, r == NULL ? NULL : r->name);
	if (r == NULL)
		tell_no_room(s);
	tell_rooms(s);
	free(current);
}
