/*
 * control_address: make the address of the control socket through a descriptor of its folder, because the folder's
 * path may be longer than a socket address allows.
 */
#ifndef TCHAT_SERVER_ADMIN_CONTROL_ADDRESS_H
#define TCHAT_SERVER_ADMIN_CONTROL_ADDRESS_H

#include <sys/un.h>

/* Returns the descriptor, which the caller closes after using the address; or -1 and errno. */
int	control_address(struct sockaddr_un *, const char *datadir);

#endif
