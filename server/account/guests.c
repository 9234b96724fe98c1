/*
 * guests: guest nicks have four digits, or eight when few are free.
 */
#include "server/account/guests.h"

#include <stdio.h>

#include "common/i18n.h"
#include "common/random.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/config/config.h"
#include "server/moderation/lockdown.h"
#include "server/session/server.h"

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
