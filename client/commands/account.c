/*
 * account: typed words into what the session is asked.
 */
#include "client/commands/account.h"

#include <stdlib.h>
#include <string.h>

#include "client/commands/parse.h"
#include "client/irc/account.h"
#include "client/irc/session.h"
#include "common/words.h"
#include "common/xmalloc.h"

static int
ask(struct account_question *q, enum account_asked what)
{
	q->what = what;
	return 1;
}

static int
run_register(struct irc_session *s, const struct command *c,
    struct account_question *q, char **cause)
{
	struct view password = c->nargs > 0 ? c->args[0] : VIEW("");
	struct view code = VIEW("");

	(void)q;
	if (view_has_prefix(password, VIEW("code:")))
		code = words_take(&password);
	return irc_session_register(s, code, password, cause);
}

static int
run_login(struct irc_session *s, const struct command *c,
    struct account_question *q, char **cause)
{
	if (c->nargs > 0 && c->args[0].len >= sizeof(q->name))
		return cause_set(cause, "The name is too long");
	if (c->nargs > 1)
		return irc_session_login(s, c->args[0], c->args[1], cause);
	if (c->nargs > 0)
		memcpy(q->name, c->args[0].p, c->args[0].len);
	return ask(q, ASK_LOGIN);
}

/* A digest, which people copy in parts where it is wrapped: without the spaces. The caller's. */
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

/* The subcommand of ACCOUNT KEY; NULL: there is none like that. */
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
run_key(struct irc_session *s, struct view rest, char **cause)
{
	struct view verb = words_take(&rest);
	char *digest = join_words(rest);
	const char *word = find_key_verb(verb, *digest != '\0');
	const struct view params[3] = { VIEW("KEY"), view_of(word),
		view_of(digest) };
	int rc;

	if (word == NULL)
		rc = cause_set(
		    cause, "Usage: /account key [add [DIGEST] | del DIGEST]");
	else
		rc = irc_session_ask_account(
		    s, params, *digest != '\0' ? 3 : 2, cause);
	free(digest);
	return rc;
}

static int
run_account(struct irc_session *s, const struct command *c,
    struct account_question *q, char **cause)
{
	struct view rest = c->nargs > 0 ? c->args[0] : VIEW("");
	struct view word = words_take(&rest);
	struct view params[2] = { VIEW("DROP"), rest };

	if (word.len == 0)
		return irc_session_ask_account(s, NULL, 0, cause);
	if (view_equal_nocase(word, VIEW("password")))
		return rest.len == 0 ? ask(q, ASK_PASSWORD)
				     : irc_session_set_password(s, rest, cause);
	if (view_equal_nocase(word, VIEW("nopassword")) && rest.len == 0)
		return irc_session_set_password(s, rest, cause);
	if (view_equal_nocase(word, VIEW("key")))
		return run_key(s, rest, cause);
	if (view_equal_nocase(word, VIEW("sessions")))
		return irc_session_ask_account(s, &VIEW("SESSIONS"), 1, cause);
	if (view_equal_nocase(word, VIEW("drop")) && rest.len > 0)
		return irc_session_ask_account(s, params, 2, cause);
	return cause_set(
	    cause, "Usage: /%s %s", c->entry->name, c->entry->usage);
}

int
account_run(struct irc_session *s, const struct command *c,
    struct account_question *q, char **cause)
{
	*q = (struct account_question){ 0 };
	switch (c->id) {
	case COMMAND_REGISTER:
		return run_register(s, c, q, cause);
	case COMMAND_LOGIN:
		return run_login(s, c, q, cause);
	case COMMAND_LOGOUT:
		return irc_session_logout(s, cause);
	default:
		return run_account(s, c, q, cause);
	}
}

int
account_answer(struct irc_session *s, const struct account_question *q,
    struct view password, char **cause)
{
	if (!irc_session_registered(s))
		return cause_set(cause, "Not connected");
	if (q->what == ASK_LOGIN)
		return irc_session_login(s, view_of(q->name), password, cause);
	if (password.len == 0)
		return cause_set(cause, "You typed no password. Nothing was "
					"changed.");
	return irc_session_set_password(s, password, cause);
}

const char *
account_prompt(const struct account_question *q)
{
	return q->what == ASK_LOGIN ? "password (empty: log in with your key): "
				    : "new password: ";
}
