/*
 * account_show: ACCOUNT without a subcommand, ACCOUNT KEY LIST and ACCOUNT SESSIONS.
 */
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/irc/times.h"
#include "server/net/conn.h"

static void
show_key(struct request *req, const struct account_key *k)
{
	const char *own = conn_tls_digest(req->session->conn);
	int is_own = own != NULL && strcmp(own, k->digest) == 0;
	char date[IRC_DATE_SIZE], *text;

	irc_date(date, k->expires != 0 ? k->expires : k->added);
	xasprintf(&text, "%s %s%s",
	    !k->is_pending    ? "Bound"
	    : k->expires != 0 ? "Pending until"
			      : "Pending since",
	    date, is_own ? "; this connection uses it" : "");
	irc_account_note(req, "KEY");
	reply_param_str(req, k->digest);
	reply_end(req, text);
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

void
irc_account_keys(struct request *req, struct account *a)
{
	show_keys(req, a);
	irc_account_end(req, "keys");
}

/* Users may see the addresses of their own connections. */
static void
show_session(struct request *req, const struct user *u, const struct session *s)
{
	const char *tls = conn_tls_version(s->conn);
	char *text;

	xasprintf(&text, "%s, by %s%s%s",
	    s == req->session ? "You, here" : "Somewhere else",
	    s->dialect->connection_type,
	    tls != NULL ? " over " : " without encryption",
	    tls != NULL ? tls : "");
	irc_account_note(req, "SESSION");
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

void
irc_account_sessions(struct request *req, struct account *a)
{
	show_sessions(req, a);
	irc_account_end(req, "sessions");
}

static void
show_name(struct request *req, const struct account *a)
{
	char date[IRC_DATE_SIZE], *text;

	irc_date(date, a->created);
	xasprintf(&text, "Your account, registered %s", date);
	irc_account_note(req, "NAME");
	reply_param_str(req, a->name);
	reply_end(req, text);
	free(text);
}

void
irc_account_show(struct request *req, struct account *a)
{
	int has = a->verifier.iterations > 0;

	show_name(req, a);
	irc_account_note(req, "PASSWORD");
	reply_param_str(req, has ? "yes" : "no");
	reply_end(req, has ? "A password is set" : "No password is set");
	show_keys(req, a);
	show_sessions(req, a);
	irc_account_end(req, "account");
}
