/*
 * asking: a request that is answered with what the store says, which may come within the
 * call that asks for it or long after: then the session waits (later.h). Embedded in
 * what the callback is given.
 *
 *	asking_begin(&q->asking, req);
 *	store->ops->query(store, ..., cb, q);
 *	if (asking_end(&q->asking))
 *		free(q);
 *
 * and in cb, where the request is NULL if nobody listens any more:
 *
 *	struct request own, *req = asking_answer(&q->asking, &own);
 *	...
 *	if (asking_answered(&q->asking, req))
 *		free(q);
 */
#ifndef TCHAT_SERVER_IRC_ASKING_H
#define TCHAT_SERVER_IRC_ASKING_H

#include "server/session/pending_reads.h"
#include "server/irc/later.h"

struct chat_event;

struct asking {
	struct pending_read	 awaited;
	struct request	*now;		/* asked within it; NULL: it is over */
	struct later	 later;
	int		 answered;
};

void	asking_begin(struct asking *, struct request *);
/* 1: it is answered, and done with; 0: the callback will come. */
int	asking_end(struct asking *);

/* Who asked; NULL if nobody listens any more. */
const struct session *asking_session(const struct asking *);
struct request *asking_answer(struct asking *, struct request *own);
/* 1: it is done with; 0: asking_end is still to come. */
int	asking_answered(struct asking *, struct request *);

/* Instead of both: answer in steps, as more_reply does. */
int	asking_answer_in_steps(struct asking *,
    int (*step)(struct request *, void *ctx), void (*done)(void *ctx),
    void *ctx);

#endif
