/*
 * siblings: see the header.
 */
#include "tests/support/siblings.h"

#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/irc/state.h"
#include "server/session/session.h"
#include "tests/support/test.h"

struct user *
rig_user(struct irc_rig *rig, const char *nick)
{
	return world_find_user(rig->server->world, view_of(nick));
}

static struct account *
get_account(struct irc_rig *rig, const char *name)
{
	struct world *w = rig->server->world;
	struct account *a = world_find_account(w, view_of(name));

	return a != NULL ? a : world_add_account(w, view_of(name));
}

/* Return the newest session. */
static struct session *
newest(struct irc_rig *rig)
{
	struct session *s, *next, *last = NULL;

	HASH_ITER (hh, rig->server->sessions, s, next) {
		if (last == NULL || s->id > last->id)
			last = s;
	}
	return last;
}

struct irc_client *
client_connect_as(struct irc_rig *rig, const char *account)
{
	struct irc_client *c = client_connect(rig);
	struct irc_state *irc;

	client_send(c, "CAP LS 302");
	client_await(c, ":chat.test CAP * LS :*");
	irc = newest(rig)->state;
	assert_non_null(get_account(rig, account));
	xreplace(&irc->account, account);
	return c;
}

struct irc_client *
client_enter_as(struct irc_rig *rig, const char *nick, const char *account,
    const char *caps)
{
	struct irc_client *c = client_connect_as(rig, account);
	struct chat_from from = { NULL, 0, 0, 0 };

	if (caps != NULL)
		client_send(c, "CAP REQ :%s", caps);
	client_send(c, "NICK %s", nick);
	client_send(c, "USER %s 0 * :Real %s", nick, nick);
	client_send(c, "CAP END");
	client_await(c, ":chat.test 422 *");
	from.user = rig_user(rig, nick);
	assert_non_null(from.user);
	if (from.user->account == NULL)
		chat_login(
		    rig->server->world, &from, get_account(rig, account));
	return c;
}

struct irc_client *
client_settle_as(struct irc_rig *rig, const char *nick, const char *account,
    const char *caps)
{
	struct irc_client *c = client_enter_as(rig, nick, account, caps);
	size_t i;

	for (i = 0; i < rig->nclients; i++)
		client_skip(&rig->clients[i]);
	return c;
}

void
user_sessions_begin(struct irc_rig *rig, const char *caps,
    struct irc_client **first, struct irc_client **second,
    struct irc_client **bob)
{
	*first = client_settle_as(rig, "ada", "ada", caps);
	*bob = client_enter_with(
	    rig, "bob", caps == NULL ? NULL : "message-tags away-notify");
	client_join(*first, "#c");
	client_join(*bob, "#c");
	*second = client_settle_as(rig, "ada", "ada", caps);
}
