/*
 * open_link: runs the user's program for a link (setting url-command).
 */
#ifndef TCHAT_CLIENT_OPEN_LINK_H
#define TCHAT_CLIENT_OPEN_LINK_H

#include "common/string_list.h"

/*
 * Start the program with its arguments and then the URI, without a shell, and leave it to itself: in a session of its own,
 * with nothing but /dev/null open. Returns 0, or -1 with *cause if it cannot be started.
 */
int	open_link(const struct string_list *command, const char *uri,
	    char **cause);

#endif
