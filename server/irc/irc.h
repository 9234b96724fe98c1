/*
 * irc: the IRC dialect.
 */
#ifndef TCHAT_SERVER_IRC_IRC_H
#define TCHAT_SERVER_IRC_IRC_H

struct conn;
struct server;

/* Make a session for a new connection, and set the connection's handler. */
void	irc_opened(struct server *, struct conn *);

/* Tell IRC clients which capabilities changed with the settings. Also called once at startup. */
void	irc_reconfigured(struct server *);
/* Free the IRC dialect's state of the server. */
void	irc_server_clear(struct server *);

#endif
