/*
 * conn_out: sends output directly to the socket while nothing is queued (DESIGN: the fast path),
 * and drops connections that do not read it. Each queue has a limit, and all queues together have
 * one.
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
static const char queues_full[] = "The server's output queues are full";

static ssize_t
send_bytes(int fd, const void *p, size_t n)
{
	ssize_t sent;

	do
		sent = send(fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	return sent;
}

/*
 * Returns how many bytes the kernel took; after an error all of them, because the conn is being
 * closed.
 */
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

/* Start counting only now: most peers never have a queue. */
static void
count_queue(struct conn *c)
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

/* Returns the length of the first line, or 0 if no line ends. */
static size_t
first_line(struct evbuffer *out)
{
	struct evbuffer_ptr end = evbuffer_search(out, "\n", 1, NULL);

	return end.pos < 0 ? 0 : (size_t)end.pos + 1;
}

/* Keeps only this much of the queue. Unfreezes it, because the bufferevent protects its front. */
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
discard_output(struct conn *c)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);

	evbuffer_unfreeze(out, 1);
	evbuffer_drain(out, evbuffer_get_length(out));
	evbuffer_freeze(out, 1);
}

/*
 * Tells a peer that starts reading again why it is dropped. The reason follows the line that is
 * partly sent; with TLS, where nothing queued can be taken back, it follows everything queued.
 */
static void
queue_reason(struct conn *c, const char *reason)
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
	queue_reason(c, reason);
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

/*
 * Drops the longest queue. An encrypted connection is aborted at once with all its output, because
 * its queue cannot be shortened.
 */
static void
drop_longest(struct net *net)
{
	struct conn *c = find_longest(net);

	if (c == NULL)
		return;
	log_warn("net", c->id,
	    "output queues full, longest queued=%zu of=%zu limit=%lld",
	    c->queued, net->queued, net->settings.queues_max);
	if (c->tls == NULL && conn_is_open(c)) {
		drop(c, queues_full);
		return;
	}
	conn_abort(c, queues_full);
	discard_output(c);
}

static void
enqueue(struct conn *c, const char *p, size_t n)
{
	struct net *net = c->net;
	long long max = net->settings.queues_max;

	count_queue(c);
	bufferevent_write(c->bev, p, n);
	if (max > 0 && net->queued > (size_t)max)
		drop_longest(net);
}

/*
 * The queue limit is exceeded. A plaintext peer gets the reason after the line that is partly sent.
 * In the middle of a TLS record nothing else can be written, so the caller does it later
 * (conn_overflow).
 */
static void
exceed(struct conn *c, const char *p, size_t n)
{
	const char *end;

	if (!c->over_limit)
		log_info("net", c->id, "too slow queued=%zu limit=%zu",
		    conn_queued(c) + n, c->queue_max);
	c->over_limit = 1;
	if (c->tls != NULL) {
		enqueue(c, p, n);
		return;
	}
	end = conn_queued(c) > 0 ? NULL : memchr(p, '\n', n);
	if (end != NULL)
		bufferevent_write(c->bev, p, (size_t)(end - p) + 1);
	conn_overflow(c);
}

/* Queues what the kernel did not take, up to the limit. */
static void
queue_rest(struct conn *c, const char *p, size_t n)
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
	queue_rest(c, p + sent, n - sent);
}

void
conn_send_direct(struct conn *c, int fd, const void *bytes, size_t n)
{
	ssize_t sent = send_bytes(fd, bytes, n);
	size_t done;

	if (sent == (ssize_t)n)
		return;
	done = taken(c, sent, n);
	queue_rest(c, (const char *)bytes + done, n - done);
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
	if (c->over_limit && conn_is_open(c))
		conn_overflow(c);
}
