/*
 * irc_client: see the header.
 */
#include "tests/support/irc_client.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/sockios.h>

#include <event2/event.h>

#include "common/clock.h"
#include "server/irc/irc.h"
#include "server/net/wheel.h"
#include "server/net/work_queue.h"
#include "server/session/session.h"
#include "server/store/store.h"
#include "server/wiring/wiring.h"
#include "tests/support/test.h"

enum { QUIET_PASSES = 8, PASSES_MAX = 100000, WORK_TURNS = 600 };

/* Time passes only by irc_rig_pass. */
static int64_t now_ms;

static int64_t
set_clock(void)
{
	return now_ms;
}

static void
on_opened(struct conn *conn, enum net_dialect dialect, void *ctx)
{
	assert_int_equal(dialect, NET_IRC);
	irc_opened(((struct irc_rig *)ctx)->server, conn);
}

static void
on_turn_ended(void *ctx)
{
	struct irc_rig *rig = ctx;

	rig->turns++;
	if (rig->server != NULL)
		server_turn_ended(rig->server);
}

static void
set(struct irc_rig *rig, const char *name, const char *value)
{
	char *cause = NULL;

	if (settings_set(config_settings, &rig->config, name, value, &cause))
		fail_msg("%s", cause);
}

static void
set_net(struct irc_rig *rig)
{
	struct net_settings settings;

	config_net(&rig->config, &settings);
	net_configure(rig->net, &settings);
}

void
irc_rig_init(struct irc_rig *rig, struct store *store)
{
	static const struct net_ops ops = { on_opened, on_turn_ended };

	*rig = (struct irc_rig){ 0 };
	now_ms = 1700000000000;
	clock_set(set_clock);
	config_init(&rig->config);
	set(rig, "name", "chat.test");
	set(rig, "network", "testnet");
	set(rig, "lobby", "");
	set(rig, "flood-rate", "0");
	set(rig, "joins-per-minute", "0");
	set(rig, "nicks-per-minute", "0");
	set(rig, "aways-per-minute", "0");
	set(rig, "setnames-per-minute", "0");
	set(rig, "modes-per-minute", "0");
	set(rig, "topics-per-minute", "0");
	set(rig, "invites-per-minute", "0");
	set(rig, "renames-per-minute", "0");
	set(rig, "targets-per-minute", "0");
	rig->base = event_base_new();
	rig->net = net_new(rig->base, &ops, rig);
	assert_non_null(rig->net);
	set_net(rig);
	rig->store = store != NULL ? store : store_memory_new(100);
	rig->server = server_new(&rig->config, rig->net, rig->store);
}

void
irc_rig_clear(struct irc_rig *rig)
{
	struct irc_client *c;
	size_t i;

	server_free(rig->server);
	rig->server = NULL;
	rig->store->ops->free(rig->store);
	net_free(rig->net);
	event_base_free(rig->base);
	for (i = 0; i < rig->nclients; i++) {
		c = &rig->clients[i];
		client_close(c);
		buf_clear(&c->got);
		buf_clear(&c->line);
	}
	config_clear(&rig->config);
	clock_set(NULL);
}

void
irc_rig_set(struct irc_rig *rig, const char *name, const char *value)
{
	set(rig, name, value);
	server_reconfigure(rig->server);
}

void
irc_rig_set_net(struct irc_rig *rig, const char *name, const char *value)
{
	irc_rig_set(rig, name, value);
	set_net(rig);
}

static void
read_all(struct irc_client *c)
{
	char chunk[4096];
	ssize_t n = -1;

	while (c->fd != -1 &&
	       (n = recv(c->fd, chunk, sizeof(chunk), MSG_DONTWAIT)) > 0)
		buf_add(&c->got, chunk, (size_t)n);
	if (n == 0)
		c->closed = 1;
}

/* A number that changes with everything that happens. */
static unsigned long
activity(struct irc_rig *rig)
{
	unsigned long sum = rig->turns;
	size_t i;
	int unread;

	for (i = 0; i < rig->nclients; i++) {
		read_all(&rig->clients[i]);
		sum += rig->clients[i].got.len;
		if (rig->clients[i].fd != -1 &&
		    ioctl(rig->clients[i].fd, SIOCOUTQ, &unread) == 0)
			sum += (unsigned long)unread;
	}
	return sum;
}

void
irc_rig_run(struct irc_rig *rig)
{
	unsigned long now, last = activity(rig);
	int quiet = 0, i;

	for (i = 0; quiet < QUIET_PASSES && i < PASSES_MAX; i++) {
		event_base_loop(rig->base, EVLOOP_NONBLOCK);
		now = activity(rig);
		quiet = now == last ? quiet + 1 : 0;
		last = now;
	}
	assert_true(i < PASSES_MAX);
}

/* A turn lasts until something is done, at most one tick of the net. */
void
irc_rig_work(struct irc_rig *rig)
{
	int i;

	irc_rig_run(rig);
	for (i = 0; work_queue_jobs(rig->server->work) > 0; i++) {
		assert_true(i < WORK_TURNS);
		event_base_loop(rig->base, EVLOOP_ONCE);
	}
	irc_rig_run(rig);
}

void
irc_rig_pass(struct irc_rig *rig, int seconds)
{
	while (seconds-- > 0) {
		now_ms += 1000;
		wheel_tick(net_wheel(rig->net));
		irc_rig_run(rig);
	}
}

struct irc_client *
client_connect(struct irc_rig *rig)
{
	struct irc_client *c;
	int fds[2];

	assert_true(rig->nclients < IRC_CLIENTS_MAX);
	c = &rig->clients[rig->nclients++];
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	*c = (struct irc_client){ .rig = rig, .fd = fds[0] };
	assert_non_null(net_accept(rig->net, fds[1]));
	return c;
}

struct irc_client *
client_enter_with(struct irc_rig *rig, const char *nick, const char *caps)
{
	struct irc_client *c = client_connect(rig);

	if (caps != NULL)
		client_send(c, "CAP REQ :%s", caps);
	client_send(c, "NICK %s", nick);
	client_send(c, "USER %s 0 * :Real %s", nick, nick);
	if (caps != NULL) {
		client_send(c, "CAP END");
		client_await(c, ":chat.test CAP * ACK :*");
	}
	client_await(c, ":chat.test 422 *");
	return c;
}

struct irc_client *
client_enter(struct irc_rig *rig, const char *nick)
{
	return client_enter_with(rig, nick, NULL);
}

void
client_join(struct irc_client *c, const char *room)
{
	size_t i;

	client_send(c, "JOIN %s", room);
	client_await(c, ":chat.test 366 *");
	for (i = 0; i < c->rig->nclients; i++)
		client_skip(&c->rig->clients[i]);
}

void
client_send_bytes(struct irc_client *c, const void *p, size_t n)
{
	assert_int_equal(send(c->fd, p, n, MSG_NOSIGNAL), (ssize_t)n);
}

void
client_send(struct irc_client *c, const char *fmt, ...)
{
	char line[16384];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line) - 2, fmt, ap);
	va_end(ap);
	assert_true(n >= 0 && (size_t)n < sizeof(line) - 2);
	line[n++] = '\r';
	line[n++] = '\n';
	client_send_bytes(c, line, (size_t)n);
}

void
client_close(struct irc_client *c)
{
	if (c->fd != -1)
		close(c->fd);
	c->fd = -1;
}

const char *
client_line(struct irc_client *c)
{
	char *end;
	size_t n;

	irc_rig_run(c->rig);
	end = c->got.len == 0 ? NULL : memchr(c->got.p, '\n', c->got.len);
	if (end == NULL)
		return NULL;
	n = (size_t)(end - c->got.p);
	assert_true(n > 0 && n + 1 <= 8191 + 512);
	assert_int_equal(end[-1], '\r');
	buf_reset(&c->line);
	buf_add(&c->line, c->got.p, n - 1);
	buf_drain(&c->got, n + 1);
	return buf_str(&c->line);
}

void
client_skip(struct irc_client *c)
{
	irc_rig_run(c->rig);
	buf_reset(&c->got);
}

/* Match a pattern in which only * is special. */
static int
is_like(const char *pattern, const char *text)
{
	if (*pattern == '\0')
		return *text == '\0';
	if (*pattern != '*')
		return *pattern == *text && is_like(pattern + 1, text + 1);
	do {
		if (is_like(pattern + 1, text))
			return 1;
	} while (*text++ != '\0');
	return 0;
}

static void
fail_at(const char *pattern, const char *got, const char *file, int line)
{
	print_error("expected: %s\ngot:      %s\n", pattern,
	    got == NULL ? "(nothing)" : got);
	_fail(file, line);
}

void
client_expect_at(
    struct irc_client *c, const char *pattern, const char *file, int line)
{
	const char *got = client_line(c);

	if (got == NULL || !is_like(pattern, got))
		fail_at(pattern, got, file, line);
}

void
client_expect_nothing_at(struct irc_client *c, const char *file, int line)
{
	const char *got = client_line(c);

	if (got != NULL)
		fail_at("(nothing)", got, file, line);
}

void
client_await_at(
    struct irc_client *c, const char *pattern, const char *file, int line)
{
	const char *got;

	do {
		got = client_line(c);
		if (got == NULL)
			fail_at(pattern, got, file, line);
	} while (!is_like(pattern, got));
}

int
client_is_closed(struct irc_client *c)
{
	irc_rig_run(c->rig);
	return c->closed && c->got.len == 0;
}
