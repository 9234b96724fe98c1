/*
 * room: makes and frees rooms; adds and removes members.
 */
#include "server/chat/room.h"

#include <assert.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/mask.h"
#include "server/chat/user.h"

struct room *
room_new(struct view name)
{
	struct room *r;
	int i;

	r = xcalloc(1, sizeof(*r));
	r->name = xviewdup(name);
	r->modes = ROOM_NO_OUTSIDE | ROOM_TOPIC_OPS;
	r->created = clock_ms();
	r->mask_changes = 1;
	TAILQ_INIT(&r->members);
	TAILQ_INIT(&r->invitations);
	TAILQ_INIT(&r->account_ranks);
	for (i = 0; i < ROOM_LISTS; i++)
		TAILQ_INIT(&r->lists[i]);
	return r;
}

void
room_fold(struct room *r)
{
	char folded[NAME_FOLDED];
	int n;

	n = name_fold(folded, sizeof(folded), view_of(r->name));
	assert(n > 0);
	xreplace(&r->folded, folded);
}

void
room_set_lobby_modes(struct room *r)
{
	int i;

	r->modes = ROOM_NO_OUTSIDE;
	r->limit = 0;
	r->slow = 0;
	xreplace(&r->key, NULL);
	for (i = 0; i < ROOM_LISTS; i++) {
		masks_clear(&r->lists[i]);
		r->nmasks[i] = 0;
	}
	r->mask_changes++;
}

void
room_free(struct room *r)
{
	int i;

	assert(TAILQ_EMPTY(&r->members));
	assert(TAILQ_EMPTY(&r->invitations));
	assert(r->founder == NULL && TAILQ_EMPTY(&r->account_ranks));
	for (i = 0; i < ROOM_LISTS; i++)
		masks_clear(&r->lists[i]);
	free(r->key);
	free(r->name);
	free(r->folded);
	free(r->topic);
	free(r->topic_by);
	free(r);
}

static void
note_change(struct room *r)
{
	static uint64_t last;

	r->member_changes = ++last;
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
	note_change(r);
	return m;
}

void
room_remove_member(struct member *m)
{
	TAILQ_REMOVE(&m->room->members, m, in_room);
	TAILQ_REMOVE(&m->user->rooms, m, in_user);
	m->room->nmembers--;
	m->user->nrooms--;
	note_change(m->room);
	free(m);
}

/* Search the user's rooms: a user is in few rooms, but a room may have many members. */
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

int
room_is_closed(const struct room *r)
{
	return (r->modes & ROOM_INVITE_ONLY) || r->key != NULL;
}

/* In a founded room, operators may read the whole history, as all members may with mode H. */
uint64_t
room_reads_closed_from(const struct member *m)
{
	const struct room *r = m->room;

	if ((r->modes & ROOM_HISTORY_OPEN) ||
	    (r->founder != NULL && m->ranks >= MEMBER_OP))
		return r->first_seq;
	return m->first_seq;
}

int
room_shows_to(const struct room *r, const struct user *u)
{
	return !(r->modes & ROOM_SECRET) || room_find_member(r, u) != NULL;
}

int
room_shows_member(const struct member *m, const struct user *u)
{
	if (room_find_member(m->room, u) != NULL)
		return 1;
	return !(m->room->modes & ROOM_SECRET) &&
	       !(m->user->modes & USER_INVISIBLE);
}

void
room_forget_ban_checks(struct user *u)
{
	struct member *m;

	TAILQ_FOREACH (m, &u->rooms, in_user)
		m->ban_checked = 0;
}
