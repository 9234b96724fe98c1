/*
 * choose_server: asks the user for a server, before the screen opens.
 */
#ifndef TCHAT_CLIENT_CHOOSE_SERVER_H
#define TCHAT_CLIENT_CHOOSE_SERVER_H

#include <stdio.h>

#include "client/config/config.h"

/*
 * Print the servers that are known, numbered, and read a number, a name or a host from the user. Returns the server as
 * an argument of the command line, which the caller frees, or NULL if the user entered nothing. A client_choose_fn for
 * stdin and stdout.
 */
char	*choose_server(const struct client_config *known);

/* The same for other files. */
char	*choose_server_from(const struct client_config *known, FILE *in,
	    FILE *out);

#endif
