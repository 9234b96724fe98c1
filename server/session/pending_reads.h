/*
 * pending_reads: what was asked of the store, which may answer when the server is gone: it outlives
 * it, and calls back at the latest while it is freed. Embedded in what the callback gets.
 */
#ifndef TCHAT_SERVER_SESSION_PENDING_READS_H
#define TCHAT_SERVER_SESSION_PENDING_READS_H

#include <stdint.h>

struct server;
struct session;

struct pending_read {
	struct server	*server;	/* NULL: gone */
	struct pending_read	*prev;		/* in server->pending_reads */
	struct pending_read	*next;
};

void	pending_read_begin(struct pending_read *, struct server *);
/* The answer came. */
void	pending_read_end(struct pending_read *);
/* The session with that id, if it is there and still listens; else NULL. */
struct session *pending_read_session(const struct pending_read *, uint64_t id);
/* The server goes. */
void	pending_read_drop_all(struct server *);

#endif
