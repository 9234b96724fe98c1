/*
 * wiring: makes a server from its parts, and frees it. main.c, the tools that run without a
 * server, and tests use it.
 */
#ifndef TCHAT_SERVER_WIRING_WIRING_H
#define TCHAT_SERVER_WIRING_WIRING_H

#include "server/session/server.h"

/*
 * Make the world, the journal and delivery over a store and a net, which must outlive the
 * server; restore what the store has; read the MOTD. The caller passes net's events to
 * server_opened and server_turn_ended. Never fails.
 */
struct server *server_new(struct config *, struct net *, struct store *);
/* Drop everything in flight, and free the server. */
void	server_free(struct server *);
/* Apply settings that changed. */
void	server_reconfigure(struct server *);
/* Send all clients the reason and close their connections. */
void	server_stop(struct server *, const char *reason);

/* net_ops.opened: make a session of the connection's dialect. ctx is the server. */
void	server_opened(struct conn *, enum net_dialect, void *ctx);
/* net_ops.turn_ended: flush all batches. ctx is the server. */
void	server_turn_ended(void *ctx);

#endif
