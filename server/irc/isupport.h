/*
 * isupport: the 005 lines.
 */
#ifndef TCHAT_SERVER_IRC_ISUPPORT_H
#define TCHAT_SERVER_IRC_ISUPPORT_H

struct request;

void	irc_isupport(struct request *);

#endif
