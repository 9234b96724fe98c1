/*
 * account_away: those who are here by an account that they may not use any more. Who has logged
 * in and is not registered yet is gone as well.
 */
#include "common/names.h"
#include "server/chat/account.h"
#include "server/proto/accounts.h"
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
