/*
 * user: makes and frees users.
 */
#include "server/chat/user.h"

#include <assert.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"

struct user *
user_new(const struct chat_newcomer *n)
{
	struct user *u;

	u = xcalloc(1, sizeof(*u));
	u->nick = xviewdup(n->nick);
	u->username = xviewdup(n->username);
	u->host = xviewdup(n->host);
	u->cloak = xviewdup(n->cloak.len > 0 ? n->cloak : n->host);
	u->address = xviewdup(n->address.len > 0 ? n->address : n->host);
	u->realname = xviewdup(n->realname);
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
	free(u->cloak);
	free(u->address);
	free(u->realname);
	free(u->account);
	former_accounts_clear(&u->former);
	free(u->away);
	free(u->rates);
	free(u->known);
	free(u);
}
