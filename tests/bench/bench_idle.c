/*
 * bench_idle: the cost of an idle user. As many users as the descriptor limit allows, up to 20,000,
 * each from an address of its own in 127.0.0.0/8, register and stay; then 1,000 leave and come back.
 * The baseline, in the same run, is a bare libevent loop with as many bufferevents. Prints memory and
 * CPU per user, and ratios; never fails because of them.
 */
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "tests/support/e2e.h"
#include "tests/support/gauge.h"

#define ENTERED "entered\r\n"

enum {
	USERS_MAX = 20000,
	SPARE_FDS = 100,
	LEAVERS = 1000,
	AT_ONCE = 200, /* connecting at a time */
	IDLE_SECONDS = 5
};

/* A server under test, and what a client sends and receives to register and to quit. */
struct holder {
	pid_t pid;
	unsigned port;
	int is_irc;
};

struct figures {
	double bytes;	    /* bytes per user */
	double enter;	    /* CPU seconds per user */
	double again;	    /* the same for leaving and coming back */
	double idle;	    /* CPU seconds per user and second of idling */
	double bytes_again; /* bytes per user after the users came back */
};

static int fds[USERS_MAX];
static int nusers;

static void
give_up(const char *what)
{
	perror(what);
	exit(1);
}

static void
raise_files(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	nusers = limit.rlim_cur > USERS_MAX + SPARE_FDS
		     ? USERS_MAX
		     : (int)limit.rlim_cur - SPARE_FDS;
	if (nusers < 2 * LEAVERS)
		give_up("too few descriptors");
}

/* What the baseline keeps for a user: a bufferevent that discards its input. */
static void
bare_read_cb(struct bufferevent *bev, void *ctx)
{
	struct evbuffer *in = bufferevent_get_input(bev);

	(void)ctx;
	evbuffer_drain(in, evbuffer_get_length(in));
}

static void
bare_event_cb(struct bufferevent *bev, short what, void *ctx)
{
	(void)what;
	(void)ctx;
	bufferevent_free(bev);
}

/* Greet each new client, and free those that are gone. */
static void
bare_accept_cb(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *from, int len, void *ctx)
{
	struct bufferevent *bev;

	(void)from;
	(void)len;
	(void)ctx;
	bev = bufferevent_socket_new(
	    evconnlistener_get_base(listener), fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(bev, bare_read_cb, NULL, bare_event_cb, NULL);
	bufferevent_enable(bev, EV_READ);
	send(fd, ENTERED, sizeof(ENTERED) - 1, MSG_NOSIGNAL);
}

static void
bare_holder(int fd)
{
	struct event_base *base = event_base_new();

	evutil_make_socket_nonblocking(fd);
	evconnlistener_new(base, bare_accept_cb, NULL,
	    LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_CLOSE_ON_FREE, 0, fd);
	event_base_dispatch(base);
	_exit(0);
}

/* From 127.1.x.y: an address for each user. */
static void
user_connect(const struct holder *h, int i)
{
	struct sockaddr_in from = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl((127U << 24) + (1U << 16) +
					 ((unsigned)(i / 250) << 8) +
					 (unsigned)(i % 250) + 1) };
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)h->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { 60, 0 };
	char hello[128];
	int n;

	fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fds[i] == -1 ||
	    bind(fds[i], (struct sockaddr *)&from, sizeof(from)) == -1 ||
	    connect(fds[i], (struct sockaddr *)&to, sizeof(to)) == -1)
		give_up("connecting");
	setsockopt(
	    fds[i], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (!h->is_irc)
		return;
	n = snprintf(hello, sizeof(hello),
	    "NICK idle%d\r\nUSER idle 0 * :An idle user\r\n", i);
	if (send(fds[i], hello, (size_t)n, MSG_NOSIGNAL) != n)
		give_up("registering");
}

/* Read until text has arrived or, without text, until the end. */
static void
user_await(int i, const char *text)
{
	static struct buf got;
	ssize_t n;

	buf_reset(&got);
	for (;;) {
		n = recv(fds[i], buf_reserve(&got, 4096), 4096, 0);
		if (n == -1 || (n == 0 && text != NULL))
			give_up("waiting for the server");
		got.len += (size_t)n;
		if (n == 0 || (text != NULL &&
				  memmem(got.p, got.len, text, strlen(text))))
			return;
	}
}

static void
enter_all(const struct holder *h, int from, int to)
{
	int i, k, end;

	for (i = from; i < to; i = end) {
		end = i + AT_ONCE < to ? i + AT_ONCE : to;
		for (k = i; k < end; k++)
			user_connect(h, k);
		for (k = i; k < end; k++)
			user_await(k, h->is_irc ? " 422 " : ENTERED);
	}
}

static void
leave_all(const struct holder *h, int from, int to)
{
	int i;

	for (i = from; i < to; i++) {
		if (h->is_irc)
			send(fds[i], "QUIT\r\n", 6, MSG_NOSIGNAL);
		else
			shutdown(fds[i], SHUT_WR);
	}
	for (i = from; i < to; i++) {
		user_await(i, NULL);
		close(fds[i]);
	}
}

static void
measure(const struct holder *h, struct figures *f)
{
	double rss = gauge_memory(h->pid), cpu = gauge_cpu(h->pid), n = nusers;
	int i;

	enter_all(h, 0, nusers);
	f->bytes = (gauge_memory(h->pid) - rss) / n;
	f->enter = (gauge_cpu(h->pid) - cpu) / n;
	cpu = gauge_cpu(h->pid);
	sleep(IDLE_SECONDS);
	f->idle = (gauge_cpu(h->pid) - cpu) / n / IDLE_SECONDS;
	cpu = gauge_cpu(h->pid);
	leave_all(h, 0, LEAVERS);
	enter_all(h, 0, LEAVERS);
	f->again = (gauge_cpu(h->pid) - cpu) / LEAVERS;
	f->bytes_again = (gauge_memory(h->pid) - rss) / n;
	for (i = 0; i < nusers; i++)
		close(fds[i]);
}

static void
run_bare(struct figures *f)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct holder h = { 0 };
	socklen_t len = sizeof(sin);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(listener, (struct sockaddr *)&sin, len) == -1 ||
	    listen(listener, 4096) == -1)
		give_up("listening");
	getsockname(listener, (struct sockaddr *)&sin, &len);
	h.port = ntohs(sin.sin_port);
	h.pid = fork();
	if (h.pid == 0)
		bare_holder(listener);
	close(listener);
	measure(&h, f);
	kill(h.pid, SIGKILL);
	waitpid(h.pid, NULL, 0);
}

static void
run_server(struct figures *f)
{
	const char *more[] = { "--flood-rate", "0", "--lobby", "",
		"--ping-seconds", "1h", NULL };
	struct e2e_server server;
	struct holder h = { .is_irc = 1 };

	e2e_server_start(&server, more);
	h.pid = server.proc->pid;
	h.port = server.port;
	measure(&h, f);
	e2e_server_stop(&server);
	e2e_server_free(&server);
}

static void
print_row(
    const char *what, double scale, const char *unit, double bare, double ours)
{
	printf("  %-36s %9.2f %-3s %9.2f %-3s", what, bare * scale, unit,
	    ours * scale, unit);
	if (bare > 0)
		printf(" %8.1f", ours / bare);
	printf("\n");
}

int
main(void)
{
	struct figures bare, ours;

	signal(SIGPIPE, SIG_IGN);
	raise_files();
	run_bare(&bare);
	run_server(&ours);
	printf("%d idle users, per user:\n", nusers);
	printf("  %-33s %16s %13s %8s\n", "", "bare bufferevent",
	    "tchat-server", "ratio");
	print_row("memory (VmRSS)", 1. / 1024, "KiB", bare.bytes, ours.bytes);
	print_row("CPU to enter (register, welcome)", 1e6, "us", bare.enter,
	    ours.enter);
	print_row(
	    "CPU to be held for a second", 1e9, "ns", bare.idle, ours.idle);
	printf("after %d of them left and came back:\n", LEAVERS);
	print_row("memory (VmRSS)", 1. / 1024, "KiB", bare.bytes_again,
	    ours.bytes_again);
	print_row(
	    "CPU to leave and come back", 1e6, "us", bare.again, ours.again);
	return 0;
}
