/*
 * login_lines: the server's replies to a login, and the account that results.
 */
#include <stdlib.h>
#include <string.h>

#include "client/irc/state.h"
#include "common/xmalloc.h"

/* Keep a password that worked for later connections. */
static void
keep_password(struct login *l)
{
	l->stay_out = 0;
	if (l->way != LOGIN_PASSWORD || l->try_password == NULL)
		return;
	sasl_wipe(l->password);
	l->password = l->try_password;
	l->try_password = NULL;
	if (l->try_account != NULL)
		xreplace(&l->account, l->try_account);
}

static void
login_is(struct irc_session *s, struct view account, struct irc_event *ev)
{
	struct login *l = &s->login;

	free(l->as);
	l->as = account.len > 0 ? xviewdup(account) : NULL;
	if (l->as != NULL)
		xreplace(&l->last, l->as);
	ev->self = 1;
	ev->on = l->asked;
	ev->object = session_name(s, SANITIZE_OBJECT, account);
	buf_reset(&s->words);
	if (l->as != NULL)
		buf_printf(&s->words, "you are logged in as %.*s",
		    VIEW_ARG(ev->object));
	else
		buf_add_str(&s->words, "you are logged out");
	ev->text = session_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, ev, IRC_EV_LOGIN);
}

/* True if the exchange is complete, and the server has proved what it must. */
static int
is_proven(const struct login *l)
{
	return l->work == NULL && l->why == NULL && sasl_is_done(l->sasl);
}

/* 900 nick mask account :text. During an exchange it counts only once the server has given its proof. */
void
on_logged_in(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct login *l = &s->login;

	if (l->sasl != NULL && !is_proven(l))
		return;
	ev->numeric = 900;
	login_is(s, irc_msg_param(msg, 2), ev);
}

void
on_logged_out(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)msg;
	if (s->login.leaving)
		login_log_out(&s->login);
	ev->numeric = 901;
	login_is(s, VIEW(""), ev);
	s->login.asked = 0;
}

/* 903 */
void
on_login_done(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct login *l = &s->login;

	(void)msg;
	if (l->sasl == NULL)
		return;
	if (!is_proven(l)) {
		login_refused(s, 903,
		    l->why != NULL ? l->why
				   : "the server did not prove that it knows "
				     "your password: it may be an impostor");
		login_finish(s);
		return;
	}
	keep_password(l);
	if (l->as == NULL) {
		ev->numeric = 903;
		login_is(s, view_of(login_name(l)), ev);
	}
	login_finish(s);
}

/* Explain how to bind our key: that needs a client that is logged in. */
static const char *
unknown_key(struct irc_session *s)
{
	buf_reset(&s->words);
	buf_printf(&s->words,
	    "the account %s does not have this computer's key. Log in with "
	    "the password: /login %s. Or, where you are logged in, type "
	    "/account key add %s, and then here: /login %s",
	    login_name(&s->login), login_name(&s->login), s->login.secure.key,
	    login_name(&s->login));
	return buf_str(&s->words);
}

static const char *
failure(struct irc_session *s, int numeric)
{
	const struct login *l = &s->login;

	if (l->why != NULL)
		return l->why;
	switch (numeric) {
	case 902:
		return "that account is locked: ask an operator of the "
		       "server";
	case 905:
		return "the password is too long for the server";
	case 906:
		return "the login was aborted. Try again with /login";
	case 907:
		return "you are already logged in: /logout first";
	default:
		break;
	}
	if (l->way == LOGIN_KEY)
		return unknown_key(s);
	return "wrong account name or password. Try again with /login";
}

/*
 * 902, 904 to 907. Every guest's key is unknown under the nick, so this failure is shown only if the user asked
 * to log in.
 */
void
on_login_failed(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct login *l = &s->login;
	long long n = 0;

	(void)ev;
	view_to_int(msg->command, 1, 999, &n);
	if (l->sasl == NULL && n == 906) /* of an exchange that we aborted */
		return;
	if (l->sasl == NULL) {
		numerics_numeric(s, msg, ev);
		return;
	}
	if (l->asked || l->way == LOGIN_PASSWORD || n == 902)
		login_refused(s, (int)n, failure(s, (int)n));
	login_drop(l);
	xreplace(&l->why, NULL);
	if (l->asked || !login_next(s))
		login_finish(s);
}

/* 908 nick mechanisms :text; the 904 that follows refuses the one we tried. */
void
on_mechanisms(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)ev;
	login_offered(s, irc_msg_param(msg, 1));
	if (s->login.sasl != NULL && s->login.why == NULL &&
	    s->login.way == LOGIN_PASSWORD)
		s->login.why = xstrdup("the server requires another login "
				       "method. Try again with /login");
}

/* ACCOUNT account (account-notify): not shown for other users. */
void
on_account(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view account = irc_msg_param(msg, 0);
	const char *as = s->login.as == NULL ? "" : s->login.as;

	if (view_equal(account, VIEW("*")))
		account = VIEW("");
	if (ev->self && !view_equal(account, view_of(as)))
		login_is(s, account, ev);
}
