/*
 * control_address: the address of a socket in a folder whose path may be longer than an
 * address can be: through a descriptor of the folder.
 */
#ifndef TCHAT_SERVER_ADMIN_CONTROL_ADDRESS_H
#define TCHAT_SERVER_ADMIN_CONTROL_ADDRESS_H

#include <sys/un.h>

/* The descriptor, to be closed when the address was used; -1 and errno. */
int	control_address(struct sockaddr_un *, const char *datadir);

#endif
