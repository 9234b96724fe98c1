/*
 * history_access: turns the rules of room.h into ranges for the store.
 */
#include "server/session/history_access.h"

#include <stdlib.h>
#include <time.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/session/session.h"
#include "server/store/journal.h"

struct member *
history_member(const struct session *s, struct view name)
{
	const struct room *r = world_find_room(s->server->world, name);

	return r == NULL ? NULL : room_find_member(r, s->user);
}

int
history_is_nick(struct view name)
{
	if (name.len > 0 && *name.p == CONVERSATION_GUEST) {
		name.p++;
		name.len--;
	}
	return nick_valid(name);
}

int
history_party(const struct server *server, struct view nick,
    char party[CONVERSATION_PARTY])
{
	const struct user *u = world_find_user(server->world, nick);
	const struct account *a = world_find_account(server->world, nick);

	if (u != NULL && u->account != NULL)
		return conversation_party(party, u->account, nick);
	if (a != NULL)
		return conversation_party(party, a->name, nick);
	if (nick.len > 0 && *nick.p == CONVERSATION_GUEST) {
		nick.p++;
		nick.len--;
	}
	return conversation_party(party, NULL, nick);
}

int
history_reader_party(const struct session *s, char party[CONVERSATION_PARTY])
{
	if (s->user->account == NULL)
		return -1;
	return conversation_party(
	    party, s->user->account, view_of(s->user->nick));
}

struct store_requester
history_requester(const struct session *s, char key[SESSION_KEY])
{
	session_fair_key(s, key);
	return (struct store_requester){ key, s->id };
}

static char *
guest_name(const struct server *server, const char *party, const char *nick)
{
	const char *folded = party + 1;
	const struct user *u = world_find_user(server->world, view_of(folded));
	char now[CONVERSATION_PARTY], *name;

	if (u != NULL && u->account == NULL)
		nick = u->nick;
	if (nick == NULL || !name_equal(view_of(nick), view_of(folded)))
		nick = folded;
	if (history_party(server, view_of(nick), now) == 0 &&
	    conversation_is_guest(now))
		return xstrdup(nick);
	xasprintf(&name, "%c%s", CONVERSATION_GUEST, nick);
	return name;
}

char *
history_display_name(
    const struct server *server, const char *party, const char *nick)
{
	const struct account *a;
	const struct user *u;

	if (conversation_is_guest(party))
		return guest_name(server, party, nick);
	u = world_find_user(server->world, view_of(party));
	if (u != NULL && u->account != NULL &&
	    name_equal(view_of(u->account), view_of(party)))
		return xstrdup(u->nick);
	a = world_find_account(server->world, view_of(party));
	if (a == NULL)
		return xstrdup(nick != NULL ? nick : party);
	u = LIST_FIRST(&a->users);
	return xstrdup(u != NULL ? u->nick : a->name);
}

void
history_rooms_init(struct history_rooms *rooms, const struct session *s)
{
	const struct member *m;

	rooms->n = 0;
	rooms->names = xcalloc(s->user->nrooms + 1, sizeof(char *));
	rooms->closed_from = xcalloc(s->user->nrooms + 1, sizeof(uint64_t));
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		rooms->names[rooms->n] = m->room->folded;
		rooms->closed_from[rooms->n++] = room_reads_closed_from(m);
	}
}

void
history_rooms_clear(struct history_rooms *rooms)
{
	free(rooms->names);
	free(rooms->closed_from);
}

void
history_before_attach(const struct member *m, const struct session *s,
    size_t limit, struct store_range *range)
{
	*range = (struct store_range){ .limit = limit,
		.latest = 1,
		.messages_only = 1,
		.closed_from = room_reads_closed_from(m) };
	range->before.seq = journal_first_unsettled(s->server->journal);
}

void
history_before_join(const struct member *m, const struct session *s,
    size_t limit, struct store_range *range)
{
	history_before_attach(m, s, limit, range);
	if (m->first_seq < range->before.seq)
		range->before.seq = m->first_seq;
}

void
history_stamp(char buf[HISTORY_STAMP], int64_t ms)
{
	time_t then = (time_t)(ms / 1000), now = (time_t)(clock_ms() / 1000);
	struct tm tm, today;

	gmtime_r(&then, &tm);
	gmtime_r(&now, &today);
	strftime(buf, HISTORY_STAMP,
	    tm.tm_yday == today.tm_yday && tm.tm_year == today.tm_year
		? "[%H:%M] "
		: "[%Y-%m-%d %H:%M] ",
	    &tm);
}
