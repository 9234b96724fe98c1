/*
 * login: log a session in to an account and out (checklist 55 to 57).
 */
#include "server/irc/login.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/guests.h"
#include "server/chat/account.h"
#include "server/config/config.h"
#include "server/irc/replay.h"
#include "server/irc/request.h"
#include "server/moderation/cloak.h"
#include "server/net/conn.h"

/* Write nick!user@host, as far as it is known. */
static void
put_mask(struct request *req)
{
	const struct user *u = req->session->user;
	const struct irc_state *irc = req->irc;
	const char *nick = irc->nick, *username = irc->username;
	char host[CLOAK_SHOWN_HOST];

	if (u != NULL) {
		irc_param_fmt(
		    &req->w, "%s!%s@%s", u->nick, u->username, u->host);
		return;
	}
	cloak_shown_host(
	    req->server, host, conn_host(req->session->conn), irc->account);
	irc_param_fmt(&req->w, "%s!%s@%s", nick != NULL ? nick : "*",
	    username != NULL ? username : "*", host);
}

static void
say_logged_in(struct request *req, const struct account *a)
{
	char *text;

	xasprintf(&text, _("You are now logged in as %s"), a->name);
	reply_begin(req, "900");
	put_mask(req);
	reply_param_str(req, a->name);
	reply_end(req, text);
	free(text);
}

/* Before registration: note the account logged in to (NULL: none), and remember the former one. */
static void
set_account(struct request *req, const char *name)
{
	struct session *s = req->session;
	struct irc_state *irc = req->irc;
	char host[CLOAK_SHOWN_HOST];

	if (irc->account != NULL &&
	    (name == NULL ||
		!name_equal(view_of(name), view_of(irc->account)))) {
		cloak_shown_host(
		    req->server, host, conn_host(s->conn), irc->account);
		former_accounts_add(&s->former, irc->account, host);
	}
	xreplace(&irc->account, name);
}

/* Others are notified after both numerics, not between them (checklist 55). */
static void
login(struct request *req, struct account *a, int is_sasl)
{
	struct session *s = req->session;
	struct chat_from from = session_from(s, req->token);

	log_info("login", conn_id(s->conn), "is logged in account=%s from=%s",
	    a->name, conn_host(s->conn));
	say_logged_in(req, a);
	if (is_sasl)
		reply_text(req, "903", _("SASL authentication successful"));
	guests_reclaim_nick(s, a);
	if (s->user == NULL)
		set_account(req, a->name);
	else if (chat_login(req->server->world, &from, a) == CHAT_OK) {
		cloak_update(req->session);
		irc_replay_offline_messages(req);
	}
}

void
irc_login(struct request *req, struct account *a)
{
	login(req, a, 0);
}

void
irc_login_by_sasl(struct request *req, struct account *a)
{
	login(req, a, 1);
}

void
irc_logout(struct request *req)
{
	struct session *s = req->session;
	struct chat_from from = session_from(s, req->token);
	const char *why;

	reply_begin(req, "901");
	put_mask(req);
	reply_end(req, _("You are now logged out"));
	if (s->user == NULL) {
		set_account(req, NULL);
		return;
	}
	if (chat_logout(req->server->world, &from) != CHAT_OK)
		return;
	why = guests_forbidden(req->server, s->user);
	if (why == NULL) {
		cloak_update(s);
		return;
	}
	request_close_link(req, why);
}

struct account *
irc_account(const struct request *req)
{
	const struct session *s = req->session;
	const char *name =
	    s->user != NULL ? s->user->account : req->irc->account;

	return name == NULL
		   ? NULL
		   : world_find_account(req->server->world, view_of(name));
}
