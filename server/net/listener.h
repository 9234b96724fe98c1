/*
 * listener: listening sockets, and what to do when no descriptor is left. The interface is
 * net_listen and net_stop_listening in net.h; this header is for net.c.
 */
#ifndef TCHAT_SERVER_NET_LISTENER_H
#define TCHAT_SERVER_NET_LISTENER_H

#include "server/net/net_impl.h"

struct listener {
	TAILQ_ENTRY(listener) link;
	struct net	*net;
	struct evconnlistener *ev;
	struct event	*retry;		/* enables accepting again */
	/* a spare descriptor, closed for a moment to refuse a peer with a reason; or -1 */
	int		 spare;
	/* when it last logged that no descriptor was left; 0: never */
	int64_t		 logged_at;
	unsigned	 port;
};

#endif
