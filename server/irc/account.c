/*
 * account: ACCOUNT, which shows and changes the user's account. It replies with NOTE and FAIL (IRCv3
 * standard-replies); a list ends with NOTE ACCOUNT END.
 */
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/session/user_sessions.h"

#define COMMAND "ACCOUNT"

void
irc_account_note(struct request *req, const char *code)
{
	reply_begin(req, "NOTE");
	reply_param_str(req, COMMAND);
	reply_param_str(req, code);
}

void
irc_account_end(struct request *req, const char *of)
{
	char *text;

	xasprintf(&text, "End of %s", of);
	irc_account_note(req, "END");
	reply_end(req, text);
	free(text);
}

void
irc_account_fail(
    struct request *req, const char *code, struct view about, const char *text)
{
	reply_fail(req, COMMAND, code, about, text);
}

static void
log_out(struct request *req, struct account *a)
{
	const char *why = user_sessions_login_error(req->session, NULL);

	if (why != NULL)
		irc_account_fail(req, "NOT_ALONE", view_of(a->name), why);
	else
		irc_logout(req);
}

/* A subcommand is about the user's own account, or for server operators. */
static const struct {
	const char *name;
	void (*own)(struct request *, struct account *);
	void (*operators)(struct request *);
} subcommands[] = {
	{ "", irc_account_show, NULL },
	{ "DROP", irc_account_drop, NULL },
	{ "INVITE", NULL, irc_account_invite },
	{ "KEY", irc_account_key, NULL },
	{ "LOGOUT", log_out, NULL },
	{ "PASSWORD", irc_account_password, NULL },
	{ "SESSIONS", irc_account_sessions, NULL },
	{ "SUSPEND", NULL, irc_account_suspend },
	{ "UNSUSPEND", NULL, irc_account_unsuspend },
};

enum { SUBCOMMANDS = sizeof(subcommands) / sizeof(subcommands[0]) };

static void
run_own(struct request *req, size_t i)
{
	struct account *a = irc_account(req);

	if (a == NULL)
		irc_account_fail(req, "ACCOUNT_REQUIRED", view_of(NULL),
		    "You are not logged in to an account");
	else
		subcommands[i].own(req, a);
}

static void
run_operators(struct request *req, size_t i)
{
	if (session_is_operator(req->session))
		subcommands[i].operators(req);
	else
		irc_account_fail(req, "PRIVILEGES_REQUIRED",
		    view_of(subcommands[i].name),
		    "This command is for server operators");
}

void
cmd_account(struct request *req)
{
	struct view sub = request_param(req, 0);
	size_t i;

	for (i = 0; i < SUBCOMMANDS; i++)
		if (view_equal_nocase(sub, view_of(subcommands[i].name)))
			break;
	if (i == SUBCOMMANDS)
		irc_account_fail(req, "UNKNOWN_COMMAND", sub,
		    "Unknown subcommand; HELP ACCOUNT lists them");
	else if (subcommands[i].own != NULL)
		run_own(req, i);
	else
		run_operators(req, i);
}
