/*
 * account: the user's account requests (draft/account-registration; tchat-protocol(7) for ACCOUNT).
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

/* No numeric says it, so look for words: "reserved", "is registered". */
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

/* Passwords are not sent where others could read them. */
static int
check_safe(const struct irc_session *s, char **cause)
{
	if (s->login.secure.encrypted || s->login.secure.local)
		return 0;
	return cause_set(cause,
	    "the connection is not encrypted, so others could read the "
	    "password: connect without --no-tls first");
}

int
irc_session_login(struct irc_session *s, struct view account,
    struct view password, char **cause)
{
	if (!session_has(s, CAP_SASL))
		return cause_set(cause,
		    "this server does not support login (SASL). If it "
		    "has NickServ: /msg NickServ help");
	if (s->login.sasl != NULL)
		return cause_set(cause, "a login is already in progress");
	if (password.len == 0 &&
	    !(s->login.secure.encrypted && s->login.secure.has_key))
		return cause_set(cause, "this connection has no key to log in "
					"with: use a password");
	if (password.len == 0 && s->login.told &&
	    !(s->login.mechanisms & 1u << SASL_EXTERNAL))
		return cause_set(
		    cause, "this server does not accept keys: use a password");
	login_ask(s, account, password);
	return 0;
}

int
irc_session_logout(struct irc_session *s, char **cause)
{
	struct login *l = &s->login;
	struct view word = VIEW("LOGOUT");

	if (l->as == NULL) {
		login_log_out(l);
		return cause_set(cause, "you are not logged in");
	}
	l->asked = l->leaving = 1;
	return session_command(s, "ACCOUNT", &word, 1);
}

/* A password must fit in one line with its command. */
static int
send_secret(struct irc_session *s, const char *command,
    const struct view *params, size_t n, char **cause)
{
	if (session_command(s, command, params, n) == 0)
		return 0;
	return cause_set(cause, "that password is too long");
}

int
irc_session_register(
    struct irc_session *s, struct view code, struct view password, char **cause)
{
	const struct irc_security *secure = &s->login.secure;
	struct view params[3] = { VIEW("*"), VIEW("*"), VIEW("*") };
	struct login *l = &s->login;

	if (!(s->caps.offered & CAP_REGISTRATION))
		return cause_set(cause,
		    "this server does not support registration. If it "
		    "has NickServ: /msg NickServ help");
	if (password.len == 0 && !(secure->encrypted && secure->has_key))
		return cause_set(cause,
		    "your key can only be used on an encrypted "
		    "connection. With a password: /register PASSWORD");
	if (view_equal(password, VIEW("*")))
		return cause_set(cause, "that is not a valid password");
	if (password.len > 0 && check_safe(s, cause) != 0)
		return -1;
	if (code.len > 0)
		params[1] = code;
	if (password.len > 0)
		params[2] = password;
	if (send_secret(s, "REGISTER", params, 3, cause) != 0)
		return -1;
	sasl_wipe(l->next_password);
	l->next_password = password.len > 0 ? xviewdup(password) : NULL;
	l->stay_out = 0;
	return 0;
}

/* Dropping an account by its name works on any connection; by its password, only where nobody else can read it. */
static int
tells_password(const struct irc_session *s, const struct view *params, size_t n)
{
	const char *as = s->login.as;

	return n == 2 && view_equal_nocase(params[0], VIEW("DROP")) &&
	       (as == NULL || !view_equal_nocase(params[1], view_of(as)));
}

int
irc_session_ask_account(
    struct irc_session *s, const struct view *params, size_t n, char **cause)
{
	if (tells_password(s, params, n) && check_safe(s, cause) != 0)
		return -1;
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
