/*
 * recent_servers: the servers that the user was connected to, for `tchat` without a host. They are kept in
 * $XDG_STATE_HOME/tchat/.servers, a line each: the name of a section of tchat.conf, or "host:port". A network's folder
 * never has a name with a dot at the front.
 */
#ifndef TCHAT_CLIENT_CONFIG_RECENT_SERVERS_H
#define TCHAT_CLIENT_CONFIG_RECENT_SERVERS_H

#include "client/config/config.h"

enum { RECENT_SERVERS_MAX = 20 };

/* Add the names to the list, the most recent first. A file that cannot be read has none. */
void	recent_servers_read(struct string_list *);

/* Put the network at the front, unless save-state is off. Returns 0, or -1 with *cause. */
int	recent_servers_add(const struct client_config *, char **cause);

#endif
