/*
 * server_info: the numerics after registration.
 */
#ifndef TCHAT_SERVER_IRC_SERVER_INFO_H
#define TCHAT_SERVER_IRC_SERVER_INFO_H

struct request;

/* Send 001 to 005, the numbers of users, and the message of the day. */
void	irc_welcome(struct request *);

#endif
