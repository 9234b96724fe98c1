/*
 * oper_notices: sends a notice to each session with operator rights.
 */
#include "server/deliver/oper_notices.h"

#include "server/chat/user.h"
#include "server/session/server.h"
#include "server/session/session.h"

struct telling {
	const struct user *but;
	const char *text;
};

static int
tell(struct user *u, void *ctx)
{
	const struct telling *t = ctx;
	struct session *s;

	if (!(u->modes & USER_OPERATOR) || u == t->but)
		return 0;
	SESSION_FOREACH(s, u)
	{
		if (session_is_operator(s) && session_is_listening(s))
			s->dialect->notice(s, t->text);
	}
	return 0;
}

void
oper_notice(struct server *server, const struct user *but, const char *text)
{
	struct telling t = { but, text };

	world_each_user(server->world, tell, &t);
}
