/*
 * late: an IRC client that was so slow that it was taken for a plain peer (DESIGN: dialects on
 * one port). Its registration commands are kept back until NICK and USER are both there; then
 * the connection becomes an IRC one, which gets them all. What turns out to be talk after all
 * is given back.
 */
#ifndef TCHAT_SERVER_PROTO_PLAIN_LATE_H
#define TCHAT_SERVER_PROTO_PLAIN_LATE_H

#include "common/view.h"

struct plain;

enum late_verdict {
	LATE_TALK,	/* not a registration command */
	LATE_KEPT,
	LATE_IRC	/* it is an IRC client; plain->late has what came before the line */
};

enum late_has { LATE_NICK = 1, LATE_USER = 2, LATE_OTHER = 4 };

enum late_verdict late_take(struct plain *, struct view line);

#endif
