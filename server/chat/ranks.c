/*
 * ranks: gives ranks to members and takes them away. In a founded room, the ranks of logged-in
 * users are saved by account (room_ranks.h). The founder is above all other members.
 */
#include "server/chat/ranks.h"

#include "server/chat/account.h"
#include "server/chat/lobby.h"
#include "server/chat/mode_event.h"
#include "server/chat/room_founder.h"
#include "server/chat/room_ranks.h"
#include "server/chat/world.h"

static void
set_ranks(struct mode_event *c, struct member *m, unsigned ranks)
{
	static const struct {
		unsigned rank;
		char letter;
	} letters[] = { { MEMBER_FOUNDER, 'q' }, { MEMBER_OP, 'o' },
		{ MEMBER_VOICE, 'v' } };
	unsigned changed = m->ranks ^ ranks;
	size_t i;

	m->ranks = ranks;
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (changed & letters[i].rank)
			mode_event_add(c, (ranks & letters[i].rank) != 0,
			    letters[i].letter, m->user->nick);
}

/* The previous founder becomes an operator. */
void
ranks_follow_founder(struct mode_event *c)
{
	struct member *m;

	TAILQ_FOREACH (m, &c->room->members, in_room) {
		if (room_ranks_is_founder(c->room, m->user))
			set_ranks(c, m, m->ranks | MEMBER_FOUNDER);
		else if (m->ranks & MEMBER_FOUNDER)
			set_ranks(c, m,
			    (m->ranks & ~(unsigned)MEMBER_FOUNDER) | MEMBER_OP);
	}
}

static int
is_founder(const struct mode_event *c)
{
	const struct member *m = room_find_member(c->room, c->from->user);

	return m != NULL && (m->ranks & MEMBER_FOUNDER);
}

static enum refusal
give_room(struct mode_event *c, const struct user *to)
{
	struct room *r = c->room;

	if (to->account == NULL)
		return CHAT_NOT_LOGGED_IN;
	if (world_is_lobby(c->world, r))
		return CHAT_NOT_FOUNDER;
	if (r->founder == NULL ? to != c->from->user : !is_founder(c))
		return CHAT_NOT_FOUNDER;
	if (room_ranks_is_founder(r, to))
		return CHAT_ALREADY;
	if (!account_may_own_room(c->world, to->account))
		return CHAT_OWNS_TOO_MANY;
	if (r->founder != NULL)
		room_ranks_set(r, r->founder,
		    room_ranks_of_account(r, r->founder) | MEMBER_OP);
	room_set_founder(c->world, r, to->account);
	ranks_follow_founder(c);
	return CHAT_OK;
}

/* The room has no founder then, and no ranks by account. */
static enum refusal
give_room_up(struct mode_event *c, const struct member *m)
{
	if (!(m->ranks & MEMBER_FOUNDER))
		return CHAT_ALREADY;
	if (!is_founder(c))
		return CHAT_NOT_FOUNDER;
	room_set_founder(c->world, c->room, NULL);
	ranks_follow_founder(c);
	return CHAT_OK;
}

/* True if the list has space for this account, or needs none. */
static int
has_place(const struct mode_event *c, const char *account, unsigned ranks)
{
	return ranks == 0 || room_ranks_of_account(c->room, account) != 0 ||
	       (long long)c->room->naccount_ranks < c->world->limits.list_max;
}

static enum refusal
keep_rank(struct mode_event *c, const struct user *u,
    const struct mode_change *ch, unsigned rank)
{
	unsigned had, ranks;

	if (c->room->founder == NULL || u->account == NULL)
		return CHAT_ALREADY;
	had = room_ranks_of_account(c->room, u->account);
	ranks = ch->add ? had | rank : had & ~rank;
	if (ranks == had)
		return CHAT_ALREADY;
	if (!has_place(c, u->account, ranks))
		return CHAT_LIST_FULL;
	room_ranks_set(c->room, u->account, ranks);
	c->changed = 1;
	return CHAT_OK;
}

static enum refusal
change_lower(struct mode_event *c, const struct mode_change *ch,
    struct member *m, unsigned rank)
{
	enum refusal kept;

	if (!ch->add && (m->ranks & MEMBER_FOUNDER) && !is_founder(c))
		return CHAT_IS_FOUNDER;
	kept = keep_rank(c, m->user, ch, rank);
	if (kept == CHAT_LIST_FULL)
		return kept;
	if (((m->ranks & rank) != 0) == (ch->add != 0))
		return kept;
	set_ranks(c, m, m->ranks ^ rank);
	return CHAT_OK;
}

enum refusal
ranks_change(struct mode_event *c, const struct mode_change *ch, unsigned rank)
{
	const struct user *u;
	struct member *m;

	if (ch->arg.len == 0)
		return CHAT_BAD_ARG;
	u = world_find_user(c->world, ch->arg);
	if (u == NULL)
		return CHAT_NO_NICK;
	m = room_find_member(c->room, u);
	if (m == NULL)
		return CHAT_TARGET_NOT_MEMBER;
	if (rank != MEMBER_FOUNDER)
		return change_lower(c, ch, m, rank);
	return ch->add ? give_room(c, u) : give_room_up(c, m);
}

void
ranks_announce(
    struct world *w, uint64_t origin, struct member *m, unsigned before)
{
	const struct chat_from server = { NULL, origin, 0, 0 };
	struct mode_event c = { .world = w, .from = &server, .room = m->room };
	unsigned ranks = m->ranks;

	m->ranks = before;
	set_ranks(&c, m, ranks);
	c.changed = 0;
	mode_event_finish(&c);
}

void
world_set_lobby_operators(struct world *w, const struct string_list *accounts)
{
	struct room *r =
	    w->lobby == NULL ? NULL : world_find_room(w, view_of(w->lobby));
	struct string_list old = w->lobby_operators;
	struct member *m;
	unsigned before;

	w->lobby_operators = (struct string_list){ 0 };
	string_list_copy(&w->lobby_operators, accounts);
	if (r != NULL)
		TAILQ_FOREACH (m, &r->members, in_room) {
			before = m->ranks;
			if (lobby_lists(&old, m->user->account))
				m->ranks &= ~(unsigned)MEMBER_OP;
			m->ranks |= lobby_ranks(w, r, m->user->account);
			if (m->ranks != before)
				ranks_announce(w, 0, m, before);
		}
	string_list_clear(&old);
}

/* Ranks that were given to the user and not to the account stay until the user leaves. */
void
ranks_follow_account(struct world *w, struct user *u, const struct account *old)
{
	struct member *m;
	unsigned by_account, lost, before;

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		if (m->room->founder == NULL && !world_is_lobby(w, m->room))
			continue;
		before = m->ranks;
		by_account = room_ranks_of_user(m->room, u) |
			     lobby_ranks(w, m->room, u->account);
		lost = MEMBER_FOUNDER;
		if (old != NULL)
			lost |= room_ranks_of_account(m->room, old->name) |
				lobby_ranks(w, m->room, old->name);
		m->ranks = (before & ~lost) | by_account;
		if (m->ranks != before)
			ranks_announce(w, 0, m, before);
	}
}
