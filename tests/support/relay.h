/*
 * relay: a TCP relay on loopback between a client and a server, which a test can cut, stall and
 * restore, like a bad network. It is a process of its own; every call returns when it has been carried
 * out.
 */
#ifndef TCHAT_SUPPORT_RELAY_H
#define TCHAT_SUPPORT_RELAY_H

#include <sys/types.h>

struct relay {
	pid_t		 pid;
	int		 control;	/* our end of a pair of sockets */
	unsigned	 port;		/* the port for clients */
};

void	relay_start(struct relay *, unsigned server_port);
/* Break all connections, lose what is on the way, and accept no new ones. */
void	relay_cut(struct relay *);
/* From now on hold back what the server sends, or what both send. */
void	relay_stall_down(struct relay *);
void	relay_stall(struct relay *);
/* Let everything pass again. */
void	relay_restore(struct relay *);
void	relay_stop(struct relay *);

#endif
