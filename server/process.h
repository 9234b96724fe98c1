/*
 * process: the server's process: its limit of open descriptors, and the user that it runs as.
 */
#ifndef TCHAT_SERVER_PROCESS_H
#define TCHAT_SERVER_PROCESS_H

#include <sys/types.h>

/* Raise the limit of open descriptors to the maximum. Returns the limit. */
long long process_raise_fds(void);

/*
 * Return how many clients fit within that limit, at least 1. Some descriptors are needed for
 * files, listeners and the loop.
 */
long long process_max_clients(long long fds);

/*
 * Return advice for the operator who started the server as that user, or NULL. notify_socket
 * and invocation are the variables that a service manager sets ($NOTIFY_SOCKET, $INVOCATION_ID;
 * NULL: not set).
 */
const char *process_advice(uid_t uid, const char *notify_socket,
	    const char *invocation);

#endif
