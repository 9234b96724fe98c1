/*
 * link_io: an established connection: read bytes and split them into lines, send bytes, and handle every way in
 * which it ends.
 */
#include <sys/socket.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "client/net/link_state.h"
#include "common/xmalloc.h"

enum {
	BITE = 16 * 1024, /* bytes read per turn of the loop */
	UNSENT_MAX =
	    1
	    << 20 /* bytes to send; above this no line is read, because it might need a reply */
};

static void
break_reason(struct link *l, short what, int err, unsigned long tls)
{
	char *reason;

	if (tls != 0) {
		xasprintf(&reason, "the encrypted connection broke: %s",
		    secure_words(tls));
		link_go_down(l, reason);
		free(reason);
	} else if (what & BEV_EVENT_EOF || err == 0) {
		link_go_down(l, "the server closed the connection");
	} else if (err == ECONNRESET || err == EPIPE) {
		link_go_down(l, "the server broke the connection");
	} else if (err == ETIMEDOUT || err == EHOSTUNREACH) {
		link_go_down(l, "the server can no longer be reached");
	} else {
		xasprintf(&reason, "the connection broke: %s", strerror(err));
		link_go_down(l, reason);
		free(reason);
	}
}

/* True if the server does not read our replies (PONG). */
static int
is_blocked(const struct link *l)
{
	return evbuffer_get_length(bufferevent_get_output(l->bev)) > UNSENT_MAX;
}

void
link_process_lines(struct link *l)
{
	struct view line;
	int got;

	l->in_lines = 1;
	while (l->state == STATE_UP && l->drop == NULL) {
		if (l->ops.may_read != NULL && !l->ops.may_read(l->ctx)) {
			bufferevent_disable(l->bev, EV_READ);
			link_set_timer(l, 0);
			break;
		}
		if (is_blocked(l)) { /* write_cb continues */
			bufferevent_disable(l->bev, EV_READ);
			break;
		}
		got = linebuf_next(&l->lines, &line);
		if (got == 0) {
			bufferevent_enable(l->bev, EV_READ);
			break;
		}
		if (got == 1)
			l->ops.line(line, l->ctx);
		else if (l->ops.overlong != NULL)
			l->ops.overlong(l->ctx);
	}
	l->in_lines = 0;
	if (l->drop != NULL)
		link_go_down(l, l->drop);
}

static void
take_input(struct link *l)
{
	struct evbuffer *in = bufferevent_get_input(l->bev);
	struct evbuffer_iovec run;

	while (evbuffer_peek(in, -1, NULL, &run, 1) > 0 && run.iov_len > 0) {
		linebuf_feed(&l->lines, run.iov_base, run.iov_len);
		evbuffer_drain(in, run.iov_len);
	}
}

static void
read_cb(struct bufferevent *bev, void *arg)
{
	struct link *l = arg;
	struct evbuffer *in = bufferevent_get_input(bev);

	if (l->state == STATE_CLOSING) {
		evbuffer_drain(in, evbuffer_get_length(in));
		return;
	}
	take_input(l);
	link_process_lines(l);
}

void
link_end_when_sent(struct link *l)
{
	if (evbuffer_get_length(bufferevent_get_output(l->bev)) > 0)
		return;
	link_secure_end(l);
	shutdown(bufferevent_getfd(l->bev), SHUT_WR);
}

static void
write_cb(struct bufferevent *bev, void *arg)
{
	struct link *l = arg;

	(void)bev;
	if (l->state == STATE_CLOSING)
		link_end_when_sent(l);
	else if (l->state == STATE_UP && !l->in_lines)
		link_process_lines(l);
}

/* A failed write does not mean that there is nothing to read: the server's last line (ERROR) is read anyway. */
static void
read_last_words(struct link *l)
{
	char bytes[BITE];
	long n;
	int i;

	take_input(l);
	for (i = 0; i < 16; i++) {
		n = link_read_now(l, bytes, sizeof(bytes));
		if (n <= 0)
			break;
		linebuf_feed(&l->lines, bytes, (size_t)n);
	}
	link_process_lines(l);
}

static void
up_event(struct link *l, struct bufferevent *bev, short what, int err)
{
	unsigned long tls = link_secure_error(l);

	if (what & BEV_EVENT_WRITING)
		read_last_words(l);
	if (l->state == STATE_UP && l->bev == bev)
		break_reason(l, what, err, tls);
}

static void
event_cb(struct bufferevent *bev, short what, void *arg)
{
	struct link *l = arg;
	int err = what & BEV_EVENT_ERROR ? EVUTIL_SOCKET_ERROR() : 0;

	switch (l->state) {
	case STATE_CONNECTING:
		link_connect_event(l, what, err);
		break;
	case STATE_HANDSHAKE:
		link_handshake_event(l, what, err);
		break;
	case STATE_CLOSING:
		link_finish_close(l);
		break;
	default:
		up_event(l, bev, what, err);
		break;
	}
}

void
link_set_bev(struct link *l, struct bufferevent *bev)
{
	l->bev = bev;
	bufferevent_setcb(bev, read_cb, write_cb, event_cb, l);
	bufferevent_set_max_single_read(bev, BITE);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
}
