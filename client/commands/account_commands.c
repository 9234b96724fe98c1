/*
 * account_commands: /register, /login, /logout and /account.
 */
#include "client/commands/account_commands.h"

#include <stdlib.h>
#include <string.h>

#include "client/commands/parse.h"
#include "client/commands/table.h"
#include "client/irc/account.h"
#include "client/irc/session.h"
#include "client/irc/words.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

/* Show why a request was not sent, if it was not. */
static int
finish(struct command_context *x, int rc, char *cause)
{
	return rc == 0 ? 0 : command_fail_cause(x, cause);
}

static int
ask(struct command_context *x, enum account_asked what, struct view name)
{
	x->asking = (struct account_question){ .what = what };
	if (name.len > 0)
		memcpy(x->asking.name, name.p, name.len);
	x->ops->ask_password(x->ctx);
	return 0;
}

static int
run_register(struct command_context *x, const struct command *c)
{
	struct view password = c->args[0], code = VIEW("");
	char *cause = NULL;
	int rc;

	if (view_has_prefix(password, VIEW("code:")))
		code = words_take(&password);
	rc = irc_session_register(command_session(x), code, password, &cause);
	return finish(x, rc, cause);
}

static int
run_login(struct command_context *x, const struct command *c)
{
	char *cause = NULL;
	int rc;

	if (c->args[0].len >= sizeof(x->asking.name))
		return command_fail(x, _("The name is too long."));
	if (c->nargs < 2)
		return ask(x, ASK_LOGIN, c->args[0]);
	rc = irc_session_login(
	    command_session(x), c->args[0], c->args[1], &cause);
	return finish(x, rc, cause);
}

static int
run_logout(struct command_context *x, const struct command *c)
{
	char *cause = NULL;
	int rc = irc_session_logout(command_session(x), &cause);

	(void)c;
	return finish(x, rc, cause);
}

/* Return the words joined without spaces, for a digest that was copied from a wrapped line. The caller frees it. */
static char *
join_words(struct view words)
{
	char *joined = xmalloc(words.len + 1);
	size_t i, n = 0;

	for (i = 0; i < words.len; i++)
		if (words.p[i] != ' ')
			joined[n++] = words.p[i];
	joined[n] = '\0';
	return joined;
}

/* Return the subcommand of the protocol's ACCOUNT KEY, or NULL if there is none of that name. */
static const char *
find_key_verb(struct view verb, int has_digest)
{
	if (verb.len == 0)
		return "LIST";
	if (view_equal_nocase(verb, VIEW("add")))
		return "ADD";
	return view_equal_nocase(verb, VIEW("del")) && has_digest ? "DEL"
								  : NULL;
}

static int
account_key(struct irc_session *s, struct view rest, char **cause)
{
	struct view verb = words_take(&rest);
	char *digest = join_words(rest);
	const char *word = find_key_verb(verb, *digest != '\0');
	const struct view params[3] = { VIEW("KEY"), view_of(word),
		view_of(digest) };
	int rc;

	if (word == NULL)
		rc = cause_set(cause, _("Usage: /%s %s"), "account",
		    "key [add [DIGEST] | del DIGEST]");
	else
		rc = irc_session_account_command(
		    s, params, *digest != '\0' ? 3 : 2, cause);
	free(digest);
	return rc;
}

/* Send a request that needs no question to the user. Returns 0, or -1 and *cause. */
static int
account_request(struct irc_session *s, const struct command_row *r,
    struct view word, struct view rest, char **cause)
{
	struct view params[2] = { VIEW("DROP"), rest };

	if (word.len == 0)
		return irc_session_account_command(s, NULL, 0, cause);
	if (view_equal_nocase(word, VIEW("password")) ||
	    (view_equal_nocase(word, VIEW("nopassword")) && rest.len == 0))
		return irc_session_set_password(s, rest, cause);
	if (view_equal_nocase(word, VIEW("key")))
		return account_key(s, rest, cause);
	if (view_equal_nocase(word, VIEW("sessions")))
		return irc_session_account_command(
		    s, &VIEW("SESSIONS"), 1, cause);
	if (view_equal_nocase(word, VIEW("drop")) && rest.len > 0)
		return irc_session_account_command(s, params, 2, cause);
	return command_usage(r, cause);
}

static int
run_account(struct command_context *x, const struct command *c)
{
	struct view rest = c->args[0], word = words_take(&rest);
	char *cause = NULL;
	int rc;

	if (view_equal_nocase(word, VIEW("password")) && rest.len == 0)
		return ask(x, ASK_PASSWORD, VIEW(""));
	rc = account_request(command_session(x), c->row, word, rest, &cause);
	return finish(x, rc, cause);
}

int
account_ask_oper(struct command_context *x, struct view name)
{
	if (name.len >= sizeof(x->asking.name))
		return command_fail(x, _("The name is too long."));
	return ask(x, ASK_OPER, name);
}

const char *
account_prompt(const struct account_question *q)
{
	if (q->what == ASK_OPER)
		return _("operator password: ");
	return q->what == ASK_LOGIN
		   ? _("password (empty: log in with your key): ")
		   : _("new password: ");
}

static int
send_oper(struct command_context *x, struct view name, struct view password)
{
	struct view params[2] = { name, password };

	if (password.len == 0)
		return command_fail(
		    x, _("You typed no password. Nothing was changed."));
	return command_send(x, "OPER", params, 2);
}

int
account_answer(struct command_context *x, struct view password)
{
	struct account_question q = x->asking;
	struct irc_session *s = command_session(x);
	char *cause = NULL;
	int rc;

	x->asking.what = ASK_NOTHING;
	if (!irc_session_registered(s))
		return command_fail(x, _("Not connected."));
	if (q.what == ASK_OPER)
		return send_oper(x, view_of(q.name), password);
	if (q.what == ASK_PASSWORD && password.len == 0)
		return command_fail(
		    x, _("You typed no password. Nothing was changed."));
	rc = q.what == ASK_LOGIN
		 ? irc_session_login(s, view_of(q.name), password, &cause)
		 : irc_session_set_password(s, password, &cause);
	return finish(x, rc, cause);
}

/* clang-format off */
const struct command_row account_commands[] = {
	{ "account", run_account, NULL, 0, 1, { ARG_ACCOUNT },
	    "[password [NEW] | nopassword | key [add|del] [DIGEST] | sessions | "
	    "drop NAME]",
	    N_("show or change your account: keys, password, sessions"),
	    0, SECRET_ACCOUNT },
	{ "login", run_login, NULL, 0, 2, { ARG_LOGIN, ARG_NONE },
	    "[NAME [PASSWORD]]",
	    N_("log in to an account; asks for the password if you leave it out"),
	    0, SECRET_SECOND },
	{ "logout", run_logout, NULL, 0, 0, { ARG_NONE },
	    "", N_("log out, and forget the password"), 0, 0 },
	{ "register", run_register, NULL, 0, 1, { ARG_TEXT },
	    "[code:CODE] [PASSWORD]",
	    N_("register your nick, so that your key logs you in; a password "
	    "logs you in on other computers"),
	    0, SECRET_ALL },
	{ .name = NULL }
};
/* clang-format on */
