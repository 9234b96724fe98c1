/* relay: one process that polls all sockets. */
#include "tests/support/relay.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	PAIRS_MAX = 16,
	FIXED = 2, /* descriptors before those of the pairs */
	CUT = 'c',
	STALL = 's',
	STALL_DOWN = 'd',
	RESTORE = 'r'
};

struct pair {
	int up, down; /* sockets to the server and to the client; -1: free */
};

struct work {
	int control, listener;
	unsigned port, server_port;
	int stalled_up, stalled_down;
	struct pair pairs[PAIRS_MAX];
};

static void
die(const char *what)
{
	perror(what);
	abort();
}

static struct sockaddr_in
loopback(unsigned port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int
new_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd == -1)
		die("socket");
	return fd;
}

/* Listen on this port, or if it is 0 on a free port, which is stored. */
static int
listen_on(unsigned *port)
{
	struct sockaddr_in sin = loopback(*port);
	socklen_t len = sizeof(sin);
	int fd = new_socket(), yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == -1 ||
	    listen(fd, PAIRS_MAX) == -1 ||
	    getsockname(fd, (struct sockaddr *)&sin, &len) == -1)
		die("relay");
	*port = ntohs(sin.sin_port);
	return fd;
}

static void
close_pair(struct pair *p)
{
	if (p->up != -1)
		close(p->up);
	if (p->down != -1)
		close(p->down);
	p->up = p->down = -1;
}

static void
take_in(struct work *w)
{
	struct sockaddr_in sin = loopback(w->server_port);
	struct pair new = { new_socket(), -1 };
	size_t i;

	new.down = accept(w->listener, NULL, NULL);
	if (new.down == -1 ||
	    connect(new.up, (struct sockaddr *)&sin, sizeof(sin)) == -1) {
		close_pair(&new);
		return;
	}
	for (i = 0; i < PAIRS_MAX; i++)
		if (w->pairs[i].up == -1) {
			w->pairs[i] = new;
			return;
		}
	close_pair(&new);
}

static int
write_all(int fd, const char *p, size_t n)
{
	ssize_t done;

	for (; n > 0; p += done, n -= (size_t)done) {
		done = send(fd, p, n, MSG_NOSIGNAL);
		if (done <= 0)
			return -1;
	}
	return 0;
}

static void
pass_on(struct pair *p, int from, int to)
{
	char bytes[65536];
	ssize_t n;

	if (from == -1)
		return;
	n = recv(from, bytes, sizeof(bytes), 0);
	if (n <= 0 || write_all(to, bytes, (size_t)n) == -1)
		close_pair(p);
}

/* What our sockets hold is lost with them. */
static void
cut(struct work *w)
{
	size_t i;

	for (i = 0; i < PAIRS_MAX; i++)
		close_pair(&w->pairs[i]);
	if (w->listener != -1)
		close(w->listener);
	w->listener = -1;
}

static void
obey(struct work *w)
{
	char order;

	if (recv(w->control, &order, 1, 0) != 1)
		_exit(0);
	if (order == CUT)
		cut(w);
	if (order == RESTORE && w->listener == -1)
		w->listener = listen_on(&w->port);
	w->stalled_up = order == STALL;
	w->stalled_down = order == STALL || order == STALL_DOWN;
	if (send(w->control, &order, 1, MSG_NOSIGNAL) != 1)
		_exit(0);
}

static void
turn(struct work *w)
{
	struct pollfd fds[FIXED + 2 * PAIRS_MAX] = { { .fd = w->control,
							 .events = POLLIN },
		{ .fd = w->listener, .events = POLLIN } };
	struct pollfd *up, *down;
	size_t i;

	for (i = 0; i < PAIRS_MAX; i++) {
		up = &fds[FIXED + 2 * i];
		*up =
		    (struct pollfd){ .fd = w->pairs[i].down, .events = POLLIN };
		up[1] =
		    (struct pollfd){ .fd = w->pairs[i].up, .events = POLLIN };
		if (w->stalled_up)
			up[0].fd = -1;
		if (w->stalled_down)
			up[1].fd = -1;
	}
	if (poll(fds, FIXED + 2 * PAIRS_MAX, -1) == -1)
		return;
	for (i = 0; i < PAIRS_MAX; i++) {
		up = &fds[FIXED + 2 * i];
		down = up + 1;
		if (up->revents != 0)
			pass_on(&w->pairs[i], w->pairs[i].down, w->pairs[i].up);
		if (down->revents != 0)
			pass_on(&w->pairs[i], w->pairs[i].up, w->pairs[i].down);
	}
	if (fds[1].revents != 0)
		take_in(w);
	if (fds[0].revents != 0)
		obey(w);
}

static void
run(struct work *w)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		turn(w);
}

void
relay_start(struct relay *r, unsigned server_port)
{
	struct work w = { .server_port = server_port };
	int fds[2];
	size_t i;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == -1)
		die("socketpair");
	for (i = 0; i < PAIRS_MAX; i++)
		w.pairs[i] = (struct pair){ -1, -1 };
	w.listener = listen_on(&w.port);
	w.control = fds[1];
	fflush(NULL);
	r->pid = fork();
	if (r->pid == -1)
		die("fork");
	if (r->pid == 0) {
		close(fds[0]);
		run(&w);
	}
	close(fds[1]);
	close(w.listener);
	r->control = fds[0];
	r->port = w.port;
}

static void
order(struct relay *r, char what)
{
	if (send(r->control, &what, 1, MSG_NOSIGNAL) != 1 ||
	    recv(r->control, &what, 1, 0) != 1)
		die("the relay is gone");
}

void
relay_cut(struct relay *r)
{
	order(r, CUT);
}

void
relay_stall_down(struct relay *r)
{
	order(r, STALL_DOWN);
}

void
relay_stall(struct relay *r)
{
	order(r, STALL);
}

void
relay_restore(struct relay *r)
{
	order(r, RESTORE);
}

void
relay_stop(struct relay *r)
{
	if (r->pid <= 0)
		return;
	kill(r->pid, SIGKILL);
	waitpid(r->pid, NULL, 0);
	close(r->control);
	*r = (struct relay){ .pid = -1, .control = -1 };
}
