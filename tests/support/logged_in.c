/*
 * logged_in: see the header.
 */
#include "tests/support/logged_in.h"

#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "tests/support/test.h"

struct account *
rig_account(struct irc_rig *rig, const char *name)
{
	struct world *w = rig->server->world;
	struct account *a = world_find_account(w, view_of(name));

	if (a == NULL)
		a = world_add_account(w, view_of(name));
	assert_non_null(a);
	return a;
}

void
rig_log_in(struct irc_rig *rig, const char *nick, const char *account)
{
	struct world *w = rig->server->world;
	struct chat_from from = { world_find_user(w, view_of(nick)), 0, 0, 0 };
	size_t i;

	assert_non_null(from.user);
	assert_int_equal(
	    chat_login(w, &from, rig_account(rig, account)), CHAT_OK);
	irc_rig_run(rig);
	for (i = 0; i < rig->nclients; i++)
		client_skip(&rig->clients[i]);
}

struct irc_client *
client_enter_known(struct irc_rig *rig, const char *nick, const char *caps)
{
	struct irc_client *c = client_enter_with(rig, nick, caps);

	rig_log_in(rig, nick, nick);
	return c;
}
