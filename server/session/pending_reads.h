/*
 * pending_reads: reads that the store has not answered yet. The store outlives the server, so
 * the callback may come when the server is freed already. Embed a pending_read in the
 * callback's context to find out.
 */
#ifndef TCHAT_SERVER_SESSION_PENDING_READS_H
#define TCHAT_SERVER_SESSION_PENDING_READS_H

#include <stdint.h>

struct server;
struct session;

struct pending_read {
	struct server	*server;	/* NULL: the server was freed */
	struct pending_read	*prev;		/* in server->pending_reads */
	struct pending_read	*next;
};

void	pending_read_begin(struct pending_read *, struct server *);
/* Call it when the answer has come. */
void	pending_read_end(struct pending_read *);
/* Return the session with that id if it still receives events, else NULL. */
struct session *pending_read_session(const struct pending_read *, uint64_t id);
/* Call it when the server is freed. */
void	pending_read_drop_all(struct server *);

#endif
