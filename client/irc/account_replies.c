/*
 * account_replies: turn the server's replies about accounts into sentences that say what to do
 * (draft/account-registration; tchat-protocol(7) for ACCOUNT).
 */
#include <stdlib.h>
#include <string.h>

#include "client/irc/state.h"
#include "common/xmalloc.h"

static void
wipe(char **text)
{
	sasl_wipe(*text);
	*text = NULL;
}

/* The new password is set: use it on later connections. */
static void
take_password(struct login *l)
{
	if (l->next_password == NULL)
		return;
	wipe(&l->password);
	l->password = l->next_password;
	l->next_password = NULL;
}

/* clang-format off */
/*
 * NOTE and FAIL: command, code, and a sentence for those whose own text does not say enough; see numerics.c for
 * "$1". Sentences with "$2" are for replies with a parameter between code and text.
 */
static const struct reply {
	const char	*command, *code;
	const char	*words;
} replies[] = {
	{ "ACCOUNT", "ACCOUNT_REQUIRED",
	    "you are not logged in: /login, or register your nick with /register" },
	{ "ACCOUNT", "END", "" },
	{ "ACCOUNT", "INVALID_PASSWORD",
	    "that is neither your account's name nor its password: /account drop NAME" },
	{ "ACCOUNT", "KEY", "key $2: $$" },
	{ "ACCOUNT", "KEY_PENDING",
	    "key $2 is pending for 3 days: to bind it, log in from the "
	    "computer that has it, with /login and your account's name" },
	{ "ACCOUNT", "LAST_CREDENTIAL",
	    "without that you could not log in any more: set a password with /account password, or bind another key first" },
	{ "ACCOUNT", "NAME", "$2: $$" },
	{ "ACCOUNT", "NO_CERTIFICATE",
	    "this connection has no key: name one with /account key add DIGEST" },
	{ "ACCOUNT", "NO_SUCH_KEY",
	    "your account does not have that key: /account key lists its keys" },
	{ "ACCOUNT", "SESSION", "$2 from $3: $$" },
	{ "ACCOUNT", "TOO_MANY_KEYS",
	    "your account has too many keys: /account key del DIGEST first" },
	{ "ACCOUNT", "WEAK_PASSWORD",
	    "that password is too short: choose another with /account password" },
	{ "REGISTER", "ACCOUNT_EXISTS",
	    "$2 is already registered. If it is yours: /login" },
	{ "REGISTER", "ACCOUNT_NAME_MUST_BE_NICK",
	    "you can only register your current nick: /nick NAME first" },
	{ "REGISTER", "ALREADY_AUTHENTICATED",
	    "you are already logged in to an account: /account shows it, /logout logs you out" },
	{ "REGISTER", "BAD_ACCOUNT_NAME",
	    "$2 cannot be registered: choose another nick with /nick first" },
	{ "REGISTER", "INVALID_CODE",
	    "that invitation is unknown, used or expired: ask an operator for another" },
	{ "REGISTER", "INVALID_EMAIL",
	    "this server requires an e-mail address: /quote REGISTER * ADDRESS "
	    "PASSWORD" },
	{ "REGISTER", "INVITATION_REQUIRED",
	    "registration needs an invitation: ask an operator for a code, then /register code:CODE" },
	{ "REGISTER", "NEED_NICK",
	    "choose a nick first: /nick NAME" },
	{ "REGISTER", "UNACCEPTABLE_EMAIL",
	    "this server does not accept that e-mail address: /quote REGISTER * "
	    "ADDRESS PASSWORD" },
	{ "REGISTER", "UNACCEPTABLE_PASSWORD",
	    "the server does not accept that password ($$): /register ANOTHER" },
	{ "REGISTER", "WEAK_PASSWORD",
	    "that password is too short or too easy to guess: /register ANOTHER" },
	{ "VERIFY", "INVALID_CODE",
	    "that code is wrong or has expired" },
};
/* clang-format on */

static int
fits(const struct reply *r, const struct irc_msg *msg)
{
	return view_equal_nocase(irc_msg_param(msg, 0), view_of(r->command)) &&
	       view_equal_nocase(irc_msg_param(msg, 1), view_of(r->code)) &&
	       (strstr(r->words, "$2") == NULL || msg->nparams > 3);
}

int
account_words(struct irc_session *s, const struct irc_msg *msg)
{
	size_t i;

	for (i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
		if (!fits(&replies[i], msg))
			continue;
		buf_reset(&s->words);
		numerics_fill(&s->words, replies[i].words, msg);
		return 1;
	}
	return 0;
}

/* The account was deleted: forget its credentials. */
static void
forget_account(struct login *l)
{
	wipe(&l->password);
	xreplace(&l->account, NULL);
	xreplace(&l->last, NULL);
}

void
account_answered(
    struct irc_session *s, const struct irc_msg *msg, struct view command)
{
	int is_account = view_equal_nocase(command, VIEW("ACCOUNT"));
	struct view code = irc_msg_param(msg, 1);
	struct login *l = &s->login;

	if (!is_account && !view_equal_nocase(command, VIEW("REGISTER")))
		return;
	if (view_equal_nocase(msg->command, VIEW("FAIL"))) {
		wipe(&l->next_password);
		l->leaving = 0;
	} else if (is_account && view_equal(code, VIEW("PASSWORD_SET")))
		take_password(l);
	else if (is_account && view_equal(code, VIEW("PASSWORD_REMOVED")))
		wipe(&l->password);
	else if (is_account && view_equal(code, VIEW("DROPPED")))
		forget_account(l);
}

/* REGISTER and VERIFY: SUCCESS account :text, VERIFICATION_REQUIRED account :text. */
void
on_registered(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view account = irc_msg_param(msg, 1);

	ev->object = session_name(s, SANITIZE_OBJECT, account);
	buf_reset(&s->words);
	if (!view_equal_nocase(irc_msg_param(msg, 0), VIEW("SUCCESS"))) {
		buf_printf(&s->words,
		    "%.*s must be confirmed: %.*s (/quote VERIFY %.*s CODE)",
		    VIEW_ARG(account), VIEW_ARG(irc_msg_param(msg, 2)),
		    VIEW_ARG(account));
	} else {
		take_password(&s->login);
		xreplace(&s->login.last, NULL);
		s->login.last = xviewdup(account);
		buf_printf(
		    &s->words, "%.*s is registered to you", VIEW_ARG(account));
		if (s->login.secure.encrypted && s->login.secure.has_key)
			buf_add_str(
			    &s->words, ". This computer logs in by itself.");
	}
	ev->text = session_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, ev, IRC_EV_INFO);
}
