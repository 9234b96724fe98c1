/*
 * account: what the user asks of accounts, and what the server says to that
 * (draft/account-registration; tchat-protocol(7) for ACCOUNT).
 */
#include "client/irc/account.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/state.h"
#include "common/xmalloc.h"

void
irc_session_secure(struct irc_session *s, const struct irc_security *secure)
{
	s->login.secure = *secure;
}

void
irc_session_credentials(struct irc_session *s, const char *account,
    const char *password, unsigned iterations_most)
{
	struct login *l = &s->login;

	xreplace(&l->account, account);
	sasl_wipe(l->password);
	l->password = xstrdup(password);
	l->iterations_most = iterations_most;
}

/* Servers have no number for it: "reserved", "is registered". */
int
irc_nick_is_reserved(struct view why)
{
	static const char *const words[] = { "reserved", "registered" };
	size_t i, n;

	for (; why.len > 0; why.p++, why.len--)
		for (i = 0; i < 2; i++) {
			n = strlen(words[i]);
			if (why.len >= n &&
			    view_equal_nocase(
				(struct view){ why.p, n }, view_of(words[i])))
				return 1;
		}
	return 0;
}

const char *
irc_session_account(const struct irc_session *s)
{
	return s->login.as;
}

/* A password is not told where others can read it. */
static int
check_safe(const struct irc_session *s, char **cause)
{
	if (s->login.secure.encrypted || s->login.secure.local)
		return 0;
	return cause_set(cause,
	    "the connection is not encrypted, and whoever is on the way would "
	    "read the password: connect without --no-tls first");
}

int
irc_session_login(struct irc_session *s, struct view account,
    struct view password, char **cause)
{
	if (!session_has(s, CAP_SASL))
		return cause_set(cause,
		    "this server has no logins (SASL); if it has a NickServ: "
		    "/msg NickServ help");
	if (s->login.sasl != NULL)
		return cause_set(cause, "a login is under way");
	if (password.len == 0 &&
	    !(s->login.secure.encrypted && s->login.secure.has_key))
		return cause_set(cause,
		    "there is no key to log in with on this connection: a "
		    "password is needed");
	if (password.len == 0 && s->login.told &&
	    !(s->login.mechanisms & 1u << SASL_EXTERNAL))
		return cause_set(
		    cause, "this server takes no key: a password is needed");
	login_ask(s, account, password);
	return 0;
}

int
irc_session_logout(struct irc_session *s, char **cause)
{
	struct login *l = &s->login;
	struct view word = VIEW("LOGOUT");

	sasl_wipe(l->password);
	l->password = NULL;
	l->stay_out = 1;
	if (l->as == NULL)
		return cause_set(cause, "you are not logged in");
	l->asked = 1;
	return irc_session_command(s, "ACCOUNT", &word, 1);
}

/* What is sent is one line, so that is how long a password can be. */
static int
send_secret(struct irc_session *s, const char *command,
    const struct view *params, size_t n, char **cause)
{
	if (irc_session_command(s, command, params, n) == 0)
		return 0;
	return cause_set(cause, "that password is too long");
}

int
irc_session_register(struct irc_session *s, struct view password, char **cause)
{
	const struct irc_security *secure = &s->login.secure;
	struct view params[3] = { VIEW("*"), VIEW("*"), VIEW("*") };
	struct login *l = &s->login;

	if (!(s->caps.offered & CAP_REGISTRATION))
		return cause_set(cause,
		    "names cannot be registered here this way; if the server "
		    "has a NickServ: /msg NickServ help");
	if (password.len == 0 && !(secure->encrypted && secure->has_key))
		return cause_set(cause,
		    "a name is bound to your key only where the connection is "
		    "encrypted with it; with a password: /register PASSWORD");
	if (view_equal(password, VIEW("*")))
		return cause_set(cause, "that is no password");
	if (password.len > 0 && check_safe(s, cause) != 0)
		return -1;
	if (password.len > 0)
		params[2] = password;
	if (send_secret(s, "REGISTER", params, 3, cause) != 0)
		return -1;
	sasl_wipe(l->next_password);
	l->next_password = password.len > 0 ? xviewdup(password) : NULL;
	l->stay_out = 0;
	return 0;
}

int
irc_session_ask_account(
    struct irc_session *s, const struct view *params, size_t n, char **cause)
{
	return send_secret(s, "ACCOUNT", params, n, cause);
}

int
irc_session_set_password(
    struct irc_session *s, struct view password, char **cause)
{
	struct view params[2] = { VIEW("PASSWORD"), password };
	struct login *l = &s->login;

	if (check_safe(s, cause) != 0 ||
	    send_secret(
		s, "ACCOUNT", params, password.len > 0 ? 2 : 1, cause) != 0)
		return -1;
	sasl_wipe(l->next_password);
	l->next_password = password.len > 0 ? xviewdup(password) : NULL;
	return 0;
}

/* The new password is in force: it is the one for later connections. */
static void
take_password(struct login *l)
{
	if (l->next_password == NULL)
		return;
	sasl_wipe(l->password);
	l->password = l->next_password;
	l->next_password = NULL;
}

/* clang-format off */
/* Answers in the standard form that are better said in words of ours: see answers.c for "$1". */
static const struct reply {
	const char	*command, *code;
	const char	*words;
} replies[] = {
	{ "REGISTER", "ACCOUNT_EXISTS",
	    "$2 is registered already: if it is yours, /login" },
	{ "REGISTER", "ACCOUNT_NAME_MUST_BE_NICK",
	    "only the name that you have now can be registered: /nick NAME "
	    "first" },
	{ "REGISTER", "ALREADY_AUTHENTICATED",
	    "you are logged in, so you have a name already: /account says "
	    "which, /logout leaves it" },
	{ "REGISTER", "BAD_ACCOUNT_NAME",
	    "$2 cannot be registered: /nick another name first" },
	{ "REGISTER", "INVALID_EMAIL",
	    "this server wants an e-mail address: /quote REGISTER * ADDRESS "
	    "PASSWORD" },
	{ "REGISTER", "NEED_NICK",
	    "take a nick first: /nick NAME" },
	{ "REGISTER", "UNACCEPTABLE_EMAIL",
	    "this server does not take that e-mail address: /quote REGISTER * "
	    "ADDRESS PASSWORD" },
	{ "REGISTER", "UNACCEPTABLE_PASSWORD",
	    "the server does not take that password: /register ANOTHER" },
	{ "REGISTER", "WEAK_PASSWORD",
	    "that password is too easily guessed: /register ANOTHER" },
	{ "VERIFY", "INVALID_CODE",
	    "that code is not the one that was sent, or it came too late" },
};
/* clang-format on */

int
account_words(struct irc_session *s, const struct irc_msg *msg)
{
	size_t i;

	for (i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
		if (!view_equal_nocase(
			irc_msg_param(msg, 0), view_of(replies[i].command)) ||
		    !view_equal_nocase(
			irc_msg_param(msg, 1), view_of(replies[i].code)))
			continue;
		buf_reset(&s->words);
		answers_fill(&s->words, replies[i].words, msg);
		return 1;
	}
	return 0;
}

/* NOTE and FAIL about accounts, seen before they are shown. */
void
account_answered(
    struct irc_session *s, const struct irc_msg *msg, struct view command)
{
	struct login *l = &s->login;
	int fail = view_equal_nocase(msg->command, VIEW("FAIL"));

	if (fail && (view_equal_nocase(command, VIEW("REGISTER")) ||
			view_equal_nocase(command, VIEW("ACCOUNT")))) {
		sasl_wipe(l->next_password);
		l->next_password = NULL;
	} else if (view_equal_nocase(command, VIEW("ACCOUNT")) &&
		   view_has_prefix(irc_msg_param(msg, 1), VIEW("PASSWORD"))) {
		take_password(l);
	}
}

/* REGISTER and VERIFY: SUCCESS account :text, VERIFICATION_REQUIRED account :text. */
void
on_registered(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view account = irc_msg_param(msg, 1);

	ev->object = session_name(s, CLEAN_OBJECT, account);
	buf_reset(&s->words);
	if (!view_equal_nocase(irc_msg_param(msg, 0), VIEW("SUCCESS"))) {
		buf_printf(&s->words,
		    "%.*s has to be confirmed: %.*s (/quote VERIFY %.*s CODE)",
		    VIEW_ARG(account), VIEW_ARG(irc_msg_param(msg, 2)),
		    VIEW_ARG(account));
	} else {
		take_password(&s->login);
		xreplace(&s->login.last, NULL);
		s->login.last = xviewdup(account);
		buf_printf(
		    &s->words, "the name %.*s is yours now", VIEW_ARG(account));
		if (s->login.secure.encrypted && s->login.secure.has_key)
			buf_add_str(&s->words,
			    ": this computer's key opens it from now on");
	}
	ev->text = session_text(s, CLEAN_TEXT, buf_view(&s->words));
	session_emit(s, ev, IRC_EV_INFO);
}
