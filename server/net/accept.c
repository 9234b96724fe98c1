/*
 * accept: a peer has connected: it is let in, or told why not.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "server/net/admission.h"
#include "server/net/net_impl.h"

enum {
	REFUSED_MAX = 32
}; /* peers that are told at once why they may not come */

static enum conn_verdict
refused_line(struct conn *c, struct view line, void *ctx)
{
	(void)c;
	(void)line;
	(void)ctx;
	return CONN_TAKEN;
}

static void
refused_overlong(struct conn *c, void *ctx)
{
	(void)c;
	(void)ctx;
}

static void
refused_closed(struct conn *c, const char *reason, void *ctx)
{
	(void)c;
	(void)reason;
	(void)ctx;
}

static const struct conn_handler refused_handler = {
	.line = refused_line,
	.overlong = refused_overlong,
	.closed = refused_closed,
};

/* For those either whom there is nothing to do for but to tell them. */
static int
has_no_room(const struct net *net)
{
	long long most = net->settings.max_conns;

	return most > 0 && net->nsockets >= (size_t)most + REFUSED_MAX;
}

/*
 * Words that an IRC client and a person both understand. When there are many to be told, the
 * others get what the kernel takes at once: nothing of a refused peer is kept then.
 */
static void
refuse(struct net *net, int fd, const char *words, const char *reason)
{
	struct conn *c;

	if (net->nrefused >= REFUSED_MAX || has_no_room(net)) {
		send(fd, words, strlen(words), MSG_DONTWAIT | MSG_NOSIGNAL);
		close(fd);
		return;
	}
	c = conn_new(net, fd, &refused_handler, NULL);
	if (c == NULL)
		return;
	c->is_refused = 1;
	net->nrefused++;
	conn_send(c, words, strlen(words));
	conn_close(c, reason);
}

static int
is_full(const struct net *net)
{
	long long most = net->settings.max_conns;

	return most > 0 && net->nconns >= (size_t)most;
}

static void
get_address(int fd, struct range *address)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(ss);

	if (getpeername(fd, (struct sockaddr *)&ss, &len) != 0)
		ss.ss_family = AF_UNSPEC;
	range_of(address, (struct sockaddr *)&ss);
}

/* Asked before anything else is made of the peer. 1: it may come in, and the door counts it. */
static int
may_enter(struct net *net, int fd, const struct range *address)
{
	static const char *const reasons[] = {
		[ADMISSION_SHUT] = "Banned",
		[ADMISSION_MANY] = "Too many connections from there",
		[ADMISSION_FAST] = "Connections come too fast from there",
	};
	enum admission_answer answer;
	const char *words;

	if (is_full(net)) {
		refuse(net, fd,
		    "ERROR :This server is full; try again later.\r\n",
		    "The server is full");
		return 0;
	}
	answer = admission_ask(net->door, address, clock_mono_ms(), &words);
	if (answer != ADMISSION_OPEN)
		refuse(net, fd, words, reasons[answer]);
	return answer == ADMISSION_OPEN;
}

struct conn *
net_accept(struct net *net, int fd)
{
	struct range address;
	struct conn *c;

	get_address(fd, &address);
	if (!may_enter(net, fd, &address))
		return NULL;
	c = conn_new(net, fd, &gate_handler, NULL);
	if (c == NULL) {
		admission_left(net->door, &address);
		log_warn("net", 0, "the event loop takes no connection");
		return NULL;
	}
	c->is_counted = 1;
	gate_watch(c);
	return c;
}

void
net_shut(struct net *net, const struct range *range, int64_t until,
    int64_t ends_at, const char *words)
{
	struct conn *c;

	admission_shut(net->door, range, until, ends_at, words);
	TAILQ_FOREACH (c, &net->conns, all) {
		if (c->handler != &gate_handler || !conn_is_open(c) ||
		    !range_has(range, &c->address) ||
		    admission_is_exempt(net->door, &c->address))
			continue;
		conn_send(c, words, strlen(words));
		conn_close(c, "Banned");
	}
}
