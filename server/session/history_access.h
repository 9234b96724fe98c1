/*
 * history_access: what of the past a session may read, for all dialects.
 *
 * A member may read a room's past, but what happened while the room was closed (modes i, k)
 * only from the member's own JOIN on (room.h). Outsiders may read nothing.
 *
 * Direct messages are read by accounts (checklist 62). Who a nick is, as a party (conversation.h): the
 * account of the user who has it, or the account of that name; else somebody without one.
 * "~nick" is always the latter: that is how what was said with them is found when the nick
 * has become an account's.
 */
#ifndef TCHAT_SERVER_SESSION_HISTORY_ACCESS_H
#define TCHAT_SERVER_SESSION_HISTORY_ACCESS_H

#include <stdint.h>

#include "common/view.h"
#include "server/session/session.h"
#include "server/store/conversation.h"
#include "server/store/store.h"

struct member;
struct server;

/* The session's user in that room; NULL: may not read there. */
struct member *history_member(const struct session *, struct view room);

/* Can it be a nick, or '~' and one? */
int	history_is_nick(struct view);
/* Who that is. 0, or -1: nobody can be. */
int	history_party(const struct server *, struct view nick,
	    char party[CONVERSATION_PARTY]);
/* The party whose direct messages a session may read. 0, or -1: it may read none. */
int	history_reader_party(const struct session *, char party[CONVERSATION_PARTY]);
/*
 * What a session calls a party with whom it talks: a nick of theirs that is here, the account's
 * name, or nick, which is what a guest had (NULL: as it is folded). The caller's.
 */
char	*history_display_name(const struct server *, const char *party,
	    const char *nick);

/* The session as a requester of the store; key has to outlive the call to the store. */
struct store_requester history_requester(const struct session *,
	    char key[SESSION_KEY]);

/* The rooms that a session may read, as a store is asked for them. */
struct history_rooms {
	const char	**names;	/* folded; the rooms' */
	uint64_t	*closed_from;
	size_t		 n;
};
void	history_rooms_init(struct history_rooms *, const struct session *);
void	history_rooms_clear(struct history_rooms *);

/*
 * The last things that were said before someone entered and that they were not shown as they
 * happened: what is in flight then, they are.
 */
void	history_before_join(const struct member *, const struct session *,
    size_t limit, struct store_range *);

/*
 * The same for a session that comes to a room in which its user is already: all that was
 * settled before now.
 */
void	history_before_attach(const struct member *, const struct session *,
	    size_t limit, struct store_range *);

/* "[14:05] ", with the day unless it is today's; UTC, as all times of the server are. */
enum { HISTORY_STAMP = sizeof("[2026-01-01 00:00] ") };
void	history_stamp(char buf[HISTORY_STAMP], int64_t ms);

#endif
