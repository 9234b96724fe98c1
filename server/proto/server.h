/*
 * server: what all dialects share: the world, the network, the settings they
 * read, and the sessions. Made and wired by main.c (and by tests).
 */
#ifndef TCHAT_SERVER_PROTO_SERVER_H
#define TCHAT_SERVER_PROTO_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "server/chat/chat.h"
#include "server/net/net.h"

struct config;
struct deliver;
struct journal;
struct net;
struct session;
struct store;

struct server {
	struct config	*config;	/* server/config.h; main's */
	struct net	*net;
	struct world	*world;
	struct journal	*journal;
	struct store	*store;
	struct deliver	*deliver;
	struct session	*sessions;	/* uthash by id */
	char		**motd;		/* lines; NULL: no MOTD */
	size_t		 nmotd;
	int64_t		 started;	/* ms */
	int		 stopping;
};

/* Makes world, journal and deliver over a store and a net that outlive it. */
struct server *server_new(struct config *, struct net *, struct store *);
void	server_free(struct server *);
/* Settings have changed. */
void	server_reconfigure(struct server *);
/* Say good-bye to all and close them. */
void	server_stop(struct server *, const char *reason);
/* net_ops.opened: the dialect is known; make a session. ctx is the server. */
void	server_opened(struct conn *, enum net_dialect, void *ctx);
/* net_ops.turn_ended: flush all batches. ctx is the server. */
void	server_turn_ended(void *ctx);

#endif
