/*
 * conn: a connection from its creation to the end of the turn that frees it, and its accessors.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/net/admission.h"
#include "server/net/loop.h"
#include "server/net/net_impl.h"

/* how long to wait for the peer to close after our last bytes */
enum { LINGER_SECONDS = 2 };

static const char *const state_names[] = {
	[CONN_OPEN] = "open",
	[CONN_DRAINING] = "draining",
	[CONN_LINGERING] = "lingering",
	[CONN_CLOSED] = "closed",
};

void
conn_set_state(struct conn *c, enum conn_state state)
{
	log_debug("net", c->id, "state %s -> %s", state_names[c->state],
	    state_names[state]);
	c->state = state;
	conn_note_direct(c);
}

static void
set_reason(struct conn *c, const char *reason)
{
	if (c->reason == NULL)
		c->reason = xstrdup(reason);
}

static void
on_read(struct bufferevent *bev, void *ctx)
{
	struct conn *c = ctx;

	(void)bev;
	conn_read(c);
	loop_check(c->net->loop);
}

static void
on_timeout(struct wheel_timer *t, void *ctx)
{
	struct conn *c = ctx;

	(void)t;
	c->aborted = 1;
	conn_schedule_end(c);
}

/* All output is sent: shut down our side and wait briefly for the peer to close. */
static void
shut_write(struct conn *c)
{
	shutdown(c->fd, SHUT_WR);
	wheel_set(c->net->wheel, &c->timer, LINGER_SECONDS, on_timeout, c);
}

/* The output queue is empty. */
static void
on_written(struct bufferevent *bev, void *ctx)
{
	struct conn *c = ctx;

	(void)bev;
	if (c->state == CONN_DRAINING)
		conn_schedule_end(c);
	else if (c->state == CONN_LINGERING)
		shut_write(c);
	else if (conn_is_open(c) && c->handler->drained != NULL)
		c->handler->drained(c, c->ctx);
}

static void
on_event(struct bufferevent *bev, short what, void *ctx)
{
	struct conn *c = ctx;
	int error = errno;

	(void)bev;
	if (what & BEV_EVENT_ERROR)
		conn_abort(c, strerror(error != 0 ? error : ECONNRESET));
	else if (what & BEV_EVENT_EOF)
		conn_input_ended(c);
	loop_check(c->net->loop);
}

static void
set_peer(struct conn *c)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	struct sockaddr *sa = (struct sockaddr *)&ss;
	socklen_t len = sizeof(ss);

	if (getpeername(c->fd, sa, &len) != 0)
		ss.ss_family = AF_UNSPEC;
	address_host(c->host, sa);
	range_of(&c->address, sa);
	c->is_loopback = address_is_loopback(sa) != 0;
}

static int
open_socket(struct conn *c)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(ss);

	getsockname(c->fd, (struct sockaddr *)&ss, &len);
	if (address_tune_socket(c->fd, (struct sockaddr *)&ss) != 0)
		return -1;
	c->bev =
	    bufferevent_socket_new(c->net->base, c->fd, BEV_OPT_CLOSE_ON_FREE);
	if (c->bev == NULL)
		return -1;
	bufferevent_set_max_single_read(c->bev, READ_SIZE);
	bufferevent_set_max_single_write(c->bev, READ_SIZE);
	bufferevent_setcb(c->bev, on_read, on_written, on_event, c);
	conn_set_reading(c, 1);
	return 0;
}

struct conn *
conn_new(struct net *net, int fd, const struct conn_handler *h, void *ctx)
{
	struct conn *c = xcalloc(1, sizeof(*c));

	c->net = net;
	c->fd = fd;
	c->handler = h;
	c->ctx = ctx;
	c->spoke_crlf = -1;
	c->queue_max = (size_t)net->settings.queue_max;
	c->last_read = clock_mono_ms();
	linebuf_init(&c->in, LINE_TAGS_CLIENT, LINE_REST_MAX);
	if (open_socket(c) != 0) {
		close(fd);
		free(c);
		return NULL;
	}
	set_peer(c);
	c->is_direct = 1;
	c->id = ++net->last_id;
	TAILQ_INSERT_TAIL(&net->conns, c, all);
	net->nsockets++;
	net->nconns++;
	log_debug("net", c->id, "accepted from=%s", c->host);
	return c;
}

static void
unlink_conn(struct conn *c)
{
	if (c->is_ready)
		TAILQ_REMOVE(&c->net->ready, c, ready);
	if (c->is_ending)
		TAILQ_REMOVE(&c->net->ending, c, ending);
	c->is_ready = c->is_ending = 0;
	wheel_cancel(c->net->wheel, &c->timer);
}

/* Frees the connection. Call it at the end of a turn, when nothing refers to it any more. */
void
conn_free(struct conn *c)
{
	unlink_conn(c);
	TAILQ_REMOVE(&c->net->conns, c, all);
	c->net->nsockets--;
	c->net->nrefused -= c->is_refused;
	conn_tls_free(c);
	conn_free_out(c);
	bufferevent_free(c->bev);
	linebuf_clear(&c->in);
	conn_free_prepended(c);
	free(c->reason);
	free(c);
}

static void
free_cb(void *ctx)
{
	conn_free(ctx);
}

/* Ends all input, output and callbacks. */
static void
finish(struct conn *c)
{
	unlink_conn(c);
	conn_set_state(c, CONN_CLOSED);
	bufferevent_disable(c->bev, EV_READ | EV_WRITE);
	net_defer(c->net, free_cb, c);
}

static void
report_closed(struct conn *c)
{
	const struct conn_handler *h = c->handler;

	c->net->nconns--;
	if (c->is_counted)
		admission_release(c->net->admission, &c->address);
	log_info(
	    "net", c->id, "closed from=%s reason=\"%s\"", c->host, c->reason);
	h->closed(c, c->reason, c->ctx);
}

/* Output queued for a dropped connection gets the time limit of DRAINING. */
static void
linger(struct conn *c)
{
	conn_set_state(c, CONN_LINGERING);
	if (conn_queued(c) == 0)
		shut_write(c);
}

/*
 * The state changes before `closed` is called, so that whatever the callback does to this conn is
 * ignored.
 */
void
conn_end(struct conn *c)
{
	if (c->state == CONN_CLOSED)
		return;
	if (c->state == CONN_LINGERING) {
		finish(c);
		return;
	}
	if (!c->aborted && !c->dropped && conn_queued(c) > 0)
		return;
	if (c->aborted || c->eof)
		finish(c);
	else
		linger(c);
	report_closed(c);
}

void
conn_schedule_end(struct conn *c)
{
	if (c->is_ending || c->state == CONN_CLOSED)
		return;
	c->is_ending = 1;
	TAILQ_INSERT_TAIL(&c->net->ending, c, ending);
	net_request_turn_end(c->net);
}

void
conn_close(struct conn *c, const char *reason)
{
	if (c->state != CONN_OPEN || c->aborted)
		return;
	set_reason(c, reason);
	conn_set_state(c, CONN_DRAINING);
	if (c->tls != NULL)
		conn_tls_goodbye(c);
	c->held = 0;
	if (!c->eof)
		conn_set_reading(c, 1);
	wheel_set(c->net->wheel, &c->timer,
	    (unsigned)c->net->settings.close_seconds, on_timeout, c);
	if (conn_queued(c) == 0)
		conn_schedule_end(c);
}

void
conn_drop(struct conn *c, const char *reason)
{
	conn_close(c, reason);
	c->dropped = 1;
	conn_schedule_end(c);
}

void
conn_abort(struct conn *c, const char *reason)
{
	if (c->state == CONN_CLOSED)
		return;
	set_reason(c, reason);
	c->aborted = 1;
	conn_note_direct(c);
	conn_schedule_end(c);
}

void
conn_set_handler(struct conn *c, const struct conn_handler *h, void *ctx)
{
	c->handler = h;
	c->ctx = ctx;
}

void
conn_set_line_limits(struct conn *c, size_t tags_max, size_t rest_max)
{
	c->in.tags_max = tags_max;
	c->in.rest_max = rest_max;
}

void
conn_set_queue_limit(struct conn *c, size_t bytes)
{
	c->queue_max = bytes;
}

int
conn_is_open(const struct conn *c)
{
	return c->state == CONN_OPEN && !c->aborted;
}

int
conn_is_tls(const struct conn *c)
{
	return c->is_tls;
}

int
conn_is_loopback(const struct conn *c)
{
	return c->is_loopback;
}

int
conn_spoke_crlf(const struct conn *c)
{
	return c->spoke_crlf;
}

uint64_t
conn_id(const struct conn *c)
{
	return c->id;
}

const char *
conn_host(const struct conn *c)
{
	return c->host;
}

const struct range *
conn_address(const struct conn *c)
{
	return &c->address;
}

size_t
conn_queued(const struct conn *c)
{
	return evbuffer_get_length(bufferevent_get_output(c->bev));
}

int64_t
conn_last_read(const struct conn *c)
{
	return c->last_read;
}
