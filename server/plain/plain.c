/*
 * plain: the session of a plain peer: opening, input lines, closing.
 */
#include "server/plain/plain.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/account/guests.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/config/config.h"
#include "server/deliver/deliver.h"
#include "server/moderation/cloak.h"
#include "server/moderation/lockdown.h"
#include "server/moderation/server_bans.h"
#include "server/plain/command.h"
#include "server/plain/current_room.h"
#include "server/plain/event_text.h"
#include "server/plain/history.h"
#include "server/plain/late_irc.h"
#include "server/plain/line_edit.h"
#include "server/plain/peer.h"
#include "server/plain/reply.h"
#include "server/plain/say.h"
#include "server/plain/telnet.h"
#include "server/session/deferred_reply.h"
#include "server/session/session.h"

enum {
	PLAIN_LINE_MAX =
	    8192, /* bytes that a peer may type, with the line end */
	LATE_SECONDS =
	    2, /* a late IRC client has this long to send USER after NICK */
	BYTES_PER_COST = 512
};

static void
say_in_current_room(struct session *s, struct view text)
{
	const char *room;

	if (plain_of(s)->current == NULL) {
		plain_reply(s,
		    _("You are in no room, so nothing was sent. To join one: "
		      "/join ROOM"));
		return;
	}
	room = plain_current_room(s);
	if (room != NULL)
		plain_say(s, view_of(room), text);
}

/*
 * Return the command in a line, from its slash on; p is NULL if the line is a message. "/tea" is a command,
 * "//tea" is a message. Invisible characters before the slash are skipped: the user does not see them, and a
 * password in such a line must not reach the room.
 */
static struct view
command_in(struct view line)
{
	struct view rest = text_skip_invisible(line);

	if (rest.len > 0 && rest.p[0] == '/' &&
	    !(rest.len > 1 && rest.p[1] == '/'))
		return rest;
	return (struct view){ NULL, 0 };
}

static void
tell_unknown(struct session *s, struct view line)
{
	struct view word;

	view_cut(&line, ' ', &word);
	plain_reply(s,
	    _("Unknown command %.*s. Nothing was sent. To list the commands: "
	      "/help"),
	    VIEW_ARG(word));
}

/*
 * The held lines did not come from an IRC client: send NICK and USER lines as messages, but never PASS and
 * AUTHENTICATE lines, which may hold a password.
 */
static void
say_late(struct session *s)
{
	struct plain *p = plain_of(s);
	struct buf late = p->late.lines;
	struct view rest = buf_view(&late), line;

	p->late = (struct late_irc){ 0 };
	wheel_cancel(net_wheel(s->server->net), &s->timer);
	while (view_cut(&rest, '\n', &line))
		if (view_has_prefix(line, VIEW("NICK ")) ||
		    view_has_prefix(line, VIEW("USER ")))
			say_in_current_room(s, line);
	buf_clear(&late);
}

static void
late_cb(struct wheel_timer *t, void *ctx)
{
	(void)t;
	say_late(ctx);
}

/*
 * The peer is an IRC client that registered late: end the guest's session and start over as IRC. If the guest
 * never spoke, plain peers do not see it leave; IRC clients do, because they keep lists of members. The
 * accounts that the connection used stay with the connection.
 */
static void
become_irc(struct session *s)
{
	struct server *server = s->server;
	struct former_accounts former = { 0 };
	struct conn *conn = s->conn;
	struct plain *p = plain_of(s);

	conn_prepend(conn, p->late.lines.p, p->late.lines.len);
	if (s->user->account != NULL)
		former_accounts_add(&former, s->user->account, s->user->host);
	former_accounts_copy(&former, &s->user->former);
	session_release_conn(s);
	session_end(s,
	    p->spoke ? "Quit: came back as an IRC client" : PLAIN_BECAME_IRC,
	    0);
	server->ops->opened(conn, NET_IRC, server);
	former_accounts_move(
	    &session_by_id(server, server->last_session)->former, &former);
}

/* Handle a line that may be an IRC registration command. Returns 1 and sets *verdict if it is one, else 0. */
static int
take_late(struct session *s, struct view line, enum conn_verdict *verdict)
{
	struct plain *p = plain_of(s);

	switch (late_irc_take(&p->late, line)) {
	case LATE_KEPT:
		wheel_set(net_wheel(s->server->net), &s->timer, LATE_SECONDS,
		    late_cb, s);
		*verdict = CONN_TAKEN;
		return 1;
	case LATE_IRC:
		*verdict = session_admit_line(s, 0);
		if (*verdict == CONN_TAKEN) {
			late_irc_keep(&p->late, line);
			become_irc(s);
		}
		return 1;
	case LATE_TALK:
		break;
	}
	return 0;
}

static void
set_bare_lf(struct session *s)
{
	int bare = conn_spoke_crlf(s->conn) == 0;

	if (bare == plain_of(s)->bare_lf)
		return;
	plain_of(s)->bare_lf = bare != 0;
	deliver_kind_changed(s);
}

static enum conn_verdict
take_line(struct session *s, struct view line)
{
	const struct plain_command *c = NULL;
	enum conn_verdict verdict;
	unsigned cost = 1 + (unsigned)(line.len / BYTES_PER_COST);
	const struct view command = command_in(line);
	int talk = command.p == NULL;

	if (!talk)
		c = plain_command_find(command);
	if (c != NULL)
		cost += c->cost - 1;
	verdict = session_admit_line(
	    s, talk || (c != NULL && (c->flags & PLAIN_MESSAGE) != 0));
	if (verdict == CONN_TAKEN && c != NULL && (c->flags & PLAIN_JOIN))
		verdict = session_pay_joins(s, 1);
	if (verdict == CONN_TAKEN)
		verdict = session_pay(s, cost);
	if (verdict != CONN_TAKEN)
		return verdict;
	plain_of(s)->spoke = 1;
	if (c != NULL)
		plain_command_run(s, c, command);
	else if (!talk)
		tell_unknown(s, command);
	else if (line.p[0] == '/')
		say_in_current_room(
		    s, (struct view){ line.p + 1, line.len - 1 });
	else
		say_in_current_room(s, line);
	return CONN_TAKEN;
}

/* Take one line after the editing keys were applied. */
static enum conn_verdict
take_typed(struct session *s, struct view line)
{
	enum conn_verdict verdict;

	if (text_skip_invisible(line).len == 0)
		return CONN_TAKEN;
	if (take_late(s, line, &verdict))
		return verdict;
	if (plain_of(s)->late.lines.len > 0)
		say_late(s);
	return take_line(s, line);
}

static enum conn_verdict
plain_line(struct conn *conn, struct view typed, void *ctx)
{
	struct session *s = ctx;
	struct buf line = { 0 };
	enum conn_verdict verdict;

	(void)conn;
	set_bare_lf(s);
	line_edit(&line, typed);
	verdict = take_typed(s, buf_view(&line));
	buf_clear(&line);
	return verdict;
}

static size_t
plain_bytes(struct conn *conn, char *p, size_t n, void *ctx)
{
	struct buf reply = { 0 };
	size_t left = telnet_filter(&plain_of(ctx)->telnet, p, n, &reply);

	conn_send(conn, reply.p, reply.len);
	buf_clear(&reply);
	return left;
}

static void
plain_overlong(struct conn *conn, void *ctx)
{
	(void)conn;
	plain_reply(ctx,
	    _("The line is longer than %d bytes, so it was not sent."),
	    PLAIN_LINE_MAX);
}

/* The peer closed its sending side: end the session once its messages in flight and its held command are done. */
static void
plain_input_ended(struct conn *conn, void *ctx)
{
	struct session *s = ctx;
	struct plain *p = plain_of(s);

	(void)conn;
	if (p->late.lines.len > 0)
		say_late(s);
	p->ended = 1;
	if (s->inflight == 0 && s->holds == 0)
		session_end(s, "Connection closed", 0);
}

static void
plain_closed(struct conn *conn, const char *reason, void *ctx)
{
	(void)conn;
	session_end(ctx, reason, 0);
}

static const struct conn_handler plain_handler = {
	.bytes = plain_bytes,
	.line = plain_line,
	.overlong = plain_overlong,
	.input_ended = plain_input_ended,
	.direct_changed = session_direct_changed,
	.closed = plain_closed,
	.take_rest = 1,
};

static void
plain_refused(struct session *s, struct chat_event *e, enum refusal no)
{
	plain_reply_refusal(s, no, view_of(e->target));
}

static void
plain_notice(struct session *s, const char *text)
{
	plain_reply(s, "%s", text);
}

static void
plain_goodbye(struct session *s, const char *reason)
{
	plain_reply(
	    s, _("Goodbye. The server closes the connection: %s"), reason);
	session_end(s, reason, 0);
}

static void
plain_shut_out(struct session *s, const char *why)
{
	plain_reply(s, _("Goodbye. The server closes the connection: %s"), why);
	session_end(s, "Banned", 0);
}

static void
plain_settled(struct session *s)
{
	if (plain_of(s)->ended)
		session_end(s, "Connection closed", 0);
}

static void
plain_clear(struct session *s)
{
	struct plain *p = plain_of(s);

	free(p->current);
	buf_clear(&p->late.lines);
	free(p);
	s->state = NULL;
}

/* The context of a deferred reply is the session: plain lines have no labels. */
static uint64_t
plain_defer(void *request, int how)
{
	(void)request;
	(void)how;
	return 0;
}

static void *
plain_resume(struct session *s)
{
	return s;
}

static void
plain_send_deferred(void *request, uint64_t token, int last)
{
	(void)request;
	(void)token;
	(void)last;
}

static size_t
plain_written(const void *request)
{
	(void)request;
	return 0;
}

static int
plain_is_command(const void *request)
{
	(void)request;
	return 1;
}

static const struct deferred_ops plain_deferred_ops = {
	.defer = plain_defer,
	.resume = plain_resume,
	.send = plain_send_deferred,
	.written = plain_written,
	.is_command = plain_is_command,
};

static const struct dialect plain_dialect = {
	.name = "plain",
	.connection_type = N_("nc or telnet"),
	.kind = plain_kind,
	.format = plain_format,
	.format_for_author = plain_format_for_author,
	.format_for_other_session = plain_format_for_other_session,
	.joined = plain_joined,
	.renamed = plain_renamed,
	.refused = plain_refused,
	.notice = plain_notice,
	.close = plain_goodbye,
	.reject = plain_shut_out,
	.settled = plain_settled,
	.deferred = &plain_deferred_ops,
	.clear = plain_clear,
};

static void
close_with_reason(struct conn *conn, const char *why)
{
	char *line;

	xasprintf(&line, "* %s\r\n", why);
	conn_send(conn, line, strlen(line));
	conn_close(conn, why);
	free(line);
}

/* Return why guests are refused, or NULL if they may connect. All plain peers begin as guests. */
static const char *
reason_to_refuse(const struct server *server)
{
	const struct config *c = server->config;

	if (c->password != NULL && c->password[0] != '\0')
		return _("This server needs a password. Connect with tchat or "
			 "another IRC client.");
	if (c->access == CONFIG_ACCESS_ACCOUNTS)
		return _("Only users with an account may connect. Connect with "
			 "tchat or another IRC client.");
	return lockdown_words(server);
}

/* Refuse a banned or unwelcome peer: tell it why and close. Returns 1 if it was refused. */
static int
refuse_peer(struct server *server, struct conn *conn)
{
	const struct ban_peer peer = {
		.nick = "", .username = PLAIN_USERNAME, .conn = conn
	};
	const struct ban *ban = server_bans_find(server, &peer);
	const char *why = reason_to_refuse(server);
	char *words = NULL;

	if (ban != NULL)
		why = words = ban_words(ban);
	if (why != NULL)
		close_with_reason(conn, why);
	free(words);
	return why != NULL;
}

/* Make a user named guest-NNNN. Returns NULL if no such name is free. */
static struct user *
new_guest(struct server *server, const char *address)
{
	struct chat_newcomer n = { .username = VIEW(PLAIN_USERNAME),
		.address = view_of(address),
		.realname = VIEW("Guest") };
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
send_motd(struct session *s)
{
	const struct server *server = s->server;
	size_t i;

	for (i = 0; i < server->nmotd; i++)
		plain_reply(s, "%s", server->motd[i]);
}

static void
send_welcome(struct session *s)
{
	const struct server *server = s->server;

	plain_reply(s,
	    conn_is_tls(s->conn)
		? _("Welcome to %s (%s). You are %s, and your connection is "
		    "encrypted.")
		: _("Welcome to %s (%s). You are %s, and your connection is "
		    "not encrypted."),
	    server->config->network, server->config->name, s->user->nick);
	send_motd(s);
	plain_reply(
	    s, _("What you type goes to your current room. To choose a nick: "
		 "/nick NICK. For help: /help"));
}

static void
join_lobby(struct session *s)
{
	enum refusal no = session_join_lobby(s);
	const struct member *m;

	if (no != CHAT_OK)
		plain_reply_refusal(
		    s, no, view_of(config_lobby(s->server->config)));
	m = TAILQ_FIRST(&s->user->rooms);
	if (m != NULL) {
		plain_set_current_room(s, m->room->name);
		plain_show_history(s, m->room);
	} else {
		plain_reply(s,
		    _("You are in no room yet. To list the rooms: /rooms. To "
		      "join one: /join ROOM"));
	}
}

/* Greet a new guest and put it in the lobby. */
static void
welcome(struct session *s)
{
	send_welcome(s);
	join_lobby(s);
}

void
plain_opened(struct server *server, struct conn *conn)
{
	struct session *s = session_new(server, conn, &plain_dialect);
	struct plain *p = xcalloc(1, sizeof(*p));
	struct user *u;

	s->state = p;
	conn_set_handler(conn, &plain_handler, s);
	conn_set_line_limits(conn, 0, PLAIN_LINE_MAX);
	set_bare_lf(s);
	if (refuse_peer(server, conn))
		return;
	u = new_guest(server, conn_host(conn));
	if (u == NULL) {
		close_with_reason(
		    conn, _("There are too many guests. Try again later."));
		return;
	}
	session_attach(s, u);
	welcome(s);
}
