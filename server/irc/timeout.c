/*
 * timeout: close connections that do not register in time or do not answer PING.
 */
#include "server/irc/timeout.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/request.h"
#include "server/net/net.h"

static void ping_cb(struct wheel_timer *, void *);

static void
set_timer(struct session *s, long long seconds,
    void (*fn)(struct wheel_timer *, void *))
{
	wheel_set(net_wheel(s->server->net), &s->timer,
	    seconds < 1 ? 1 : (unsigned)seconds, fn, s);
}

static void
register_cb(struct wheel_timer *timer, void *ctx)
{
	(void)timer;
	irc_close(ctx, _("Registration timed out"));
}

void
irc_watch_registration(struct session *s)
{
	set_timer(s, s->server->config->register_seconds, register_cb);
}

void
irc_watch_pings(struct session *s)
{
	struct irc_state *irc = s->state;

	irc->pinged = 0;
	set_timer(s, s->server->config->ping_seconds, ping_cb);
}

static void
send_ping(struct session *s)
{
	struct irc_state *irc = s->state;
	struct request req;

	request_begin(&req, s, NULL);
	irc_begin(&req.w, req.line, sizeof(req.line), LINE_TAGS_SERVER);
	irc_command(&req.w, "PING");
	reply_end(&req, s->server->config->name);
	request_end(&req);
	irc->pinged = clock_mono_ms();
	set_timer(s, s->server->config->ping_timeout, ping_cb);
}

static void
time_out(struct session *s, int64_t idle_ms)
{
	char *reason;

	xasprintf(&reason, _("Ping timeout: %lld seconds"),
	    (long long)(idle_ms / 1000));
	irc_close(s, reason);
	free(reason);
}

/* Return when the client was last active: it sent a line, or read a part of a long reply. */
static int64_t
last_sign(const struct session *s)
{
	const struct irc_state *irc = s->state;
	int64_t last = conn_last_read(s->conn);

	return irc->moved > last ? irc->moved : last;
}

/* While messages are in flight we read no lines, so the client cannot answer PING. */
static void
ping_cb(struct wheel_timer *timer, void *ctx)
{
	struct session *s = ctx;
	struct irc_state *irc = s->state;
	int64_t last = last_sign(s);
	int64_t idle = clock_mono_ms() - last;
	long long limit = s->server->config->ping_seconds;

	(void)timer;
	if (s->inflight > 0 || (irc->pinged != 0 && last >= irc->pinged))
		irc_watch_pings(s);
	else if (irc->pinged != 0)
		time_out(s, idle);
	else if (idle / 1000 < limit)
		set_timer(s, limit - idle / 1000, ping_cb);
	else
		send_ping(s);
}
