/*
 * late_irc: detect IRC clients that register so late that the server took them for plain peers. The server holds registration commands until both NICK and USER have arrived. Then
 * the connection becomes an IRC one and gets all of them. If no client registers, plain.c sends the lines as
 * messages, but never a line that may hold a password.
 */
#ifndef TCHAT_SERVER_PLAIN_LATE_IRC_H
#define TCHAT_SERVER_PLAIN_LATE_IRC_H

#include "common/buf.h"
#include "common/view.h"

enum late_irc_result {
	LATE_TALK,	/* the line is not a registration command */
	LATE_KEPT,	/* the line is held, or dropped because there is no space */
	LATE_IRC	/* an IRC client; the lines before this one are held */
};

enum late_commands {
	LATE_NICK = 1,
	LATE_USER = 2,
	LATE_OTHER = 4,
	LATE_CLIENT = LATE_NICK | LATE_USER /* both: an IRC client */
};

/* The held lines. Zeroed: none. */
struct late_irc {
	struct buf	 lines;
	unsigned	 commands;	/* enum late_commands */
};

/*
 * Hold a line if it is a registration command, even with invisible characters before it:
 * " PASS secret" must not become a message either. Returns what the line is. If too much is held, a line
 * that may hold a password is dropped; NICK and USER are then treated as messages.
 */
enum late_irc_result late_irc_take(struct late_irc *, struct view typed);
/* Hold a line, without the invisible characters at its front. */
void	late_irc_keep(struct late_irc *, struct view typed);

#endif
