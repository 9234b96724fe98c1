/*
 * asking: within its call the answer is the request's own; later it is the promised one.
 */
#include "server/irc/asking.h"

#include <stddef.h>

#include "server/irc/labels.h"
#include "server/irc/request.h"

void
asking_begin(struct asking *a, struct request *req)
{
	*a = (struct asking){ .now = req };
	pending_read_begin(&a->awaited, req->server);
}

int
asking_end(struct asking *a)
{
	if (a->answered)
		return 1;
	later_promise(a->now, &a->later, PENDING_STREAM);
	a->now = NULL;
	return 0;
}

const struct session *
asking_session(const struct asking *a)
{
	if (a->now != NULL)
		return a->now->session;
	return pending_read_session(&a->awaited, a->later.session);
}

struct request *
asking_answer(struct asking *a, struct request *own)
{
	if (a->now != NULL)
		return a->now;
	if (a->awaited.server == NULL ||
	    !later_begin(a->awaited.server, &a->later, own))
		return NULL;
	return own;
}

int
asking_answered(struct asking *a, struct request *req)
{
	a->answered = 1;
	pending_read_end(&a->awaited);
	if (a->now != NULL)
		return 0;
	if (req != NULL)
		later_end(req, &a->later);
	return 1;
}

int
asking_answer_in_steps(struct asking *a, int (*step)(struct request *, void *),
    void (*done)(void *), void *ctx)
{
	struct server *server = a->awaited.server;

	a->answered = 1;
	pending_read_end(&a->awaited);
	if (a->now != NULL) {
		more_reply(a->now, step, done, ctx);
		return 0;
	}
	more_promised(server, &a->later, step, done, ctx);
	return 1;
}
