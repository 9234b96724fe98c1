/*
 * welcome: how a plain peer comes in: a name, some words, the lobby.
 */
#include "server/account/guests.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/config.h"
#include "server/moderation/cloak.h"
#include "server/plain/plain.h"
#include "server/session/session.h"

#define REALNAME "Guest"

struct user *
plain_enter_as_guest(struct server *server, const char *address)
{
	struct chat_newcomer n = { .username = VIEW(PLAIN_USERNAME),
		.address = view_of(address),
		.realname = VIEW(REALNAME) };
	struct user *u = NULL;
	char nick[GUEST_NICK], host[CLOAK_SHOWN_HOST];

	if (guest_nick(server->world, nick) != 0)
		return NULL;
	cloak_shown_host(server, host, address, NULL);
	n.nick = view_of(nick);
	n.host = view_of(host);
	chat_add_user(server->world, &n, &u);
	return u;
}

static void
tell_motd(struct session *s)
{
	const struct server *server = s->server;
	size_t i;

	for (i = 0; i < server->nmotd; i++)
		plain_tell(s, "%s", server->motd[i]);
}

static void
say_welcome(struct session *s)
{
	const struct server *server = s->server;

	plain_tell(s,
	    "Welcome to %s (%s). You are %s, and your connection is %s.",
	    server->config->network, server->config->name, s->user->nick,
	    conn_is_tls(s->conn) ? "encrypted" : "not encrypted");
	tell_motd(s);
	plain_tell(s, "What you type is said in your room; /nick NAME gives "
		      "you a name, /help says more.");
}

static void
enter_lobby(struct session *s)
{
	const struct member *m;

	server_join_lobby(s);
	m = TAILQ_FIRST(&s->user->rooms);
	if (m != NULL) {
		plain_set_current(s, m->room->name);
		plain_show_past(s, m->room);
	} else {
		plain_tell(s, "You are in no room yet: /rooms lists them, "
			      "/join ROOM takes you to one.");
	}
}

void
plain_welcome(struct session *s)
{
	say_welcome(s);
	enter_lobby(s);
}
