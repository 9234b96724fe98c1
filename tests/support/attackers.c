/* attackers: many connections to a server on loopback. */
#include "tests/support/attackers.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/proc.h"
#include "tests/support/tls_client.h"

static void
raise_limit(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return;
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
}

/* Addresses begin at 127.16.0.1. */
static int
come(size_t i, unsigned port, int receive)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	sin.sin_addr.s_addr = htonl(0x7f100001u + (uint32_t)i);
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
	if (receive > 0)
		setsockopt(
		    fd, SOL_SOCKET, SO_RCVBUF, &receive, sizeof(receive));
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == -1) {
		perror("attackers: bind");
		abort();
	}
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin.sin_port = htons((uint16_t)port);
	if (connect(fd, (struct sockaddr *)&sin, sizeof(sin)) == -1) {
		perror("attackers: connect");
		abort();
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

void
attackers_come(struct attackers *a, size_t n, unsigned port, int receive)
{
	size_t i;

	raise_limit();
	a->fds = xcalloc(n, sizeof(*a->fds));
	a->n = n;
	for (i = 0; i < n; i++)
		a->fds[i] = come(i, port, receive);
}

static void
leave(struct attackers *a, size_t i)
{
	if (a->fds[i] != -1)
		close(a->fds[i]);
	a->fds[i] = -1;
}

void
attackers_go(struct attackers *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		leave(a, i);
	free(a->fds);
	*a = (struct attackers){ 0 };
}

void
attackers_say(struct attackers *a, size_t which, const void *p, size_t n)
{
	if (a->fds[which] != -1 &&
	    send(a->fds[which], p, n, MSG_NOSIGNAL | MSG_DONTWAIT) == -1 &&
	    errno != EAGAIN && errno != EINTR)
		leave(a, which);
}

void
attackers_say_all(struct attackers *a, const char *text)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		attackers_say(a, i, text, strlen(text));
}

/* Read what is there, into got if it is not NULL. */
static void
take(struct attackers *a, size_t i, struct buf *got)
{
	char chunk[16384];
	ssize_t n;

	while (a->fds[i] != -1) {
		n = recv(a->fds[i], chunk, sizeof(chunk), 0);
		if (n == 0 || (n == -1 && errno != EAGAIN && errno != EINTR))
			leave(a, i);
		if (n <= 0)
			return;
		if (got != NULL)
			buf_add(got, chunk, (size_t)n);
	}
}

size_t
attackers_pump(struct attackers *a)
{
	size_t i, stand = 0;

	for (i = 0; i < a->n; i++) {
		take(a, i, NULL);
		stand += a->fds[i] != -1;
	}
	return stand;
}

int
attackers_fall(struct attackers *a, size_t left)
{
	int64_t end = clock_mono_ms() + 3 * PROC_DEADLINE;
	size_t stand;

	while ((stand = attackers_pump(a)) > left) {
		if (clock_mono_ms() > end) {
			fprintf(stderr, "%zu of %zu attackers stand\n", stand,
			    a->n);
			return 0;
		}
		poll(NULL, 0, 20);
	}
	return 1;
}

int
attackers_hear(
    struct attackers *a, size_t which, const char *text, struct buf *got)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;
	struct pollfd pfd = { .events = POLLIN };

	while (strstr(buf_str(got), text) == NULL) {
		if (a->fds[which] == -1 || clock_mono_ms() > end)
			return 0;
		pfd.fd = a->fds[which];
		poll(&pfd, 1, 50);
		take(a, which, got);
	}
	return 1;
}

/* Forget everything that cannot be the beginning of the text. */
static int
has(struct buf *got, const char *text)
{
	size_t len = strlen(text);

	if (strstr(buf_str(got), text) != NULL)
		return 1;
	if (got->len > len)
		buf_drain(got, got->len - len);
	return 0;
}

int
attackers_any(struct attackers *a, const char *text)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;
	struct buf *got = xcalloc(a->n, sizeof(*got));
	size_t i;
	int found = 0;

	while (!found && clock_mono_ms() < end) {
		for (i = 0; i < a->n && !found; i++) {
			take(a, i, &got[i]);
			found = has(&got[i], text);
		}
		poll(NULL, 0, 10);
	}
	for (i = 0; i < a->n; i++)
		buf_clear(&got[i]);
	free(got);
	return found;
}

void
attackers_hello(struct buf *hello)
{
	struct tls_client client;

	tls_client_init(&client);
	tls_client_begin(&client);
	tls_client_go_on(&client);
	tls_client_take(&client, hello);
	tls_client_clear(&client);
}
