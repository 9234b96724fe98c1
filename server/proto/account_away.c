/*
 * account_away: those who are here by an account that they may not use any more, or that is no
 * more. Who has logged in and is not registered yet is sent away as well.
 */
#include <stdlib.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/proto/accounts.h"
#include "server/proto/hosts.h"
#include "server/proto/session.h"

static int
is_of(const struct session *s, const struct account *a)
{
	const char *name = s->user != NULL	       ? s->user->account
			   : s->dialect->login != NULL ? s->dialect->login(s)
						       : NULL;

	return name != NULL && name_equal(view_of(name), view_of(a->name));
}

void
accounts_send_away(
    struct server *server, const struct account *a, const char *reason)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		if (s->phase != SESSION_LEAVING && is_of(s, a))
			s->dialect->goodbye(s, reason);
	}
}

static void
log_out(struct server *server, struct user *u, const char *text)
{
	struct session *s, *last = NULL;

	chat_logout(server->world, &(struct chat_from){ .user = u });
	SESSION_FOREACH(s, u)
	{
		if (!session_hears(s))
			continue;
		last = s;
		s->dialect->tell(s, text);
	}
	if (last != NULL)
		hosts_update(last);
}

/* Who is not in yet would come in by the name, whoever it is the next moment. */
static void
close_unregistered(
    struct server *server, const struct account *a, const char *text)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		if (s->phase == SESSION_REGISTERING && is_of(s, a))
			s->dialect->goodbye(s, text);
	}
}

void
accounts_log_out(struct server *server, struct account *a)
{
	struct user *u;
	char *text;

	xasprintf(&text,
	    "The account %s is no more, so you are not logged in any longer",
	    a->name);
	while ((u = LIST_FIRST(&a->users)) != NULL)
		log_out(server, u, text);
	close_unregistered(server, a, text);
	free(text);
}
