/*
 * ranks: give ranks to the members of a room, and take them away.
 */
#ifndef TCHAT_SERVER_CHAT_RANKS_H
#define TCHAT_SERVER_CHAT_RANKS_H

#include <stdint.h>

#include "server/chat/refusal.h"

struct account;
struct member;
struct mode_change;
struct mode_event;
struct user;
struct world;

/* Make a requested change of a rank (MEMBER_*). */
enum refusal ranks_change(
	    struct mode_event *, const struct mode_change *, unsigned rank);
/* The founder changed: set or remove MEMBER_FOUNDER of the members. */
void	ranks_follow_founder(struct mode_event *);
/*
 * Announce that a member's ranks changed from `before`. The session `origin` (0: none) is not
 * told if its dialect describes the room to it anyway.
 */
void	ranks_announce(
	    struct world *, uint64_t origin, struct member *, unsigned before);
/*
 * The user's account changed; `old` is the one before, or NULL. In the user's rooms, take away
 * the ranks that the old account had and give those of the new one. The server tells the
 * members.
 */
void	ranks_follow_account(
	    struct world *, struct user *, const struct account *old);

#endif
