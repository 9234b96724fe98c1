/*
 * store_calls: calls of the store that it has not answered yet. The store outlives the server, so
 * the callback may come when the server is freed already. Embed a store_call in the callback's
 * context to find out.
 */
#ifndef TCHAT_SERVER_SESSION_STORE_CALLS_H
#define TCHAT_SERVER_SESSION_STORE_CALLS_H

#include <stdint.h>

struct server;
struct session;

struct store_call {
	struct server	*server;	/* NULL: the server was freed */
	struct store_call	*prev;		/* in server->store_calls */
	struct store_call	*next;
};

void	store_call_begin(struct store_call *, struct server *);
/* Call it when the answer has come. */
void	store_call_end(struct store_call *);
/* Return the session with that id if it still receives events, else NULL. */
struct session *store_call_session(const struct store_call *, uint64_t id);
/* Call it when the server is freed. */
void	store_calls_drop_all(struct server *);

#endif
