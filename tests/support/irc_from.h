/*
 * irc_from: IRC clients (irc_client.h) from addresses of their own: any in 127.0.0.0/8, by TCP.
 */
#ifndef TCHAT_TESTS_SUPPORT_IRC_FROM_H
#define TCHAT_TESTS_SUPPORT_IRC_FROM_H

#include "tests/support/irc_client.h"

/* As client_connect; the server may have turned it away at once. */
struct irc_client *client_connect_from(struct irc_rig *, const char *address);
/* As client_enter. */
struct irc_client *client_enter_from(struct irc_rig *, const char *address,
	    const char *nick);
/* One who is an operator of the server, on this machine. */
struct irc_client *client_enter_operator(struct irc_rig *, const char *nick);
/* It says who it is, and nothing is read. */
void	client_register(struct irc_client *, const char *nick);

#endif
