/*
 * irc_from: IRC clients (irc_client.h) from any address in 127.0.0.0/8, over TCP.
 */
#ifndef TCHAT_TESTS_SUPPORT_IRC_FROM_H
#define TCHAT_TESTS_SUPPORT_IRC_FROM_H

#include "tests/support/irc_client.h"

/* Like client_connect; the server may have refused it at once. */
struct irc_client *client_connect_from(struct irc_rig *, const char *address);
/* Like client_enter. */
struct irc_client *client_enter_from(struct irc_rig *, const char *address,
	    const char *nick);
/* A client on this machine that is an operator of the server. */
struct irc_client *client_enter_operator(struct irc_rig *, const char *nick);
/* Send NICK and USER; read nothing. */
void	client_register(struct irc_client *, const char *nick);

#endif
