/*
 * relay: a TCP relay on loopback between a client and a server, which a test can cut, stall and
 * restore: a bad network. It runs as a process of its own; every call returns when it is done.
 */
#ifndef TCHAT_SUPPORT_RELAY_H
#define TCHAT_SUPPORT_RELAY_H

#include <sys/types.h>

struct relay {
	pid_t		 pid;
	int		 control;	/* ours of a pair of sockets */
	unsigned	 port;		/* where clients connect to */
};

void	relay_start(struct relay *, unsigned server_port);
/* Break all connections, with what is under way in them, and take no new ones. */
void	relay_cut(struct relay *);
/* From now on what the server says, or what both say, comes no further than here. */
void	relay_stall_down(struct relay *);
void	relay_stall(struct relay *);
/* All goes through again. */
void	relay_restore(struct relay *);
void	relay_stop(struct relay *);

#endif
