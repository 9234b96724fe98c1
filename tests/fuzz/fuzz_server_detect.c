/*
 * fuzz_server_detect: the detection of the protocol gives the same result however the input is split:
 * the dialect, the lines, the replies, the reason of the end; and the first line decides.
 * Input: a byte for the settings, a byte for the size of pieces, the stream.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/buf.h"
#include "common/linebuf.h"
#include "server/net/detect.h"
#include "server/net/net.h"
#include "server/net/tls.h"

int LLVMFuzzerInitialize(int *, char ***);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum {
	STREAM_MAX = 48 * 1024, /* what a socket pair takes without blocking */
	PLAIN_LINE = 8192,	/* as in server/plain */
	TURNS_MAX = 1000,
	TELNET_IAC = 255
};

/* The result of one run. */
struct run {
	struct buf told, said;
	int dialect; /* -1: none */
	int lines;
	int closed;
};

static struct event_base *base;
static struct net *nets[2]; /* without TLS and with TLS */
static struct run *now;

static void
require(int truth)
{
	if (!truth)
		abort();
}

/* The line that selected a dialect belongs to that dialect. */
static void
check_first(struct view line)
{
	enum detect_kind kind = detect_line(line);

	if (now->dialect == NET_IRC)
		require(kind == DETECT_IRC);
	else
		require(kind == DETECT_PLAIN ||
			(unsigned char)line.p[0] == TELNET_IAC);
}

static enum conn_verdict
take_line(struct conn *c, struct view line, void *ctx)
{
	(void)c;
	(void)ctx;
	if (now->lines++ == 0)
		check_first(line);
	/* Which dialect answers it. */
	if (now->dialect == NET_PLAIN)
		buf_add_str(&now->told, conn_spoke_crlf(c) ? "crlf:" : "lf:");
	buf_add_view(&now->told, line);
	buf_add_char(&now->told, '\n');
	return CONN_TAKEN;
}

static void
take_overlong(struct conn *c, void *ctx)
{
	(void)c;
	(void)ctx;
	now->lines++;
	buf_add_str(&now->told, "overlong\n");
}

static void
take_closed(struct conn *c, const char *reason, void *ctx)
{
	(void)c;
	(void)ctx;
	now->closed++;
	buf_printf(&now->told, "closed:%s\n", reason);
}

static const struct conn_handler handler = {
	.line = take_line,
	.overlong = take_overlong,
	.closed = take_closed,
	.take_rest = 1,
};

static void
on_opened(struct conn *c, enum net_dialect dialect, void *ctx)
{
	(void)ctx;
	require(now->dialect == -1);
	now->dialect = (int)dialect;
	buf_printf(&now->told, "opened:%d\n", (int)dialect);
	conn_set_handler(c, &handler, NULL);
	if (dialect == NET_IRC)
		conn_set_line_limits(c, LINE_TAGS_CLIENT, LINE_REST_MAX);
	else
		conn_set_line_limits(c, 0, PLAIN_LINE);
}

static void
on_turn_ended(void *ctx)
{
	(void)ctx;
}

static void
serve_tls(struct net *net)
{
	char dir[] = "/tmp/fuzz-gate-XXXXXX", file[64], *cause = NULL;

	require(mkdtemp(dir) != NULL);
	snprintf(file, sizeof(file), "%s/tls.pem", dir);
	require(tls_make(file, "fuzz.test", &cause) == 0);
	require(net_set_tls(net, tls_load(file, file, &cause)) == 0);
	unlink(file);
	rmdir(dir);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct net_ops ops = { on_opened, on_turn_ended };

	(void)argc;
	(void)argv;
	base = event_base_new();
	nets[0] = net_new(base, &ops, NULL);
	nets[1] = net_new(base, &ops, NULL);
	require(nets[0] != NULL && nets[1] != NULL);
	serve_tls(nets[1]);
	return 0;
}

static struct net *
choose(uint8_t byte)
{
	struct net *net = nets[byte >> 7];
	struct net_settings s = {
		.plain = (enum net_plain)((byte & 3) % 3),
		.plaintext = (enum net_plaintext)((byte >> 2 & 3) % 3),
		.silence_ms = 600000,
		.queue_max = 1024 * 1024,
		.close_seconds = 600,
	};

	net_configure(net, &s);
	return net;
}

static void
loop(void)
{
	event_base_loop(base, EVLOOP_NONBLOCK);
}

static void
hear(int fd, struct buf *said)
{
	char chunk[4096];
	ssize_t n;

	while ((n = recv(fd, chunk, sizeof(chunk), MSG_DONTWAIT)) > 0)
		buf_add(said, chunk, (size_t)n);
}

static void
pass(struct net *net, const uint8_t *data, size_t size, size_t step,
    struct run *r)
{
	size_t at, n;
	int fds[2], turns;

	now = r;
	r->dialect = -1;
	require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0);
	require(net_accept(net, fds[0]) != NULL);
	for (at = 0; at < size; at += n) {
		n = size - at < step ? size - at : step;
		/* The server does not listen to a refused client. */
		if (send(fds[1], data + at, n, MSG_NOSIGNAL) != (ssize_t)n)
			break;
		loop();
	}
	shutdown(fds[1], SHUT_WR);
	loop();
	hear(fds[1], &r->said);
	close(fds[1]);
	loop();
	/* Its ClientHello may wait for those of earlier runs. */
	for (turns = 0; conns_count(net_conns(net)) > 0 && turns < TURNS_MAX;
	     turns++)
		event_base_loop(base, EVLOOP_ONCE);
	require(conns_count(net_conns(net)) == 0);
	require(r->closed == (r->dialect != -1));
}

/* A handshake is never the same twice. */
static int
is_tls(const uint8_t *data, size_t size)
{
	size_t i = 0;

	while (
	    i < size && (data[i] == '\r' || data[i] == '\n' || data[i] == '\0'))
		i++;
	return i < size && detect_byte(data[i]) == DETECT_TLS;
}

static void
run_clear(struct run *r)
{
	buf_clear(&r->told);
	buf_clear(&r->said);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run whole = { .dialect = 0 }, pieces = { .dialect = 0 };
	struct net *net;

	if (base == NULL)
		LLVMFuzzerInitialize(NULL, NULL);
	if (size < 2 || size > STREAM_MAX)
		return 0;
	net = choose(data[0]);
	pass(net, data + 2, size - 2, size, &whole);
	pass(net, data + 2, size - 2, data[1] % 97u + 1, &pieces);
	require(whole.dialect == pieces.dialect);
	require(view_equal(buf_view(&whole.told), buf_view(&pieces.told)));
	if (!is_tls(data + 2, size - 2))
		require(
		    view_equal(buf_view(&whole.said), buf_view(&pieces.said)));
	run_clear(&whole);
	run_clear(&pieces);
	return 0;
}
