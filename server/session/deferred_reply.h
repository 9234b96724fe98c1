/*
 * deferred_reply: replies that the server cannot send within the request, for all dialects.
 *
 * The session takes no further line until such a reply is complete, so replies keep the order of
 * the commands (checklist 2).
 *
 * A reply can wait for three things:
 *
 * - the store, or something else that calls back: embed a deferred_reply in the callback's context.
 *   The callback may come within the request or long after it.
 * - a job on the worker thread: deferred_reply_work.
 * - the client's queue: a long reply is written in steps (deferred_reply_steps), as long as there is
 *   room in the queue, and continues when the queue has drained. The world changes between the
 *   steps, so a step keeps ids and names, never pointers into the world.
 *
 * A request is what a dialect writes its replies with. Only the dialect knows what is in it.
 */
#ifndef TCHAT_SERVER_SESSION_DEFERRED_REPLY_H
#define TCHAT_SERVER_SESSION_DEFERRED_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "server/session/store_calls.h"

struct server;
struct session;

/* A dialect's functions for deferred replies (struct dialect). */
struct deferred_ops {
	/*
	 * The request is answered later: keep what the reply needs, such as its label. how is the
	 * dialect's way to send it. Returns a token for `send`.
	 */
	uint64_t	 (*defer)(void *request, int how);
	/* Return a new request, to write the reply or a part of it with. */
	void		*(*resume)(struct session *);
	/* Send what was written with a request of resume, and free it. last: the reply is complete. */
	void		 (*send)(void *request, uint64_t token, int last);
	/* Return the number of bytes written and not sent yet. */
	size_t		 (*written)(const void *request);
	/* Return whether the request is a command of the client. */
	int		 (*is_command)(const void *request);
};

/*
 * Embed this in the context q of a callback:
 *
 *	deferred_reply_begin(&q->reply, session, request);
 *	store->ops->query(store, ..., cb, q);
 *	if (deferred_reply_asked(&q->reply, how))
 *		free(q);
 *
 * and in cb, where the request is NULL if the session is gone:
 *
 *	request = deferred_reply_resume(&q->reply);
 *	...
 *	if (deferred_reply_done(&q->reply))
 *		free(q);
 */
struct deferred_reply {
	struct store_call	 call;
	uint64_t		 session;	/* id */
	uint64_t		 token;		/* set by deferred_reply_asked */
	void			*request;	/* the running one, or the one that was resumed */
	struct session		*resumed;	/* its session */
	int			 is_deferred;	/* the request is over */
	int			 is_complete;	/* the callback came */
};

/* Call it before the query. */
void	deferred_reply_begin(struct deferred_reply *, struct session *, void *request);

/*
 * Call it after the query. Returns 1 if the callback came: free the context. Otherwise the reply is
 * deferred; how: see deferred_ops.
 */
int	deferred_reply_asked(struct deferred_reply *, int how);

/* Return the session that asked, or NULL if it is gone. */
struct session *deferred_reply_session(const struct deferred_reply *);

/*
 * Return the request to write the reply with: the original one if it is still running, else a new
 * one. NULL if the session is gone.
 */
void	*deferred_reply_resume(struct deferred_reply *);

/*
 * Send the reply and let the session take lines again. Returns 1 if the callback must free the
 * context, 0 if the caller of deferred_reply_asked does.
 */
int	deferred_reply_done(struct deferred_reply *);

/*
 * A step writes a few lines of a long reply or none, and returns 1 if it was the last. done frees
 * the context.
 */
typedef int deferred_step_fn(void *request, void *ctx);
typedef void deferred_done_fn(void *ctx);

/*
 * Reply with a long reply instead of deferred_reply_resume and deferred_reply_done. Takes ownership
 * of ctx. how is used if the original request is still running. Returns what deferred_reply_done
 * does.
 */
int	deferred_reply_done_in_steps(struct deferred_reply *, int how,
	    deferred_step_fn *, deferred_done_fn *, void *ctx);

/*
 * Reply to a running request in steps. For a command, the first steps run before this returns, and
 * all of them if there is room in the queue and time in this turn of the loop. Takes ownership of
 * ctx.
 */
void	deferred_reply_steps(struct session *, void *request, int how,
	    deferred_step_fn *, deferred_done_fn *, void *ctx);

/*
 * The session's queue has drained: continue its first long reply at the end of this turn, after the
 * sessions that wait already, one part at a time, so that other sessions get their turn.
 */
void	deferred_reply_continue(struct session *);

/* A job on the worker thread (server/net/work_queue.h) for a request. */
struct deferred_work {
	void	(*run)(void *ctx);	/* on the worker thread; must use ctx only */
	/* On the loop's thread, if the session is still there: write the reply. */
	void	(*done)(void *request, void *ctx);
	/* After the reply was sent; may end the session. May be NULL. */
	void	(*after)(struct session *, void *ctx);
	void	(*free)(void *ctx);	/* always called */
};

/*
 * Give a job to the worker thread and defer the reply. Call it before anything else is replied.
 * Returns 0 and takes ownership of ctx; or -1 if too many jobs wait, and the caller keeps ctx.
 */
int	deferred_reply_work(struct session *, void *request, int how,
	    const struct deferred_work *, void *ctx);

/* Free the unfinished long replies of a session that ends. */
void	deferred_replies_free(struct session *);
/* Free the server's queue of waiting sessions. Call it when all sessions are gone. */
void	deferred_replies_server_clear(struct server *);

#endif
