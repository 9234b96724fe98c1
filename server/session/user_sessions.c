/*
 * user_sessions: a user has few sessions, so they are counted by walking the list.
 */
#include "server/session/user_sessions.h"

#include <assert.h>
#include <stdlib.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/config/config.h"
#include "server/session/session.h"

size_t
user_sessions_count(const struct user *u)
{
	const struct session *s;
	size_t n = 0;

	SESSION_FOREACH(s, u)
	n += s->phase == SESSION_REGISTERED;
	return n;
}

size_t
user_sessions_count_account(const struct account *a)
{
	const struct user *u;
	size_t n = 0;

	LIST_FOREACH (u, &a->users, of_account)
		n += user_sessions_count(u);
	return n;
}

int
user_sessions_account_has_space(const struct server *server, const char *name)
{
	const struct account *a =
	    world_find_account(server->world, view_of(name));

	return a == NULL || user_sessions_count_account(a) <
				(size_t)server->config->sessions_max;
}

int
user_is_logged_in_to(const struct user *u, const char *account)
{
	return account != NULL && u->account != NULL &&
	       name_equal(view_of(u->account), view_of(account));
}

void
user_sessions_note_modes(const struct chat_applied *a)
{
	struct session *s;

	if (!(a->event->off & USER_OPERATOR))
		return;
	SESSION_FOREACH(s, a->user)
	s->opered = 0;
}

int
user_sessions_can_move(const struct session *s, const struct user *u)
{
	return u != NULL && u != s->user && s->inflight == 0 &&
	       session_is_only(s) && user_is_logged_in_to(u, s->user->account);
}

void
user_sessions_move(struct session *s, struct user *u)
{
	struct chat_from from = { .user = s->user };
	char *reason;

	assert(user_sessions_can_move(s, u));
	xasprintf(&reason, "Quit: now connected as %s", u->nick);
	session_detach_user(s);
	chat_add_former_accounts(u, &from.user->former);
	s->opered = 0;
	chat_quit(s->server->world, &from, view_of(reason), 0);
	session_attach(s, u);
	free(reason);
}

/* Rules against all former accounts apply to the connection, so their number is limited. */
static int
has_used_too_many(struct session *s, const struct account *a)
{
	const struct former_accounts *f = session_former_accounts(s);

	return a != NULL && f->n >= FORMER_ACCOUNTS_MAX &&
	       !former_accounts_have(f, a->name);
}

const char *
user_sessions_login_error(struct session *s, const struct account *a)
{
	if (has_used_too_many(s, a))
		return _("You used too many accounts on this connection. "
			 "Reconnect to log in to another one");
	if (s->user == NULL ||
	    (a != NULL && user_is_logged_in_to(s->user, a->name)))
		return NULL;
	if (!session_is_only(s))
		return _("Other clients of yours are logged in as the same "
			 "user. Close them first");
	if (a != NULL && !user_sessions_account_has_space(s->server, a->name))
		return _("Too many connections are logged in to that account");
	return NULL;
}
