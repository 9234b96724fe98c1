/*
 * asking: within its call the answer is the request's own; later it is the promised one.
 */
#include "server/proto/irc/asking.h"

#include <stddef.h>

#include "server/proto/irc/labels.h"
#include "server/proto/irc/request.h"

void
asking_begin(struct asking *a, struct request *req)
{
	*a = (struct asking){ .server = req->server, .now = req };
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
	const struct session *s;

	if (a->now != NULL)
		return a->now->session;
	s = session_by_id(a->server, a->later.session);
	return s != NULL && session_hears(s) ? s : NULL;
}

struct request *
asking_answer(struct asking *a, struct request *own)
{
	if (a->now != NULL)
		return a->now;
	return later_begin(a->server, &a->later, own) ? own : NULL;
}

int
asking_answered(struct asking *a, struct request *req)
{
	a->answered = 1;
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
	a->answered = 1;
	if (a->now != NULL) {
		more_reply(a->now, step, done, ctx);
		return 0;
	}
	more_promised(a->server, &a->later, step, done, ctx);
	return 1;
}
