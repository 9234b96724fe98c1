/*
 * presence: coming, going and being called otherwise. Applied at once, then
 * shown, then recorded in passing (DESIGN: the journal).
 */
#include <stdlib.h>

#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/chat/world.h"

static struct view
cut(struct view text, long long max)
{
	return (struct view){ text.p, text_cut(text, (size_t)max) };
}

static char *
dup_or_null(struct view v)
{
	return v.len == 0 ? NULL : xviewdup(v);
}

static struct chat_event *
event_from(enum chat_event_type type, const struct chat_from *from)
{
	struct chat_event *e;

	e = chat_event_new(type, from->user);
	e->origin = from->origin;
	e->token = from->token;
	return e;
}

static void
changing_everywhere(struct world *w, struct user *u)
{
	struct member *m;

	TAILQ_FOREACH (m, &u->rooms, in_user)
		w->ops.changing(m->room, w->ctx);
}

static void
show(struct world *w, struct chat_event *e, struct user *u, struct room *r)
{
	struct chat_applied a = { .event = e, .user = u, .room = r };

	if (e->type == CHAT_NICK)
		a.old_nick = e->nick;
	w->ops.applied(&a, w->ctx);
	w->ops.record(e, w->ctx);
}

enum refusal
chat_enter(struct world *w, struct view nick, struct view username,
    struct view host, struct view realname, struct user **up)
{
	struct chat_from from = { NULL, 0, 0 };
	struct chat_event *e;

	*up = NULL;
	if (!nick_valid(nick))
		return CHAT_BAD_NICK;
	if (world_find_user(w, nick) != NULL)
		return CHAT_NICK_TAKEN;
	*up = user_new(
	    nick, username, host, cut(realname, w->limits.realname_bytes));
	world_add_user(w, *up);
	from.user = *up;
	e = event_from(CHAT_ENTER, &from);
	show(w, e, *up, NULL);
	chat_event_unref(e);
	return CHAT_OK;
}

/* The line that says it goes out to the member too, and then the member goes. */
static void
remove_member(struct world *w, struct member *m)
{
	struct room *r = m->room;

	w->ops.changing(r, w->ctx);
	room_remove_member(m);
	world_drop_room(w, r);
}

void
chat_quit(struct world *w, const struct chat_from *from, struct view reason,
    int quiet)
{
	struct user *u = from->user;
	struct chat_event *e;

	if (!quiet) {
		e = event_from(CHAT_QUIT, from);
		e->text = xviewdup(reason);
		show(w, e, u, NULL);
		chat_event_unref(e);
	}
	while (!TAILQ_EMPTY(&u->rooms))
		remove_member(w, TAILQ_FIRST(&u->rooms));
	past_add(w, u);
	world_remove_user(w, u);
}

enum refusal
chat_nick(struct world *w, const struct chat_from *from, struct view nick)
{
	struct user *u = from->user, *other;
	struct chat_event *e;

	if (!nick_valid(nick))
		return CHAT_BAD_NICK;
	if (view_equal(nick, view_of(u->nick)))
		return CHAT_ALREADY;
	other = world_find_user(w, nick);
	if (other != NULL && other != u)
		return CHAT_NICK_TAKEN;
	e = event_from(CHAT_NICK, from);
	e->object = xviewdup(nick);
	changing_everywhere(w, u);
	past_add(w, u);
	world_rename_user(w, u, nick);
	show(w, e, u, NULL);
	chat_event_unref(e);
	return CHAT_OK;
}

/* The key has its use with room mode k. */
enum refusal
chat_join(struct world *w, const struct chat_from *from, struct view name,
    struct view key)
{
	struct user *u = from->user;
	struct chat_event *e;
	struct room *r;
	int is_first;

	(void)key;
	if (!room_valid(name))
		return CHAT_BAD_ROOM;
	r = world_find_room(w, name);
	if (r != NULL && room_find_member(r, u) != NULL)
		return CHAT_ALREADY;
	if ((long long)u->nrooms >= w->limits.rooms_per_user)
		return CHAT_TOO_MANY_ROOMS;
	r = world_get_room(w, name);
	w->ops.changing(r, w->ctx);
	is_first = r->nmembers == 0 && !world_is_lobby(w, r);
	room_add_member(r, u, is_first ? MEMBER_OP : 0);
	e = event_from(CHAT_JOIN, from);
	e->target = xstrdup(r->name);
	show(w, e, u, r);
	chat_event_unref(e);
	return CHAT_OK;
}

enum refusal
chat_part(struct world *w, const struct chat_from *from, struct view name,
    struct view reason)
{
	struct chat_event *e;
	struct member *m;
	struct room *r;

	r = world_find_room(w, name);
	if (r == NULL)
		return CHAT_NO_ROOM;
	m = room_find_member(r, from->user);
	if (m == NULL)
		return CHAT_NOT_MEMBER;
	e = event_from(CHAT_PART, from);
	e->target = xstrdup(r->name);
	e->text = dup_or_null(reason);
	show(w, e, from->user, r);
	chat_event_unref(e);
	remove_member(w, m);
	return CHAT_OK;
}

enum refusal
chat_setname(struct world *w, const struct chat_from *from, struct view name)
{
	struct user *u = from->user;
	struct chat_event *e;

	if (name.len == 0)
		return CHAT_NO_TEXT;
	e = event_from(CHAT_SETNAME, from);
	e->text = xviewdup(cut(name, w->limits.realname_bytes));
	changing_everywhere(w, u);
	xreplace(&u->realname, e->text);
	show(w, e, u, NULL);
	chat_event_unref(e);
	return CHAT_OK;
}

/* An empty text means being back. */
enum refusal
chat_away(struct world *w, const struct chat_from *from, struct view text)
{
	struct user *u = from->user;
	struct chat_event *e;

	if (text.len == 0 && u->away == NULL)
		return CHAT_ALREADY;
	e = event_from(CHAT_AWAY, from);
	e->text = dup_or_null(cut(text, w->limits.away_bytes));
	xreplace(&u->away, e->text);
	show(w, e, u, NULL);
	chat_event_unref(e);
	return CHAT_OK;
}

/* Only what changes is in the event. */
enum refusal
chat_user_modes(
    struct world *w, const struct chat_from *from, unsigned on, unsigned off)
{
	struct user *u = from->user;
	struct chat_event *e;

	on &= ~u->modes;
	off &= u->modes;
	if (on == 0 && off == 0)
		return CHAT_ALREADY;
	world_set_modes(w, u, (u->modes | on) & ~off);
	e = event_from(CHAT_USER_MODE, from);
	e->on = on;
	e->off = off;
	show(w, e, u, NULL);
	chat_event_unref(e);
	return CHAT_OK;
}

enum refusal
chat_wallops(struct world *w, const struct chat_from *from, struct view text)
{
	struct chat_event *e;

	if (!(from->user->modes & USER_OPERATOR))
		return CHAT_NOT_OPERATOR;
	if (text.len == 0)
		return CHAT_NO_TEXT;
	e = event_from(CHAT_WALLOPS, from);
	e->text = xviewdup(text);
	show(w, e, from->user, NULL);
	chat_event_unref(e);
	return CHAT_OK;
}
