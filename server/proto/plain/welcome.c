/*
 * welcome: how a plain peer comes in: a name, some words, the lobby.
 */
#include <stdio.h>

#include "common/msgid.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/config.h"
#include "server/proto/plain/plain.h"
#include "server/proto/session.h"

#define USERNAME "guest"
#define REALNAME "Guest"

enum { NAME_TRIES = 200 };

/* More digits when names of four are getting rare. */
struct user *
plain_enter_as_guest(struct server *server, const char *host)
{
	struct chat_newcomer n = { .username = VIEW(USERNAME),
		.host = view_of(host),
		.realname = VIEW(REALNAME) };
	struct user *u = NULL;
	char nick[32];
	int i;

	for (i = 0; i < NAME_TRIES && u == NULL; i++) {
		snprintf(nick, sizeof(nick), "guest-%04u",
		    random_below(i < NAME_TRIES / 2 ? 10000 : 100000000));
		n.nick = view_of(nick);
		chat_enter(server->world, &n, &u);
	}
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

	server_enter_lobby(s);
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
