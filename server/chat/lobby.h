/*
 * lobby: who is an operator of the lobby: the accounts that the settings name, and server operators. It has no founder,
 * and its first user gets no rank.
 */
#ifndef TCHAT_SERVER_CHAT_LOBBY_H
#define TCHAT_SERVER_CHAT_LOBBY_H

#include "server/chat/chat.h"

struct room;
struct string_list;

/* True if the settings name operators. Then the lobby's modes and bans are kept while it is empty. */
int	lobby_has_operators(const struct world *);
/* True if the account (NULL: none) is in the list. */
int	lobby_lists(const struct string_list *, const char *account);
/* Return the MEMBER_* bits that an account has in a room because it is the lobby. account may be NULL. */
unsigned	lobby_ranks(const struct world *, const struct room *,
	    const char *account);
/* CHAT_OK if the author is an operator of the room, or a server operator and it is the lobby. */
enum refusal lobby_check_operator(
	    const struct world *, const struct chat_from *, const struct room *);

#endif
