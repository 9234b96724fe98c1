/*
 * link_connect: connect to a host: look it up, then try its addresses one after the other.
 */
#include <sys/socket.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/bufferevent.h>
#include <event2/event.h>

#include "client/net/link_state.h"
#include "client/net/resolve.h"
#include "common/xmalloc.h"

enum {
	CONNECT_SECONDS = 10, /* per address */
	KEEPALIVE_IDLE = 60   /* seconds; the kernel also detects dead peers */
};

/* "127.0.0.1 port 5000" */
static void
address_text(const struct addrinfo *ai, char *text, size_t size)
{
	char host[NI_MAXHOST], port[NI_MAXSERV];

	if (getnameinfo(ai->ai_addr, ai->ai_addrlen, host, sizeof(host), port,
		sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
		snprintf(text, size, "the server");
		return;
	}
	snprintf(text, size, "%s port %s", host, port);
}

static char *
connect_reason(const struct addrinfo *ai, int err)
{
	char where[NI_MAXHOST + NI_MAXSERV + 8], *reason;

	address_text(ai, where, sizeof(where));
	if (err == ECONNREFUSED)
		xasprintf(&reason, "connection refused by %s", where);
	else if (err == ETIMEDOUT)
		xasprintf(&reason, "no answer from %s", where);
	else
		xasprintf(
		    &reason, "cannot connect to %s: %s", where, strerror(err));
	return reason;
}

void
link_connect_failed(struct link *l, int err)
{
	char *reason = connect_reason(l->addr, err);

	link_disconnect(l);
	l->addr = l->addr->ai_next;
	l->plain = 0;
	if (l->addr == NULL)
		link_go_down(l, reason);
	else
		link_start_connect(l);
	free(reason);
}

static void
set_options(int fd)
{
	int on = 1, idle = KEEPALIVE_IDLE;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
}

void
link_start_connect(struct link *l)
{
	const struct addrinfo *ai = l->addr;
	int fd;

	l->state = STATE_CONNECTING;
	link_step(l, "waiting for the server");
	fd = socket(ai->ai_family,
	    ai->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, ai->ai_protocol);
	if (fd == -1) {
		link_connect_failed(l, errno);
		return;
	}
	set_options(fd);
	link_set_bev(
	    l, bufferevent_socket_new(l->base, fd, BEV_OPT_CLOSE_ON_FREE));
	link_set_timer(l, CONNECT_SECONDS * 1000);
	/* A failure arrives as an event, during this call or later. */
	bufferevent_socket_connect(l->bev, ai->ai_addr, (int)ai->ai_addrlen);
}

void
link_connect_event(struct link *l, short what, int err)
{
	if (!(what & BEV_EVENT_CONNECTED))
		link_connect_failed(l, err == 0 ? ECONNREFUSED : err);
	else if (l->secure == NULL || l->plain)
		link_ready(l);
	else
		link_start_handshake(l);
}

static void
resolved_cb(struct addrinfo *list, const char *reason, void *arg)
{
	struct link *l = arg;

	l->resolve = NULL;
	if (list == NULL) {
		link_go_down(l, reason);
		return;
	}
	l->addrs = l->addr = list;
	link_start_connect(l);
}

void
link_look_up(struct link *l)
{
	struct timeval now = { 0, 0 };
	char *cause = NULL;

	link_step(l, "looking up the host");
	l->resolve =
	    resolve_start(l->base, l->host, l->port, resolved_cb, l, &cause);
	if (l->resolve == NULL) {
		l->drop = cause;
		event_add(l->failed, &now);
	}
}
