/*
 * lag: sends the PINGs and computes the lag.
 */
#include "client/irc/lag.h"

#include <stdlib.h>

#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "common/xmalloc.h"

enum {
	PING_MS = 30000,      /* from one PING to the next */
	PING_LAGGED_MS = 5000 /* the same while there is lag */
};

static const char token_text[] = "tchat-lag";

struct lag {
	int64_t next; /* mono ms: when the next PING is due; 0: not set yet */
	int64_t sent; /* when the PING on its way was sent; 0: there is none */
	int64_t reported; /* seconds */
};

struct lag *
lag_new(void)
{
	return xcalloc(1, sizeof(struct lag));
}

void
lag_free(struct lag *lag)
{
	free(lag);
}

void
lag_reset(struct lag *lag)
{
	*lag = (struct lag){ 0 };
}

static void
report(struct irc_session *s, int64_t ms)
{
	struct irc_event ev = { .lag = ms - ms % 1000 };

	if (ms / 1000 == s->lag->reported)
		return;
	s->lag->reported = ms / 1000;
	session_emit(s, &ev, IRC_EV_LAG);
}

static void
ping(struct irc_session *s, int64_t now)
{
	struct view token = view_of(token_text);

	s->lag->sent = now;
	send_exact(s, "PING", &token, 1);
}

int
lag_tick(struct irc_session *s, int64_t now)
{
	struct lag *lag = s->lag;

	if (s->phase != PHASE_ONLINE)
		return -1;
	if (lag->next == 0)
		lag->next = now + PING_MS;
	if (lag->sent == 0 && now < lag->next)
		return (int)(lag->next - now);
	if (lag->sent == 0)
		ping(s, now);
	report(s, now - lag->sent);
	return 1000 - (int)((now - lag->sent) % 1000);
}

int
lag_pong(struct irc_session *s, struct view token, int64_t now)
{
	struct lag *lag = s->lag;

	if (!view_equal(token, view_of(token_text)))
		return 0;
	if (lag->sent == 0)
		return 1;
	report(s, now - lag->sent);
	lag->sent = 0;
	lag->next = now + (lag->reported > 0 ? PING_LAGGED_MS : PING_MS);
	return 1;
}
