/*
 * names: the names of a room.
 */
#ifndef TCHAT_SERVER_IRC_NAMES_H
#define TCHAT_SERVER_IRC_NAMES_H

#include "common/view.h"

struct request;

/* Send 353 for each room of the list, then 366. */
void	irc_names(struct request *, struct view list);

#endif
