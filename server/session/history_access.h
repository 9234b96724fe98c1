/*
 * history_access: what history a session may read, for all dialects.
 *
 * A member may read a room's history, but events of times when the room was closed (modes i, k)
 * only from the member's own JOIN on (room.h). Other users may read nothing.
 *
 * Direct messages belong to accounts (checklist 62). A nick stands for a party
 * (conversation.h): the account of the user who has the nick, or else the account of that name,
 * or else a guest. "~nick" always means the guest; with it a user finds messages with a guest
 * whose nick has become an account's name since.
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

/* Return the session's user as a member of that room; NULL: the session may not read there. */
struct member *history_member(const struct session *, struct view room);

/* Return whether the text is a valid nick, or '~' and a nick. */
int	history_is_nick(struct view);
/* Set party to the party that a nick stands for. Returns 0, or -1 if the nick is not valid. */
int	history_party(const struct server *, struct view nick,
	    char party[CONVERSATION_PARTY]);
/*
 * Set party to the party whose direct messages the session may read. Returns 0, or -1 if it may
 * read none.
 */
int	history_reader_party(const struct session *, char party[CONVERSATION_PARTY]);
/*
 * Return the name by which a session knows a party: the nick of an online user of the account,
 * the account's name, or for a guest `nick` (NULL: the folded name). The caller frees it.
 */
char	*history_display_name(const struct server *, const char *party,
	    const char *nick);

/* Return the session as a requester for the store. key must outlive the call to the store. */
struct store_requester history_requester(const struct session *,
	    char key[SESSION_KEY]);

/* The rooms that a session may read, in the form that the store takes. */
struct history_rooms {
	const char	**names;	/* folded; borrowed from the rooms */
	uint64_t	*closed_from;
	size_t		 n;
};
void	history_rooms_init(struct history_rooms *, const struct session *);
void	history_rooms_clear(struct history_rooms *);

/*
 * Set range to the last messages from before the member joined. Messages that were in flight at
 * the JOIN are not in it: the member receives them when they settle.
 */
void	history_before_join(const struct member *, const struct session *,
    size_t limit, struct store_range *);

/*
 * The same for a session that attaches to a user who is in the room already: everything that
 * has settled by now.
 */
void	history_before_attach(const struct member *, const struct session *,
	    size_t limit, struct store_range *);

/* Write "[14:05] ", with the date unless it is today. UTC, like all times of the server. */
enum { HISTORY_STAMP = sizeof("[2026-01-01 00:00] ") };
void	history_stamp(char buf[HISTORY_STAMP], int64_t ms);

#endif
