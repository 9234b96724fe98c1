/*
 * guests: guest nicks have four digits, or eight when few are free.
 */
#include "server/account/guests.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/i18n.h"
#include "common/random.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/config/config.h"
#include "server/moderation/lockdown.h"
#include "server/session/session.h"

enum { NAME_TRIES = 200 };

int
guest_nick(struct world *w, char buf[GUEST_NICK])
{
	int i;

	for (i = 0; i < NAME_TRIES; i++) {
		snprintf(buf, GUEST_NICK, "guest-%04u",
		    random_below(i < NAME_TRIES / 2 ? 10000 : 100000000));
		if (world_find_user(w, view_of(buf)) == NULL &&
		    world_find_account(w, view_of(buf)) == NULL)
			return 0;
	}
	return -1;
}

const char *
guests_forbidden(const struct server *server, const struct user *u)
{
	if (server->config->access == CONFIG_ACCESS_ACCOUNTS)
		return _("Only logged-in users may use this server, and you "
			 "are logged out");
	if (lockdown_words(server) != NULL && !(u->modes & USER_OPERATOR))
		return _("No new guests are accepted at the moment, and you "
			 "are logged out");
	return NULL;
}

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
guests_reclaim_nick(struct session *s, const struct account *a)
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
