/*
 * presence: users arrive, leave, join, part, log in and out, and change nick, real name, away
 * state, modes and visible host: for each the request, then its apply step.
 */
#include "server/chat/presence.h"

#include <stdlib.h>

#include "common/buf.h"
#include "common/names.h"
#include "common/string_list.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/empty_rooms.h"
#include "server/chat/invitations.h"
#include "server/chat/lobby.h"
#include "server/chat/look_alikes.h"
#include "server/chat/permissions.h"
#include "server/chat/ranks.h"
#include "server/chat/room_founder.h"
#include "server/chat/room_ranks.h"
#include "server/chat/whowas.h"
#include "server/chat/world.h"
#include "server/chat/world_rooms.h"

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

/*
 * Return the user's rooms as an event lists them, without incognito rooms; NULL if there are
 * none.
 */
static char *
rooms_of(const struct user *u)
{
	struct buf list = { 0 };
	struct member *m;

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		if (m->room->modes & ROOM_INCOGNITO)
			continue;
		if (list.len > 0)
			buf_add_char(&list, ',');
		buf_add_str(&list, m->room->name);
	}
	return list.len == 0 ? NULL : buf_take(&list);
}

static void
show(struct world *w, struct chat_event *e, struct user *u, struct room *r)
{
	struct chat_applied a = { .user = u, .room = r };

	if (e->type == CHAT_NICK)
		a.old_nick = e->nick;
	world_show(w, e, &a);
}

int
world_nick_is_forbidden(const struct world *w, struct view nick)
{
	const struct string_list *masks = w->limits.forbidden_nicks;
	size_t i;

	for (i = 0; masks != NULL && i < masks->n; i++)
		if (mask_match(view_of(masks->v[i]), nick) ||
		    look_alike_of_mask(view_of(masks->v[i]), nick))
			return 1;
	return 0;
}

/*
 * Check whether a user who is logged in to that account (NULL: none) may have the nick. A nick
 * that is an account's name, or looks like one, is only for users of that account.
 */
static enum refusal
check_owner(const struct world *w, struct view nick, const struct account *a)
{
	const struct account *owner = world_find_account(w, nick);

	if (owner != NULL)
		return owner == a ? CHAT_OK : CHAT_NICK_RESERVED;
	return world_find_look_alike(w, nick) == NULL ? CHAT_OK
						      : CHAT_NICK_LOOKS_LIKE;
}

enum refusal
chat_add_user(
    struct world *w, const struct chat_newcomer *newcomer, struct user **up)
{
	struct chat_newcomer n = *newcomer;
	struct chat_from from = { NULL, 0, 0, 0 };
	enum refusal no;

	*up = NULL;
	if (!nick_valid(n.nick))
		return CHAT_BAD_NICK;
	if (world_nick_is_forbidden(w, n.nick))
		return CHAT_NICK_FORBIDDEN;
	if (world_find_user(w, n.nick) != NULL)
		return CHAT_NICK_TAKEN;
	no = check_owner(w, n.nick, n.account);
	if (no != CHAT_OK)
		return no;
	n.realname = cut(n.realname, w->limits.realname_bytes);
	*up = user_new(&n);
	world_add_user(w, *up);
	if (n.former != NULL)
		former_accounts_move(&(*up)->former, n.former);
	if (n.account != NULL)
		user_set_account(w, *up, n.account);
	from.user = *up;
	world_append(w, world_new_event(CHAT_NEW_USER, &from));
	return CHAT_OK;
}

static void
remove_user(struct world *w, struct user *u)
{
	while (!TAILQ_EMPTY(&u->rooms))
		world_remove_member(w, TAILQ_FIRST(&u->rooms));
	whowas_add(w, u);
	user_set_account(w, u, NULL);
	world_remove_user(w, u);
}

void
chat_quit(struct world *w, const struct chat_from *from, struct view reason,
    int quiet)
{
	struct user *u = from->user;
	struct chat_event *e;

	if (quiet) {
		remove_user(w, u);
		return;
	}
	e = world_new_event(CHAT_QUIT, from);
	e->not_stored = u->is_visitor;
	e->reason = xviewdup(reason);
	e->rooms = rooms_of(u);
	world_append(w, e);
}

static enum refusal
apply_quit(struct world *w, struct chat_event *e, struct user *u)
{
	show(w, e, u, NULL);
	remove_user(w, u);
	return CHAT_OK;
}

enum refusal
chat_nick(struct world *w, const struct chat_from *from, struct view nick)
{
	struct user *u = from->user, *other;
	struct chat_event *e;
	enum refusal no;

	if (!nick_valid(nick))
		return CHAT_BAD_NICK;
	if (view_equal(nick, view_of(u->nick)))
		return CHAT_ALREADY;
	if (world_nick_is_forbidden(w, nick))
		return CHAT_NICK_FORBIDDEN;
	other = world_find_user(w, nick);
	if (other != NULL && other != u)
		return CHAT_NICK_TAKEN;
	if (other == NULL) {
		no = check_owner(w, nick, user_account(w, u));
		if (no != CHAT_OK)
			return no;
	}
	if (!rates_take(&w->limits.rates, from, RATE_NICK))
		return CHAT_NICK_TOO_FAST;
	e = world_new_event(CHAT_NICK, from);
	e->new_nick = xviewdup(nick);
	e->rooms = rooms_of(u);
	world_append(w, e);
	return CHAT_OK;
}

static enum refusal
apply_nick(struct world *w, struct chat_event *e, struct user *u)
{
	const struct user *other = world_find_user(w, view_of(e->new_nick));

	if (other != NULL && other != u)
		return CHAT_NICK_TAKEN;
	whowas_add(w, u);
	world_rename_user(w, u, view_of(e->new_nick));
	show(w, e, u, NULL);
	return CHAT_OK;
}

static enum refusal
check_join(const struct world *w, const struct room *r, const struct user *u,
    struct view key)
{
	if (r != NULL && room_find_member(r, u) != NULL)
		return CHAT_ALREADY;
	if ((long long)u->nrooms >= w->limits.rooms_per_user)
		return CHAT_TOO_MANY_ROOMS;
	if (r != NULL && w->limits.members_per_room > 0 &&
	    (long long)r->nmembers >= w->limits.members_per_room)
		return CHAT_ROOM_FULL;
	/* There might be no other operator who could let them in. */
	if (r == NULL || lobby_ranks(w, r, u->account) >= MEMBER_OP)
		return CHAT_OK;
	return room_may_join(r, u, key);
}

/*
 * Find a room whose rules apply to joining: one with members, or an empty one whose founder or
 * operators can change the rules.
 */
static struct room *
find_with_rules(struct world *w, struct view name)
{
	struct room *r = world_find_room(w, name);

	if (r != NULL)
		return r;
	r = empty_rooms_find(w, name);
	if (r == NULL)
		return NULL;
	return r->founder != NULL ||
		       (world_is_lobby(w, r) && lobby_has_operators(w))
		   ? r
		   : NULL;
}

/*
 * Ranks for a user who joins. A logged-in user who creates a room becomes its founder.
 * Otherwise the first user in a room without a founder becomes an operator. In the lobby only
 * the accounts that the settings name get a rank.
 */
static unsigned
ranks_of(struct world *w, struct room *r, const struct user *u, int is_new)
{
	if (world_is_lobby(w, r))
		return lobby_ranks(w, r, u->account);
	if (is_new && account_may_own_room(w, u->account))
		room_set_founder(w, r, u->account);
	if (r->founder != NULL)
		return room_ranks_of_user(r, u);
	return r->nmembers == 0 ? MEMBER_OP : 0;
}

static struct member *
enter_room(struct world *w, struct room *r, struct user *u, int is_new)
{
	struct member *m;

	m = room_add_member(r, u, ranks_of(w, r, u, is_new));
	w->ops.member_added(m, w->ctx);
	invitation_drop(r, u);
	return m;
}

/* If the user is alone in the room, nobody needs to be told. */
static void
tell_ranks(struct world *w, uint64_t origin, struct member *m)
{
	if (m->ranks != 0 && m->room->nmembers > 1)
		ranks_announce(w, origin, m, 0);
}

static int
is_new_room(struct world *w, struct view name)
{
	return world_find_room(w, name) == NULL &&
	       empty_rooms_find(w, name) == NULL;
}

enum refusal
chat_join(struct world *w, const struct chat_from *from, struct view name,
    struct view key)
{
	struct chat_event *e;
	enum refusal no;

	if (!room_valid(name))
		return CHAT_BAD_ROOM;
	no = check_join(w, find_with_rules(w, name), from->user, key);
	if (no != CHAT_OK)
		return no;
	if (is_new_room(w, name) && world_find_look_alike(w, name) != NULL)
		return CHAT_ROOM_LOOKS_LIKE;
	e = world_new_event(CHAT_JOIN, from);
	e->not_stored = from->user->is_visitor;
	e->target = xviewdup(name);
	world_append(w, e);
	return CHAT_OK;
}

static enum refusal
apply_join(struct world *w, struct chat_event *e, struct user *u)
{
	int is_new = is_new_room(w, view_of(e->target));
	struct room *r = world_get_room(w, view_of(e->target));
	struct member *m;

	if (room_find_member(r, u) != NULL)
		return CHAT_ALREADY;
	xreplace(&e->target, r->name); /* as it is spelled */
	m = enter_room(w, r, u, is_new);
	show(w, e, u, r);
	m->first_seq = e->seq;
	if (r->first_seq == 0) {
		r->first_seq = e->seq;
		room_save(w, r);
	}
	tell_ranks(w, e->origin, m);
	return CHAT_OK;
}

enum refusal
chat_part(struct world *w, const struct chat_from *from, struct view name,
    struct view reason)
{
	struct chat_event *e;
	struct room *r;

	r = world_find_room_for(w, name, from->user);
	if (r == NULL)
		return CHAT_NO_ROOM;
	if (room_find_member(r, from->user) == NULL)
		return CHAT_NOT_MEMBER;
	e = world_new_event(CHAT_PART, from);
	e->not_stored = from->user->is_visitor;
	e->target = xstrdup(r->name);
	e->reason = dup_or_null(reason);
	world_append(w, e);
	return CHAT_OK;
}

static enum refusal
apply_part(struct world *w, struct chat_event *e, struct user *u)
{
	struct room *r = world_find_room(w, view_of(e->target));
	struct member *m = r == NULL ? NULL : room_find_member(r, u);

	if (m == NULL)
		return CHAT_NOT_MEMBER;
	show(w, e, u, r);
	world_remove_member(w, m);
	return CHAT_OK;
}

enum refusal
chat_setname(struct world *w, const struct chat_from *from, struct view name)
{
	struct chat_event *e;

	if (name.len == 0)
		return CHAT_NO_TEXT;
	if (!rates_take(&w->limits.rates, from, RATE_SETNAME))
		return CHAT_TOO_FAST;
	e = world_new_event(CHAT_SETNAME, from);
	e->new_realname = xviewdup(cut(name, w->limits.realname_bytes));
	world_append(w, e);
	return CHAT_OK;
}

static enum refusal
apply_setname(struct world *w, struct chat_event *e, struct user *u)
{
	xreplace(&u->realname, e->new_realname);
	show(w, e, u, NULL);
	return CHAT_OK;
}

/* An empty text marks the user as back. */
enum refusal
chat_away(struct world *w, const struct chat_from *from, struct view text)
{
	struct user *u = from->user;
	struct chat_event *e;

	if (text.len == 0 && u->away == NULL)
		return CHAT_ALREADY;
	if (!rates_take(&w->limits.rates, from, RATE_AWAY))
		return CHAT_TOO_FAST;
	e = world_new_event(CHAT_AWAY, from);
	e->away_message = dup_or_null(cut(text, w->limits.away_bytes));
	world_append(w, e);
	return CHAT_OK;
}

static enum refusal
apply_away(struct world *w, struct chat_event *e, struct user *u)
{
	xreplace(&u->away, e->away_message);
	show(w, e, u, NULL);
	return CHAT_OK;
}

/* The event has only the modes that change. */
enum refusal
chat_user_modes(
    struct world *w, const struct chat_from *from, unsigned on, unsigned off)
{
	struct chat_event *e;

	on &= ~from->user->modes;
	off &= from->user->modes;
	if (on == 0 && off == 0)
		return CHAT_ALREADY;
	e = world_new_event(CHAT_USER_MODE, from);
	e->on = on;
	e->off = off;
	world_append(w, e);
	return CHAT_OK;
}

static enum refusal
apply_user_mode(struct world *w, struct chat_event *e, struct user *u)
{
	world_set_modes(w, u, (u->modes | e->on) & ~e->off);
	show(w, e, u, NULL);
	return CHAT_OK;
}

/* NULL: log out. */
static void
request_account(
    struct world *w, const struct chat_from *from, const char *account)
{
	struct chat_event *e = world_new_event(CHAT_ACCOUNT, from);

	e->new_account = xstrdup(account);
	world_append(w, e);
}

static enum refusal
apply_account(struct world *w, struct chat_event *e, struct user *u)
{
	const struct account *old = user_account(w, u);
	struct account *a = NULL;

	if (e->new_account != NULL) {
		a = world_find_account(w, view_of(e->new_account));
		if (a == NULL)
			return CHAT_NO_NICK;
	}
	user_set_account(w, u, a);
	show(w, e, u, NULL);
	ranks_follow_account(w, u, old);
	return CHAT_OK;
}

enum refusal
chat_login(struct world *w, const struct chat_from *from, struct account *a)
{
	if (user_account(w, from->user) == a)
		return CHAT_ALREADY;
	request_account(w, from, a->name);
	return CHAT_OK;
}

enum refusal
chat_logout(struct world *w, const struct chat_from *from)
{
	if (from->user->account == NULL)
		return CHAT_ALREADY;
	request_account(w, from, NULL);
	return CHAT_OK;
}

void
chat_add_former_accounts(struct user *u, struct former_accounts *former)
{
	former_accounts_move(&u->former, former);
	room_forget_ban_checks(u);
}

enum refusal
chat_set_host(struct world *w, const struct chat_from *from, struct view host)
{
	struct chat_event *e;

	if (view_equal(host, view_of(from->user->host)))
		return CHAT_ALREADY;
	e = world_new_event(CHAT_HOST, from);
	e->new_host = xviewdup(host);
	world_append(w, e);
	return CHAT_OK;
}

static enum refusal
apply_host(struct world *w, struct chat_event *e, struct user *u)
{
	xreplace(&u->host, e->new_host);
	room_forget_ban_checks(u);
	show(w, e, u, NULL);
	return CHAT_OK;
}

enum refusal
presence_apply(struct world *w, struct chat_event *e, struct user *u)
{
	switch (e->type) {
	case CHAT_JOIN:
		return apply_join(w, e, u);
	case CHAT_PART:
		return apply_part(w, e, u);
	case CHAT_QUIT:
		return apply_quit(w, e, u);
	case CHAT_NICK:
		return apply_nick(w, e, u);
	case CHAT_SETNAME:
		return apply_setname(w, e, u);
	case CHAT_AWAY:
		return apply_away(w, e, u);
	case CHAT_USER_MODE:
		return apply_user_mode(w, e, u);
	case CHAT_ACCOUNT:
		return apply_account(w, e, u);
	case CHAT_HOST:
		return apply_host(w, e, u);
	default: /* CHAT_NEW_USER: the user exists already */
		show(w, e, u, NULL);
		return CHAT_OK;
	}
}
