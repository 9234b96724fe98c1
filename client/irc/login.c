/*
 * login: SASL on the client's side (IRCv3 sasl-3.2; checklist 55 to 57).
 */
#include "client/irc/login.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/caps.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/xmalloc.h"

enum {
	CHUNK = 400,
	MESSAGE_MAX = 16 * CHUNK, /* bytes from the server in one step */
	LOGIN_MS = 15000,
	WORK_MS = 10 /* how often to check for the result */
};

struct login *
login_new(void)
{
	struct login *l = xcalloc(1, sizeof(*l));

	l->iterations_most = SASL_ITERATIONS_MOST;
	return l;
}

static void
drop_exchange(struct login *l)
{
	if (l->work != NULL)
		sasl_work_abandon(l->work);
	else
		sasl_free(l->sasl);
	l->work = NULL;
	l->sasl = NULL;
}

void
login_log_out(struct login *l)
{
	sasl_wipe(&l->password);
	l->logging_out = 0;
	l->stay_logged_out = 1;
}

/* Forget what belongs to one connection. */
static void
forget_connection(struct login *l)
{
	if (l->logging_out) /* the logout was not confirmed, but was intended */
		login_log_out(l);
	drop_exchange(l);
	l->mechanisms = 0;
	l->listed = l->user_waits = l->held_numeric = 0;
	l->method = LOGIN_NO_METHOD;
	sasl_wipe(&l->try_password);
	sasl_wipe(&l->next_password);
	xreplace(&l->try_account, NULL);
	xreplace(&l->logged_in_as, NULL);
	xreplace(&l->abort_reason, NULL);
	xreplace(&l->held_reason, NULL);
	buf_reset(&l->received);
}

void
login_free(struct login *l)
{
	forget_connection(l);
	sasl_wipe(&l->password);
	free(l->account);
	free(l->last_account);
	free(l->wanted_nick);
	buf_clear(&l->received);
	free(l);
}

void
login_reset(struct irc_session *s)
{
	forget_connection(s->login);
	xreplace(&s->login->wanted_nick, s->nick);
}

/* Parse sasl=EXTERNAL,SCRAM-SHA-256, or the list of 908. */
void
login_offered(struct irc_session *s, struct view list)
{
	struct view name;
	int m;

	s->login->mechanisms = 0;
	s->login->listed = list.len > 0;
	while (view_cut(&list, ',', &name))
		for (m = 0; m < SASL_MECHANISMS; m++)
			if (view_equal_nocase(name, view_of(sasl_name(m))))
				s->login->mechanisms |= 1u << m;
}

/* Return the account to log in to: the one that the user typed, the last one, the one of the settings, or our nick. */
static const char *
account_name(const struct login *l)
{
	if (l->try_account != NULL)
		return l->try_account;
	if (l->last_account != NULL)
		return l->last_account;
	return l->account != NULL ? l->account : l->wanted_nick;
}

/*
 * Return the account that EXTERNAL names, or "". Naming an account binds a pending key to it, so the client names only
 * an account that the user has chosen: anybody may have registered the nick and claimed our key for it. If the client
 * names none, the server selects an account to which our key is bound.
 */
static const char *
key_account(const struct login *l)
{
	int is_chosen = l->user_waits || l->try_account != NULL ||
			l->last_account != NULL || l->account != NULL;

	return is_chosen ? account_name(l) : "";
}

static const char *
password(const struct login *l)
{
	return l->try_password != NULL ? l->try_password : l->password;
}

static int
may_use_key(const struct login *l)
{
	return l->encrypted && l->has_key &&
	       (l->mechanisms & 1u << SASL_EXTERNAL);
}

/*
 * PLAIN sends the password itself, so it is used only on an encrypted connection or to this machine. Returns -1 if no mechanism may be used.
 */
static int
password_mechanism(const struct login *l)
{
	int is_safe = l->encrypted || l->local;

	if (l->mechanisms & 1u << SASL_SCRAM)
		return SASL_SCRAM;
	if (is_safe && (!l->listed || l->mechanisms & 1u << SASL_PLAIN))
		return SASL_PLAIN;
	return l->listed ? -1 : SASL_SCRAM;
}

static void
emit_refused(struct irc_session *s, int numeric, const char *why)
{
	struct irc_event ev = { .time = clock_ms(),
		.numeric = numeric,
		.text = sanitize_text(s, SANITIZE_TEXT, view_of(why)) };

	session_emit(s, &ev, IRC_EV_REFUSED);
}

static void
authenticate(struct irc_session *s, const char *text)
{
	struct view param = view_of(text);

	s->login->deadline = clock_mono_ms() + LOGIN_MS;
	send_command(s, "AUTHENTICATE", &param, 1);
}

static int
start_exchange(
    struct irc_session *s, enum login_method way, enum sasl_mechanism m)
{
	struct login *l = s->login;
	char *cause = NULL;

	l->method = way;
	l->mechanism = m;
	buf_reset(&l->received);
	l->sasl =
	    sasl_new(m, way == LOGIN_KEY ? key_account(l) : account_name(l),
		way == LOGIN_PASSWORD ? password(l) : NULL, l->iterations_most,
		&cause);
	if (l->sasl != NULL) {
		authenticate(s, sasl_name(m));
		return 1;
	}
	emit_refused(s, 0, cause);
	free(cause);
	return 0;
}

/* Start the next login method that is possible. Returns 1 if an exchange began. */
static int
next_method(struct irc_session *s)
{
	struct login *l = s->login;
	int m;

	if (l->method == LOGIN_NO_METHOD && l->try_password == NULL &&
	    may_use_key(l) && start_exchange(s, LOGIN_KEY, SASL_EXTERNAL))
		return 1;
	if (l->method == LOGIN_PASSWORD || password(l) == NULL)
		return 0;
	m = password_mechanism(l);
	if (m >= 0)
		return start_exchange(
		    s, LOGIN_PASSWORD, (enum sasl_mechanism)m);
	emit_refused(s, 0,
	    _("Not logged in: the server offers no safe way to send the "
	      "password"));
	return 0;
}

/* Servers use 433 for every nick in use, so look for words in the text. */
int
login_nick_is_registered(struct view why)
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

void
login_emit_refused_nick(
    struct irc_session *s, struct irc_event *ev, struct view why)
{
	ev->object = sanitize_name(s, SANITIZE_OBJECT, view_of(s->nick));
	ev->text = sanitize_text(s, SANITIZE_TEXT, why);
	ev->on = login_nick_is_registered(why);
	session_emit(s, ev, IRC_EV_NICK_IN_USE);
}

/* The login has ended: request the refused nick again if it succeeded, else report the nick as refused. */
static void
retry_held_nick(struct irc_session *s)
{
	struct irc_event ev = { .time = clock_ms(),
		.numeric = s->login->held_numeric };

	if (s->login->held_numeric == 0)
		return;
	s->login->held_numeric = 0;
	if (s->login->logged_in_as != NULL) {
		send_nick(s, view_of(s->nick));
		return;
	}
	login_emit_refused_nick(s, &ev, view_of(s->login->held_reason));
}

/* Send CAP END: nothing delays registration any more. */
static void
end_registration(struct irc_session *s)
{
	struct view end = VIEW("END");

	if (s->caps->ended)
		return;
	s->caps->ended = 1;
	send_command(s, "CAP", &end, 1);
}

static void
finish(struct irc_session *s)
{
	struct login *l = s->login;

	drop_exchange(l);
	l->user_waits = 0;
	sasl_wipe(&l->try_password);
	xreplace(&l->try_account, NULL);
	xreplace(&l->abort_reason, NULL);
	retry_held_nick(s);
	end_registration(s);
}

void
login_begin(struct irc_session *s)
{
	struct login *l = s->login;

	if (l->sasl != NULL || l->logged_in_as != NULL || l->stay_logged_out ||
	    !caps_on(s, CAP_SASL))
		return;
	l->method = LOGIN_NO_METHOD;
	next_method(s);
}

void
login_continue(struct irc_session *s)
{
	if (s->login->sasl == NULL && !s->caps->ended)
		finish(s);
}

void
login_request(struct irc_session *s, struct view account, struct view secret)
{
	struct login *l = s->login;

	sasl_wipe(&l->try_password);
	free(l->try_account);
	l->try_account = account.len > 0 ? xviewdup(account) : NULL;
	if (secret.len > 0)
		l->try_password = xviewdup(secret);
	l->user_waits = 1;
	l->method = LOGIN_NO_METHOD;
	if (!next_method(s))
		finish(s);
}

int
login_hold_nick(
    struct irc_session *s, const struct irc_event *ev, struct view why)
{
	struct login *l = s->login;

	if (s->caps->ended || !(s->caps->offered & CAP_SASL) ||
	    l->stay_logged_out || strcmp(s->nick, l->wanted_nick) != 0 ||
	    (!may_use_key(l) && password(l) == NULL))
		return 0;
	l->held_numeric = ev->numeric;
	free(l->held_reason);
	l->held_reason = xviewdup(why);
	return 1;
}

/* Send in chunks; the last is shorter than a full one, and "+" if it is empty. */
static void
send_response(struct irc_session *s, const char *text)
{
	struct view rest = view_of(text), chunk;

	do {
		chunk = rest;
		if (chunk.len > CHUNK)
			chunk.len = CHUNK;
		rest.p += chunk.len;
		rest.len -= chunk.len;
		s->login->deadline = clock_mono_ms() + LOGIN_MS;
		send_command(
		    s, "AUTHENTICATE", chunk.len > 0 ? &chunk : &VIEW("+"), 1);
	} while (chunk.len == CHUNK);
}

/* Abort the exchange: the server replies with 906 or 904. */
static void
abort_login(struct irc_session *s, char *cause)
{
	free(s->login->abort_reason);
	s->login->abort_reason = cause;
	authenticate(s, "*");
}

static void
stepped(struct irc_session *s, int rc, char *out, char *cause)
{
	if (rc != 0)
		abort_login(s, cause);
	else
		send_response(s, out);
	sasl_wipe(&out);
}

static void
end_work(struct irc_session *s)
{
	char *out, *cause;
	int rc = sasl_work_end(s->login->work, &out, &cause);

	s->login->work = NULL;
	stepped(s, rc, out, cause);
}

/* A step of SCRAM may take long, so it runs in a thread. */
static void
step(struct irc_session *s)
{
	struct login *l = s->login;
	char *out = NULL, *cause = NULL;
	int rc;

	if (l->mechanism == SASL_SCRAM && l->received.len > 0)
		l->work = sasl_work_start(l->sasl, buf_str(&l->received));
	if (l->work != NULL)
		session_wake(s);
	if (l->work == NULL) {
		rc = sasl_step(l->sasl, buf_str(&l->received), &out, &cause);
		stepped(s, rc, out, cause);
	}
	buf_reset(&l->received);
}

int
login_tick(struct irc_session *s, int64_t now)
{
	struct login *l = s->login;

	if (l->sasl == NULL)
		return -1;
	if (l->work != NULL && !sasl_work_is_done(l->work))
		return WORK_MS;
	if (l->work != NULL)
		end_work(s);
	if (now < l->deadline)
		return (int)(l->deadline - now);
	if (l->user_waits || l->method == LOGIN_PASSWORD)
		emit_refused(s, 0,
		    _("No reply to the login: you are a guest. Try again with "
		      "/login"));
	authenticate(s, "*");
	finish(s);
	return -1;
}

void
on_authenticate(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view chunk = irc_msg_param(msg, 0);
	struct login *l = s->login;
	int is_last = chunk.len < CHUNK;

	(void)ev;
	if (l->sasl == NULL || l->work != NULL || l->abort_reason != NULL)
		return;
	if (!view_equal(chunk, VIEW("+")))
		buf_add_view(&l->received, chunk);
	if (l->received.len > MESSAGE_MAX)
		abort_login(
		    s, xstrdup(_("The server's login message is too long")));
	else if (is_last)
		step(s);
}

/* Keep a password that worked for later connections. */
static void
keep_password(struct login *l)
{
	l->stay_logged_out = 0;
	if (l->method != LOGIN_PASSWORD || l->try_password == NULL)
		return;
	sasl_wipe(&l->password);
	l->password = l->try_password;
	l->try_password = NULL;
	if (l->try_account != NULL)
		xreplace(&l->account, l->try_account);
}

static void
login_is(struct irc_session *s, struct view account, struct irc_event *ev)
{
	struct login *l = s->login;

	free(l->logged_in_as);
	l->logged_in_as = account.len > 0 ? xviewdup(account) : NULL;
	if (l->logged_in_as != NULL)
		xreplace(&l->last_account, l->logged_in_as);
	ev->self = 1;
	ev->on = l->user_waits;
	ev->object = sanitize_name(s, SANITIZE_OBJECT, account);
	buf_reset(&s->words);
	if (l->logged_in_as != NULL)
		buf_printf(&s->words, _("You are logged in as %.*s"),
		    VIEW_ARG(ev->object));
	else
		buf_add_str(&s->words, _("You are logged out"));
	ev->text = sanitize_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, ev, IRC_EV_LOGIN);
}

/* True if the exchange is complete, and the server has proved what it must. */
static int
is_proven(const struct login *l)
{
	return l->work == NULL && l->abort_reason == NULL &&
	       sasl_is_done(l->sasl);
}

/* 900 nick mask account :text. During an exchange it counts only once the server has given its proof. */
void
on_logged_in(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct login *l = s->login;

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
	if (s->login->logging_out)
		login_log_out(s->login);
	ev->numeric = 901;
	login_is(s, VIEW(""), ev);
	s->login->user_waits = 0;
}

/* 903 */
void
on_login_done(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct login *l = s->login;

	(void)msg;
	if (l->sasl == NULL)
		return;
	if (!is_proven(l)) {
		emit_refused(s, 903,
		    l->abort_reason != NULL
			? l->abort_reason
			: _("The server did not prove that it knows "
			    "your password: it may be an impostor"));
		finish(s);
		return;
	}
	keep_password(l);
	if (l->logged_in_as == NULL) {
		ev->numeric = 903;
		login_is(s, view_of(account_name(l)), ev);
	}
	finish(s);
}

/* Explain how to bind our key: that needs a client that is logged in. */
static const char *
unknown_key(struct irc_session *s)
{
	buf_reset(&s->words);
	buf_printf(&s->words,
	    _("The account %s does not have this computer's key. Log in with "
	      "the password: /login %s. Or, where you are logged in, type "
	      "/account key add %s, and then here: /login %s"),
	    account_name(s->login), account_name(s->login), s->login->key,
	    account_name(s->login));
	return buf_str(&s->words);
}

static const char *
failure(struct irc_session *s, int numeric)
{
	const struct login *l = s->login;

	if (l->abort_reason != NULL)
		return l->abort_reason;
	switch (numeric) {
	case 902:
		return _("That account is locked: ask a server operator");
	case 905:
		return _("The password is too long for the server");
	case 906:
		return _("The login was aborted. Try again with /login");
	case 907:
		return _("You are already logged in: /logout first");
	default:
		break;
	}
	if (l->method == LOGIN_KEY)
		return unknown_key(s);
	return _("Wrong account name or password. Try again with /login");
}

/*
 * 902, 904 to 907. The server never knows a guest's key, so a failed login by key is shown only if the user asked to
 * log in.
 */
int
on_login_failed(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct login *l = s->login;
	long long n = 0;

	(void)ev;
	view_to_int(msg->command, 1, 999, &n);
	if (l->sasl == NULL) /* 906 is of an exchange that we aborted */
		return n == 906;
	if (l->user_waits || l->method == LOGIN_PASSWORD || n == 902)
		emit_refused(s, (int)n, failure(s, (int)n));
	drop_exchange(l);
	xreplace(&l->abort_reason, NULL);
	if (l->user_waits || !next_method(s))
		finish(s);
	return 1;
}

/* 908 nick mechanisms :text; the 904 that follows refuses the one we tried. */
void
on_mechanisms(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)ev;
	login_offered(s, irc_msg_param(msg, 1));
	if (s->login->sasl != NULL && s->login->abort_reason == NULL &&
	    s->login->method == LOGIN_PASSWORD)
		s->login->abort_reason =
		    xstrdup(_("The server requires another login "
			      "method. Try again with /login"));
}

/* ACCOUNT account (account-notify): not shown for other users. */
void
on_account(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view account = irc_msg_param(msg, 0);
	const char *as =
	    s->login->logged_in_as == NULL ? "" : s->login->logged_in_as;

	if (view_equal(account, VIEW("*")))
		account = VIEW("");
	if (ev->self && !view_equal(account, view_of(as)))
		login_is(s, account, ev);
}
