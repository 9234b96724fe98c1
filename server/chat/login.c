/*
 * login: logs users in to accounts and out. This is presence: applied at once, then shown.
 */
#include <assert.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/world.h"

struct account *
account_of(const struct world *w, const struct user *u)
{
	return u->account == NULL ? NULL
				  : world_find_account(w, view_of(u->account));
}

void
user_set_account(struct world *w, struct user *u, struct account *a)
{
	struct account *old = account_of(w, u);

	if (old != NULL) {
		LIST_REMOVE(u, of_account);
		old->seen = clock_ms();
		former_accounts_add(&u->former, old->name, u->host);
		/* The invitations were for that account. */
		invitations_drop_user(u);
	}
	xreplace(&u->account, a == NULL ? NULL : a->name);
	if (a != NULL && LIST_EMPTY(&a->users)) {
		a->from_guests = 0;
		a->missed = a->not_shown != 0 ? a->not_shown : a->seen;
		a->not_shown = 0;
	}
	if (a != NULL) {
		LIST_INSERT_HEAD(&a->users, u, of_account);
		a->seen = clock_ms();
	}
	user_changed(u);
}

static void
change(struct world *w, const struct chat_from *from, struct account *a)
{
	struct user *u = from->user;
	const struct account *old = account_of(w, u);
	struct chat_event *e = world_new_event(CHAT_ACCOUNT, from);
	struct chat_applied applied = { .event = e, .user = u };

	if (a != NULL)
		e->object = xstrdup(a->name);
	user_set_account(w, u, a);
	world_publish(w, &applied);
	chat_event_unref(e);
	ranks_follow_account(w, u, old);
}

enum refusal
chat_login(struct world *w, const struct chat_from *from, struct account *a)
{
	if (account_of(w, from->user) == a)
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
	user_changed(u);
}

enum refusal
chat_set_host(struct world *w, const struct chat_from *from, struct view host)
{
	struct user *u = from->user;
	struct chat_applied applied = { .user = u };

	if (view_equal(host, view_of(u->host)))
		return CHAT_ALREADY;
	applied.event = world_new_event(CHAT_HOST, from);
	applied.event->object = xviewdup(host);
	xreplace(&u->host, applied.event->object);
	user_changed(u);
	world_publish(w, &applied);
	chat_event_unref(applied.event);
	return CHAT_OK;
}
