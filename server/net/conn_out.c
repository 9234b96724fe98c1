/*
 * conn_out: bytes to the peer, straight to the socket while nothing is queued
 * (DESIGN: the fast path), and what becomes of those who do not take them: each queue
 * has a limit, and all together have one.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>

#include "common/log.h"
#include "server/net/net_impl.h"

static const char too_slow[] = "Output queue exceeded";
static const char no_room[] = "The server's output queues are full";

static ssize_t
send_bytes(int fd, const void *p, size_t n)
{
	ssize_t sent;

	do
		sent = send(fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	return sent;
}

/* How much the kernel took; after an error all of it, as the conn is done for. */
static size_t
taken(struct conn *c, ssize_t sent, size_t n)
{
	if (sent >= 0)
		return (size_t)sent;
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)
		return 0;
	conn_abort(c, strerror(errno));
	return n;
}

static int
is_direct(const struct conn *c)
{
	return c->tls == NULL && conn_is_open(c) && c->queued == 0;
}

void
conn_note_direct(struct conn *c)
{
	if (is_direct(c) == c->is_direct)
		return;
	c->is_direct = is_direct(c) != 0;
	if (c->handler->direct_changed != NULL)
		c->handler->direct_changed(c, c->ctx);
}

int
conn_direct_fd(const struct conn *c)
{
	return is_direct(c) ? c->fd : -1;
}

static void
on_change(struct evbuffer *out, const struct evbuffer_cb_info *info, void *ctx)
{
	struct conn *c = ctx;

	(void)out;
	c->queued += info->n_added - info->n_deleted;
	c->net->queued += info->n_added - info->n_deleted;
	conn_note_direct(c);
}

/* Most peers never have a queue. */
static void
count(struct conn *c)
{
	if (!c->counts_queue)
		evbuffer_add_cb(bufferevent_get_output(c->bev), on_change, c);
	c->counts_queue = 1;
}

void
conn_free_out(struct conn *c)
{
	c->net->queued -= c->queued;
	c->queued = 0;
}

/* The bytes up to the end of the first line; 0: no line ends. */
static size_t
first_line(struct evbuffer *out)
{
	struct evbuffer_ptr end = evbuffer_search(out, "\n", 1, NULL);

	return end.pos < 0 ? 0 : (size_t)end.pos + 1;
}

/* Keep so much of the queue; the bufferevent allows nobody else to take from its front. */
static void
cut(struct evbuffer *out, size_t keep)
{
	struct evbuffer *front = evbuffer_new();

	evbuffer_unfreeze(out, 1);
	if (front != NULL) {
		evbuffer_remove_buffer(out, front, keep);
		evbuffer_drain(out, evbuffer_get_length(out));
		evbuffer_add_buffer(out, front);
		evbuffer_free(front);
	}
	evbuffer_freeze(out, 1);
}

static void
throw_away(struct conn *c)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);

	evbuffer_unfreeze(out, 1);
	evbuffer_drain(out, evbuffer_get_length(out));
	evbuffer_freeze(out, 1);
}

/*
 * Why it is dropped, for a peer that reads again soon: after the line that is on its way, or,
 * as nothing can be taken out of TLS, after all that was said.
 */
static void
say_last(struct conn *c, const char *reason)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);
	char words[128];
	int n;

	if (c->tls == NULL)
		cut(out, first_line(out));
	n = snprintf(
	    words, sizeof(words), "ERROR :Closing link: %s\r\n", reason);
	c->queue_max = SIZE_MAX;
	if (c->tls == NULL)
		bufferevent_write(c->bev, words, (size_t)n);
	else
		conn_tls_write(c, words, (size_t)n);
}

static void
drop(struct conn *c, const char *reason)
{
	if (!conn_is_open(c)) {
		conn_abort(c, reason);
		return;
	}
	say_last(c, reason);
	conn_drop(c, reason);
}

void
conn_overflow(struct conn *c)
{
	drop(c, too_slow);
}

static struct conn *
find_longest(struct net *net)
{
	struct conn *c, *longest = NULL;

	TAILQ_FOREACH (c, &net->conns, all)
		if (c->queued > 0 &&
		    (longest == NULL || c->queued > longest->queued))
			longest = c;
	return longest;
}

/* Memory comes first: what is encrypted goes at once, with all that was queued. */
static void
make_room(struct net *net)
{
	struct conn *c = find_longest(net);

	if (c == NULL)
		return;
	log_warn("net", c->id, "no room queued=%zu of=%zu limit=%lld",
	    c->queued, net->queued, net->settings.queues_max);
	if (c->tls == NULL && conn_is_open(c)) {
		drop(c, no_room);
		return;
	}
	conn_abort(c, no_room);
	throw_away(c);
}

static void
enqueue(struct conn *c, const char *p, size_t n)
{
	struct net *net = c->net;
	long long max = net->settings.queues_max;

	count(c);
	bufferevent_write(c->bev, p, n);
	if (max > 0 && net->queued > (size_t)max)
		make_room(net);
}

/*
 * Past its limit. A plaintext peer is told so after the line that is under way; in the midst of a
 * record OpenSSL cannot say anything else, so the caller does (conn_overflow).
 */
static void
exceed(struct conn *c, const char *p, size_t n)
{
	const char *end;

	if (!c->over)
		log_info("net", c->id, "too slow queued=%zu limit=%zu",
		    conn_queued(c) + n, c->queue_max);
	c->over = 1;
	if (c->tls != NULL) {
		enqueue(c, p, n);
		return;
	}
	end = conn_queued(c) > 0 ? NULL : memchr(p, '\n', n);
	if (end != NULL)
		bufferevent_write(c->bev, p, (size_t)(end - p) + 1);
	conn_overflow(c);
}

/* What the kernel did not take waits, up to the limit. */
static void
keep(struct conn *c, const char *p, size_t n)
{
	if (n == 0)
		return;
	if (conn_queued(c) + n > c->queue_max)
		exceed(c, p, n);
	else
		enqueue(c, p, n);
}

void
conn_out(struct conn *c, const char *p, size_t n)
{
	size_t sent = 0;

	if (c->aborted || c->state >= CONN_LINGERING)
		return;
	if (conn_queued(c) == 0)
		sent = taken(c, send_bytes(c->fd, p, n), n);
	keep(c, p + sent, n - sent);
}

void
conn_send_direct(struct conn *c, int fd, const void *bytes, size_t n)
{
	ssize_t sent = send_bytes(fd, bytes, n);
	size_t done;

	if (sent == (ssize_t)n)
		return;
	done = taken(c, sent, n);
	keep(c, (const char *)bytes + done, n - done);
}

void
conn_send(struct conn *c, const void *bytes, size_t n)
{
	if (n == 0 || !conn_is_open(c))
		return;
	if (c->tls == NULL) {
		conn_out(c, bytes, n);
		return;
	}
	conn_tls_write(c, bytes, n);
	if (c->over && conn_is_open(c))
		conn_overflow(c);
}
