/*
 * account: the user's account requests, and sentences for the server's replies (draft/account-registration;
 * tchat-protocol(7) for ACCOUNT).
 */
#include "client/irc/account.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/caps.h"
#include "client/irc/login.h"
#include "client/irc/numerics.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/xmalloc.h"

void
irc_session_secure(struct irc_session *s, const struct irc_security *secure)
{
	struct login *l = s->login;

	l->encrypted = secure->encrypted;
	l->local = secure->local;
	l->has_key = secure->has_key;
	memcpy(l->key, secure->key, sizeof(l->key));
}

void
irc_session_credentials(struct irc_session *s, const char *account,
    const char *password, unsigned iterations_most)
{
	struct login *l = s->login;

	xreplace(&l->account, account);
	sasl_wipe(&l->password);
	l->password = xstrdup(password);
	l->iterations_most = iterations_most;
}

const char *
irc_session_account(const struct irc_session *s)
{
	return s->login->logged_in_as;
}

/* Fail if others could read a password on this connection. */
static int
check_safe(const struct irc_session *s, char **cause)
{
	if (s->login->encrypted || s->login->local)
		return 0;
	return cause_set(cause,
	    _("The connection is not encrypted, so others could read the "
	      "password: connect without --no-tls first"));
}

int
irc_session_login(struct irc_session *s, struct view account,
    struct view password, char **cause)
{
	if (!caps_on(s, CAP_SASL))
		return cause_set(cause,
		    _("This server does not support login (SASL). If it has "
		      "NickServ: /msg NickServ help"));
	if (s->login->sasl != NULL)
		return cause_set(cause, _("A login is already in progress"));
	if (password.len == 0 && !(s->login->encrypted && s->login->has_key))
		return cause_set(
		    cause, _("This connection has no key to log in with: use a "
			     "password"));
	if (password.len == 0 && s->login->listed &&
	    !(s->login->mechanisms & 1u << SASL_EXTERNAL))
		return cause_set(cause,
		    _("This server does not accept keys: use a password"));
	login_request(s, account, password);
	return 0;
}

int
irc_session_logout(struct irc_session *s, char **cause)
{
	struct login *l = s->login;
	struct view word = VIEW("LOGOUT");

	if (l->logged_in_as == NULL) {
		login_log_out(l);
		return cause_set(cause, _("You are not logged in"));
	}
	l->user_waits = l->logging_out = 1;
	return send_exact(s, "ACCOUNT", &word, 1);
}

/* A password must fit in one line with its command. */
static int
send_secret(struct irc_session *s, const char *command,
    const struct view *params, size_t n, char **cause)
{
	if (send_exact(s, command, params, n) == 0)
		return 0;
	return cause_set(cause, _("That password is too long"));
}

int
irc_session_register(
    struct irc_session *s, struct view code, struct view password, char **cause)
{
	struct view params[3] = { VIEW("*"), VIEW("*"), VIEW("*") };
	struct login *l = s->login;

	if (!(s->caps->offered & CAP_REGISTRATION))
		return cause_set(cause,
		    _("This server does not support registration. If it has "
		      "NickServ: /msg NickServ help"));
	if (password.len == 0 && !(l->encrypted && l->has_key))
		return cause_set(cause,
		    _("You can use your key only on an encrypted connection. "
		      "With a password: /register PASSWORD"));
	if (view_equal(password, VIEW("*")))
		return cause_set(cause, _("That is not a valid password"));
	if (password.len > 0 && check_safe(s, cause) != 0)
		return -1;
	if (code.len > 0)
		params[1] = code;
	if (password.len > 0)
		params[2] = password;
	if (send_secret(s, "REGISTER", params, 3, cause) != 0)
		return -1;
	sasl_wipe(&l->next_password);
	l->next_password = password.len > 0 ? xviewdup(password) : NULL;
	l->stay_logged_out = 0;
	return 0;
}

/* ACCOUNT DROP takes the account's name or its password. */
static int
has_password(const struct irc_session *s, const struct view *params, size_t n)
{
	const char *as = s->login->logged_in_as;

	return n == 2 && view_equal_nocase(params[0], VIEW("DROP")) &&
	       (as == NULL || !view_equal_nocase(params[1], view_of(as)));
}

int
irc_session_account_command(
    struct irc_session *s, const struct view *params, size_t n, char **cause)
{
	if (has_password(s, params, n) && check_safe(s, cause) != 0)
		return -1;
	return send_secret(s, "ACCOUNT", params, n, cause);
}

int
irc_session_set_password(
    struct irc_session *s, struct view password, char **cause)
{
	struct view params[2] = { VIEW("PASSWORD"), password };
	struct login *l = s->login;

	if (check_safe(s, cause) != 0 ||
	    send_secret(
		s, "ACCOUNT", params, password.len > 0 ? 2 : 1, cause) != 0)
		return -1;
	sasl_wipe(&l->next_password);
	l->next_password = password.len > 0 ? xviewdup(password) : NULL;
	return 0;
}

/* The new password is set: use it on later connections. */
static void
take_password(struct login *l)
{
	if (l->next_password == NULL)
		return;
	sasl_wipe(&l->password);
	l->password = l->next_password;
	l->next_password = NULL;
}

/* clang-format off */
/*
 * Sentences for NOTE and FAIL replies, where the server's text does not say enough; numerics.h explains "$1". A
 * sentence with "$2" is for a reply with a parameter between code and text.
 */
static const struct reply {
	const char	*command, *code;
	const char	*text;	/* "": not shown */
} replies[] = {
	{ "ACCOUNT", "ACCOUNT_REQUIRED",
	    N_("You are not logged in. Log in with /login, or register your nick with /register") },
	{ "ACCOUNT", "END", "" },
	{ "ACCOUNT", "INVALID_PASSWORD",
	    N_("That is neither your account's name nor its password. To delete your account: /account drop NAME") },
	{ "ACCOUNT", "KEY", N_("Key $2: $$") },
	{ "ACCOUNT", "KEY_PENDING",
	    N_("Key $2 is pending for 3 days: to bind it, log in from the "
	    "computer that has it, with /login and your account's name") },
	{ "ACCOUNT", "LAST_CREDENTIAL",
	    N_("That is your last way to log in. First set a password with /account password, or bind another key") },
	{ "ACCOUNT", "NAME", "$2: $$" },
	{ "ACCOUNT", "NO_CERTIFICATE",
	    N_("This connection has no key: name one with /account key add DIGEST") },
	{ "ACCOUNT", "NO_SUCH_KEY",
	    N_("Your account does not have that key: /account key lists its keys") },
	{ "ACCOUNT", "SESSION", N_("$2 from $3: $$") },
	{ "ACCOUNT", "TOO_MANY_KEYS",
	    N_("Your account has too many keys. Remove one first: /account key del DIGEST") },
	{ "ACCOUNT", "WEAK_PASSWORD",
	    N_("That password is too short: choose another with /account password") },
	{ "REGISTER", "ACCOUNT_EXISTS",
	    N_("$2 is already registered. If it is yours: /login") },
	{ "REGISTER", "ACCOUNT_NAME_MUST_BE_NICK",
	    N_("You can only register your current nick: /nick NAME first") },
	{ "REGISTER", "ALREADY_AUTHENTICATED",
	    N_("You are already logged in to an account: /account shows it, /logout logs you out") },
	{ "REGISTER", "BAD_ACCOUNT_NAME",
	    N_("$2 cannot be registered: choose another nick with /nick first") },
	{ "REGISTER", "INVALID_CODE",
	    N_("That invitation is unknown, used or expired: ask an operator for another") },
	{ "REGISTER", "INVALID_EMAIL",
	    N_("This server requires an e-mail address: /quote REGISTER * ADDRESS "
	    "PASSWORD") },
	{ "REGISTER", "INVITATION_REQUIRED",
	    N_("Registration needs an invitation: ask an operator for a code, then /register code:CODE") },
	{ "REGISTER", "NEED_NICK",
	    N_("Choose a nick first: /nick NAME") },
	{ "REGISTER", "UNACCEPTABLE_EMAIL",
	    N_("This server does not accept that e-mail address: /quote REGISTER * "
	    "ADDRESS PASSWORD") },
	{ "REGISTER", "UNACCEPTABLE_PASSWORD",
	    N_("The server does not accept that password ($$): /register ANOTHER") },
	{ "REGISTER", "WEAK_PASSWORD",
	    N_("That password is too short or too easy to guess: /register ANOTHER") },
	{ "VERIFY", "INVALID_CODE",
	    N_("That code is wrong or has expired") },
};
/* clang-format on */

static int
fits(const struct reply *r, const struct irc_msg *msg)
{
	return view_equal_nocase(irc_msg_param(msg, 0), view_of(r->command)) &&
	       view_equal_nocase(irc_msg_param(msg, 1), view_of(r->code)) &&
	       (strstr(r->text, "$2") == NULL || msg->nparams > 3);
}

int
account_sentence(struct irc_session *s, const struct irc_msg *msg)
{
	size_t i;

	for (i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
		if (!fits(&replies[i], msg))
			continue;
		buf_reset(&s->words);
		numerics_fill(&s->words,
		    *replies[i].text != '\0' ? _(replies[i].text) : "", msg);
		return 1;
	}
	return 0;
}

/* The account was deleted: forget its credentials. */
static void
forget_account(struct login *l)
{
	sasl_wipe(&l->password);
	xreplace(&l->account, NULL);
	xreplace(&l->last_account, NULL);
}

void
account_answered(
    struct irc_session *s, const struct irc_msg *msg, struct view command)
{
	int is_account = view_equal_nocase(command, VIEW("ACCOUNT"));
	struct view code = irc_msg_param(msg, 1);
	struct login *l = s->login;

	if (!is_account && !view_equal_nocase(command, VIEW("REGISTER")))
		return;
	if (view_equal_nocase(msg->command, VIEW("FAIL"))) {
		sasl_wipe(&l->next_password);
		l->logging_out = 0;
	} else if (is_account && view_equal(code, VIEW("PASSWORD_SET")))
		take_password(l);
	else if (is_account && view_equal(code, VIEW("PASSWORD_REMOVED")))
		sasl_wipe(&l->password);
	else if (is_account && view_equal(code, VIEW("DROPPED")))
		forget_account(l);
}

/* REGISTER and VERIFY: SUCCESS account :text, VERIFICATION_REQUIRED account :text. */
void
on_registered(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view account = irc_msg_param(msg, 1);

	ev->object = sanitize_name(s, SANITIZE_OBJECT, account);
	buf_reset(&s->words);
	if (!view_equal_nocase(irc_msg_param(msg, 0), VIEW("SUCCESS"))) {
		buf_printf(&s->words,
		    _("%.*s must be confirmed: %.*s (/quote VERIFY %.*s CODE)"),
		    VIEW_ARG(account), VIEW_ARG(irc_msg_param(msg, 2)),
		    VIEW_ARG(account));
	} else {
		take_password(s->login);
		xreplace(&s->login->last_account, NULL);
		s->login->last_account = xviewdup(account);
		buf_printf(&s->words,
		    s->login->encrypted && s->login->has_key
			? _("%.*s is registered to you. This computer logs in "
			    "by itself.")
			: _("%.*s is registered to you"),
		    VIEW_ARG(account));
	}
	ev->text = sanitize_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, ev, IRC_EV_INFO);
}
