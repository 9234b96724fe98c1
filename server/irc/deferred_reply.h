/*
 * deferred_reply: replies that the server cannot send within the request.
 *
 * The session takes no further line until such a reply is complete, so replies keep the order of
 * the commands (checklist 2), and the reply keeps the label of its request (checklist 24).
 *
 * A reply can wait for three things:
 *
 * - something outside the dialect, such as an account operation: call deferred_reply_start, then
 *   deferred_reply_resume when the result is there, write the replies, and call
 *   deferred_reply_finish. deferred_work does this for a job on the worker thread.
 * - the store: see deferred_read.
 * - the client's queue: a long reply is written in steps, as long as there is room in the queue,
 *   and continues when the queue has drained. The world changes between the steps, so a step
 *   keeps ids and names, never pointers into the world.
 */
#ifndef TCHAT_SERVER_IRC_DEFERRED_REPLY_H
#define TCHAT_SERVER_IRC_DEFERRED_REPLY_H

#include <stdint.h>

#include "server/session/store_calls.h"

struct request;
struct server;
struct session;

/* Which request of which session waits for its reply. */
struct deferred_reply {
	uint64_t session;	/* session id */
	uint64_t token;		/* of the request */
};

/*
 * Note that the reply to the request comes later, and hold the session's lines until then. how:
 * how a labelled reply is sent (LABEL_* in labels.h).
 */
void	deferred_reply_start(struct request *, struct deferred_reply *, int how);

/*
 * Begin a request to write the deferred reply with. Returns 1, and the caller must call
 * deferred_reply_finish; or 0 if the session is gone.
 */
int	deferred_reply_resume(struct server *, const struct deferred_reply *,
	    struct request *);

/* Send what the request gathered as the last part of the reply, and take lines again. */
void	deferred_reply_finish(struct request *, const struct deferred_reply *);

/*
 * Reply in steps. Each step writes a few lines or none, and returns 1 if it was the last. In
 * answer to a command, the first steps run before this returns, and all of them if there is
 * room in the queue and time in this turn of the loop. Takes ownership of ctx; done frees it.
 */
void	long_reply_start(struct request *, int (*step)(struct request *, void *ctx),
	    void (*done)(void *ctx), void *ctx);

/* Do the same for a reply that was deferred. If the session is gone, only done is called. */
void	long_reply_start_deferred(struct server *, const struct deferred_reply *,
	    int (*step)(struct request *, void *ctx), void (*done)(void *ctx),
	    void *ctx);

/*
 * Continue the session's first long reply if its queue is empty: at the end of this turn, after
 * the sessions that wait already, one part at a time, so that other sessions get their turn.
 */
void	long_reply_continue(struct session *);

/* Free the unfinished long replies of a session that ends. */
void	long_reply_free_all(struct session *);

/* Free the server's queue of waiting sessions. Call it when all sessions are gone. */
void	long_reply_forget(struct server *);

/*
 * deferred_read: a request that waits for a result of the store. The store may call back within
 * the query or long after it. Embed this in the callback's context q:
 *
 *	deferred_read_begin(&q->read, req);
 *	store->ops->query(store, ..., cb, q);
 *	if (deferred_read_asked(&q->read))
 *		free(q);
 *
 * and in cb, where the request is NULL if the session is gone:
 *
 *	struct request own, *req = deferred_read_reply(&q->read, &own);
 *	...
 *	if (deferred_read_done(&q->read, req))
 *		free(q);
 */
struct deferred_read {
	struct store_call	 pending;
	struct request		*now;		/* until deferred_read_asked; then NULL */
	struct deferred_reply	 deferred;	/* set by deferred_read_asked */
	int			 answered;	/* the store called back */
};

/* Call it before the query. */
void	deferred_read_begin(struct deferred_read *, struct request *);

/* Call it after the query. Returns 1 if the store has called back: free the context. */
int	deferred_read_asked(struct deferred_read *);

/* Return the session that asked, or NULL if it is gone. */
const struct session *deferred_read_session(const struct deferred_read *);

/*
 * Return the request to write the reply with: the original one if it is still running, else own,
 * which this begins. NULL if the session is gone.
 */
struct request *deferred_read_reply(struct deferred_read *, struct request *own);

/*
 * End the reply; the request may be NULL. Returns 1 if the callback must free the context, 0 if
 * the caller of deferred_read_asked does.
 */
int	deferred_read_done(struct deferred_read *, struct request *);

/*
 * Reply with a long reply instead of deferred_read_reply and deferred_read_done. Takes ownership
 * of ctx, and returns what deferred_read_done does.
 */
int	deferred_read_reply_in_steps(struct deferred_read *,
	    int (*step)(struct request *, void *ctx), void (*done)(void *ctx),
	    void *ctx);

/* A job on the worker thread (server/net/work.h) for a request. */
struct deferred_work {
	void	(*run)(void *ctx);	/* on the worker thread; must use ctx only */
	/* On the loop's thread, if the session is still there: write the reply. */
	void	(*done)(struct request *, void *ctx);
	/* After the reply was sent; may end the session. May be NULL. */
	void	(*after)(struct session *, void *ctx);
	void	(*free)(void *ctx);	/* always called */
};

/*
 * Give a job to the worker thread and defer the reply. Call it before anything else is replied.
 * Returns 0 and takes ownership of ctx; or -1 if too many jobs wait, and the caller keeps ctx.
 */
int	deferred_work(struct request *, const struct deferred_work *, void *ctx);

#endif
