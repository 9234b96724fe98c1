/*
 * fuzz_server: see the header.
 */
#include "tests/support/fuzz_server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/random.h"
#include "common/text.h"
#include "server/chat/account.h"
#include "server/irc/irc.h"
#include "server/net/conn.h"
#include "server/net/work_queue.h"
#include "server/plain/plain.h"
#include "server/session/session.h"
#include "server/store/store.h"
#include "server/wiring/wiring.h"
#include "tests/fuzz/fuzz.h"

enum {
	QUIET_PASSES = 3,
	PASSES_MAX = 100000,
	SCRIPT_LINES = 120,
	EVENTS = 200 /* events that the store keeps */
};

static int64_t now_ms;

static int64_t
set_clock(void)
{
	return now_ms;
}

static void
on_opened(struct conn *conn, enum net_dialect dialect, void *ctx)
{
	struct server *server = ((struct fuzz_server *)ctx)->server;

	if (dialect == NET_IRC)
		irc_opened(server, conn);
	else
		plain_opened(server, conn);
}

static void
on_turn_ended(void *ctx)
{
	struct server *server = ((struct fuzz_server *)ctx)->server;

	if (server != NULL)
		server_turn_ended(server);
}

static void
set(struct fuzz_server *f, const char *name, const char *value)
{
	require(
	    settings_set(config_settings, &f->config, name, value, NULL) == 0);
}

static void
set_config(struct fuzz_server *f)
{
	static const char *const rates[] = { "flood-rate", "joins-per-minute",
		"nicks-per-minute", "aways-per-minute", "setnames-per-minute",
		"modes-per-minute", "topics-per-minute", "invites-per-minute",
		"renames-per-minute", "targets-per-minute" };

	config_init(&f->config);
	set(f, "name", "chat.test");
	set(f, "network", "testnet");
	set(f, "password-iterations", "4096");
	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		set(f, rates[i], "0");
}

static int
reload_nothing(void *ctx, char **said)
{
	(void)ctx;
	*said = NULL;
	return 0;
}

void
fuzz_server_open(struct fuzz_server *f)
{
	static const struct net_ops ops = { on_opened, on_turn_ended };
	struct net_settings settings;

	memset(f, 0, sizeof(*f));
	for (int i = 0; i < FUZZ_PEERS; i++)
		f->peers[i].fd = -1;
	now_ms = INT64_C(1700000000000);
	clock_set(set_clock);
	random_seed(1);
	set_config(f);
	f->base = event_base_new();
	require(f->base != NULL);
	f->net = net_new(f->base, &ops, f);
	require(f->net != NULL);
	config_net(&f->config, &settings);
	net_configure(f->net, &settings);
	f->store = store_memory_new(EVENTS);
	f->server = server_new(&f->config, f->net, f->store);
	f->server->reload = reload_nothing;
}

void
fuzz_server_close(struct fuzz_server *f)
{
	server_free(f->server);
	f->server = NULL;
	f->store->ops->free(f->store);
	net_free(f->net);
	event_base_free(f->base);
	for (int i = 0; i < FUZZ_PEERS; i++) {
		fuzz_server_disconnect(f, i);
		buf_clear(&f->peers[i].got);
		buf_clear(&f->peers[i].last);
		buf_clear(&f->peers[i].watch);
	}
	config_clear(&f->config);
	random_seed(0);
	clock_set(NULL);
}

static char *
find_batch(struct fuzz_peer *p, struct view ref)
{
	for (int i = 0; i < FUZZ_BATCHES; i++)
		if (view_equal(ref, view_of(p->batches[i])))
			return p->batches[i];
	return NULL;
}

/* BATCH +ref must open a batch that is not open, -ref must close an open one. */
static void
check_batch(struct fuzz_peer *p, const struct irc_msg *m)
{
	struct view ref = m->params[0];
	char *at;
	int opens;

	require(m->nparams > 0 && ref.len > 1 && ref.len < FUZZ_REF);
	opens = ref.p[0] == '+';
	require(opens || ref.p[0] == '-');
	ref.p++;
	ref.len--;
	at = find_batch(p, ref);
	require(opens == (at == NULL));
	if (opens) {
		at = find_batch(p, VIEW(""));
		require(at != NULL);
		memcpy(at, ref.p, ref.len);
		at[ref.len] = '\0';
	} else {
		at[0] = '\0';
	}
}

static void
check_irc(struct fuzz_peer *p, struct view line)
{
	struct irc_msg m;
	struct view ref;
	size_t rest = line.len;

	require(memchr(line.p, '\r', line.len) == NULL);
	require(irc_msg_parse(&m, line) == 0);
	if (m.tags.len > 0)
		rest -= m.tags.len + 2;
	require(m.tags.len + 2 <= LINE_TAGS_SERVER);
	require(rest + 2 <= LINE_REST_MAX);
	if (irc_tags_find(m.tags, "batch", &ref) == 1)
		require(find_batch(p, ref) != NULL);
	if (view_equal(m.command, VIEW("BATCH")))
		check_batch(p, &m);
}

/* Skip the answers to telnet options (IAC, WONT or DONT, an option), which come between lines. */
static struct view
without_telnet(struct view line)
{
	enum { IAC = 0xff, WONT = 0xfc, DONT = 0xfe };
	const unsigned char *p = (const unsigned char *)line.p;

	while (line.len >= 3 && p[0] == IAC && (p[1] == WONT || p[1] == DONT)) {
		p += 3;
		line.p += 3;
		line.len -= 3;
	}
	return line;
}

static void
check_plain(struct view line)
{
	for (size_t i = 0; i < line.len; i++)
		require((unsigned char)line.p[i] >= 0x20 && line.p[i] != 0x7f);
}

static void
check_line(struct fuzz_peer *p, struct view line)
{
	/* A silent peer may still turn out to be an IRC client. */
	if (p->plain)
		line = without_telnet(line);
	if (p->plain && view_has_prefix(line, VIEW(":chat.test ")))
		p->plain = 0;
	require(text_utf8_valid(line));
	require(line.len == 0 || memchr(line.p, '\0', line.len) == NULL);
	if (p->plain)
		check_plain(line);
	else
		check_irc(p, line);
	buf_reset(&p->last);
	buf_add_view(&p->last, line);
	if (p->watch.len > 0 &&
	    strstr(buf_str(&p->last), buf_str(&p->watch)) != NULL)
		p->seen = 1;
}

static void
take_lines(struct fuzz_peer *p)
{
	const char *end;
	struct view line;
	size_t n;

	while (p->got.len > 0 &&
	       (end = memchr(p->got.p, '\n', p->got.len)) != NULL) {
		n = (size_t)(end - p->got.p);
		line = (struct view){ p->got.p, n };
		if (n > 0 && line.p[n - 1] == '\r')
			line.len--;
		else
			require(p->plain);
		check_line(p, line);
		buf_drain(&p->got, n + 1);
	}
}

/* Return whether anything arrived. */
static int
read_peer(struct fuzz_peer *p)
{
	static char chunk[65536];
	ssize_t n = -1;
	int any = 0;

	while (p->fd != -1 && !p->closed &&
	       (n = recv(p->fd, chunk, sizeof(chunk), MSG_DONTWAIT)) >= 0) {
		any = 1;
		if (n == 0)
			p->closed = 1;
		buf_add(&p->got, chunk, (size_t)n);
		take_lines(p);
	}
	return any;
}

void
fuzz_server_run(struct fuzz_server *f)
{
	int quiet = 0, any, i;

	for (int pass = 0; quiet < QUIET_PASSES; pass++) {
		require(pass < PASSES_MAX);
		event_base_loop(f->base, work_queue_jobs(f->server->work) > 0
					     ? EVLOOP_ONCE
					     : EVLOOP_NONBLOCK);
		for (any = i = 0; i < FUZZ_PEERS; i++)
			any |= read_peer(&f->peers[i]);
		any |= work_queue_jobs(f->server->work) > 0;
		quiet = any ? 0 : quiet + 1;
	}
}

void
fuzz_server_pass(struct fuzz_server *f, int seconds)
{
	while (seconds-- > 0) {
		now_ms += 1000;
		wheel_tick(net_wheel(f->net));
		fuzz_server_run(f);
	}
}

void
fuzz_server_connect(struct fuzz_server *f, int peer, int plain)
{
	static const struct conn_handler silent = { 0 };
	struct fuzz_peer *p = &f->peers[peer];
	struct conn *conn;
	int fds[2];

	fuzz_server_disconnect(f, peer);
	require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0);
	p->fd = fds[0];
	p->plain = plain;
	if (!plain) {
		net_accept(f->net, fds[1]);
		fuzz_server_send(f, peer, VIEW("PING irc\r\n"));
		return;
	}
	conn = conn_new(net_conns(f->net), fds[1], &silent, f);
	require(conn != NULL);
	plain_opened(f->server, conn);
}

void
fuzz_server_disconnect(struct fuzz_server *f, int peer)
{
	struct fuzz_peer *p = &f->peers[peer];

	if (p->fd != -1)
		close(p->fd);
	p->fd = -1;
	p->closed = 0;
	buf_reset(&p->got);
	memset(p->batches, 0, sizeof(p->batches));
}

void
fuzz_server_send(struct fuzz_server *f, int peer, struct view bytes)
{
	struct fuzz_peer *p = &f->peers[peer];
	ssize_t n;

	while (p->fd != -1 && !p->closed && bytes.len > 0) {
		n = send(
		    p->fd, bytes.p, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n > 0) {
			bytes.p += n;
			bytes.len -= (size_t)n;
		}
		fuzz_server_run(f);
		if (n <= 0)
			return;
	}
}

/* Return the peer that a digit names, or -1. */
static int
peer_of(struct view v)
{
	return v.len > 0 && v.p[0] >= '0' && v.p[0] < '0' + FUZZ_PEERS
		   ? v.p[0] - '0'
		   : -1;
}

static void
play_line(struct fuzz_server *f, struct view line, struct buf *out)
{
	struct view rest = { line.p + 1, line.len - 1 };
	int peer = peer_of(line);

	if (view_equal(line, VIEW("~"))) {
		fuzz_server_pass(f, 1);
		return;
	}
	if (line.p[0] == '!' && (peer = peer_of(rest)) != -1) {
		fuzz_server_connect(f, peer, f->peers[peer].plain);
		fuzz_server_run(f);
		return;
	}
	buf_reset(out);
	buf_add_view(out, peer == -1 ? line : rest);
	buf_add_str(out, "\r\n");
	fuzz_server_send(f, peer == -1 ? 0 : peer, buf_view(out));
}

void
fuzz_server_play(struct fuzz_server *f, struct view script)
{
	struct buf out = { 0 };
	struct view line;
	int n = 0;

	while (n++ < SCRIPT_LINES && view_cut(&script, '\n', &line))
		if (line.len > 0)
			play_line(f, line, &out);
	buf_clear(&out);
}

int
fuzz_server_ask(
    struct fuzz_server *f, int peer, const char *text, const char *answer)
{
	struct fuzz_peer *p = &f->peers[peer];

	buf_reset(&p->watch);
	buf_add_str(&p->watch, answer);
	p->seen = 0;
	fuzz_server_send(f, peer, view_of(text));
	buf_reset(&p->watch);
	return p->seen;
}

void
fuzz_server_oper(struct fuzz_server *f, const char *nick)
{
	struct world *w = f->server->world;
	struct user *u = world_find_user(w, view_of(nick));
	struct chat_from from = { u, 0, 0, 0 };
	struct session *s, *next;

	require(u != NULL);
	HASH_ITER (hh, f->server->sessions, s, next)
		if (s->user == u)
			s->opered = 1;
	chat_user_modes(w, &from, USER_OPERATOR, 0);
	fuzz_server_run(f);
}

void
fuzz_server_log_in(struct fuzz_server *f, const char *nick)
{
	struct world *w = f->server->world;
	struct chat_from from = { world_find_user(w, view_of(nick)), 0, 0, 0 };
	struct account *a = world_add_account(w, view_of(nick));

	require(from.user != NULL && a != NULL);
	chat_login(w, &from, a);
	fuzz_server_run(f);
}
