/*
 * account_change: ACCOUNT PASSWORD, KEY and DROP. A user needs only to be logged in. The last way to
 * log in cannot be removed.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/config/config.h"
#include "server/irc/account_operation.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/irc/times.h"
#include "server/net/conn.h"

#define COMMAND "ACCOUNT"

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
		irc_operation_fail(req, COMMAND, result, view_of(about));
		return;
	}
	irc_account_note(req, code);
	reply_param_str(req, about);
	reply_end(req, text);
}

static void
password_done(struct server *server, struct request *req,
    enum operation_result result, const struct operation *w)
{
	(void)server;
	if (w->password != NULL)
		answer(req, result, w, "PASSWORD_SET", w->name,
		    "Password changed");
	else
		answer(req, result, w, "PASSWORD_REMOVED", w->name,
		    "Password removed: log in with your keys");
}

void
irc_account_password(struct request *req, struct account *a)
{
	struct view password = request_param(req, 1);
	struct operation *w;

	if (password.len > 0 && !session_allows_passwords(req->session)) {
		irc_operation_fail(
		    req, COMMAND, OPERATION_NOT_PRIVATE, view_of(a->name));
		return;
	}
	if (password.len > 0 &&
	    (long long)password.len < req->server->config->password_min) {
		irc_operation_fail(
		    req, COMMAND, OPERATION_WEAK, view_of(a->name));
		return;
	}
	w = operation_new(req->session, OPERATION_PASSWORD, view_of(a->name));
	if (password.len > 0)
		w->password = xviewdup(password);
	irc_operation(req, w, password_done);
}

/* Reply how to bind the key: only the client with that certificate can do it. */
static void
answer_pending(struct request *req, enum operation_result result,
    const struct operation *w)
{
	char date[IRC_DATE_SIZE], *text;

	irc_date(date, clock_ms() + ACCOUNT_PENDING_MS);
	xasprintf(&text,
	    "Pending until %s: to bind it, log in from the client that has "
	    "that certificate, and name the account %s",
	    date, w->name);
	answer(req, result, w, "KEY_PENDING", w->digest, text);
	free(text);
}

static void
key_done(struct server *server, struct request *req,
    enum operation_result result, const struct operation *w)
{
	(void)server;
	if (w->kind == OPERATION_DROP_KEY)
		answer(req, result, w, "KEY_REMOVED", w->digest,
		    "Key removed: it no longer logs you in");
	else if (!w->is_proven)
		answer_pending(req, result, w);
	else
		answer(req, result, w, "KEY_ADDED", w->digest,
		    "Key added: it logs you in from now on");
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
		irc_account_fail(req, "NO_CERTIFICATE", view_of(a->name),
		    "Your client uses no certificate: give the digest of the "
		    "key");
		return;
	}
	w = operation_new(req->session, kind, view_of(a->name));
	w->digest = digest.len == 0 ? xstrdup(own) : plain_digest(digest);
	w->is_proven = own != NULL && strcmp(w->digest, own) == 0;
	irc_operation(req, w, key_done);
}

void
irc_account_key(struct request *req, struct account *a)
{
	struct view verb = request_param(req, 1);

	if (verb.len == 0 || view_equal_nocase(verb, VIEW("LIST")))
		irc_account_keys(req, a);
	else if (view_equal_nocase(verb, VIEW("ADD")))
		change_key(req, a, OPERATION_ADD_KEY);
	else if (!view_equal_nocase(verb, VIEW("DEL")))
		irc_account_fail(req, "UNKNOWN_COMMAND", verb,
		    "Unknown subcommand. Use KEY LIST, KEY ADD or KEY DEL");
	else if (request_param(req, 2).len == 0)
		irc_account_fail(req, "NEED_MORE_PARAMS", VIEW("KEY"),
		    "Name the key: ACCOUNT KEY DEL digest");
	else
		change_key(req, a, OPERATION_DROP_KEY);
}

static void
drop_done(struct server *server, struct request *req,
    enum operation_result result, const struct operation *w)
{
	(void)server;
	answer(req, result, w, "DROPPED", w->name,
	    "Account deleted; anyone may register its name");
	if (req != NULL && result == OPERATION_OK)
		irc_logout(req);
}

/* Delete the account; the user confirms with its name or its password. */
void
irc_account_drop(struct request *req, struct account *a)
{
	struct view word = request_param(req, 1);
	int is_name = name_equal(word, view_of(a->name));
	struct operation *w;

	if (word.len == 0) {
		irc_account_fail(req, "NEED_MORE_PARAMS", VIEW("DROP"),
		    "To confirm: ACCOUNT DROP and the name of the account");
		return;
	}
	if (!is_name && !session_allows_passwords(req->session)) {
		irc_operation_fail(
		    req, COMMAND, OPERATION_NOT_PRIVATE, view_of(a->name));
		return;
	}
	w = operation_new(req->session, OPERATION_DROP, view_of(a->name));
	if (!is_name)
		w->password = xviewdup(word);
	irc_operation(req, w, drop_done);
}
