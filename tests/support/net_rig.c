/*
 * net_rig: drive a net by hand.
 */
#include "tests/support/net_rig.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "tests/support/test.h"

enum { PATIENCE_S = 10 };

static enum conn_verdict
rig_line(struct conn *c, struct view line, void *ctx)
{
	struct net_rig *r = ctx;

	if (r->on_line != NULL)
		return r->on_line(r, c, line);
	buf_printf(&r->told, "line:%.*s\n", VIEW_ARG(line));
	return CONN_TAKEN;
}

static void
rig_overlong(struct conn *c, void *ctx)
{
	struct net_rig *r = ctx;

	(void)c;
	buf_add_str(&r->told, "overlong\n");
}

static void
rig_input_ended(struct conn *c, void *ctx)
{
	struct net_rig *r = ctx;

	(void)c;
	buf_add_str(&r->told, "ended\n");
}

static void
rig_closed(struct conn *c, const char *reason, void *ctx)
{
	struct net_rig *r = ctx;

	if (r->conn == c)
		r->conn = NULL;
	buf_printf(&r->told, "closed:%s\n", reason);
}

const struct conn_handler net_rig_handler = {
	.line = rig_line,
	.overlong = rig_overlong,
	.input_ended = rig_input_ended,
	.closed = rig_closed,
	.take_rest = 1,
};

static void
rig_opened(struct conn *c, enum net_dialect dialect, void *ctx)
{
	struct net_rig *r = ctx;

	r->dialect = (int)dialect;
	r->opened++;
	r->conn = c;
	conn_set_handler(c, &net_rig_handler, r);
	conn_set_line_limits(c, 4096, dialect == NET_IRC ? 512 : 8192);
}

static void
rig_turn_ended(void *ctx)
{
	struct net_rig *r = ctx;

	r->turns++;
	if (r->on_turn != NULL)
		r->on_turn(r);
}

void
net_rig_init(struct net_rig *r)
{
	static const struct net_ops ops = { rig_opened, rig_turn_ended };

	*r = (struct net_rig){ .dialect = -1 };
	r->base = event_base_new();
	assert_non_null(r->base);
	r->net = net_new(r->base, &ops, r);
	assert_non_null(r->net);
}

void
net_rig_clear(struct net_rig *r)
{
	net_free(r->net);
	event_base_free(r->base);
	buf_clear(&r->told);
}

static int
make_pair(int fds[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds);
}

int
net_rig_connect(struct net_rig *r)
{
	int fds[2];

	assert_int_equal(make_pair(fds), 0);
	r->conn = conn_new(net_conns(r->net), fds[1], &net_rig_handler, r);
	assert_non_null(r->conn);
	return fds[0];
}

int
net_rig_enter(struct net_rig *r)
{
	int fds[2];

	assert_int_equal(make_pair(fds), 0);
	net_accept(r->net, fds[1]);
	return fds[0];
}

/* Nothing was recorded in two turns in a row: nothing more happens. */
void
net_rig_run(struct net_rig *r)
{
	size_t before;
	unsigned turns;
	int i = 0;

	do {
		before = r->told.len;
		turns = r->turns;
		event_base_loop(r->base, EVLOOP_NONBLOCK);
		event_base_loop(r->base, EVLOOP_NONBLOCK);
	} while ((r->told.len != before || r->turns != turns) && ++i < 1000);
}

static void
on_deadline(evutil_socket_t fd, short what, void *ctx)
{
	(void)fd;
	(void)what;
	*(int *)ctx = 1;
}

int
net_rig_wait(struct net_rig *r, const char *text)
{
	const struct timeval tv = { PATIENCE_S, 0 };
	int late = 0;
	struct event *deadline =
	    event_new(r->base, -1, EV_TIMEOUT, on_deadline, &late);

	event_add(deadline, &tv);
	while (strstr(buf_str(&r->told), text) == NULL && !late)
		event_base_loop(r->base, EVLOOP_ONCE);
	event_free(deadline);
	return !late;
}

void
net_rig_write(int fd, const char *s)
{
	assert_int_equal(
	    send(fd, s, strlen(s), MSG_NOSIGNAL), (ssize_t)strlen(s));
}

int
net_rig_read(int fd, struct buf *out)
{
	char chunk[4096];
	ssize_t n;

	for (;;) {
		n = recv(fd, chunk, sizeof(chunk), MSG_DONTWAIT);
		if (n > 0)
			buf_add(out, chunk, (size_t)n);
		else
			return n < 0 && errno == EAGAIN;
	}
}
