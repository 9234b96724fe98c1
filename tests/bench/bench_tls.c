/*
 * bench_tls: the cost of encryption: the server's CPU per registration and per delivery, and memory
 * per connection. The baseline is the same without TLS.
 */
#include <sys/epoll.h>
#include <sys/socket.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "common/buf.h"
#include "tests/support/e2e.h"
#include "tests/support/peer.h"

enum { MEMBERS = 400, BURST = 64, SINGLES = 200, BURSTS = 40 };

#define LINE               \
	"PRIVMSG #bench :" \
	"a line of about the usual length, as people say\r\n"

struct member {
	struct peer peer;
	SSL *ssl; /* NULL: not encrypted */
	size_t lines;
};

struct crowd {
	struct member members[MEMBERS]; /* number 0 sends */
	int poller;
	pid_t server;
};

struct figures {
	double entry, single, burst; /* microseconds of CPU */
	double kib;		     /* per connection */
};

static double
cpu_of(pid_t pid)
{
	struct timespec ts;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 ||
	    clock_gettime(clock, &ts) == -1)
		return 0;
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static double
kib_of(pid_t pid)
{
	char path[64], line[256];
	double kib = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtod(line + 6, NULL);
	if (f != NULL)
		fclose(f);
	return kib;
}

static void
member_write(struct member *m, const char *p, size_t n)
{
	if (m->ssl == NULL)
		peer_write(&m->peer, p, n);
	else if (SSL_write(m->ssl, p, (int)n) != (int)n)
		exit(1);
}

/* Read what is there; returns how much, or 0 if there is nothing now. */
static size_t
member_read(struct member *m, char *p, size_t size)
{
	ssize_t n = m->ssl == NULL ? recv(m->peer.fd, p, size, MSG_DONTWAIT)
				   : SSL_read(m->ssl, p, (int)size);

	return n > 0 ? (size_t)n : 0;
}

static void
count_lines(struct member *m)
{
	static char chunk[65536];
	size_t n, i;

	while ((n = member_read(m, chunk, sizeof(chunk))) > 0)
		for (i = 0; i < n; i++)
			m->lines += chunk[i] == '\n';
}

/* Read until each but the sender has this many lines. */
static void
crowd_await(struct crowd *c, size_t want)
{
	struct epoll_event events[256];
	size_t have = 0, before;
	struct member *m;
	int i, ready;

	while (have < MEMBERS - 1) {
		ready = epoll_wait(c->poller, events, 256, 10000);
		if (ready <= 0) {
			fprintf(stderr, "bench: lines are missing\n");
			exit(1);
		}
		for (i = 0; i < ready; i++) {
			m = events[i].data.ptr;
			before = m->lines;
			count_lines(m);
			have += m != c->members && before < want &&
				m->lines >= want;
		}
	}
}

static double
measure(struct crowd *c, int rounds, int burst)
{
	struct buf out = { 0 };
	double before = cpu_of(c->server), used;
	int i, k;

	for (k = 0; k < burst; k++)
		buf_add_str(&out, LINE);
	for (i = 0; i < rounds; i++) {
		for (k = 0; k < MEMBERS; k++)
			c->members[k].lines = 0;
		member_write(&c->members[0], out.p, out.len);
		crowd_await(c, (size_t)burst);
	}
	used = cpu_of(c->server) - before;
	buf_clear(&out);
	return used * 1e6 / ((double)rounds * burst * (MEMBERS - 1));
}

/* Read everything up to this text. */
static void
member_hear(struct member *m, const char *text)
{
	char chunk[4096];
	struct buf got = { 0 };
	ssize_t n;

	while (strstr(buf_str(&got), text) == NULL) {
		n = m->ssl == NULL ? recv(m->peer.fd, chunk, sizeof(chunk), 0)
				   : SSL_read(m->ssl, chunk, sizeof(chunk));
		if (n <= 0)
			exit(1);
		buf_add(&got, chunk, (size_t)n);
	}
	buf_clear(&got);
}

static void
member_enter(struct member *m, SSL_CTX *ctx, unsigned port, int number)
{
	char hello[64];

	peer_connect(&m->peer, port);
	if (ctx != NULL) {
		m->ssl = SSL_new(ctx);
		SSL_set_fd(m->ssl, m->peer.fd);
		if (SSL_connect(m->ssl) != 1)
			exit(1);
	}
	snprintf(hello, sizeof(hello), "NICK u%d\r\nUSER u 0 * :u\r\n", number);
	member_write(m, hello, strlen(hello));
	member_hear(m, " 422 ");
}

/* From now on it does not block. */
static void
member_join(struct member *m)
{
	static const char join[] = "JOIN #bench\r\n";

	member_write(m, join, sizeof(join) - 1);
	member_hear(m, " 366 ");
	fcntl(m->peer.fd, F_SETFL, O_NONBLOCK);
}

static void
run(struct figures *f, SSL_CTX *ctx)
{
	const char *more[] = { "--flood-rate", "0", "--lobby", "",
		"--queue-max", "64M", "--history", "none", NULL };
	static struct crowd c;
	struct epoll_event ev = { .events = EPOLLIN };
	struct e2e_server server;
	double cpu, kib;
	int i;

	memset(&c, 0, sizeof(c));
	e2e_server_start(&server, more);
	c.server = server.proc->pid;
	c.poller = epoll_create1(EPOLL_CLOEXEC);
	cpu = cpu_of(c.server);
	kib = kib_of(c.server);
	for (i = 0; i < MEMBERS; i++)
		member_enter(&c.members[i], ctx, server.port, i);
	f->entry = (cpu_of(c.server) - cpu) * 1e6 / MEMBERS;
	f->kib = (kib_of(c.server) - kib) / MEMBERS;
	for (i = 0; i < MEMBERS; i++) {
		member_join(&c.members[i]);
		ev.data.ptr = &c.members[i];
		epoll_ctl(c.poller, EPOLL_CTL_ADD, c.members[i].peer.fd, &ev);
	}
	/* Read the JOINs of the others too. */
	measure(&c, 3, BURST);
	f->single = measure(&c, SINGLES, 1);
	f->burst = measure(&c, BURSTS, BURST);
	for (i = 0; i < MEMBERS; i++) {
		SSL_free(c.members[i].ssl);
		peer_close(&c.members[i].peer);
	}
	close(c.poller);
	e2e_server_stop(&server);
	e2e_server_free(&server);
}

static void
print(const char *what, const char *unit, double plain, double tls)
{
	printf("  %-28s %9.2f %s %9.2f %s %8.2f\n", what, plain, unit, tls,
	    unit, tls / plain);
}

int
main(void)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	struct figures plain, tls;

	signal(SIGPIPE, SIG_IGN);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	run(&plain, NULL);
	run(&tls, ctx);
	SSL_CTX_free(ctx);
	printf("%d members of a room, without TLS and with it (%s):\n", MEMBERS,
	    "the server's CPU and memory");
	printf("  %-28s %12s %12s %8s\n", "", "plaintext", "TLS 1.3", "ratio");
	print("to come in", "us", plain.entry, tls.entry);
	print("a delivery, one at a time", "us", plain.single, tls.single);
	print("a delivery, bursts of 64", "us", plain.burst, tls.burst);
	print("a connection that is idle", "KiB", plain.kib, tls.kib);
	return 0;
}
