/*
 * attach: attach a session to a user who is already online with other clients
 * (server/session/user_sessions.h).
 */
#ifndef TCHAT_SERVER_IRC_ATTACH_H
#define TCHAT_SERVER_IRC_ATTACH_H

#include "common/view.h"

struct buf;
struct chat_applied;
struct request;
struct room;
struct server;
struct session;

/*
 * Attach the registering session to the user that has its nick, if both are logged in to
 * one account, and show it the user's rooms. Returns 0 if that is not so; 1 if it was attached, or
 * closed because the account has too many connections.
 */
int	irc_attach_to_user(struct request *);
/*
 * NICK of a registered session: if the nick belongs to another user of the same account, move the
 * session to that user. Returns 0 if that is not so.
 */
int	irc_move_to_user(struct request *, struct view nick);

/* Functions of the dialect's vtable: show what another session of the same user did. */
int	irc_format_for_other_session(struct server *, const struct chat_applied *,
	    struct session *, struct buf *out);
void	irc_joined_elsewhere(struct session *, const struct room *);

#endif
