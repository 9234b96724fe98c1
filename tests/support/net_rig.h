/*
 * net_rig: a loop with a net on it, and a handler that writes down all it is told. A
 * test holds one end of a socketpair and the rig's conn the other.
 */
#ifndef TCHAT_TESTS_SUPPORT_NET_RIG_H
#define TCHAT_TESTS_SUPPORT_NET_RIG_H

#include <stddef.h>

#include "common/buf.h"
#include "server/net/net.h"

struct event_base;

struct net_rig {
	struct event_base *base;
	struct net	*net;
	struct conn	*conn;		/* the last one opened; NULL once closed */
	struct buf	 told;		/* "line:hi\n", "overlong\n", "ended\n", ... */
	int		 dialect;	/* of the last opened; -1: none */
	unsigned	 opened;
	unsigned	 turns;
	/* What `line` answers and does; NULL: CONN_TAKEN. */
	enum conn_verdict (*on_line)(struct net_rig *, struct conn *, struct view);
	void		(*on_turn)(struct net_rig *);
};

/* The handler that writes down; ctx is the rig. */
extern const struct conn_handler net_rig_handler;

void	net_rig_init(struct net_rig *);
void	net_rig_clear(struct net_rig *);

/* A conn on one end of a socketpair, with that handler; the test's end. */
int	net_rig_connect(struct net_rig *);
/* The same, but it has to come through the gate. */
int	net_rig_enter(struct net_rig *);

/* Turn the loop until all that is ready was done. */
void	net_rig_run(struct net_rig *);
/* Turn it until `told` holds text; 0 after some seconds in vain. */
int	net_rig_wait(struct net_rig *, const char *text);

void	net_rig_write(int fd, const char *);
/* Read what is there (not blocking) and append; 0 at the end of input, else 1. */
int	net_rig_read(int fd, struct buf *);

#endif
