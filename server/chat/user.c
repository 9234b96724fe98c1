/*
 * user: making and freeing one.
 */
#include "server/chat/user.h"

#include <assert.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/chat/world.h"

struct user *
user_new(struct view nick, struct view username, struct view host,
    struct view realname)
{
	struct user *u;

	u = xcalloc(1, sizeof(*u));
	u->nick = xviewdup(nick);
	u->username = xviewdup(username);
	u->host = xviewdup(host);
	u->realname = xviewdup(realname);
	u->since = u->last_spoke = clock_ms();
	TAILQ_INIT(&u->rooms);
	TAILQ_INIT(&u->invitations);
	return u;
}

void
user_free(struct user *u)
{
	assert(TAILQ_EMPTY(&u->rooms));
	assert(TAILQ_EMPTY(&u->invitations));
	free(u->nick);
	free(u->folded);
	free(u->username);
	free(u->host);
	free(u->realname);
	free(u->account);
	free(u->away);
	free(u);
}
