/*
 * registration: PASS, NICK, USER, QUIT, PING and PONG: connect, change the nick, disconnect.
 */
#include "server/irc/registration.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/auth/password.h"
#include "server/chat/account.h"
#include "server/config/config.h"
#include "server/irc/attach.h"
#include "server/irc/away.h"
#include "server/irc/command.h"
#include "server/irc/login.h"
#include "server/irc/replay.h"
#include "server/irc/request.h"
#include "server/irc/room.h"
#include "server/irc/sasl.h"
#include "server/irc/server_info.h"
#include "server/irc/timeout.h"
#include "server/moderation/cloak.h"
#include "server/moderation/lockdown.h"
#include "server/moderation/server_bans.h"
#include "server/session/user_sessions.h"

int
irc_password_is_correct(const struct request *req)
{
	const char *want = req->server->config->password;

	if (want == NULL || want[0] == '\0')
		return 1;
	return req->irc->password != NULL &&
	       secret_equal(req->irc->password, want);
}

static void
cmd_pass(struct request *req)
{
	free(req->irc->password);
	req->irc->password = xviewdup(request_param(req, 0));
}

/* Free what was kept for the registration only. */
static void
clear_registration(struct irc_state *irc)
{
	xreplace(&irc->account, NULL);
	xreplace(&irc->nick, NULL);
	xreplace(&irc->refused_nick, NULL);
	xreplace(&irc->username, NULL);
	xreplace(&irc->realname, NULL);
	xreplace(&irc->password, NULL);
}

static void
complete_registration(struct request *req)
{
	struct irc_state *irc = req->irc;
	struct session *s = req->session;
	char host[CLOAK_SHOWN_HOST], cloak[CLOAK_SHOWN_HOST];
	struct chat_newcomer n = { .nick = view_of(irc->nick),
		.username = view_of(irc->username),
		.address = view_of(conn_host(s->conn)),
		.realname = view_of(irc->realname),
		.account = irc_account(req),
		.former = &s->former };
	struct user *u;
	enum refusal no;

	if (irc_attach_to_user(req)) {
		clear_registration(irc);
		return;
	}
	cloak_shown_host(req->server, host, conn_host(s->conn),
	    n.account == NULL ? NULL : n.account->name);
	cloak_shown_host(req->server, cloak, conn_host(s->conn), NULL);
	n.host = view_of(host);
	n.cloak = view_of(cloak);
	no = chat_add_user(req->server->world, &n, &u);
	if (no != CHAT_OK) {
		reply_refusal(req, no, n.nick);
		xreplace(&irc->nick, NULL);
		return;
	}
	u->is_visitor = (irc->caps & CAP_VISITOR) != 0;
	session_attach(s, u);
	clear_registration(irc);
	irc_watch_pings(s);
	irc_apply_away(req);
	irc_welcome(req);
	if (!(irc->caps & CAP_NO_LOBBY))
		irc_join_lobby(req);
	irc_replay_offline_messages(req);
}

/* If the session is banned, reply 465, close it and return 1. */
static int
is_banned(struct request *req)
{
	const struct account *account = irc_account(req);
	const struct irc_state *irc = req->irc;
	const struct ban_peer peer = { .nick = irc->nick,
		.username = irc->username,
		.account = account == NULL ? NULL : account->name,
		.former = &req->session->former,
		.conn = req->session->conn };
	const struct ban *ban = server_bans_find(req->server, &peer);
	char *words;

	if (ban == NULL)
		return 0;
	words = ban_words(ban);
	reply_text(req, "465", words);
	request_close(req, words, "Banned");
	free(words);
	return 1;
}

/* If a lockdown is on and the session is a guest, close it and return 1. */
static int
is_locked_out(struct request *req)
{
	const char *why = lockdown_words(req->server);

	if (why == NULL || irc_account(req) != NULL)
		return 0;
	reply_fail(req, "*", "ACCOUNT_REQUIRED", view_of(NULL), why);
	request_close(req, why, _("No guests"));
	return 1;
}

/* Return whether the session may register. If not, tell it why and close it. */
static int
is_admitted(struct request *req)
{
	if (!irc_password_is_correct(req)) {
		reply_text(req, "464", _("Password incorrect"));
		request_close_link(req, _("Password incorrect"));
		return 0;
	}
	if (req->server->config->access == CONFIG_ACCESS_ACCOUNTS &&
	    irc_account(req) == NULL) {
		reply_fail(req, "*", "ACCOUNT_REQUIRED", view_of(NULL),
		    _("You must log in to an account to use this server. Set "
		      "up SASL in your client"));
		request_close_link(req, _("Not logged in"));
		return 0;
	}
	return !is_banned(req) && !is_locked_out(req);
}

/* Checklist 1, 10, 12. */
void
irc_try_register(struct request *req)
{
	const struct irc_state *irc = req->irc;

	if (req->session->phase != SESSION_REGISTERING || irc->negotiating ||
	    irc->nick == NULL || irc->username == NULL)
		return;
	irc_sasl_abort(req);
	if (is_admitted(req))
		complete_registration(req);
}

/*
 * Return whether the client may still prove before registration ends that a nick in use is its own:
 * the nick of an account that it is, or may yet be, logged in to.
 */
static int
may_still_log_in_to(const struct request *req, struct view nick)
{
	const struct user *u = world_find_user(req->server->world, nick);

	if (user_is_logged_in_to(u, req->irc->account))
		return 1;
	return req->irc->negotiating && req->irc->account == NULL &&
	       (world_find_account(req->server->world, nick) != NULL ||
		   u->account != NULL);
}

/* Note the nick that the client wants; it is taken when registration completes. */
static void
choose_nick(struct request *req, struct view nick)
{
	if (!nick_valid(nick)) {
		reply_refusal(req, CHAT_BAD_NICK, nick);
	} else if (world_nick_is_forbidden(req->server->world, nick)) {
		reply_refusal(req, CHAT_NICK_FORBIDDEN, nick);
	} else if (world_find_user(req->server->world, nick) != NULL &&
		   !may_still_log_in_to(req, nick)) {
		free(req->irc->refused_nick);
		req->irc->refused_nick = xviewdup(nick);
		reply_refusal(req, CHAT_NICK_TAKEN, nick);
	} else {
		free(req->irc->nick);
		req->irc->nick = xviewdup(nick);
		irc_try_register(req);
	}
}

static void
cmd_nick(struct request *req)
{
	struct view nick = request_param(req, 0);
	struct chat_from from = session_from(req->session, req->token);

	if (nick.len == 0)
		reply_text(req, "431", _("No nick given"));
	else if (req->session->user == NULL)
		choose_nick(req, nick);
	else if (irc_move_to_user(req, nick))
		return;
	else
		reply_refusal(
		    req, chat_nick(req->server->world, &from, nick), nick);
}

/* Drop characters that nick!user@host must not contain (checklist 9). The caller frees the result. */
static char *
clean_username(struct view v)
{
	char *name = xmalloc(USER_BYTES + 1);
	size_t i, n = 0;

	for (i = 0; i < v.len && n < USER_BYTES; i++)
		if (username_valid((struct view){ v.p + i, 1 }))
			name[n++] = v.p[i];
	name[n] = '\0';
	if (n == 0)
		memcpy(name, "user", sizeof("user"));
	return name;
}

static void
cmd_user(struct request *req)
{
	struct irc_state *irc = req->irc;

	if (req->session->user != NULL || irc->username != NULL) {
		reply_text(req, "462", _("You are already registered"));
		return;
	}
	if (request_param(req, 0).len == 0 || request_param(req, 3).len == 0) {
		reply_about(
		    req, "461", VIEW("USER"), _("Not enough parameters"));
		return;
	}
	irc->username = clean_username(request_param(req, 0));
	irc->realname = xviewdup(request_param(req, 3));
	irc_try_register(req);
}

/* Checklist 13. */
static void
cmd_quit(struct request *req)
{
	struct view text = request_param(req, 0);
	char *reason;

	if (text.len > 0)
		xasprintf(&reason, "Quit: %.*s", VIEW_ARG(text));
	else
		reason = xstrdup("Quit");
	request_close_link(req, reason);
	free(reason);
}

/* Checklist 8. */
static void
cmd_ping(struct request *req)
{
	if (req->msg->nparams == 0) {
		reply_text(req, "409", _("No token given"));
		return;
	}
	reply_begin(req, "PONG");
	reply_param_str(req, req->server->config->name);
	reply_end_view(req, request_param(req, 0));
}

/* Nothing to do: receiving the line has already reset the ping timer. */
static void
cmd_pong(struct request *req)
{
	(void)req;
}

const struct irc_command irc_registration_commands[] = {
	{ "NICK", cmd_nick, ANY_STATE, 0, 1, 2, COMMAND_NO_ROOM, N_("name"),
	    N_("Changes your nick.") },
	{ "PASS", cmd_pass, UNREGISTERED, 1, 1, 1, COMMAND_NO_ROOM,
	    N_("password"),
	    N_("Sends the server's password; before NICK and USER.") },
	{ "PING", cmd_ping, ANY_STATE, 0, 1, 1, COMMAND_NO_ROOM, N_("token"),
	    N_("Checks the connection: the server answers PONG with the "
	       "token.") },
	{ "PONG", cmd_pong, ANY_STATE, 0, 0, 0, COMMAND_NO_ROOM, N_("token"),
	    N_("Answers PING.") },
	{ "QUIT", cmd_quit, ANY_STATE, 0, 1, 0, COMMAND_NO_ROOM, N_("[reason]"),
	    N_("Disconnects.") },
	{ "USER", cmd_user, ANY_STATE, 4, 4, 1, COMMAND_NO_ROOM,
	    N_("name 0 * :real name"),
	    N_("Sends your user name and real name when you connect.") },
	{ .name = NULL },
};
