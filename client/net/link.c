/*
 * link: the states of a connection. It has one state at a time; link_reset frees everything that belongs to any
 * state.
 */
#include "client/net/link.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "client/net/link_state.h"
#include "client/net/resolve.h"
#include "common/msgid.h"
#include "common/xmalloc.h"

enum {
	CLOSE_SECONDS = 2,  /* to send and receive the last bytes */
	PAUSE_FIRST = 1000, /* ms */
	PAUSE_MAX = 60000
};

void
link_set_timer(struct link *l, int ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	event_add(l->timer, &tv);
}

void
link_step(struct link *l, const char *words)
{
	if (l->ops.step != NULL)
		l->ops.step(words, l->ctx);
}

void
link_disconnect(struct link *l)
{
	if (l->bev != NULL)
		bufferevent_free(l->bev);
	l->bev = NULL;
	l->ssl = NULL;
	secure_peer_clear(&l->peer);
}

/* Free everything: socket, lookup, timer, received bytes. */
static void
link_reset(struct link *l)
{
	event_del(l->timer);
	event_del(l->failed);
	resolve_cancel(l->resolve);
	l->resolve = NULL;
	if (l->addrs != NULL)
		freeaddrinfo(l->addrs);
	l->addrs = l->addr = NULL;
	link_disconnect(l);
	linebuf_clear(&l->lines);
	free(l->drop);
	l->drop = NULL;
	l->plain = 0;
	l->state = STATE_IDLE;
}

/*
 * Discard bytes that the kernel could not deliver. They must not arrive later, while the next connection is
 * checking which messages arrived and sending the others again.
 */
static void
discard_unsent(struct link *l)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (l->bev != NULL)
		setsockopt(bufferevent_getfd(l->bev), SOL_SOCKET, SO_LINGER,
		    &now, sizeof(now));
}

void
link_go_down(struct link *l, const char *reason)
{
	char *copy = xstrdup(reason);

	discard_unsent(l);
	link_reset(l);
	l->ops.down(copy, l->ctx);
	free(copy);
}

void
link_finish_close(struct link *l)
{
	void (*closed)(void *) = l->closed;

	link_reset(l);
	l->closed = NULL;
	if (closed != NULL)
		closed(l->closed_ctx);
}

void
link_ready(struct link *l)
{
	freeaddrinfo(l->addrs);
	l->addrs = l->addr = NULL;
	event_del(l->timer);
	l->refusal.shown = 0;
	l->state = STATE_UP;
	l->ops.up(l->ctx);
}

static void
timer_cb(evutil_socket_t fd, short what, void *arg)
{
	struct link *l = arg;

	(void)fd, (void)what;
	switch (l->state) {
	case STATE_PAUSING:
		link_connect(l);
		break;
	case STATE_CONNECTING:
		link_connect_failed(l, ETIMEDOUT);
		break;
	case STATE_HANDSHAKE:
		link_handshake_stalled(l);
		break;
	case STATE_CLOSING:
		link_finish_close(l);
		break;
	case STATE_UP:
		link_process_lines(l);
		break;
	default:
		break;
	}
}

/* Connecting failed at once: report it from the loop, never from inside link_connect. */
static void
failed_cb(evutil_socket_t fd, short what, void *arg)
{
	struct link *l = arg;
	char *reason = l->drop;

	(void)fd, (void)what;
	l->drop = NULL;
	link_go_down(l, reason);
	free(reason);
}

struct link *
link_new(struct event_base *base, const char *host, unsigned port,
    const struct link_ops *ops, void *ctx)
{
	struct link *l = xcalloc(1, sizeof(*l));

	l->base = base;
	l->host = xstrdup(host);
	l->port = port;
	l->ops = *ops;
	l->ctx = ctx;
	l->pause = PAUSE_FIRST;
	l->timer = evtimer_new(base, timer_cb, l);
	l->failed = evtimer_new(base, failed_cb, l);
	linebuf_init(&l->lines, LINE_TAGS_SERVER, LINK_LINE_MAX);
	return l;
}

void
link_free(struct link *l)
{
	if (l == NULL)
		return;
	link_reset(l);
	event_free(l->timer);
	event_free(l->failed);
	secure_free(l->secure);
	free(l->host);
	free(l);
}

void
link_use_tls(struct link *l, const struct secure_config *config)
{
	l->wants_tls = 1;
	l->config = *config;
}

/* Returns 0, or -1 and then failed_cb follows from the loop. */
static int
prepare_tls(struct link *l)
{
	struct timeval now = { 0, 0 };
	char *notice = NULL, *cause = NULL;

	if (!l->wants_tls || l->secure != NULL)
		return 0;
	l->secure = secure_new(&l->config, &notice, &cause);
	if (notice != NULL && l->ops.notice != NULL)
		l->ops.notice(notice, l->ctx);
	free(notice);
	if (l->secure != NULL)
		return 0;
	l->final = 1;
	l->refusal.shown = 0;
	l->drop = cause;
	event_add(l->failed, &now);
	return -1;
}

void
link_connect(struct link *l)
{
	link_reset(l);
	l->final = 0;
	l->state = STATE_RESOLVING;
	if (prepare_tls(l) == 0)
		link_look_up(l);
}

/* The pause varies between three and five quarters, so that a crowd does not reconnect at once. */
int
link_retry(struct link *l)
{
	int half = l->pause / 2;
	int ms = l->pause - half / 2 + (int)random_below((uint32_t)half + 1);

	link_reset(l);
	l->pause = l->pause > PAUSE_MAX / 2 ? PAUSE_MAX : l->pause * 2;
	l->state = STATE_PAUSING;
	link_set_timer(l, ms);
	return ms;
}

void
link_settled(struct link *l)
{
	l->pause = PAUSE_FIRST;
}

void
link_send(struct link *l, struct view bytes)
{
	if (l->state == STATE_UP)
		bufferevent_write(l->bev, bytes.p, bytes.len);
}

void
link_close(struct link *l, void (*closed)(void *ctx), void *ctx)
{
	l->closed = closed;
	l->closed_ctx = ctx;
	if (l->state == STATE_UP) {
		l->state = STATE_CLOSING;
		bufferevent_enable(l->bev, EV_READ);
		link_set_timer(l, CLOSE_SECONDS * 1000);
		link_end_when_sent(l);
	} else {
		link_reset(l);
		l->state = STATE_CLOSING;
		link_set_timer(l, 0);
	}
}

void
link_drop(struct link *l, const char *reason)
{
	if (l->state == STATE_IDLE || l->state == STATE_CLOSING)
		return;
	if (l->in_lines) {
		xreplace(&l->drop, reason);
		return;
	}
	link_go_down(l, reason);
}

int
link_is_up(const struct link *l)
{
	return l->state == STATE_UP;
}

int
link_is_encrypted(const struct link *l)
{
	return l->ssl != NULL;
}

int
link_is_final(const struct link *l)
{
	return l->final;
}

const struct trust_refusal *
link_refusal(const struct link *l)
{
	return l->refusal.shown ? &l->refusal : NULL;
}

int
link_trust(struct link *l, char **cause)
{
	if (link_refusal(l) == NULL)
		return cause_set(cause, "No certificate was refused.");
	return secure_accept(
	    l->secure, l->host, l->port, &l->refusal.now, cause);
}

size_t
link_queued(const struct link *l)
{
	if (l->bev == NULL)
		return 0;
	return evbuffer_get_length(bufferevent_get_output(l->bev));
}
