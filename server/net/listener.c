/*
 * listener: one libevent listener per address, and a spare descriptor to refuse peers with when none is left.
 */
#include "server/net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/listener.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/net/address.h"

struct listener {
	TAILQ_ENTRY(listener) link;
	listener_fn *accepted;
	void *ctx;
	struct evconnlistener *ev;
	struct event *retry; /* enables accepting again */
	int spare; /* a descriptor, closed for a moment to refuse a peer with a reason; or -1 */
	int64_t
	    logged_at; /* when it last logged that no descriptor was left; 0: never */
	unsigned port;
};

enum {
	BACKLOG = 4096,
	RETRY_MS = 200,
	LOG_AGAIN_MS =
	    60000,	   /* after this time without the error, log it again */
	SOCKETS_MAX = 16,  /* addresses per host name */
	DISCARDS_MAX = 16, /* reads of a refused peer's input */
	PORT_TRIES =
	    20 /* attempts to find a port that is free on all addresses */
};

static void
on_accept(struct evconnlistener *ev, evutil_socket_t fd, struct sockaddr *sa,
    int len, void *ctx)
{
	struct listener *l = ctx;

	(void)ev;
	(void)sa;
	(void)len;
	l->accepted(fd, l->ctx);
}

static void
open_spare(struct listener *l)
{
	l->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Unread input would make close() reset the connection, and the peer would not see the reason. */
static void
discard_input(int fd)
{
	char bytes[4096];
	int i;

	for (i = 0; i < DISCARDS_MAX &&
		    recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT) > 0;
	     i++)
		;
}

/*
 * Accepts the next peer with the spare descriptor and tells it that the server has none left.
 * Returns 1, or 0 if that is impossible.
 */
static int
refuse_next(struct listener *l)
{
	static const char words[] =
	    "ERROR :This server cannot accept more connections; try again "
	    "later.\r\n";
	int fd;

	if (l->spare == -1)
		return 0;
	close(l->spare);
	fd = accept4(evconnlistener_get_fd(l->ev), NULL, NULL,
	    SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd != -1) {
		send(fd, words, sizeof(words) - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
		shutdown(fd, SHUT_WR);
		discard_input(fd);
		close(fd);
	}
	open_spare(l);
	return fd != -1;
}

/*
 * Without a descriptor the peer cannot be accepted, and the socket stays readable: refuse the peer,
 * or pause instead of spinning.
 */
static void
on_accept_error(struct evconnlistener *ev, void *ctx)
{
	static const struct timeval pause = { 0, RETRY_MS * 1000 };
	struct listener *l = ctx;
	int error = EVUTIL_SOCKET_ERROR();
	int64_t now = clock_mono_ms();

	if (l->logged_at == 0 || now - l->logged_at > LOG_AGAIN_MS)
		log_warn("net", 0,
		    "cannot accept on port %u: %s; new clients are refused",
		    l->port, strerror(error));
	l->logged_at = now;
	if ((error == EMFILE || error == ENFILE) && refuse_next(l))
		return;
	evconnlistener_disable(ev);
	evtimer_add(l->retry, &pause);
}

static void
on_retry(evutil_socket_t fd, short what, void *ctx)
{
	struct listener *l = ctx;

	(void)fd;
	(void)what;
	evconnlistener_enable(l->ev);
}

static int
open_socket(const struct addrinfo *ai, unsigned port)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	int fd, on = 1, error;

	memcpy(&ss, ai->ai_addr, ai->ai_addrlen);
	address_set_port((struct sockaddr *)&ss, port);
	fd = socket(
	    ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	/* So that both families bind the same port. */
	if (ai->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&ss, ai->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

static unsigned
port_of(int fd)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(ss);

	if (getsockname(fd, (struct sockaddr *)&ss, &len) != 0)
		return 0;
	return address_port((struct sockaddr *)&ss);
}

static void
close_all(const int *fds, size_t n)
{
	while (n > 0)
		close(fds[--n]);
}

/* Lack of IPv6 is no error when listening on all addresses. */
static int
may_be_missing(const struct addrinfo *ai, int all, int error)
{
	return all && ai->ai_family == AF_INET6 &&
	       (error == EAFNOSUPPORT || error == EADDRNOTAVAIL ||
		   error == EPROTONOSUPPORT);
}

/* Opens one socket per address, all on one port. Returns how many, or -1 and sets errno. */
static int
open_sockets(const struct addrinfo *ai, unsigned port, int all, int *fds)
{
	int n = 0, error;

	for (; ai != NULL && n < SOCKETS_MAX; ai = ai->ai_next) {
		fds[n] = open_socket(ai, port);
		if (fds[n] == -1) {
			if (may_be_missing(ai, all, errno))
				continue;
			error = errno;
			close_all(fds, (size_t)n);
			errno = error;
			return -1;
		}
		port = port_of(fds[n++]);
	}
	if (n == 0)
		errno = EADDRNOTAVAIL;
	return n > 0 ? n : -1;
}

/* The port picked for the first address may be in use on the next: pick again. */
static int
open_on_some_port(const struct addrinfo *ai, unsigned port, int all, int *fds)
{
	int n, tries = port == 0 ? PORT_TRIES : 1;

	do
		n = open_sockets(ai, port, all, fds);
	while (n < 0 && errno == EADDRINUSE && --tries > 0);
	return n;
}

static void
listener_free(struct listener *l)
{
	if (l->ev != NULL)
		evconnlistener_free(l->ev);
	if (l->retry != NULL)
		event_free(l->retry);
	if (l->spare != -1)
		close(l->spare);
	free(l);
}

/* Takes ownership of fd. */
static int
add_listener(struct listeners *all, struct event_base *base, int fd,
    listener_fn *accepted, void *ctx)
{
	struct listener *l = xcalloc(1, sizeof(*l));
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(ss);
	char text[ADDRESS_TEXT];

	getsockname(fd, (struct sockaddr *)&ss, &len);
	address_text(text, (struct sockaddr *)&ss);
	l->accepted = accepted;
	l->ctx = ctx;
	open_spare(l);
	l->port = address_port((struct sockaddr *)&ss);
	l->retry = evtimer_new(base, on_retry, l);
	l->ev = evconnlistener_new(base, on_accept, l,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (l->ev == NULL || l->retry == NULL) {
		if (l->ev == NULL)
			close(fd);
		listener_free(l);
		return -1;
	}
	evconnlistener_set_error_cb(l->ev, on_accept_error);
	TAILQ_INSERT_TAIL(all, l, link);
	log_info("net", 0, "listening on %s port %u", text, l->port);
	return 0;
}

static struct addrinfo *
resolve(const char *address, char **cause)
{
	struct addrinfo hints = { 0 }, *list = NULL;
	size_t len = address == NULL ? 0 : strlen(address);
	char *bare = address == NULL ? NULL : xstrdup(address);
	int error;

	if (len > 2 && bare[0] == '[' && bare[len - 1] == ']') { /* [::1] */
		memmove(bare, bare + 1, len - 2);
		bare[len - 2] = '\0';
	}
	hints.ai_socktype = SOCK_STREAM;
	hints.ai_flags = AI_PASSIVE;
	error = getaddrinfo(bare, "0", &hints, &list);
	free(bare);
	if (error != 0) {
		cause_set(cause, _("cannot listen on %s: %s"),
		    address == NULL ? _("all addresses") : address,
		    gai_strerror(error));
		return NULL;
	}
	return list;
}

/* Says why the port could not be opened, and what to do. */
static int
fail(const char *address, unsigned port, int error, char **cause)
{
	const char *where = address == NULL ? _("all addresses") : address;

	if (error == EADDRINUSE)
		return cause_set(cause,
		    _("cannot listen on %s, port %u: the port is in use. "
		      "Choose "
		      "another one with -p, or use -p 0 for any free port"),
		    where, port);
	if (error == EACCES)
		return cause_set(cause,
		    _("cannot listen on %s, port %u: this port needs special "
		      "rights. Choose one above 1023 with -p"),
		    where, port);
	return cause_set(cause, _("cannot listen on %s, port %u: %s"), where,
	    port, strerror(error));
}

int
listeners_open(struct listeners *all, struct event_base *base,
    const char *address, unsigned port, listener_fn *accepted, void *ctx,
    char **cause)
{
	struct addrinfo *list = resolve(address, cause);
	int fds[SOCKETS_MAX], n, i, result = 0;

	if (list == NULL)
		return -1;
	n = open_on_some_port(list, port, address == NULL, fds);
	freeaddrinfo(list);
	if (n < 0)
		return fail(address, port, errno, cause);
	for (i = 0; i < n; i++)
		if (add_listener(all, base, fds[i], accepted, ctx) != 0)
			result = cause_set(cause,
			    _("cannot add the listener to the event loop"));
	return result;
}

void
listeners_close(struct listeners *all)
{
	struct listener *l;

	while ((l = TAILQ_FIRST(all)) != NULL) {
		TAILQ_REMOVE(all, l, link);
		listener_free(l);
	}
}

unsigned
listeners_port(const struct listeners *all)
{
	const struct listener *l = TAILQ_FIRST(all);

	return l == NULL ? 0 : l->port;
}
