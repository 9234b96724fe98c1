/*
 * nick: MONITOR and ISON, and the numerics that refuse a nick.
 */
#include "client/irc/nick.h"

#include <stdlib.h>

#include "client/irc/isupport.h"
#include "client/irc/login.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	FIRST_MS =
	    1000, /* the server announces what it supports after its welcome */
	PACE_MS = 30000
};

struct nick_regain {
	char *nick;	/* the nick to regain; NULL: none */
	int64_t next;	/* mono ms: when to ask again */
	int monitored;	/* MONITOR + has been sent */
	int trying;	/* NICK has been sent */
	unsigned isons; /* ISON commands without a reply */
};

struct nick_regain *
nick_regain_new(void)
{
	return xcalloc(1, sizeof(struct nick_regain));
}

void
nick_regain_reset(struct nick_regain *r)
{
	free(r->nick);
	*r = (struct nick_regain){ 0 };
}

void
nick_regain_free(struct nick_regain *r)
{
	nick_regain_reset(r);
	free(r);
}

static void
send_monitor(struct irc_session *s, const char *sign)
{
	struct view params[2] = { view_of(sign), view_of(s->regain->nick) };

	send_command(s, "MONITOR", params, 2);
}

void
nick_regain_start(struct irc_session *s, struct view nick)
{
	struct nick_regain *r = s->regain;

	if (r->nick != NULL && r->monitored && s->phase == PHASE_ONLINE)
		send_monitor(s, "-");
	nick_regain_reset(r);
	if (nick.len == 0)
		return;
	r->nick = xviewdup(nick);
	r->next = clock_mono_ms() + FIRST_MS;
	session_wake(s);
}

static int
is_wanted(const struct irc_session *s, struct view nick)
{
	return s->regain->nick != NULL &&
	       name_equal(nick, view_of(s->regain->nick));
}

static void
request_nick(struct irc_session *s)
{
	struct nick_regain *r = s->regain;

	if (r->trying)
		return;
	r->trying = 1;
	r->next = clock_mono_ms() + PACE_MS;
	send_nick(s, view_of(r->nick));
}

/* The server may lose the MONITOR list, so also send ISON every half minute. */
int
nick_regain_tick(struct irc_session *s, int64_t now)
{
	struct nick_regain *r = s->regain;
	struct view nick;

	if (r->nick == NULL || s->phase != PHASE_ONLINE)
		return -1;
	if (now < r->next)
		return (int)(r->next - now);
	r->trying = 0;
	r->next = now + PACE_MS;
	if (s->isupport->monitor && !r->monitored) {
		r->monitored = 1;
		send_monitor(s, "+");
	} else {
		nick = view_of(r->nick);
		r->isons++;
		send_command(s, "ISON", &nick, 1);
	}
	return PACE_MS;
}

void
nick_regain_left(struct irc_session *s, struct view nick)
{
	if (is_wanted(s, nick))
		request_nick(s);
}

/* Handle a refused nick. Returns 1 if only the session had asked for it. */
static int
regain_refused(struct irc_session *s, struct view nick, struct view why)
{
	if (!s->regain->trying || !is_wanted(s, nick))
		return 0;
	s->regain->trying = 0;
	if (login_nick_is_registered(why)) /* another user has registered it */
		nick_regain_start(s, VIEW(""));
	return 1;
}

void
nick_regain_changed(struct irc_session *s)
{
	struct irc_event ev = { .time = clock_ms() };

	if (!is_wanted(s, view_of(s->nick)))
		return;
	nick_regain_start(s, VIEW(""));
	buf_reset(&s->words);
	buf_printf(&s->words, _("You have your nick %s back."), s->nick);
	ev.text = sanitize_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, &ev, IRC_EV_INFO);
}

/* 303 me :online nicks */
int
on_ison(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view list = irc_msg_param(msg, 1), nick;

	(void)ev;
	if (s->regain->isons == 0 || s->answered.number != 0)
		return 0;
	s->regain->isons--;
	while (view_cut(&list, ' ', &nick))
		if (is_wanted(s, nick))
			return 1;
	if (s->regain->nick != NULL)
		request_nick(s);
	return 1;
}

/* 730 and 731 me :targets that came online or went offline. Shows those that the user asked for. */
int
on_monitored(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view list = irc_msg_param(msg, 1), target;
	int is_offline = view_equal(msg->command, VIEW("731")), others = 0;
	struct irc_source source;

	(void)ev;
	while (view_cut(&list, ',', &target)) {
		irc_source_split(target, &source);
		if (!is_wanted(s, source.nick))
			others = 1;
		else if (is_offline)
			request_nick(s);
	}
	return !others;
}

/* 734 me limit targets :text: the list is full, so use ISON only. */
int
on_monitor_full(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)ev;
	if (!is_wanted(s, irc_msg_param(msg, 2)))
		return 0;
	s->regain->next = clock_mono_ms();
	return 1;
}

/* The nick is registered, perhaps to our user: say how to log in. */
static void
reserved(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	ev->object = sanitize_name(s, SANITIZE_OBJECT, irc_msg_param(msg, 1));
	buf_reset(&s->words);
	buf_printf(&s->words,
	    _("%.*s is registered. If it is yours: /login %.*s"),
	    VIEW_ARG(ev->object), VIEW_ARG(ev->object));
	ev->text = sanitize_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, ev, IRC_EV_REFUSED);
}

/* Before registration the user or the client must choose another nick; afterwards the change just failed. */
int
on_nick_refused(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view why = irc_msg_param(msg, msg->nparams - 1);
	long long n;

	if (s->phase == PHASE_ONLINE) {
		if (regain_refused(s, irc_msg_param(msg, 1), why))
			return 1;
		if (!login_nick_is_registered(why))
			return 0;
		reserved(s, msg, ev);
		return 1;
	}
	if (view_to_int(msg->command, 1, 999, &n) == 0)
		ev->numeric = (int)n;
	if (!login_hold_nick(s, ev, why))
		login_emit_refused_nick(s, ev, why);
	return 1;
}
