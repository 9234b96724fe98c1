/*
 * login: SASL on the client's side (IRCv3 sasl-3.2; checklist 55 to 57).
 */
#include "client/irc/login.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/sasl_work.h"
#include "client/irc/state.h"
#include "common/clock.h"
#include "common/xmalloc.h"

void
login_init(struct login *l)
{
	*l = (struct login){ .iterations_most = SASL_ITERATIONS_MOST };
}

static void
wipe(char **text)
{
	sasl_wipe(*text);
	*text = NULL;
}

void
login_drop(struct login *l)
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
	wipe(&l->password);
	l->leaving = 0;
	l->stay_out = 1;
}

/* Forget what belongs to one connection; keep the account and password to log in with. */
static void
forget_connection(struct login *l)
{
	if (l->leaving) /* the logout was not confirmed, but was intended */
		login_log_out(l);
	login_drop(l);
	l->mechanisms = 0;
	l->told = l->asked = l->held = 0;
	l->way = LOGIN_NO_METHOD;
	wipe(&l->try_password);
	wipe(&l->next_password);
	xreplace(&l->try_account, NULL);
	xreplace(&l->as, NULL);
	xreplace(&l->why, NULL);
	xreplace(&l->held_why, NULL);
	buf_reset(&l->in);
}

void
login_clear(struct login *l)
{
	forget_connection(l);
	wipe(&l->password);
	free(l->account);
	free(l->last);
	free(l->wanted);
	buf_clear(&l->in);
}

void
login_start(struct irc_session *s)
{
	forget_connection(&s->login);
	xreplace(&s->login.wanted, s->nick);
}

/* Parse sasl=EXTERNAL,SCRAM-SHA-256, or the list of 908. */
void
login_offered(struct irc_session *s, struct view list)
{
	struct view name;
	int m;

	s->login.mechanisms = 0;
	s->login.told = list.len > 0;
	while (view_cut(&list, ',', &name))
		for (m = 0; m < SASL_MECHANISMS; m++)
			if (view_equal_nocase(name, view_of(sasl_name(m))))
				s->login.mechanisms |= 1u << m;
}

/* The account to log in to: the one asked for, the last one, the one of the settings, or the nick. */
const char *
login_name(const struct login *l)
{
	if (l->try_account != NULL)
		return l->try_account;
	if (l->last != NULL)
		return l->last;
	return l->account != NULL ? l->account : l->wanted;
}

/*
 * The account that EXTERNAL names, or "". Naming one binds a pending key to it, so the client names
 * only an account that the user has chosen: anybody may have registered the nick and claimed our
 * key for it. When none is named, the server selects an account that our key is bound to.
 */
static const char *
key_account(const struct login *l)
{
	int is_chosen = l->asked || l->try_account != NULL || l->last != NULL ||
			l->account != NULL;

	return is_chosen ? login_name(l) : "";
}

static const char *
password(const struct login *l)
{
	return l->try_password != NULL ? l->try_password : l->password;
}

static int
may_use_key(const struct login *l)
{
	return l->secure.encrypted && l->secure.has_key &&
	       (l->mechanisms & 1u << SASL_EXTERNAL);
}

/*
 * PLAIN sends the password itself, so it is used only on an encrypted connection or to this machine (DESIGN:
 * security rules). Returns -1 if no mechanism may be used.
 */
static int
password_mechanism(const struct login *l)
{
	int is_safe = l->secure.encrypted || l->secure.local;

	if (l->mechanisms & 1u << SASL_SCRAM)
		return SASL_SCRAM;
	if (is_safe && (!l->told || l->mechanisms & 1u << SASL_PLAIN))
		return SASL_PLAIN;
	return l->told ? -1 : SASL_SCRAM;
}

void
login_refused(struct irc_session *s, int numeric, const char *why)
{
	struct irc_event ev = { .time = clock_ms(),
		.numeric = numeric,
		.text = session_text(s, SANITIZE_TEXT, view_of(why)) };

	session_emit(s, &ev, IRC_EV_REFUSED);
}

static int
start(struct irc_session *s, enum login_method way, enum sasl_mechanism m)
{
	struct login *l = &s->login;
	char *cause = NULL;

	l->way = way;
	l->mechanism = m;
	buf_reset(&l->in);
	l->sasl = sasl_new(m, way == LOGIN_KEY ? key_account(l) : login_name(l),
	    way == LOGIN_PASSWORD ? password(l) : NULL, l->iterations_most,
	    &cause);
	if (l->sasl != NULL) {
		login_authenticate(s, sasl_name(m));
		return 1;
	}
	login_refused(s, 0, cause);
	free(cause);
	return 0;
}

/* Start the next login method that is possible. Returns 1 if an exchange began. */
int
login_next(struct irc_session *s)
{
	struct login *l = &s->login;
	int m;

	if (l->way == LOGIN_NO_METHOD && l->try_password == NULL &&
	    may_use_key(l) && start(s, LOGIN_KEY, SASL_EXTERNAL))
		return 1;
	if (l->way == LOGIN_PASSWORD || password(l) == NULL)
		return 0;
	m = password_mechanism(l);
	if (m >= 0)
		return start(s, LOGIN_PASSWORD, (enum sasl_mechanism)m);
	login_refused(s, 0,
	    "not logged in: the server offers no safe way to send the "
	    "password");
	return 0;
}

/* Settle the refused nick: it is ours after all, or it stays refused. */
static void
settle_held_nick(struct irc_session *s)
{
	struct irc_event ev = { .time = clock_ms(), .numeric = s->login.held };

	if (s->login.held == 0)
		return;
	s->login.held = 0;
	if (s->login.as != NULL) {
		irc_session_nick(s, view_of(s->nick));
		return;
	}
	ev.object = session_name(s, SANITIZE_OBJECT, view_of(s->nick));
	ev.text = session_text(s, SANITIZE_TEXT, view_of(s->login.held_why));
	session_emit(s, &ev, IRC_EV_NICK_IN_USE);
}

void
login_finish(struct irc_session *s)
{
	struct login *l = &s->login;

	login_drop(l);
	l->asked = 0;
	wipe(&l->try_password);
	xreplace(&l->try_account, NULL);
	xreplace(&l->why, NULL);
	settle_held_nick(s);
	caps_end(s);
}

void
login_begin(struct irc_session *s)
{
	struct login *l = &s->login;

	if (l->sasl != NULL || l->as != NULL || l->stay_out ||
	    !session_has(s, CAP_SASL))
		return;
	l->way = LOGIN_NO_METHOD;
	login_next(s);
}

void
login_continue(struct irc_session *s)
{
	if (s->login.sasl == NULL && !s->caps.ended)
		login_finish(s);
}

void
login_ask(struct irc_session *s, struct view account, struct view secret)
{
	struct login *l = &s->login;

	wipe(&l->try_password);
	free(l->try_account);
	l->try_account = account.len > 0 ? xviewdup(account) : NULL;
	if (secret.len > 0)
		l->try_password = xviewdup(secret);
	l->asked = 1;
	l->way = LOGIN_NO_METHOD;
	if (!login_next(s))
		login_finish(s);
}

int
login_hold_nick(
    struct irc_session *s, const struct irc_event *ev, struct view why)
{
	struct login *l = &s->login;

	if (s->caps.ended || !(s->caps.offered & CAP_SASL) || l->stay_out ||
	    strcmp(s->nick, l->wanted) != 0 ||
	    (!may_use_key(l) && password(l) == NULL))
		return 0;
	l->held = ev->numeric;
	free(l->held_why);
	l->held_why = xviewdup(why);
	return 1;
}
