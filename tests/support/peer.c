/* peer: a bare TCP connection to a server on loopback. */
#include "tests/support/peer.h"

#include <sys/socket.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/proc.h"

void
peer_connect(struct peer *p, unsigned port)
{
	peer_connect_from(p, port, "127.0.0.1");
}

void
peer_connect_from(struct peer *p, unsigned port, const char *address)
{
	struct sockaddr_in from = { .sin_family = AF_INET,
		.sin_addr.s_addr = inet_addr(address) };
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	memset(p, 0, sizeof(*p));
	p->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (p->fd == -1 ||
	    bind(p->fd, (struct sockaddr *)&from, sizeof(from)) == -1 ||
	    connect(p->fd, (struct sockaddr *)&sin, sizeof(sin)) == -1) {
		perror("peer_connect");
		abort();
	}
}

void
peer_write(struct peer *p, const void *bytes, size_t len)
{
	const char *at = bytes;
	ssize_t n;

	while (len > 0 && p->fd != -1) {
		n = send(p->fd, at, len, MSG_NOSIGNAL);
		if (n == -1 && errno != EINTR)
			return;
		at += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
}

void
peer_say(struct peer *p, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = xvasprintf(&s, fmt, ap);
	va_end(ap);
	peer_write(p, s, (size_t)n);
	free(s);
}

void
peer_pump(struct peer *p, int ms)
{
	struct pollfd pfd = { .fd = p->fd, .events = POLLIN };
	char chunk[65536];
	ssize_t n;

	if (p->fd == -1 || poll(&pfd, 1, ms) <= 0)
		return;
	n = recv(p->fd, chunk, sizeof(chunk), 0);
	if (n > 0) {
		buf_add(&p->got, chunk, (size_t)n);
	} else if (n == 0 || errno != EINTR) {
		close(p->fd);
		p->fd = -1;
	}
}

static const char *
peer_find(struct peer *p, size_t from, const char *text)
{
	if (p->got.len == 0 || from > p->got.len)
		return NULL;
	return memmem(p->got.p + from, p->got.len - from, text, strlen(text));
}

int
peer_expect(struct peer *p, const char *text)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	const char *at;

	while ((at = peer_find(p, p->mark, text)) == NULL) {
		if (clock_mono_ms() > deadline || p->fd == -1) {
			fprintf(stderr, "expected \"%s\"; got:\n%s\n", text,
			    buf_str(&p->got) + p->mark);
			return 0;
		}
		peer_pump(p, 50);
	}
	p->mark = (size_t)(at - p->got.p) + strlen(text);
	return 1;
}

int
peer_has(struct peer *p, const char *text)
{
	return peer_find(p, 0, text) != NULL;
}

size_t
peer_count(struct peer *p, const char *text)
{
	const char *at;
	size_t from = 0, n = 0;

	while ((at = peer_find(p, from, text)) != NULL) {
		from = (size_t)(at - p->got.p) + strlen(text);
		n++;
	}
	return n;
}

int
peer_expect_end(struct peer *p)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	while (p->fd != -1 && clock_mono_ms() < deadline)
		peer_pump(p, 50);
	return p->fd == -1;
}

void
peer_close(struct peer *p)
{
	if (p->fd != -1)
		close(p->fd);
	buf_clear(&p->got);
	memset(p, 0, sizeof(*p));
	p->fd = -1;
}

int
peer_register(struct peer *p, const char *nick)
{
	peer_say(p, "NICK %s\r\nUSER %s 0 * :%s\r\n", nick, nick, nick);
	return peer_expect(p, " 001 ") && peer_expect(p, " 366 ");
}
