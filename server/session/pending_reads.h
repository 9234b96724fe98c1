/*
 * pending_reads: what was asked of the store, which may answer when the server is gone: it outlives
 * it, and calls back at the latest while it is freed. Embedded in what the callback gets.
 */
#ifndef TCHAT_SERVER_SESSION_PENDING_READS_H
#define TCHAT_SERVER_SESSION_PENDING_READS_H

#include <stdint.h>

struct server;
struct session;

struct awaited {
	struct server	*server;	/* NULL: gone */
	struct awaited	*prev;		/* in server->awaited */
	struct awaited	*next;
};

void	awaited_begin(struct awaited *, struct server *);
/* The answer came. */
void	awaited_end(struct awaited *);
/* The session with that id, if it is there and still listens; else NULL. */
struct session *awaited_session(const struct awaited *, uint64_t id);
/* The server goes. */
void	awaited_drop_all(struct server *);

#endif
