/*
 * account: ACCOUNT, which shows and changes the user's account. It replies with NOTE and FAIL (IRCv3
 * standard-replies); a list ends with NOTE ACCOUNT END. A user needs only to be logged in to change
 * the account, but cannot remove the last way to log in.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/account/registration.h"
#include "server/chat/account.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/login.h"
#include "server/irc/request.h"
#include "server/irc/times.h"
#include "server/net/conn.h"
#include "server/session/user_sessions.h"

#define COMMAND "ACCOUNT"

static void
note(struct request *req, const char *code)
{
	reply_begin(req, "NOTE");
	reply_param_str(req, COMMAND);
	reply_param_str(req, code);
}

static void
end_list(struct request *req, const char *text)
{
	note(req, "END");
	reply_end(req, text);
}

static void
fail(struct request *req, const char *code, struct view about, const char *text)
{
	reply_fail(req, COMMAND, code, about, text);
}

static void
show_key(struct request *req, const struct account_key *k)
{
	const char *own = conn_tls_digest(req->session->conn);
	int is_own = own != NULL && strcmp(own, k->digest) == 0;
	char date[IRC_DATE_SIZE], *text;

	irc_date(date, k->expires != 0 ? k->expires : k->added);
	if (!k->is_pending)
		xasprintf(&text, _("Bound %s."), date);
	else if (k->expires != 0)
		xasprintf(&text, _("Pending until %s."), date);
	else
		xasprintf(&text, _("Pending since %s."), date);
	note(req, "KEY");
	reply_param_str(req, k->digest);
	irc_trailing_fmt(&req->w, "%s%s%s", text, is_own ? " " : "",
	    is_own ? _("This connection uses it.") : "");
	reply_end(req, NULL);
	free(text);
}

static void
show_keys(struct request *req, const struct account *a)
{
	const struct account_key *k;

	TAILQ_FOREACH (k, &a->keys, link)
		if (!account_key_expired(k))
			show_key(req, k);
}

static void
list_keys(struct request *req, struct account *a)
{
	show_keys(req, a);
	end_list(req, _("End of keys"));
}

/* Users may see the addresses of their own connections. */
static void
show_session(struct request *req, const struct user *u, const struct session *s)
{
	const char *tls = conn_tls_version(s->conn);
	const char *which =
	    s == req->session ? _("This connection") : _("Another connection");
	const char *type = _(s->dialect->connection_type);
	char *text;

	if (tls != NULL)
		xasprintf(&text, _("%s, from %s, encrypted with %s"), which,
		    type, tls);
	else
		xasprintf(&text, _("%s, from %s, not encrypted"), which, type);
	note(req, "SESSION");
	reply_param_str(req, u->nick);
	reply_param_str(req, conn_host(s->conn));
	reply_end(req, text);
	free(text);
}

static void
show_sessions(struct request *req, const struct account *a)
{
	const struct session *s;
	struct user *u;

	LIST_FOREACH (u, &a->users, of_account)
		SESSION_FOREACH(s, u)
	if (s->conn != NULL)
		show_session(req, u, s);
}

static void
list_sessions(struct request *req, struct account *a)
{
	show_sessions(req, a);
	end_list(req, _("End of sessions"));
}

static void
show_name(struct request *req, const struct account *a)
{
	char date[IRC_DATE_SIZE], *text;

	irc_date(date, a->created);
	xasprintf(&text, _("Your account, registered %s"), date);
	note(req, "NAME");
	reply_param_str(req, a->name);
	reply_end(req, text);
	free(text);
}

static void
show_account(struct request *req, struct account *a)
{
	int has = a->verifier.iterations > 0;

	show_name(req, a);
	note(req, "PASSWORD");
	reply_param_str(req, has ? "yes" : "no");
	reply_end(req, has ? _("A password is set") : _("No password is set"));
	show_keys(req, a);
	show_sessions(req, a);
	end_list(req, _("End of account"));
}

/* Reply NOTE ACCOUNT code about :text, or FAIL; log a success. */
static void
answer(struct request *req, enum operation_result result,
    const struct operation *w, const char *code, const char *about,
    const char *text)
{
	if (result == OPERATION_OK)
		log_info("accounts",
		    req == NULL ? 0 : conn_id(req->session->conn),
		    "changed account=%s what=%s", w->name, code);
	if (req == NULL)
		return;
	if (result != OPERATION_OK) {
		reply_operation_fail(req, COMMAND, result, view_of(about));
		return;
	}
	note(req, code);
	reply_param_str(req, about);
	reply_end(req, text);
}

static void
password_done(struct server *server, void *request,
    enum operation_result result, const struct operation *w)
{
	struct request *req = request;
	(void)server;
	if (w->password != NULL)
		answer(req, result, w, "PASSWORD_SET", w->name,
		    _("Password changed"));
	else
		answer(req, result, w, "PASSWORD_REMOVED", w->name,
		    _("Password removed. Your keys log you in"));
}

static void
change_password(struct request *req, struct account *a)
{
	struct view password = request_param(req, 1);
	struct operation *w;

	if (password.len > 0 && !session_allows_passwords(req->session)) {
		reply_operation_fail(
		    req, COMMAND, OPERATION_NOT_PRIVATE, view_of(a->name));
		return;
	}
	if (password.len > 0 &&
	    (long long)password.len < req->server->config->password_min) {
		reply_operation_fail(
		    req, COMMAND, OPERATION_WEAK_PASSWORD, view_of(a->name));
		return;
	}
	w = operation_new(
	    req->session, OPERATION_SET_PASSWORD, view_of(a->name));
	if (password.len > 0)
		w->password = xviewdup(password);
	operation_reply(req->session, req, LABEL_GATHERED, w, password_done);
}

/* Reply how to bind the key: only the client with that certificate can do it. */
static void
answer_pending(struct request *req, enum operation_result result,
    const struct operation *w)
{
	char date[IRC_DATE_SIZE], *text;

	irc_date(date, clock_ms() + ACCOUNT_PENDING_MS);
	xasprintf(&text,
	    _("Pending until %s. To bind the key, log in from the client that "
	      "has its certificate, and name the account %s"),
	    date, w->name);
	answer(req, result, w, "KEY_PENDING", w->digest, text);
	free(text);
}

static void
key_done(struct server *server, void *request, enum operation_result result,
    const struct operation *w)
{
	struct request *req = request;
	(void)server;
	if (w->kind == OPERATION_DROP_KEY)
		answer(req, result, w, "KEY_REMOVED", w->digest,
		    _("Key removed. It no longer logs you in"));
	else if (!w->is_proven)
		answer_pending(req, result, w);
	else
		answer(req, result, w, "KEY_ADDED", w->digest,
		    _("Key added. It logs you in from now on"));
}

/* Normalize a digest; people also copy "AB:CD:...". The caller frees it. */
static char *
plain_digest(struct view v)
{
	char *digest = xmalloc(v.len + 1);
	size_t i, n = 0;

	for (i = 0; i < v.len; i++)
		if (v.p[i] != ':')
			digest[n++] = (char)tolower((unsigned char)v.p[i]);
	digest[n] = '\0';
	return digest;
}

static void
change_key(
    struct request *req, const struct account *a, enum operation_kind kind)
{
	const char *own = conn_tls_digest(req->session->conn);
	struct view digest = request_param(req, 2);
	struct operation *w;

	if (digest.len == 0 && own == NULL) {
		fail(req, "NO_CERTIFICATE", view_of(a->name),
		    _("Your client uses no certificate. Give the digest of the "
		      "key"));
		return;
	}
	w = operation_new(req->session, kind, view_of(a->name));
	w->digest = digest.len == 0 ? xstrdup(own) : plain_digest(digest);
	w->is_proven = own != NULL && strcmp(w->digest, own) == 0;
	operation_reply(req->session, req, LABEL_GATHERED, w, key_done);
}

static void
keys(struct request *req, struct account *a)
{
	struct view verb = request_param(req, 1);

	if (verb.len == 0 || view_equal_nocase(verb, VIEW("LIST")))
		list_keys(req, a);
	else if (view_equal_nocase(verb, VIEW("ADD")))
		change_key(req, a, OPERATION_ADD_KEY);
	else if (!view_equal_nocase(verb, VIEW("DEL")))
		fail(req, "UNKNOWN_COMMAND", verb,
		    _("Unknown subcommand. Use KEY LIST, KEY ADD or KEY DEL"));
	else if (request_param(req, 2).len == 0)
		fail(req, "NEED_MORE_PARAMS", VIEW("KEY"),
		    _("Digest missing. Use ACCOUNT KEY DEL digest"));
	else
		change_key(req, a, OPERATION_DROP_KEY);
}

static void
drop_done(struct server *server, void *request, enum operation_result result,
    const struct operation *w)
{
	struct request *req = request;
	(void)server;
	answer(req, result, w, "DROPPED", w->name,
	    _("Account deleted. Anyone may register its name"));
	if (req != NULL && result == OPERATION_OK)
		irc_logout(req);
}

/* Delete the account; the user confirms with its name or its password. */
static void
drop(struct request *req, struct account *a)
{
	struct view word = request_param(req, 1);
	int is_name = name_equal(word, view_of(a->name));
	struct operation *w;

	if (word.len == 0) {
		fail(req, "NEED_MORE_PARAMS", VIEW("DROP"),
		    _("To confirm, add the name of the account: ACCOUNT DROP "
		      "name"));
		return;
	}
	if (!is_name && !session_allows_passwords(req->session)) {
		reply_operation_fail(
		    req, COMMAND, OPERATION_NOT_PRIVATE, view_of(a->name));
		return;
	}
	w = operation_new(req->session, OPERATION_DELETE, view_of(a->name));
	if (!is_name)
		w->password = xviewdup(word);
	operation_reply(req->session, req, LABEL_GATHERED, w, drop_done);
}

static void
suspend_done(struct server *server, void *request, enum operation_result result,
    const struct operation *w)
{
	struct request *req = request;
	const struct account *a =
	    world_find_account(server->world, view_of(w->name));
	char *reason;

	if (req != NULL && result != OPERATION_OK) {
		reply_operation_fail(req, COMMAND, result, view_of(w->name));
	} else if (req != NULL) {
		note(req,
		    w->kind == OPERATION_SUSPEND ? "SUSPENDED" : "UNSUSPENDED");
		reply_param_str(req, w->name);
		reply_end(req, w->kind == OPERATION_SUSPEND
				   ? _("Nobody can log in to this account now")
				   : _("Its owner can log in again"));
	}
	if (result != OPERATION_OK || w->kind != OPERATION_SUSPEND || a == NULL)
		return;
	xasprintf(
	    &reason, _("The account %s is suspended (%s)"), a->name, w->text);
	accounts_close_sessions(server, a, reason);
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
		fail(req, "NEED_MORE_PARAMS", request_param(req, 0),
		    _("Name of the account missing"));
	else if (a != NULL && name_equal(name, view_of(a->name)))
		fail(
		    req, "INVALID_TARGET", name, _("That is your own account"));
	else if (is_former)
		fail(req, "INVALID_TARGET", name,
		    _("You used that account on this connection. Reconnect "
		      "first"));
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
	w->text = why.len > 0 ? xviewdup(why) : xstrdup(_("no reason given"));
	log_info("oper", conn_id(req->session->conn), "%s account=%s by=%s",
	    kind == OPERATION_SUSPEND ? "suspends" : "unsuspends", w->name,
	    req->session->user->nick);
	operation_reply(req->session, req, LABEL_GATHERED, w, suspend_done);
}

static void
suspend(struct request *req)
{
	set_suspended(req, OPERATION_SUSPEND);
}

static void
unsuspend(struct request *req)
{
	set_suspended(req, OPERATION_UNSUSPEND);
}

static void
invite(struct request *req)
{
	char date[IRC_DATE_SIZE], *text;
	const char *code;
	int64_t until;

	code = registration_invite(req->server, &until);
	if (code == NULL) {
		fail(req, "TEMPORARILY_UNAVAILABLE", view_of(NULL),
		    _("Too many invitations are unused"));
		return;
	}
	log_info("oper", conn_id(req->session->conn),
	    "made an invitation by=%s", req->session->user->nick);
	irc_date(date, until);
	xasprintf(&text,
	    _("Valid for one account until %s, or until the server restarts. "
	      "To use it: REGISTER * code:%s password"),
	    date, code);
	note(req, "INVITATION");
	reply_param_str(req, code);
	reply_end(req, text);
	free(text);
}

static void
log_out(struct request *req, struct account *a)
{
	const char *why = user_sessions_login_error(req->session, NULL);

	if (why != NULL)
		fail(req, "NOT_ALONE", view_of(a->name), why);
	else
		irc_logout(req);
}

/* A subcommand is about the user's own account, or for server operators. */
static const struct {
	const char *name;
	void (*own)(struct request *, struct account *);
	void (*operators)(struct request *);
} subcommands[] = {
	{ "", show_account, NULL },
	{ "DROP", drop, NULL },
	{ "INVITE", NULL, invite },
	{ "KEY", keys, NULL },
	{ "LOGOUT", log_out, NULL },
	{ "PASSWORD", change_password, NULL },
	{ "SESSIONS", list_sessions, NULL },
	{ "SUSPEND", NULL, suspend },
	{ "UNSUSPEND", NULL, unsuspend },
};

enum { SUBCOMMANDS = sizeof(subcommands) / sizeof(subcommands[0]) };

static void
run_own(struct request *req, size_t i)
{
	struct account *a = irc_account(req);

	if (a == NULL)
		fail(req, "ACCOUNT_REQUIRED", view_of(NULL),
		    _("You are not logged in to an account"));
	else
		subcommands[i].own(req, a);
}

static void
run_operators(struct request *req, size_t i)
{
	if (session_is_operator(req->session))
		subcommands[i].operators(req);
	else
		fail(req, "PRIVILEGES_REQUIRED", view_of(subcommands[i].name),
		    _("Only server operators may do that"));
}

static void
cmd_account(struct request *req)
{
	struct view sub = request_param(req, 0);
	size_t i;

	for (i = 0; i < SUBCOMMANDS; i++)
		if (view_equal_nocase(sub, view_of(subcommands[i].name)))
			break;
	if (i == SUBCOMMANDS)
		fail(req, "UNKNOWN_COMMAND", sub,
		    _("Unknown subcommand. HELP ACCOUNT lists all"));
	else if (subcommands[i].own != NULL)
		run_own(req, i);
	else
		run_operators(req, i);
}

const struct irc_command irc_account_commands[] = {
	{ "ACCOUNT", cmd_account, REGISTERED, 0, 3, 3, COMMAND_NO_ROOM,
	    N_("[PASSWORD [:new], KEY ADD|DEL|LIST [digest], SESSIONS, LOGOUT, "
	       "DROP :name]"),
	    N_("Shows your account; changes its password and keys; lists its "
	       "connections; logs out;\n"
	       "deletes it (DROP). A key that you add for another client is "
	       "pending for 3 days:\n"
	       "log in from that client with SASL EXTERNAL and name the "
	       "account, to bind the key.\n"
	       "Server operators: ACCOUNT SUSPEND name :reason, UNSUSPEND "
	       "name, INVITE.") },
	{ .name = NULL },
};
