/*
 * lobby: the operators of the lobby.
 */
#include "server/chat/lobby.h"

#include "common/names.h"
#include "server/chat/permissions.h"
#include "server/chat/room.h"
#include "server/chat/world.h"

int
lobby_has_operators(const struct world *w)
{
	return w->lobby != NULL && w->lobby_operators.n > 0;
}

int
lobby_lists(const struct string_list *accounts, const char *account)
{
	for (size_t i = 0; account != NULL && i < accounts->n; i++)
		if (name_equal(view_of(accounts->v[i]), view_of(account)))
			return 1;
	return 0;
}

unsigned
lobby_ranks(const struct world *w, const struct room *r, const char *account)
{
	return world_is_lobby(w, r) && lobby_lists(&w->lobby_operators, account)
		   ? MEMBER_OP
		   : 0;
}

enum refusal
lobby_check_operator(
    const struct world *w, const struct chat_from *from, const struct room *r)
{
	if (from->is_operator && world_is_lobby(w, r))
		return CHAT_OK;
	return room_check_rank(r, from->user, MEMBER_OP);
}
