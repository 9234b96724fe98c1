/*
 * listener: sockets that wait for peers, and what to do when no descriptor is left.
 * The interface is net.h's net_listen and net_stop_listening; this is what net.c needs.
 */
#ifndef TCHAT_SERVER_NET_LISTENER_H
#define TCHAT_SERVER_NET_LISTENER_H

#include "server/net/net_impl.h"

struct listener {
	TAILQ_ENTRY(listener) link;
	struct net	*net;
	struct evconnlistener *ev;
	struct event	*retry;		/* after EMFILE */
	int		 spare;		/* given up for a moment to tell a peer that there is no other; or -1 */
	int64_t		 complained;	/* that no descriptor was left; 0: never */
	unsigned	 port;
};

#endif
