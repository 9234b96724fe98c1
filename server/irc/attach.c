/*
 * attach: attach a session to a user who is already online with other clients (user_sessions.h), and
 * show it what those do.
 */
#include "server/irc/attach.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/away.h"
#include "server/irc/event_lines.h"
#include "server/irc/replay.h"
#include "server/irc/request.h"
#include "server/irc/room.h"
#include "server/irc/server_info.h"
#include "server/irc/timeout.h"
#include "server/irc/user.h"
#include "server/session/user_sessions.h"

/* Send the client a line about its own user that nobody else gets and the history does not have. */
static void
show_own(struct request *req, enum chat_event_type type, const char *room,
    const char *new_nick)
{
	struct chat_applied a = { .user = req->session->user };
	struct chat_event *e = chat_event_new(type, a.user);
	struct buf line = { 0 };

	a.event = e;
	e->id.s[0] = '\0';
	e->target = xstrdup(room);
	e->new_nick = xstrdup(new_nick);
	irc_format(req->server, &a,
	    irc_kind(req->session, NULL) & ~(uint32_t)CAP_AWAY_NOTIFY, &line);
	reply_line(req, buf_view(&line));
	buf_clear(&line);
	chat_event_unref(e);
}

/* Show the rooms in the order in which the user joined them, with read markers (checklist 64). */
static void
show_rooms(struct request *req)
{
	const struct member *m;

	TAILQ_FOREACH (m, &req->session->user->rooms, in_user) {
		show_own(req, CHAT_JOIN, m->room->name, NULL);
		irc_show_room(req, m->room);
		irc_replay_other_session(req, m->room);
	}
}

/* Show the modes and the away state, which another client of the user may have set. */
static void
show_state(struct request *req)
{
	const struct user *u = req->session->user;

	if (u->modes != 0)
		irc_user_mode(req, view_of(u->nick), VIEW(""));
	if (u->away != NULL)
		irc_confirm_away(req, 1);
}

/* Log that this connection appears as an operator, although OPER was used on another one. */
static void
log_shared_operator(const struct session *s)
{
	if (s->user->modes & USER_OPERATOR)
		log_info("oper", conn_id(s->conn),
		    "shares an operator's nick=%s from=%s", s->user->nick,
		    conn_host(s->conn));
}

/* Attach the session to the user, and show it the user's state and rooms. */
static void
attach(struct request *req, struct user *u)
{
	struct session *s = req->session;

	if (!(req->irc->caps & CAP_VISITOR))
		u->is_visitor = 0;
	session_attach(s, u);
	chat_add_former_accounts(u, &s->former);
	irc_watch_pings(s);
	log_shared_operator(s);
	irc_welcome(req);
	irc_apply_away(req);
	show_state(req);
	show_rooms(req);
	irc_replay_offline_messages(req);
}

static void
close_over_limit(struct request *req)
{
	char *why;

	xasprintf(&why,
	    _("Too many connections of account %s: the limit is %lld"),
	    req->irc->account, req->server->config->sessions_max);
	request_close_link(req, why);
	free(why);
}

int
irc_attach_to_user(struct request *req)
{
	const struct irc_state *irc = req->irc;
	struct user *u;

	if (irc->account == NULL)
		return 0;
	if (!user_sessions_account_has_space(req->server, irc->account)) {
		close_over_limit(req);
		return 1;
	}
	u = world_find_user(req->server->world, view_of(irc->nick));
	if (u == NULL || !user_is_logged_in_to(u, irc->account))
		return 0;
	attach(req, u);
	return 1;
}

/* The client sees itself leave its rooms, change its nick, and join the rooms of that user. */
int
irc_move_to_user(struct request *req, struct view nick)
{
	struct user *u = world_find_user(req->server->world, nick);
	const struct member *m;

	if (!user_sessions_can_move(req->session, u))
		return 0;
	TAILQ_FOREACH (m, &req->session->user->rooms, in_user)
		show_own(req, CHAT_PART, m->room->name, NULL);
	show_own(req, CHAT_NICK, NULL, u->nick);
	user_sessions_move(req->session, u);
	log_shared_operator(req->session);
	show_state(req);
	show_rooms(req);
	return 1;
}

/* Append 306 or 305; a request may be running, and must stay the current one. */
static void
put_away(struct session *s, int is_away, struct buf *out)
{
	struct irc_state *irc = s->state;
	struct request req, *outer = irc->request;

	request_begin(&req, s, NULL);
	irc->request = outer;
	irc_confirm_away(&req, is_away);
	buf_add_view(out, buf_view(&req.out));
	buf_clear(&req.out);
}

/*
 * A direct message that one client sends is shown to the user's other clients as it was sent,
 * ":me!user@host PRIVMSG other :text". Clients without message-tags and echo-message would show it as
 * a message from the other person, so they do not get it.
 */
static int
shows_sent_messages(const struct irc_state *irc)
{
	return (irc->caps & (CAP_ECHO_MESSAGE | CAP_MESSAGE_TAGS)) != 0;
}

int
irc_format_for_other_session(struct server *server,
    const struct chat_applied *a, struct session *s, struct buf *out)
{
	const struct chat_event *e = a->event;

	(void)server;
	if (e->type == CHAT_AWAY) {
		put_away(s, e->away_message != NULL, out);
		return 1;
	}
	return e->type == CHAT_MESSAGE && a->room == NULL &&
	       !shows_sent_messages(s->state);
}

void
irc_joined_elsewhere(struct session *s, const struct room *r)
{
	struct irc_state *irc = s->state;
	struct request req, *outer = irc->request;

	request_begin(&req, s, NULL);
	irc_show_room(&req, r);
	irc_replay_other_session(&req, r);
	request_end(&req);
	irc->request = outer;
}
