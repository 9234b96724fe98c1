/*
 * oper: OPER, KILL, WALLOPS and REHASH (checklist 51).
 */
#include <stdlib.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/auth/password.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/net/conn.h"
#include "server/session/deferred_reply.h"

/*
 * The hash to check a password against if no operator has that name, so that the time taken does
 * not reveal which names exist.
 */
static const char unknown_name_hash[] =
    "$y$j9T$QHlxZ3tZqGCQ8dYMvFJDn.$"
    "0000000000000000000000000000000000000000000";

/* A password that is being checked. */
struct check {
	char *name;
	char *password;
	char *hash;
	int fits;
};

static void
check_run(void *ctx)
{
	struct check *c = ctx;

	c->fits = password_matches(c->hash, c->password);
}

static void
check_free(void *ctx)
{
	struct check *c = ctx;

	explicit_bzero(c->password, strlen(c->password));
	free(c->password);
	free(c->hash);
	free(c->name);
	free(c);
}

/* Check the host of this connection; other connections of the user may have other hosts. */
static int
is_host_good(const struct config_operator *o, const struct session *s)
{
	const char *host = conn_host(s->conn);
	struct view mask, place;
	char *whole;
	size_t i;
	int good = o->hosts.n == 0;

	xasprintf(&whole, "%s@%s", s->user->username, host);
	for (i = 0; i < o->hosts.n && !good; i++) {
		mask = view_of(o->hosts.v[i]);
		place = view_of(strchr(mask.p, '@') != NULL ? whole : host);
		good = mask_match(mask, place);
	}
	free(whole);
	return good;
}

/* Log only known names: an unknown name may be a password typed in the wrong place. */
static void
log_refused(const struct request *req, const char *name)
{
	const struct session *s = req->session;
	int known = config_operator(req->server->config, name) != NULL;

	log_warn("oper", conn_id(s->conn), "refused name=%s nick=%s from=%s",
	    known ? name : "(unknown)", s->user->nick, conn_host(s->conn));
}

/* The operator may have been removed by a reload meanwhile. */
static void
check_done(void *request, void *ctx)
{
	struct request *req = request;
	const struct check *c = ctx;
	struct session *s = req->session;
	struct chat_from from = session_from(s, req->token);
	uint64_t id = conn_id(s->conn);

	if (!c->fits || config_operator(req->server->config, c->name) == NULL) {
		log_refused(req, c->name);
		req->irc->oper_failures++;
		reply_text(req, "464", _("Password incorrect"));
		return;
	}
	log_info("oper", id, "is an operator name=%s nick=%s from=%s", c->name,
	    s->user->nick, conn_host(s->conn));
	req->irc->oper_failures = 0;
	s->opered = 1;
	reply_text(req, "381", _("You are now an operator of this server"));
	chat_user_modes(req->server->world, &from, USER_OPERATOR, 0);
}

static void
check_after(struct session *s, void *ctx)
{
	const struct irc_state *irc = s->state;

	(void)ctx;
	if (irc->oper_failures >= s->server->config->operator_tries)
		irc_close(s, _("Too many wrong passwords"));
}

/* Passwords are not accepted over connections that others can read. */
static int
is_connection_safe(const struct request *req)
{
	return session_allows_passwords(req->session) ||
	       req->server->config->operator_plaintext;
}

static void
check_password(struct request *req, const char *hash)
{
	static const struct deferred_work ops = { check_run, check_done,
		check_after, check_free };
	struct check *c = xcalloc(1, sizeof(*c));

	c->name = xviewdup(request_param(req, 0));
	c->password = xviewdup(request_param(req, 1));
	c->hash = xstrdup(hash);
	if (deferred_reply_work(req->session, req, LABEL_GATHERED, &ops, c) !=
	    0) {
		check_free(c);
		reply_about(req, "263", VIEW("OPER"),
		    _("The server is checking too many passwords. Try again in "
		      "a moment"));
	}
}

static void
cmd_oper(struct request *req)
{
	char *name = xviewdup(request_param(req, 0));
	const struct config_operator *o =
	    config_operator(req->server->config, name);

	free(name);
	if (!is_connection_safe(req))
		reply_text(req, "491",
		    _("Passwords are not accepted over an unencrypted "
		      "connection. Connect with TLS"));
	else if (o != NULL && !is_host_good(o, req->session))
		reply_text(
		    req, "491", _("Operators may not connect from your host"));
	else
		check_password(
		    req, o != NULL ? o->password : unknown_name_hash);
}

/* If operators kill their own connection, send the replies first: they get none afterwards. */
static void
cmd_kill(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct view nick = request_param(req, 0);
	const struct user *u = world_find_user(req->server->world, nick);
	enum refusal no;

	if (u == from.user)
		request_end(req);
	if (u != NULL)
		log_info("oper", conn_id(req->session->conn),
		    "killed nick=%s by=%s", u->nick, from.user->nick);
	no = chat_kill(req->server->world, &from, nick, request_param(req, 1));
	reply_refusal(req, no, nick);
}

static void
cmd_wallops(struct request *req)
{
	struct chat_from from = session_from(req->session, req->token);
	struct view text = request_param(req, 0);
	enum refusal no = chat_wallops(req->server->world, &from, text);

	if (no == CHAT_NO_TEXT)
		reply_about(
		    req, "461", VIEW("WALLOPS"), _("Not enough parameters"));
	else
		reply_refusal(req, no, VIEW(""));
}

static void
show_line(const char *line, void *ctx)
{
	struct request *req = ctx;

	reply_notice(req, line);
}

static void
cmd_rehash(struct request *req)
{
	const struct config *c = req->server->config;
	const char *file = c->file != NULL ? c->file : _("(no file)");

	reply_about(req, "382", view_of(file), _("Reloading the settings"));
	if (server_reload(
		req->server, conn_id(req->session->conn), show_line, req) == 0)
		show_line(_("The settings were reloaded."), req);
	else
		show_line(_("The settings did not change."), req);
}

const struct irc_command irc_oper_commands[] = {
	{ "KILL", cmd_kill, REGISTERED, 2, 2, 2,
	    COMMAND_OPERATOR | COMMAND_NO_ROOM, N_("nick reason"),
	    N_("Disconnects a user.") },
	{ "OPER", cmd_oper, REGISTERED, 2, 2, 5, COMMAND_NO_ROOM,
	    N_("name password"), N_("Makes you a server operator.") },
	{ "REHASH", cmd_rehash, REGISTERED, 0, 0, 5,
	    COMMAND_OPERATOR | COMMAND_NO_ROOM, "",
	    N_("Reloads the settings.") },
	{ "WALLOPS", cmd_wallops, REGISTERED, 1, 1, 2,
	    COMMAND_OPERATOR | COMMAND_NO_ROOM, N_("text"),
	    N_("Sends a message to all users with mode w.") },
	{ .name = NULL },
};
