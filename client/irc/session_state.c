/*
 * session_state: emit events and call back.
 */
#include "client/irc/session_state.h"

#include "common/clock.h"
#include "common/names.h"

void
session_emit(
    struct irc_session *s, struct irc_event *ev, enum irc_event_type type)
{
	ev->type = type;
	s->event(ev, s->ctx);
}

void
session_close(struct irc_session *s, const char *why)
{
	struct irc_event ev = { .time = clock_ms(), .text = view_of(why) };

	if (s->closed)
		return;
	s->closed = 1;
	session_emit(s, &ev, IRC_EV_CLOSED);
}

void
session_end_request(struct irc_session *s, uint64_t number)
{
	struct irc_event ev = { .time = clock_ms() };

	ev.origin = request_end(s->requests, number);
	if (s->watches_answers && ev.origin != 0 &&
	    !requests_have_origin(s->requests, ev.origin))
		session_emit(s, &ev, IRC_EV_ANSWERED);
}

void
session_wake(struct irc_session *s)
{
	if (s->wake != NULL)
		s->wake(s->ctx);
}

int
session_is_me(const struct irc_session *s, struct view nick)
{
	return nick.len > 0 && name_equal(nick, view_of(s->nick));
}
