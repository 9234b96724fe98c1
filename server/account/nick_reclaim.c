/*
 * nick_reclaim: rename another user of an account's nick to a guest nick.
 */
#include "server/account/nick_reclaim.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/account/guests.h"
#include "server/chat/account.h"
#include "server/session/session.h"

static void
tell(struct user *u, const char *text)
{
	struct session *s;

	SESSION_FOREACH(s, u)
	{
		if (session_is_listening(s))
			s->dialect->notice(s, text);
	}
}

void
nick_reclaim(struct session *s, const struct account *a)
{
	struct world *w = s->server->world;
	struct user *u = world_find_user(w, view_of(a->name));
	struct chat_from from = { .user = u };
	char nick[GUEST_NICK], *text;

	if (u == NULL || u == s->user ||
	    !world_nick_is_reserved(w, view_of(a->name), u) ||
	    guest_nick(w, nick) != 0)
		return;
	xasprintf(&text,
	    _("The name %s is registered, and its owner has logged in. You are "
	      "now %s"),
	    a->name, nick);
	tell(u, text);
	free(text);
	chat_nick(w, &from, view_of(nick));
}
