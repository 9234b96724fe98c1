/*
 * server_bans_close: close the connections that a ban matches, except operators'.
 */
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/chat/user.h"
#include "server/moderation/server_bans_impl.h"
#include "server/net/net.h"
#include "server/session/server.h"
#include "server/session/session.h"

int
ban_peer_of(struct ban_peer *peer, const struct session *s)
{
	const struct user *u = s->user;

	if (s->conn == NULL || s->phase == SESSION_LEAVING)
		return 0;
	*peer = (struct ban_peer){ .nick = u == NULL ? "" : u->nick,
		.username = u == NULL ? "" : u->username,
		.account = u == NULL ? NULL : u->account,
		.former = u == NULL ? &s->former : &u->former,
		.conn = s->conn };
	return 1;
}

static void
shut_out(struct session *s, const struct ban *ban)
{
	char *words = ban_words(ban);

	s->dialect->reject(s, words);
	free(words);
}

/* A session that is not registered yet is checked when it registers; only ranges apply to it now. */
static void
close_if_matched(struct session *s, const struct ban_entry *e)
{
	struct ban_peer peer;
	struct ban_look look;

	if ((s->user != NULL && (s->user->modes & USER_OPERATOR)) ||
	    (s->user == NULL && e->ban.kind != BAN_RANGE) ||
	    !ban_peer_of(&peer, s))
		return;
	if (e->ban.kind == BAN_RANGE &&
	    admission_is_exempt(
		net_admission(s->server->net), conn_address(peer.conn)))
		return;
	ban_look_init(&look, s->server, &peer);
	if (ban_matches(e, &look))
		shut_out(s, &e->ban);
}

void
bans_close_matched(struct server *server, const struct ban_entry *e)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		close_if_matched(s, e);
	}
}

void
server_bans_applied(struct server *server, const struct chat_applied *a)
{
	struct bans *bans = server->bans;
	int type = a->event->type;

	if (bans == NULL || bans->entries == NULL || a->user == NULL ||
	    (type != CHAT_NICK && type != CHAT_ACCOUNT))
		return;
	bans->suspects = xreallocarray(
	    bans->suspects, bans->nsuspects + 1, sizeof(*bans->suspects));
	bans->suspects[bans->nsuspects++] = a->user->id;
	net_request_turn_end(server->net);
}

static void
check_user(struct server *server, struct user *u)
{
	const struct ban *ban;
	struct ban_peer peer;
	struct session *s, *next;

	for (s = LIST_FIRST(session_list_of(u)); s != NULL; s = next) {
		next = LIST_NEXT(s, of_user);
		if (!ban_peer_of(&peer, s))
			continue;
		ban = server_bans_find(server, &peer);
		if (ban != NULL)
			shut_out(s, ban);
	}
}

/* Closing sessions adds no suspects. */
void
server_bans_turn_ended(struct server *server)
{
	struct bans *bans = server->bans;
	struct user *u;
	size_t i;

	if (bans == NULL)
		return;
	for (i = 0; i < bans->nsuspects; i++) {
		u = world_user_by_id(server->world, bans->suspects[i]);
		if (u != NULL && u->sessions != NULL &&
		    !(u->modes & USER_OPERATOR))
			check_user(server, u);
	}
	free(bans->suspects);
	bans->suspects = NULL;
	bans->nsuspects = 0;
}
