/*
 * peer: the state of a plain peer: what its session has besides the fields of struct session.
 */
#ifndef TCHAT_SERVER_PLAIN_PEER_H
#define TCHAT_SERVER_PLAIN_PEER_H

#include "server/plain/late_irc.h"
#include "server/plain/telnet.h"
#include "server/session/session.h"

#define PLAIN_USERNAME "guest"

/* The quit reason of a guest that turned out to be an IRC client; plain peers do not see that quit. */
#define PLAIN_BECAME_IRC "Turned out to be an IRC client"

/* session->state */
struct plain {
	struct telnet	 telnet;
	struct late_irc	 late;		/* lines that may come from an IRC client */
	char		*current;	/* the room that messages go to; NULL: none */
	unsigned char	 bare_lf;	/* the peer ends lines with LF alone */
	unsigned char	 ended;		/* the peer has closed its sending side */
	unsigned char	 spoke;		/* the peer sent a line that is not a registration command */
	unsigned	 login_failures;
};

/* Return the dialect's state of a session. */
static inline struct plain *
plain_of(const struct session *s)
{
	return s->state;
}

#endif
