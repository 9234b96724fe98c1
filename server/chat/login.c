/*
 * login: logs users in to accounts and out. This is presence: applied at once, then shown.
 */
#include <assert.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/ranks.h"
#include "server/chat/world.h"

static void
change(struct world *w, const struct chat_from *from, struct account *a)
{
	struct user *u = from->user;
	const struct account *old = user_account(w, u);
	struct chat_event *e = world_new_event(CHAT_ACCOUNT, from);
	struct chat_applied applied = { .user = u };

	if (a != NULL)
		e->new_account = xstrdup(a->name);
	user_set_account(w, u, a);
	world_publish(w, e, &applied);
	chat_event_unref(e);
	ranks_follow_account(w, u, old);
}

enum refusal
chat_login(struct world *w, const struct chat_from *from, struct account *a)
{
	if (user_account(w, from->user) == a)
		return CHAT_ALREADY;
	change(w, from, a);
	return CHAT_OK;
}

enum refusal
chat_logout(struct world *w, const struct chat_from *from)
{
	if (from->user->account == NULL)
		return CHAT_ALREADY;
	change(w, from, NULL);
	return CHAT_OK;
}

void
chat_add_former_accounts(struct user *u, struct former_accounts *former)
{
	former_accounts_move(&u->former, former);
	room_forget_ban_checks(u);
}

enum refusal
chat_set_host(struct world *w, const struct chat_from *from, struct view host)
{
	struct user *u = from->user;
	struct chat_applied applied = { .user = u };
	struct chat_event *e;

	if (view_equal(host, view_of(u->host)))
		return CHAT_ALREADY;
	e = world_new_event(CHAT_HOST, from);
	e->new_host = xviewdup(host);
	xreplace(&u->host, e->new_host);
	room_forget_ban_checks(u);
	world_publish(w, e, &applied);
	chat_event_unref(e);
	return CHAT_OK;
}
