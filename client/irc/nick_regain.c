/*
 * nick_regain: get the user's nick back. After a reconnect the old connection may still hold it, so the client is
 * ana-2 for a while. As soon as ana is free, the session takes it.
 *
 * If the server has MONITOR, it reports when the nick is free. Otherwise the session sends ISON every half
 * minute, and watches the QUIT and NICK lines of shared rooms.
 */
#include <stdlib.h>

#include "client/irc/state.h"
#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	FIRST_MS =
	    1000, /* the server announces what it supports after its welcome */
	PACE_MS = 30000
};

static void
send_monitor(struct irc_session *s, const char *sign)
{
	struct view params[2] = { view_of(sign), view_of(s->regain.nick) };

	irc_session_command(s, "MONITOR", params, 2);
}

void
irc_session_regain(struct irc_session *s, struct view nick)
{
	struct regain *r = &s->regain;

	if (r->nick != NULL && r->monitored && s->phase == PHASE_ONLINE)
		send_monitor(s, "-");
	regain_clear(r);
	if (nick.len == 0)
		return;
	r->nick = xviewdup(nick);
	r->next = clock_mono_ms() + FIRST_MS;
	if (s->ops.wake != NULL)
		s->ops.wake(s->ctx);
}

void
regain_clear(struct regain *r)
{
	free(r->nick);
	*r = (struct regain){ 0 };
}

static int
is_ours(const struct irc_session *s, struct view nick)
{
	return s->regain.nick != NULL &&
	       name_equal(nick, view_of(s->regain.nick));
}

static void
take(struct irc_session *s)
{
	struct regain *r = &s->regain;

	if (r->trying)
		return;
	r->trying = 1;
	r->next = clock_mono_ms() + PACE_MS;
	irc_session_nick(s, view_of(r->nick));
}

/* The server may lose the MONITOR list, so also send ISON every half minute. */
int
regain_tick(struct irc_session *s, int64_t now)
{
	struct regain *r = &s->regain;
	struct view nick;

	if (r->nick == NULL || s->phase != PHASE_ONLINE)
		return -1;
	if (now < r->next)
		return (int)(r->next - now);
	r->trying = 0;
	r->next = now + PACE_MS;
	if (s->isupport.monitor && !r->monitored) {
		r->monitored = 1;
		send_monitor(s, "+");
	} else {
		nick = view_of(r->nick);
		r->asked++;
		irc_session_command(s, "ISON", &nick, 1);
	}
	return PACE_MS;
}

void
regain_left(struct irc_session *s, struct view nick)
{
	if (is_ours(s, nick))
		take(s);
}

int
regain_refused(struct irc_session *s, struct view nick, struct view why)
{
	if (!s->regain.trying || !is_ours(s, nick))
		return 0;
	s->regain.trying = 0;
	if (irc_nick_is_reserved(why)) /* it is registered to somebody now */
		irc_session_regain(s, VIEW(""));
	return 1;
}

void
regain_named(struct irc_session *s)
{
	struct irc_event ev = { .time = clock_ms() };

	if (!is_ours(s, view_of(s->nick)))
		return;
	irc_session_regain(s, VIEW(""));
	buf_reset(&s->words);
	buf_printf(&s->words, "Your nick %s is free again: you have it back.",
	    s->nick);
	ev.text = session_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, &ev, IRC_EV_INFO);
}

/* 303 me :online nicks */
void
on_ison(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view list = irc_msg_param(msg, 1), nick;

	if (s->regain.asked == 0 || s->answered.number != 0) {
		numerics_numeric(s, msg, ev);
		return;
	}
	s->regain.asked--;
	while (view_cut(&list, ' ', &nick))
		if (is_ours(s, nick))
			return;
	if (s->regain.nick != NULL)
		take(s);
}

/* 730 and 731 me :targets that came online or went offline. Shows those that the user asked for. */
void
on_monitored(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view list = irc_msg_param(msg, 1), target;
	int gone = view_equal(msg->command, VIEW("731")), others = 0;
	struct irc_source source;

	while (view_cut(&list, ',', &target)) {
		irc_source_split(target, &source);
		if (!is_ours(s, source.nick))
			others = 1;
		else if (gone)
			take(s);
	}
	if (others)
		numerics_numeric(s, msg, ev);
}

/* 734 me limit targets :text: the list is full, so use ISON only. */
void
on_monitor_full(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (is_ours(s, irc_msg_param(msg, 2)))
		s->regain.next = clock_mono_ms();
	else
		numerics_numeric(s, msg, ev);
}
