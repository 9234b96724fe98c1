/*
 * conn_out: bytes to the peer, straight to the socket while nothing is queued
 * (DESIGN: the fast path).
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>

#include "common/log.h"
#include "server/net/net_impl.h"

/* How much the kernel took; after an error all of it, as the conn is done for. */
static size_t
send_now(struct conn *c, const void *p, size_t n)
{
	ssize_t sent;

	do
		sent = send(c->fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	if (sent >= 0)
		return (size_t)sent;
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)
		return 0;
	conn_abort(c, strerror(errno));
	return n;
}

void
conn_out(struct conn *c, const char *p, size_t n)
{
	size_t sent = 0;

	if (c->aborted || c->state >= CONN_LINGERING)
		return;
	if (conn_queued(c) == 0)
		sent = send_now(c, p, n);
	if (sent == n)
		return;
	if (conn_queued(c) + (n - sent) > c->queue_max) {
		log_info("net", c->id, "too slow queued=%zu limit=%zu",
		    conn_queued(c) + (n - sent), c->queue_max);
		conn_abort(c, "Output queue exceeded");
		return;
	}
	bufferevent_write(c->bev, p + sent, n - sent);
}

void
conn_send(struct conn *c, const void *bytes, size_t n)
{
	if (n == 0 || !conn_is_open(c))
		return;
	if (c->tls != NULL)
		conn_tls_write(c, bytes, n);
	else
		conn_out(c, bytes, n);
}
