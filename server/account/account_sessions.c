/*
 * account_sessions: close or log out the sessions of an account that is suspended or deleted, including sessions
 * that are not registered yet.
 */
#include <stdlib.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/account/guests.h"
#include "server/chat/account.h"
#include "server/moderation/cloak.h"
#include "server/session/session.h"

/* True if the session is or was logged in to the account. A suspension applies to both. */
static int
is_of(struct session *s, const struct account *a)
{
	const char *name = s->user != NULL ? s->user->account
			   : s->dialect->pending_login != NULL
			       ? s->dialect->pending_login(s)
			       : NULL;

	return (name != NULL && name_equal(view_of(name), view_of(a->name))) ||
	       former_accounts_have(session_former_accounts(s), a->name);
}

void
accounts_send_away(
    struct server *server, const struct account *a, const char *reason)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		if (s->phase != SESSION_LEAVING && is_of(s, a))
			s->dialect->close(s, reason);
	}
}

static void
log_out(struct server *server, struct user *u, const char *text)
{
	struct session *s, *next, *last = NULL;
	const char *why;

	chat_logout(server->world, &(struct chat_from){ .user = u });
	why = guests_forbidden(server, u);
	s = u->sessions == NULL ? NULL : LIST_FIRST(session_list_of(u));
	for (; s != NULL; s = next) {
		next = LIST_NEXT(s, of_user);
		if (!session_is_listening(s))
			continue;
		last = s;
		s->dialect->notice(s, text);
		if (why != NULL)
			s->dialect->close(s, why);
	}
	if (last != NULL && why == NULL)
		cloak_update(last);
}

/*
 * Close sessions that logged in but are not registered yet. They would register under the account's name, which
 * someone else may register in the next moment.
 */
static void
close_unregistered(
    struct server *server, const struct account *a, const char *text)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		if (s->phase == SESSION_REGISTERING && is_of(s, a))
			s->dialect->close(s, text);
	}
}

void
accounts_log_out(struct server *server, struct account *a)
{
	struct user *u;
	char *text;

	xasprintf(&text, "The account %s was deleted, so you are logged out",
	    a->name);
	while ((u = LIST_FIRST(&a->users)) != NULL)
		log_out(server, u, text);
	close_unregistered(server, a, text);
	free(text);
}
