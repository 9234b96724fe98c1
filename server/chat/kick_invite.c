/*
 * kick_invite: kick, invite and rename: for each the request, then its apply step.
 */
#include "server/chat/kick_invite.h"

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/empty_rooms.h"
#include "server/chat/invitations.h"
#include "server/chat/lobby.h"
#include "server/chat/permissions.h"
#include "server/chat/world.h"
#include "server/chat/world_rooms.h"

static char *
dup_or_null(struct view v)
{
	return v.len == 0 ? NULL : xviewdup(v);
}

/* Find the room, if the user is a member of at least that rank. */
static enum refusal
find_room(struct world *w, const struct user *u, struct view name,
    unsigned rank, struct room **r)
{
	*r = world_find_room_for(w, name, u);
	if (*r == NULL)
		return CHAT_NO_ROOM;
	return room_check_rank(*r, u, rank);
}

static struct chat_event *
room_event(enum chat_event_type type, const struct chat_from *from,
    const struct room *r, const char *object, struct view reason)
{
	struct chat_event *e;

	e = world_new_event(type, from);
	e->target = xstrdup(r->name);
	e->object = xstrdup(object);
	e->reason = dup_or_null(reason);
	return e;
}

enum refusal
chat_kick(struct world *w, const struct chat_from *from, struct view name,
    struct view nick, struct view reason)
{
	const struct user *victim;
	struct member *m;
	struct room *r;
	enum refusal no;

	r = world_find_room_for(w, name, from->user);
	no = r == NULL ? CHAT_NO_ROOM : lobby_check_operator(w, from, r);
	if (no != CHAT_OK)
		return no;
	victim = world_find_user(w, nick);
	if (victim == NULL)
		return CHAT_NO_NICK;
	m = room_find_member(r, victim);
	if (m == NULL)
		return CHAT_TARGET_NOT_MEMBER;
	if ((m->ranks & MEMBER_FOUNDER) &&
	    room_check_rank(r, from->user, MEMBER_FOUNDER) != CHAT_OK)
		return CHAT_IS_FOUNDER;
	world_append(w, room_event(CHAT_KICK, from, r, victim->nick, reason));
	return CHAT_OK;
}

static enum refusal
apply_kick(struct world *w, struct chat_event *e, struct chat_applied *a)
{
	struct member *m;

	a->target = world_find_user(w, view_of(e->victim));
	m = a->target == NULL ? NULL : room_find_member(a->room, a->target);
	if (m == NULL)
		return CHAT_TARGET_NOT_MEMBER;
	world_show(w, e, a);
	world_remove_member(w, m);
	return CHAT_OK;
}

/* Any member may invite, but only operators if the room is invite-only. */
enum refusal
chat_invite(struct world *w, const struct chat_from *from, struct view name,
    struct view nick)
{
	const struct user *invited;
	struct room *r;
	enum refusal no;

	no = find_room(w, from->user, name, 0, &r);
	if (no != CHAT_OK)
		return no;
	invited = world_find_user(w, nick);
	if (invited == NULL)
		return CHAT_NO_NICK;
	if (room_find_member(r, invited) != NULL)
		return CHAT_TARGET_IS_MEMBER;
	if (r->modes & ROOM_INVITE_ONLY)
		no = room_check_rank(r, from->user, MEMBER_OP);
	if (no != CHAT_OK)
		return no;
	if (!rates_take(&w->limits.rates, from, RATE_INVITE))
		return CHAT_TOO_FAST;
	world_append(
	    w, room_event(CHAT_INVITE, from, r, invited->nick, VIEW("")));
	return CHAT_OK;
}

static enum refusal
apply_invite(struct world *w, struct chat_event *e, struct chat_applied *a)
{
	a->target = world_find_user(w, view_of(e->invited));
	if (a->target == NULL)
		return CHAT_NO_NICK;
	if (room_find_member(a->room, a->target) != NULL)
		return CHAT_TARGET_IS_MEMBER;
	invitation_add(a->room, a->target);
	world_show(w, e, a);
	return CHAT_OK;
}

/*
 * The lobby's name is reserved for the lobby, also while it is empty. The name of a founded
 * room is reserved for that room.
 */
static int
name_is_taken(struct world *w, const struct room *r, struct view name)
{
	const struct room *other = world_find_room(w, name);
	const struct room *empty = empty_rooms_find(w, name);

	if (empty != NULL && empty->founder != NULL)
		return 1;
	if (w->lobby != NULL && name_equal(view_of(w->lobby), name))
		return other != r;
	return other != NULL && other != r;
}

/*
 * Another room had the new name before, and may have a closed history that the members must not
 * read. So what they may read under that name begins now.
 */
static void
restart_history(struct room *r, uint64_t seq)
{
	struct member *m;

	r->first_seq = seq;
	TAILQ_FOREACH (m, &r->members, in_room)
		m->first_seq = seq;
}

/* A room may change the spelling and the script of its own name. */
static int
renames_to_look_alike(
    const struct world *w, const struct room *r, struct view name)
{
	const char *like = world_find_look_alike(w, name);

	return like != NULL && !name_equal(view_of(like), view_of(r->name));
}

enum refusal
chat_rename(struct world *w, const struct chat_from *from, struct view old,
    struct view name, struct view reason)
{
	struct chat_event *e;
	struct room *r;
	enum refusal no;

	no = find_room(w, from->user, old, MEMBER_OP, &r);
	if (no != CHAT_OK)
		return no;
	if (r->founder != NULL &&
	    room_check_rank(r, from->user, MEMBER_FOUNDER) != CHAT_OK)
		return CHAT_NOT_FOUNDER;
	if (world_is_lobby(w, r))
		return CHAT_NOT_FOUNDER;
	if (!room_valid(name))
		return CHAT_BAD_ROOM;
	if (view_equal(view_of(r->name), name))
		return CHAT_ALREADY;
	if (name_is_taken(w, r, name))
		return CHAT_ROOM_TAKEN;
	if (renames_to_look_alike(w, r, name))
		return CHAT_ROOM_LOOKS_LIKE;
	if (!rates_take(&w->limits.rates, from, RATE_RENAME))
		return CHAT_TOO_FAST;
	e = room_event(CHAT_RENAME, from, r, NULL, reason);
	e->new_name = xviewdup(name);
	world_append(w, e);
	return CHAT_OK;
}

static enum refusal
apply_rename(struct world *w, struct chat_event *e, struct chat_applied *a)
{
	if (name_is_taken(w, a->room, view_of(e->new_name)))
		return CHAT_ROOM_TAKEN;
	world_rename_room(w, a->room, view_of(e->new_name));
	world_show(w, e, a);
	restart_history(a->room, e->seq);
	return CHAT_OK;
}

enum refusal
kick_invite_apply(struct world *w, struct chat_event *e, struct user *u)
{
	struct chat_applied a = { .user = u,
		.room = world_find_room(w, view_of(e->target)) };

	if (a.room == NULL)
		return CHAT_NO_ROOM;
	if (e->type == CHAT_KICK)
		return apply_kick(w, e, &a);
	if (e->type == CHAT_INVITE)
		return apply_invite(w, e, &a);
	return apply_rename(w, e, &a);
}
