/*
 * process: what the server is to the system: how many descriptors it may have, and who it runs as.
 */
#ifndef TCHAT_SERVER_PROCESS_H
#define TCHAT_SERVER_PROCESS_H

#include <sys/types.h>

/* Raise the limit of descriptors as far as we may. Returns the limit. */
long long process_raise_fds(void);

/* How many clients fit within that limit, at least 1: some descriptors are for files, listeners and the loop. */
long long process_max_clients(long long fds);

/*
 * What to say to who has started the server as that user; notify_socket and invocation are
 * what a service manager sets ($NOTIFY_SOCKET, $INVOCATION_ID; NULL: not). NULL: nothing.
 */
const char *process_advice(uid_t uid, const char *notify_socket,
	    const char *invocation);

#endif
