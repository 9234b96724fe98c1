/*
 * account_oper: ACCOUNT SUSPEND, UNSUSPEND and INVITE, for server operators.
 */
#include <stdlib.h>

#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/account/registration.h"
#include "server/chat/account.h"
#include "server/irc/account_operation.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/irc/times.h"
#include "server/net/conn.h"

#define COMMAND "ACCOUNT"

static void
suspend_done(struct server *server, struct request *req,
    enum operation_result result, const struct operation *w)
{
	const struct account *a =
	    world_find_account(server->world, view_of(w->name));
	char *reason;

	if (req != NULL && result != OPERATION_OK) {
		irc_operation_fail(req, COMMAND, result, view_of(w->name));
	} else if (req != NULL) {
		irc_account_note(req,
		    w->kind == OPERATION_SUSPEND ? "SUSPENDED" : "UNSUSPENDED");
		reply_param_str(req, w->name);
		reply_end(req, w->kind == OPERATION_SUSPEND
				   ? "Nobody can log in to this account now"
				   : "Its owner can log in again");
	}
	if (result != OPERATION_OK || w->kind != OPERATION_SUSPEND || a == NULL)
		return;
	xasprintf(
	    &reason, "The account %s is suspended (%s)", a->name, w->text);
	accounts_send_away(server, a, reason);
	free(reason);
}

/* An operator who suspends an account of this connection would be closed too: refuse that. */
static int
is_allowed(struct request *req, struct view name)
{
	const struct account *a = irc_account(req);
	char *own = xviewdup(name);
	int is_former =
	    former_accounts_have(session_former_accounts(req->session), own);

	free(own);

	if (name.len == 0)
		irc_account_fail(req, "NEED_MORE_PARAMS", request_param(req, 0),
		    "Name the account");
	else if (a != NULL && name_equal(name, view_of(a->name)))
		irc_account_fail(
		    req, "INVALID_TARGET", name, "That is your own account");
	else if (is_former)
		irc_account_fail(req, "INVALID_TARGET", name,
		    "You used that account on this connection; connect again");
	else
		return 1;
	return 0;
}

static void
set_suspended(struct request *req, enum operation_kind kind)
{
	struct view name = request_param(req, 1), why = request_param(req, 2);
	struct operation *w;

	if (!is_allowed(req, name))
		return;
	w = operation_new(req->session, kind, name);
	w->text = why.len > 0 ? xviewdup(why) : xstrdup("no reason given");
	log_info("oper", conn_id(req->session->conn), "%s account=%s by=%s",
	    kind == OPERATION_SUSPEND ? "suspends" : "unsuspends", w->name,
	    req->session->user->nick);
	irc_operation(req, w, suspend_done);
}

void
irc_account_suspend(struct request *req)
{
	set_suspended(req, OPERATION_SUSPEND);
}

void
irc_account_unsuspend(struct request *req)
{
	set_suspended(req, OPERATION_UNSUSPEND);
}

void
irc_account_invite(struct request *req)
{
	char date[IRC_DATE_SIZE], *text;
	const char *code;
	int64_t until;

	code = registration_invite(req->server, &until);
	if (code == NULL) {
		irc_account_fail(req, "TEMPORARILY_UNAVAILABLE", view_of(NULL),
		    "Too many unused invitations");
		return;
	}
	log_info("oper", conn_id(req->session->conn),
	    "made an invitation by=%s", req->session->user->nick);
	irc_date(date, until);
	xasprintf(&text,
	    "Good for one account until %s or this server's next start: "
	    "REGISTER * code:%s password",
	    date, code);
	irc_account_note(req, "INVITATION");
	reply_param_str(req, code);
	reply_end(req, text);
	free(text);
}
