/*
 * register_account: REGISTER and VERIFY (IRCv3 account-registration; checklist 58). The password "*"
 * binds the account to the client's certificate. "code:..." in place of the e-mail address is an
 * invitation; the server keeps no e-mail addresses.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/registration.h"
#include "server/chat/account.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/login.h"
#include "server/irc/registration.h"
#include "server/irc/request.h"
#include "server/moderation/lockdown.h"
#include "server/moderation/server_bans.h"
#include "server/net/conn.h"

#define COMMAND "REGISTER"
#define CODE	"code:"

/* Return the client's nick: current, requested, or refused because it is in use; NULL: none. */
static const char *
own_nick(const struct request *req)
{
	const struct irc_state *irc = req->irc;

	if (req->session->user != NULL)
		return req->session->user->nick;
	return irc->nick != NULL ? irc->nick : irc->refused_nick;
}

static void
fail(struct request *req, const char *code, struct view about, const char *text)
{
	reply_fail(req, COMMAND, code, about, text);
}

static int
is_address(struct view v)
{
	struct view rest = v, local;

	view_cut(&rest, '@', &local);
	return local.len > 0 && local.len < v.len && rest.len > 2 &&
	       memchr(rest.p, '@', rest.len) == NULL &&
	       memchr(rest.p + 1, '.', rest.len - 2) != NULL &&
	       memchr(v.p, ' ', v.len) == NULL;
}

/* Check the parameter for the e-mail address. Returns 0 after a FAIL. */
static int
parse_email(struct request *req, struct view name, struct view *code)
{
	struct view email = request_param(req, 1);

	*code = VIEW("");
	if (view_equal(email, VIEW("*")))
		return 1;
	if (view_has_prefix(email, VIEW(CODE))) {
		email.p += sizeof(CODE) - 1;
		email.len -= sizeof(CODE) - 1;
		*code = email;
		return 1;
	}
	if (is_address(email))
		fail(req, "UNACCEPTABLE_EMAIL", name,
		    _("This server keeps no e-mail addresses. Use * instead"));
	else
		fail(req, "INVALID_EMAIL", name,
		    _("That is not an e-mail address. Use * instead"));
	return 0;
}

/*
 * Return whether the client may register an account now. Before it has connected completely, it may
 * not if the server would refuse it: an account would let it in during a lockdown.
 */
static int
may_register(struct request *req, struct view name)
{
	const struct irc_state *irc = req->irc;
	const struct ban_peer peer = { .nick = irc->nick ? irc->nick : "",
		.username = irc->username ? irc->username : "",
		.former = &req->session->former,
		.conn = req->session->conn };
	const char *why = lockdown_words(req->server);

	if (req->session->user != NULL)
		return 1;
	if (server_bans_find(req->server, &peer) != NULL)
		why = _("You are banned from this server");
	if (!req->server->config->registration_early ||
	    !irc_password_is_correct(req))
		fail(req, "COMPLETE_CONNECTION_REQUIRED", name,
		    _("Complete the connection with NICK and USER first"));
	else if (why != NULL)
		fail(req, "TEMPORARILY_UNAVAILABLE", name, why);
	else
		return 1;
	return 0;
}

/* Choose the name to register. Returns 0 after a FAIL. */
static int
choose_name(struct request *req, struct view *name)
{
	const struct account *a = irc_account(req);
	const char *nick = own_nick(req);

	*name = request_param(req, 0);
	if (!may_register(req, *name))
		return 0;
	if (a != NULL) {
		reply_operation_fail(
		    req, COMMAND, OPERATION_LOGGED_IN, view_of(a->name));
		return 0;
	}
	if (nick == NULL) {
		fail(req, "NEED_NICK", *name,
		    _("Choose a nick with NICK first"));
		return 0;
	}
	if (view_equal(*name, VIEW("*")))
		*name = view_of(nick);
	return 1;
}

/* Check that the name is the client's own nick, unless the settings allow any name. Returns 0 after a FAIL. */
static int
check_own_name(struct request *req, struct view name)
{
	if (req->server->config->registration_any_name ||
	    name_equal(name, view_of(own_nick(req))))
		return 1;
	fail(req, "ACCOUNT_NAME_MUST_BE_NICK", name,
	    _("You can register only your own nick. Use * for it"));
	return 0;
}

static const char *
success_text(const struct request *req)
{
	return req->server->config->history == CONFIG_HISTORY_SQLITE
		   ? _("The account is registered to you")
		   : _("The account is registered to you until the server "
		       "restarts");
}

static void
registered(struct server *server, void *request, enum operation_result result,
    const struct operation *w)
{
	struct request *req = request;
	struct account *a;

	registration_done(server, result, w);
	if (result == OPERATION_OK)
		log_info("accounts",
		    req == NULL ? 0 : conn_id(req->session->conn),
		    "registered account=%s", w->name);
	if (req == NULL)
		return;
	a = world_find_account(server->world, view_of(w->name));
	if (result != OPERATION_OK || a == NULL) {
		reply_operation_fail(req, COMMAND, result, view_of(w->name));
		return;
	}
	reply_begin(req, COMMAND);
	reply_param_str(req, "SUCCESS");
	reply_param_str(req, a->name);
	reply_end(req, success_text(req));
	irc_login(req, a);
}

static void
cmd_register(struct request *req)
{
	struct view name, code;
	struct operation *op;
	enum operation_result no;

	if (req->msg->nparams < 3 || request_param(req, 2).len == 0) {
		fail(req, "NEED_MORE_PARAMS", view_of(NULL),
		    "REGISTER account|* * password|*");
		return;
	}
	if (!choose_name(req, &name))
		return;
	no = registration_check_name(req->session, name);
	if (no != OPERATION_OK) {
		reply_operation_fail(req, COMMAND, no, name);
		return;
	}
	if (!check_own_name(req, name) || !parse_email(req, name, &code))
		return;
	no = registration_check(
	    req->session, name, request_param(req, 2), code, &op);
	if (no != OPERATION_OK)
		reply_operation_fail(req, COMMAND, no, name);
	else
		operation_reply(
		    req->session, req, LABEL_GATHERED, op, registered);
}

/* Nothing needs verification, because the server sends no mail. */
static void
cmd_verify(struct request *req)
{
	const struct account *a = irc_account(req);
	struct view name = request_param(req, 0);

	if (a != NULL)
		reply_operation_fail(
		    req, "VERIFY", OPERATION_LOGGED_IN, view_of(a->name));
	else if (req->msg->nparams < 2)
		reply_fail(req, "VERIFY", "NEED_MORE_PARAMS", view_of(NULL),
		    _("VERIFY account code"));
	else
		reply_fail(req, "VERIFY", "INVALID_CODE", name,
		    _("No verification is needed. REGISTER is enough"));
}

const struct irc_command irc_register_account_commands[] = {
	{ "REGISTER", cmd_register, ANY_STATE, 0, 3, 5, COMMAND_NO_ROOM,
	    N_("account|* *|code:invitation password|*"),
	    N_("Registers an account: with a password, or with your "
	       "certificate (password *).\n"
	       "Account *: your current nick.") },
	{ "VERIFY", cmd_verify, ANY_STATE, 0, 2, 2, COMMAND_NO_ROOM,
	    N_("account code"),
	    N_("Not needed: this server verifies nothing after REGISTER.") },
	{ .name = NULL },
};
