/*
 * registration: registering the connection (capabilities, welcome), and lines about the connection itself.
 */
#ifndef TCHAT_CLIENT_IRC_REGISTRATION_H
#define TCHAT_CLIENT_IRC_REGISTRATION_H

#include "client/irc/handler.h"

/* Send CAP LS, NICK and USER. */
void	registration_start(struct irc_session *);

irc_handler on_cap, on_end, on_error, on_host, on_ping, on_pong, on_quiet, on_welcome;

#endif
