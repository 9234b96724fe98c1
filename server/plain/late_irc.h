/*
 * late_irc: an IRC client that was so slow that the server took it for a plain peer (DESIGN: dialects on
 * one port). Its registration commands are kept back until NICK and USER are both there; then
 * the connection becomes an IRC one and gets them all. If they turn out to be talk, plain.c says them,
 * but never a line that may hold a password.
 */
#ifndef TCHAT_SERVER_PLAIN_LATE_IRC_H
#define TCHAT_SERVER_PLAIN_LATE_IRC_H

#include "common/view.h"

struct plain;

enum late_verdict {
	LATE_TALK,	/* not a registration command */
	LATE_KEPT,
	LATE_IRC	/* an IRC client: plain->late has what came before the line */
};

enum late_has {
	LATE_NICK = 1,
	LATE_USER = 2,
	LATE_OTHER = 4,
	LATE_CLIENT = LATE_NICK | LATE_USER /* both: an IRC client */
};

/*
 * Keep the line in plain->late if it is a registration command, whatever invisible characters are before it:
 * " PASS secret" is no more talk than "PASS secret". If there is no room, the line is dropped, but NICK
 * and USER are talk.
 */
enum late_verdict late_take(struct plain *, struct view typed);
/* Add a line to plain->late, without the invisible characters before it. */
void	late_keep(struct plain *, struct view typed);

#endif
