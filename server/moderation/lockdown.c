/*
 * lockdown: the clock ends a lockdown; the timer only tells the operators.
 */
#include "server/moderation/lockdown.h"

#include "common/clock.h"
#include "common/i18n.h"
#include "common/log.h"
#include "server/deliver/oper_notices.h"
#include "server/session/server.h"

static void
over_cb(struct wheel_timer *timer, void *ctx)
{
	struct server *server = ctx;
	long long left;

	(void)timer;
	if (lockdown_is_on(server, &left)) {
		wheel_set(net_wheel(server->net), &server->lockdown_over,
		    (unsigned)left, over_cb, server);
		return;
	}
	server->lockdown = 0;
	log_info("oper", 0, "the lockdown is over");
	oper_notice(
	    server, NULL, _("The lockdown is over. Guests may connect again."));
}

void
lockdown_begin(struct server *server, long long seconds)
{
	struct wheel *wheel = net_wheel(server->net);

	server->lockdown = seconds == 0 ? -1 : clock_mono_ms() + seconds * 1000;
	wheel_cancel(wheel, &server->lockdown_over);
	if (seconds > 0)
		wheel_set(wheel, &server->lockdown_over, (unsigned)seconds,
		    over_cb, server);
}

void
lockdown_end(struct server *server)
{
	server->lockdown = 0;
	wheel_cancel(net_wheel(server->net), &server->lockdown_over);
}

int
lockdown_is_on(const struct server *server, long long *left)
{
	int64_t now = clock_mono_ms();

	*left = 0;
	if (server->lockdown > now)
		*left = (server->lockdown - now + 999) / 1000;
	return server->lockdown == -1 || *left > 0;
}

const char *
lockdown_words(const struct server *server)
{
	long long left;

	return lockdown_is_on(server, &left)
		   ? _("No new guests are accepted at the moment. Log in to an "
		       "account when you connect, or try again later.")
		   : NULL;
}

void
lockdown_free(struct server *server)
{
	wheel_cancel(net_wheel(server->net), &server->lockdown_over);
}
