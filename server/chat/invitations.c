/*
 * invitations: pending invitations. An invitation ends when it is used, when its user or room is
 * freed, or when its user has too many of them.
 */
#include "server/chat/invitations.h"

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/chat/user.h"

enum { INVITATIONS_MAX = 32 }; /* per user */

static struct invitation *
find(const struct room *r, const struct user *u)
{
	struct invitation *i;

	TAILQ_FOREACH (i, &u->invitations, in_user) {
		if (i->room == r)
			break;
	}
	return i;
}

static void
drop(struct invitation *i)
{
	TAILQ_REMOVE(&i->room->invitations, i, in_room);
	TAILQ_REMOVE(&i->user->invitations, i, in_user);
	i->user->ninvitations--;
	free(i);
}

int
invitation_pending(const struct room *r, const struct user *u)
{
	return find(r, u) != NULL;
}

void
invitation_add(struct room *r, struct user *u)
{
	struct invitation *i;

	invitation_drop(r, u);
	if (u->ninvitations >= INVITATIONS_MAX)
		drop(TAILQ_FIRST(&u->invitations));
	i = xcalloc(1, sizeof(*i));
	i->room = r;
	i->user = u;
	TAILQ_INSERT_TAIL(&r->invitations, i, in_room);
	TAILQ_INSERT_TAIL(&u->invitations, i, in_user);
	u->ninvitations++;
}

void
invitation_drop(struct room *r, struct user *u)
{
	struct invitation *i = find(r, u);

	if (i != NULL)
		drop(i);
}

void
invitations_drop_room(struct room *r)
{
	struct invitation *i, *next;

	for (i = TAILQ_FIRST(&r->invitations); i != NULL; i = next) {
		next = TAILQ_NEXT(i, in_room);
		drop(i);
	}
}

void
invitations_drop_user(struct user *u)
{
	struct invitation *i, *next;

	for (i = TAILQ_FIRST(&u->invitations); i != NULL; i = next) {
		next = TAILQ_NEXT(i, in_user);
		drop(i);
	}
}
