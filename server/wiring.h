/*
 * wiring: makes a server out of its parts, and ends it. main.c, the commands that run without a
 * server, and tests use it.
 */
#ifndef TCHAT_SERVER_WIRING_H
#define TCHAT_SERVER_WIRING_H

#include "server/session/server.h"

/*
 * Make the world, the journal and the delivery over a store and a net, which outlive the server,
 * restore what the store keeps, and read the MOTD. The caller passes net's events on to
 * server_opened and server_turn_ended. Never fails.
 */
struct server *server_new(struct config *, struct net *, struct store *);
/* Drop what is in flight, and free all. */
void	server_free(struct server *);
/* Take over settings that have changed. */
void	server_reconfigure(struct server *);
/* Tell all peers the reason, and close them. */
void	server_stop(struct server *, const char *reason);

/* net_ops.opened: make a session of the connection's dialect. ctx is the server. */
void	server_opened(struct conn *, enum net_dialect, void *ctx);
/* net_ops.turn_ended: flush all batches. ctx is the server. */
void	server_turn_ended(void *ctx);

#endif
