/*
 * bench_broadcast: the server's CPU per delivery of a message in a room of 1,000 members, one message
 * at a time and in bursts of 64. The baseline, in the same run, is a bare epoll broadcaster: one
 * send() per member and turn of its loop, nothing else. Prints figures and ratios; never fails because
 * of them.
 */
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/gauge.h"
#include "tests/support/peer.h"

#define ENTERED "entered\r\n"

enum { MEMBERS = 1000, BURST = 64, SINGLES = 300, BURSTS = 60, REPEATS = 3 };

static void
raise_files(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/*
 * The baseline: read everything that is readable, then send once to each client but the sender. It
 * greets each client that it accepts.
 */
static void
bare_broadcaster(int listener)
{
	static int fds[MEMBERS + 8];
	struct epoll_event events[256], ev = { .events = EPOLLIN };
	struct buf turn = { 0 };
	int poller = epoll_create1(0), n = 0, i, k, ready, from, one = 1;
	ssize_t got;

	ev.data.fd = listener;
	epoll_ctl(poller, EPOLL_CTL_ADD, listener, &ev);
	for (;;) {
		ready = epoll_wait(poller, events, 256, -1);
		buf_reset(&turn);
		for (from = -1, i = 0; i < ready; i++) {
			int fd = events[i].data.fd;

			if (fd == listener) {
				fd = accept(listener, NULL, NULL);
				setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one,
				    sizeof(one));
				ev.data.fd = fds[n++] = fd;
				epoll_ctl(poller, EPOLL_CTL_ADD, fd, &ev);
				send(fd, ENTERED, sizeof(ENTERED) - 1,
				    MSG_NOSIGNAL);
				continue;
			}
			got = recv(fd, buf_reserve(&turn, 16384), 16384, 0);
			if (got <= 0)
				_exit(0);
			turn.len += (size_t)got;
			from = fd;
		}
		for (k = 0; turn.len > 0 && k < n; k++)
			if (fds[k] != from)
				send(fds[k], turn.p, turn.len, MSG_NOSIGNAL);
	}
}

struct crowd {
	struct peer peers[MEMBERS]; /* number 0 sends */
	size_t lines[MEMBERS];	    /* bytes received, per peer */
	int poller;
};

static void
crowd_connect(struct crowd *c, unsigned port)
{
	struct epoll_event ev = { .events = EPOLLIN };
	int i, one = 1;

	memset(c, 0, sizeof(*c));
	c->poller = epoll_create1(0);
	for (i = 0; i < MEMBERS; i++) {
		peer_connect(&c->peers[i], port);
		setsockopt(c->peers[i].fd, IPPROTO_TCP, TCP_NODELAY, &one,
		    sizeof(one));
		ev.data.u32 = (uint32_t)i;
		epoll_ctl(c->poller, EPOLL_CTL_ADD, c->peers[i].fd, &ev);
	}
}

/* Wait until each has received this, and forget what arrived. */
static void
crowd_expect(struct crowd *c, const char *text)
{
	int i;

	for (i = 0; i < MEMBERS; i++) {
		if (!peer_expect(&c->peers[i], text))
			exit(1);
		buf_clear(&c->peers[i].got);
		c->peers[i].mark = 0;
	}
}

static void
crowd_close(struct crowd *c)
{
	int i;

	for (i = 0; i < MEMBERS; i++)
		peer_close(&c->peers[i]);
	close(c->poller);
}

/* Read until each but the sender has received `want` lines since the last reset. */
static void
crowd_await(struct crowd *c, size_t want)
{
	static char chunk[65536];
	struct epoll_event events[256];
	size_t have = 0;
	int i, ready;
	ssize_t got, k;

	while (have < MEMBERS - 1) {
		ready = epoll_wait(c->poller, events, 256, 10000);
		if (ready <= 0) {
			fprintf(stderr, "bench: lines are missing\n");
			exit(1);
		}
		for (i = 0; i < ready; i++) {
			uint32_t who = events[i].data.u32;
			size_t before = c->lines[who];

			got = recv(c->peers[who].fd, chunk, sizeof(chunk), 0);
			for (k = 0; k < got; k++)
				c->lines[who] += chunk[k] == '\n';
			if (who != 0 && before < want && c->lines[who] >= want)
				have++;
		}
	}
}

/* Send `burst` lines `rounds` times; return the CPU seconds of pid per delivery. */
static double
measure(struct crowd *c, pid_t pid, const char *line, int rounds, int burst)
{
	struct buf out = { 0 };
	double before, after;
	int i, k;

	for (k = 0; k < burst; k++)
		buf_add_str(&out, line);
	before = gauge_cpu(pid);
	for (i = 0; i < rounds; i++) {
		memset(c->lines, 0, sizeof(c->lines));
		peer_write(&c->peers[0], out.p, out.len);
		crowd_await(c, (size_t)burst);
	}
	after = gauge_cpu(pid);
	buf_clear(&out);
	return (after - before) / ((double)rounds * burst * (MEMBERS - 1));
}

static double
least(double a, double b)
{
	return a == 0 || b < a ? b : a;
}

static void
run_bare(double best[2])
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	static struct crowd crowd;
	socklen_t len = sizeof(sin);
	int listener = socket(AF_INET, SOCK_STREAM, 0), i;
	pid_t pid;
	const char *line =
	    ":u0!u@127.0.0.1 PRIVMSG #bench :"
	    "a line of about the usual length, as people say\r\n";

	if (bind(listener, (struct sockaddr *)&sin, len) == -1 ||
	    listen(listener, 4096) == -1)
		exit(1);
	getsockname(listener, (struct sockaddr *)&sin, &len);
	pid = fork();
	if (pid == 0)
		bare_broadcaster(listener);
	close(listener);
	crowd_connect(&crowd, ntohs(sin.sin_port));
	crowd_expect(&crowd, ENTERED);
	for (i = 0; i < REPEATS; i++) {
		best[0] =
		    least(best[0], measure(&crowd, pid, line, SINGLES, 1));
		best[1] =
		    least(best[1], measure(&crowd, pid, line, BURSTS, BURST));
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	crowd_close(&crowd);
}

static void
run_server(double best[2])
{
	const char *more[] = { "--flood-rate", "0", "--lobby", "",
		"--queue-max", "64M", NULL };
	const char *line =
	    "PRIVMSG #bench :"
	    "a line of about the usual length, as people say\r\n";
	static struct crowd crowd;
	struct e2e_server server;
	int i;

	e2e_server_start(&server, more);
	crowd_connect(&crowd, server.port);
	for (i = 0; i < MEMBERS; i++) {
		peer_say(&crowd.peers[i],
		    "NICK u%d\r\nUSER u 0 * :u\r\nJOIN #bench\r\n", i);
		if (!peer_expect(&crowd.peers[i], " 366 "))
			exit(1);
		buf_clear(&crowd.peers[i].got);
		crowd.peers[i].mark = 0;
	}
	peer_say(&crowd.peers[0], "PRIVMSG #bench :settled\r\n");
	for (i = 1; i < MEMBERS; i++)
		if (!peer_expect(&crowd.peers[i], ":settled\r\n"))
			exit(1);
	for (i = 0; i < REPEATS; i++) {
		best[0] = least(best[0],
		    measure(&crowd, server.proc->pid, line, SINGLES, 1));
		best[1] = least(best[1],
		    measure(&crowd, server.proc->pid, line, BURSTS, BURST));
	}
	crowd_close(&crowd);
	e2e_server_stop(&server);
	e2e_server_free(&server);
}

int
main(void)
{
	double bare[2] = { 0, 0 }, ours[2] = { 0, 0 };

	signal(SIGPIPE, SIG_IGN);
	raise_files();
	run_bare(bare);
	run_server(ours);
	printf("broadcast to %d members, CPU per delivery "
	       "(least of %d runs):\n",
	    MEMBERS - 1, REPEATS);
	printf("  %-24s %12s %12s %8s\n", "", "bare epoll", "tchat-server",
	    "ratio");
	printf("  %-24s %9.3f us %9.3f us %8.2f\n", "a line at a time",
	    bare[0] * 1e6, ours[0] * 1e6, ours[0] / bare[0]);
	printf("  %-24s %9.3f us %9.3f us %8.2f\n", "bursts of 64",
	    bare[1] * 1e6, ours[1] * 1e6, ours[1] / bare[1]);
	return 0;
}
