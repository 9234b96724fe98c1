/*
 * net_rig: a loop with a net, and a handler that records its callbacks. The test holds one end of a
 * socket pair, and the rig's conn the other.
 */
#ifndef TCHAT_TESTS_SUPPORT_NET_RIG_H
#define TCHAT_TESTS_SUPPORT_NET_RIG_H

#include <stddef.h>

#include "common/buf.h"
#include "server/net/net.h"

struct event_base;

struct net_rig {
	struct event_base	*base;
	struct net		*net;
	struct conn		*conn;		/* the last one opened; NULL once closed */
	struct buf		 told;		/* "line:hi\n", "overlong\n", "ended\n", ... */
	int			 dialect;	/* of the last one opened; -1: none */
	unsigned		 opened;
	unsigned		 turns;
	/* Called for each line, and returns its result; NULL: CONN_TAKEN. */
	enum conn_verdict	(*on_line)(struct net_rig *, struct conn *, struct view);
	void			(*on_turn)(struct net_rig *);
};

/* The recording handler; its ctx is the rig. */
extern const struct conn_handler net_rig_handler;

void	net_rig_init(struct net_rig *);
void	net_rig_clear(struct net_rig *);

/* Make a conn with this handler on one end of a socket pair; return the other end. */
int	net_rig_connect(struct net_rig *);
/* The same, but the protocol is detected first. */
int	net_rig_enter(struct net_rig *);

/* Turn the loop until everything that is ready is done. */
void	net_rig_run(struct net_rig *);
/* Turn it until told contains text; returns 0 after some seconds. */
int	net_rig_wait(struct net_rig *, const char *text);

void	net_rig_write(int fd, const char *);
/* Append what has arrived, without waiting. Returns 0 at the end of input, else 1. */
int	net_rig_read(int fd, struct buf *);

#endif
